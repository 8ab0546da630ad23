import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { appConfig, type AppConfig } from '@os-credits/contracts';
import {
  CREDITS_SETTINGS,
  PERUN_SETTINGS,
  SANDBOX_SETTINGS,
  type CreditsSettings,
  type PerunSettings,
  type SandboxSettings,
} from '../../../platform/config/index.js';
import { Public, PRODUCT_VERSION } from '../../../platform/http/index.js';

@ApiTags('Sign-in')
@Controller('api/config')
export class ConfigController {
  constructor(
    @Inject(CREDITS_SETTINGS) private readonly credits: CreditsSettings,
    @Inject(SANDBOX_SETTINGS) private readonly sandbox: SandboxSettings,
    @Inject(PERUN_SETTINGS) private readonly perun: PerunSettings,
    @Inject(PRODUCT_VERSION) private readonly version: string,
  ) {}

  @Get()
  @Public()
  @Header('cache-control', 'no-cache')
  @ApiOperation({ summary: 'What the browser must know before the first render' })
  @ApiOkResponse({ standardSchema: appConfig })
  show(): AppConfig {
    return {
      version: this.version,
      precision: this.credits.OS_CREDITS_PRECISION,
      sandbox: this.sandbox.SANDBOX,
      sandboxMailboxUrl: this.sandbox.SANDBOX_MAILBOX_URL ?? null,
      perun: { mode: this.perun.PERUN_MODE },
    };
  }
}
