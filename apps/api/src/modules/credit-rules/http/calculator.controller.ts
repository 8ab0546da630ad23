import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  calculatorOptions,
  calculatorRequest,
  calculatorResponse,
  projectName,
  whatIfRequest,
  whatIfResponse,
  type CalculatorOptions,
  type CalculatorRequest,
  type CalculatorResponse,
  type WhatIfRequest,
  type WhatIfResponse,
} from '@os-credits/contracts';
import { RequirePermission } from '../../../platform/http/index.js';
import { CurrentPrincipal, type Principal } from '../../auth/index.js';
import { CalculateCost } from '../application/calculate-cost.js';
import { WhatIf } from '../application/what-if.js';
import { RulesProblems } from './problem-responses.js';

const projectPath = z.object({ name: projectName });

@ApiTags('Calculators')
@RulesProblems()
@Controller('api')
export class CalculatorController {
  constructor(
    private readonly cost: CalculateCost,
    private readonly whatIf: WhatIf,
  ) {}

  @Get('calculator/options')
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'Sites and metrics that the calculators know' })
  @ApiOkResponse({ standardSchema: calculatorOptions })
  options(): Promise<CalculatorOptions> {
    return this.cost.options();
  }

  @Post('calculator/cost')
  @HttpCode(200)
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'What machines cost per hour, day, month; how long credits last' })
  @ApiOkResponse({ standardSchema: calculatorResponse })
  calculate(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: calculatorRequest }) body: CalculatorRequest,
  ): Promise<CalculatorResponse> {
    return this.cost.run(principal, body);
  }

  @Post('projects/:name/what-if')
  @HttpCode(200)
  @RequirePermission('project:read')
  @ApiOperation({ summary: 'The runway of a project if it ran more or less' })
  @ApiOkResponse({ standardSchema: whatIfResponse })
  ask(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: projectPath }) { name }: z.output<typeof projectPath>,
    @Body({ schema: whatIfRequest }) body: WhatIfRequest,
  ): Promise<WhatIfResponse> {
    return this.whatIf.run(principal, name, body);
  }
}
