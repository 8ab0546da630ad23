import {
  Injectable,
  StandardSchemaValidationPipe,
  type ArgumentMetadata,
  type PipeTransform,
} from '@nestjs/common';
import { takesAnyText } from '@os-credits/contracts';
import { z } from 'zod';
import { invalidRequest } from './domain-error.js';
import { escapePointer, unstorableText } from './unstorable-text.js';

type Issues = Parameters<
  NonNullable<
    NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory']
  >
>[0];

/**
 * Parses `@Body`, `@Query` and `@Param` with the contract named in the decorator. The pointer of a fault
 * begins with the part of the request it is in: `/query/limit`, `/body/readings/3/at`, `/path/name`.
 */
@Injectable()
export class ContractPipe implements PipeTransform {
  private readonly byPart = {
    body: { root: 'body', pipe: pipeFor('body') },
    query: { root: 'query', pipe: pipeFor('query') },
    param: { root: 'path', pipe: pipeFor('path') },
  };

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom' || !(metadata.type in this.byPart)) return value;
    const { root, pipe } = this.byPart[metadata.type];
    const parsed: unknown = await pipe.transform(value, { ...metadata });
    const { schema } = metadata;
    if (schema === undefined || isForAnyText(schema)) return parsed;
    const faults = unstorableText(parsed, `/${root}`);
    if (faults.length > 0) throw invalidRequest(faults);
    return parsed;
  }
}

function isForAnyText(schema: unknown): boolean {
  return schema instanceof z.ZodType && takesAnyText.has(schema);
}

function pipeFor(part: string): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues: Issues) =>
      invalidRequest(
        issues.map((issue) => ({
          pointer: `/${[part, ...(issue.path ?? []).map(keyOf)].map(escapePointer).join('/')}`,
          code: 'code' in issue && typeof issue.code === 'string' ? issue.code : 'invalid',
          detail: issue.message,
        })),
      ),
  });
}

function keyOf(segment: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof segment === 'object' ? segment.key : segment);
}
