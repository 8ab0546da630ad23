import {
  Injectable,
  StandardSchemaValidationPipe,
  type ArgumentMetadata,
  type PipeTransform,
} from '@nestjs/common';
import { invalidRequest } from './domain-error.js';

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
    body: pipeFor('body'),
    query: pipeFor('query'),
    param: pipeFor('path'),
  };

  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    if (metadata.type === 'custom' || !(metadata.type in this.byPart)) return value;
    return this.byPart[metadata.type].transform(value, {
      ...metadata,
    });
  }
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

/** RFC 6901 */
function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
