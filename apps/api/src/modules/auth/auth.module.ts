import {
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { AUTH_SETTINGS, type AuthSettings } from '../../platform/config/index.js';
import { RequestGate } from '../../platform/http/index.js';
import { AccessTokensModule } from './access-tokens.module.js';
import { IdentityProvider, SessionStore } from './application/auth.ports.js';
import { Sealing } from './application/sealing.js';
import { Sessions } from './application/sessions.js';
import { AuthController } from './http/auth.controller.js';
import { AuthGate } from './http/auth.gate.js';
import { OpenIdIdentityProvider } from './oidc/openid-identity-provider.js';
import { SessionRepository } from './persistence/session.repository.js';

const PURGE_EVERY_MS = 10 * 60_000;

/** Expired sessions open nothing; this only keeps the table small. */
@Injectable()
class SessionPurge implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('SessionPurge');
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sessions: Sessions) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sessions.removeExpired().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'expired sessions stay for now');
      });
    }, PURGE_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}

/** Sign-in of people, access tokens of machines, and the gate that every request passes. */
@Module({
  imports: [AccessTokensModule],
  controllers: [AuthController],
  providers: [
    {
      provide: Sealing,
      inject: [AUTH_SETTINGS],
      useFactory: (settings: AuthSettings) => new Sealing(settings.SESSION_SECRET),
    },
    { provide: SessionStore, useClass: SessionRepository },
    { provide: IdentityProvider, useClass: OpenIdIdentityProvider },
    { provide: RequestGate, useClass: AuthGate },
    Sessions,
    SessionPurge,
  ],
  exports: [RequestGate, AccessTokensModule],
})
export class AuthModule {}
