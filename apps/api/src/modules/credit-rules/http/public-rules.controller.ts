import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../../platform/http/index.js';
import { AccountingStart } from '../application/accounting-start.js';
import { PublishedWeights } from '../application/published-weights.js';

/** What usage exporters ask for at their start and again and again; in their format, for anybody. */
@ApiTags('Exporters')
@Controller('public')
export class PublicRulesController {
  constructor(
    private readonly weights: PublishedWeights,
    private readonly start: AccountingStart,
  ) {}

  @Get('creditsweights')
  @Public()
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-cache')
  @ApiOperation({ summary: 'Size weights: sets of thresholds with the time they hold from' })
  creditsWeights(): Promise<string> {
    return this.weights.json();
  }

  @Get('startdate')
  @Public()
  @Header('cache-control', 'no-cache')
  @ApiOperation({ summary: 'First day that is accounted for' })
  async startDate(): Promise<{ start_date: string }[]> {
    return [{ start_date: await this.start.isoDay() }];
  }
}
