import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { problemDocument } from '@os-credits/contracts';
import { Public } from '../http/route-rule.js';
import { DomainError } from './domain-error.js';

/** `docs/problems` beside the packages; at the same distance from `src` and from `dist`. */
const FOLDER = path.resolve(import.meta.dirname, '../../../../../docs/problems');
const pagePath = z.object({ code: problemDocument.shape.code });

/** What the `type` of a problem document points to. */
@ApiExcludeController()
@Controller('problems')
export class ProblemPagesController {
  @Get(':code')
  @Public()
  @Header('content-type', 'text/markdown; charset=utf-8')
  async page(@Param({ schema: pagePath }) { code }: z.output<typeof pagePath>): Promise<string> {
    return readFile(path.join(FOLDER, `${code}.md`), 'utf8').catch((cause: unknown) => {
      throw new DomainError({
        code: 'route-not-found',
        kind: 'not-found',
        message: 'This installation does not carry the pages of docs/problems.',
        cause,
      });
    });
  }
}
