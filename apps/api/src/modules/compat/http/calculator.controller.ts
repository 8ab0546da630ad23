import { Body, Controller, Get, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { COMPAT_SETTINGS, type CompatSettings } from '../../../platform/config/index.js';
import { RequirePermission } from '../../../platform/http/index.js';
import { CostsPerHour } from '../application/costs-per-hour.js';

/** What can be asked for, and what it costs. */
@ApiTags('Compatible with os_credits')
@Controller()
export class CompatCalculatorController {
  constructor(
    private readonly costs: CostsPerHour,
    @Inject(COMPAT_SETTINGS) private readonly settings: CompatSettings,
  ) {}

  @Get('api/metrics')
  @RequirePermission('project:read')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'Metrics in the shape of 2019, or of 2024 by setting' })
  metrics(): Promise<string> {
    return this.costs.metrics(this.settings.COMPAT_SHAPE);
  }

  @Get('compat/v2/api/metrics')
  @RequirePermission('project:read')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'Rates by metric, the shape of 2024' })
  metrics2024(): Promise<string> {
    return this.costs.metrics('2024');
  }

  @Post('api/costs_per_hour')
  @RequirePermission('project:read')
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'Credits per hour of a machine, such as {"cpu": 2, "ram": 4096}' })
  costsPerHour(@Body() body: unknown): Promise<string> {
    return this.costs.run(textOf(body), this.settings.COMPAT_SHAPE);
  }

  @Post('compat/v2/api/costs_per_hour')
  @RequirePermission('project:read')
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'Credits per hour by wire names, the shape of 2024' })
  costsPerHour2024(@Body() body: unknown): Promise<string> {
    return this.costs.run(textOf(body), '2024');
  }
}

/** No body at all is an empty one. */
function textOf(body: unknown): string {
  return typeof body === 'string' ? body : '';
}
