import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { intakeQuery, intakeResponse, type IntakeResponse } from '@os-credits/contracts';
import { type z } from 'zod';
import { RequirePermission } from '../../../platform/http/index.js';
import { ShowIntake } from '../application/show-intake.js';
import { QualityProblems } from './quality-problems.js';

@ApiTags('Data quality')
@QualityProblems()
@Controller('api/operations/intake')
export class IntakeController {
  constructor(private readonly intake: ShowIntake) {}

  @Get()
  @RequirePermission('operations:read')
  @ApiOperation({
    summary: 'Readings stored, duplicates, quarantined, and silence, per site and day',
  })
  @ApiOkResponse({ standardSchema: intakeResponse })
  show(
    @Query({ schema: intakeQuery }) query: z.output<typeof intakeQuery>,
  ): Promise<IntakeResponse> {
    return this.intake.run(query);
  }
}
