import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  adjustmentRequest,
  correctionResponse,
  entryId,
  projectName,
  reversalRequest,
  type AdjustmentRequest,
  type CorrectionResponse,
  type ReversalRequest,
} from '@os-credits/contracts';
import { z } from 'zod';
import { RequirePermission } from '../../../platform/http/index.js';
import { invalidRequest } from '../../../platform/problems/index.js';
import { actorName, CurrentPrincipal, type Principal } from '../../auth/index.js';
import { CorrectAccount, type CorrectionInput } from '../application/correct-account.use-case.js';

const projectPath = z.object({ name: projectName });
const entryPath = z.object({ name: projectName, id: entryId });

/** Corrections of an account by staff: new entries, never changed ones. */
@ApiTags('Corrections')
@ApiHeader({
  name: 'Idempotency-Key',
  description: 'one per correction: sent again with the same body it posts nothing more',
})
@Controller('api/projects/:name')
export class CorrectionsController {
  constructor(private readonly correct: CorrectAccount) {}

  @Post('adjustments')
  @HttpCode(200)
  @RequirePermission('ledger:write')
  @ApiOperation({ summary: 'Give credits to a project or take them away, with a reason' })
  @ApiOkResponse({ standardSchema: correctionResponse })
  adjust(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: projectPath }) { name }: z.output<typeof projectPath>,
    @Body({ schema: adjustmentRequest }) body: AdjustmentRequest,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<CorrectionResponse> {
    return this.run(name, principal, key, body, { kind: 'adjustment', credits: body.credits });
  }

  @Post('entries/:id/reversal')
  @HttpCode(200)
  @RequirePermission('ledger:write')
  @ApiOperation({ summary: 'Undo a ledger entry by a new one that names it' })
  @ApiOkResponse({ standardSchema: correctionResponse })
  reverse(
    @CurrentPrincipal() principal: Principal,
    @Param({ schema: entryPath }) { name, id }: z.output<typeof entryPath>,
    @Body({ schema: reversalRequest }) body: ReversalRequest,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<CorrectionResponse> {
    return this.run(name, principal, key, body, { kind: 'reversal', entryId: id });
  }

  private async run(
    name: string,
    principal: Principal,
    key: string | undefined,
    body: ReversalRequest,
    what: CorrectionInput['what'],
  ): Promise<CorrectionResponse> {
    const outcome = await this.correct.execute({
      projectName: name,
      what,
      reason: body.reason,
      effectiveAt: body.effectiveAt ?? null,
      attachment: body.attachment,
      source: 'staff',
      actor: actorName(principal),
      idempotencyKey: body.isDryRun ? null : requiredKey(key),
      isDryRun: body.isDryRun,
    });
    return { project: name, isDryRun: body.isDryRun, ...outcome };
  }
}

function requiredKey(key: string | undefined): string {
  if (key !== undefined && /^[\x21-\x7e]{8,200}$/.test(key)) return `staff:${key}`;
  throw invalidRequest([
    {
      pointer: '/headers/Idempotency-Key',
      code: 'required',
      detail: 'must be 8 to 200 visible ASCII characters, such as a UUID',
    },
  ]);
}
