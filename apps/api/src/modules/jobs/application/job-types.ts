import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RUNTIME_SETTINGS, type RuntimeSettings } from '../../../platform/config/index.js';
import { invalidRequest, type FieldFault } from '../../../platform/problems/index.js';
import { jobTypeNotFound } from './job-errors.js';
import { type JobType } from './job-type.js';

/** The job types of this process. */
@Injectable()
export class JobTypes {
  private readonly byName = new Map<string, JobType>();

  constructor(@Inject(RUNTIME_SETTINGS) private readonly settings: RuntimeSettings) {}

  /** @throws Error where two types have the same name: a mistake in the code */
  add(type: JobType): void {
    if (this.byName.has(type.type)) throw new Error(`Two job types are called ${type.type}.`);
    this.byName.set(type.type, type);
  }

  find(name: string): JobType | null {
    return this.byName.get(name) ?? null;
  }

  /** @throws DomainError `job-type-not-found`, which lists those that exist */
  get(name: string): JobType {
    const type = this.byName.get(name);
    if (type === undefined) {
      throw jobTypeNotFound(
        name,
        this.offered().map((offered) => offered.type),
      );
    }
    return type;
  }

  all(): JobType[] {
    return this.names().flatMap((name) => this.byName.get(name) ?? []);
  }

  /** Those that may be started here; see {@link isOffered}. */
  offered(): JobType[] {
    return this.all().filter((type) => this.isOffered(type));
  }

  /** False for types that are not for production, in production. */
  isOffered(type: JobType): boolean {
    return type.isForProduction || this.settings.ENVIRONMENT !== 'production';
  }

  names(): string[] {
    return [...this.byName.keys()].sort();
  }
}

/**
 * Parameters as a run stores them.
 *
 * @param pointer JSON pointer of the parameters in the request, for the faults
 * @throws DomainError `invalid-request` naming every fault; a parameter that the type lacks is one
 */
export function parseParameters(
  type: JobType,
  parameters: Record<string, unknown>,
  pointer = '/body/parameters',
): Record<string, unknown> {
  const parsed = type.parameters.strict().safeParse(parameters);
  if (parsed.success) return parsed.data;
  throw invalidRequest(
    parsed.error.issues.flatMap((issue): FieldFault[] => {
      const at = [pointer, ...issue.path.map((part) => escapePointer(String(part)))].join('/');
      return issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            pointer: `${at}/${escapePointer(key)}`,
            code: issue.code,
            detail: `${type.type} has no such parameter; it has ${parameterNames(type)}`,
          }))
        : [{ pointer: at, code: issue.code, detail: issue.message }];
    }),
  );
}

function parameterNames(type: JobType): string {
  const names = Object.keys(type.parameters.shape);
  return names.length === 0 ? 'none' : names.join(', ');
}

/** RFC 6901 */
function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What a form or a client needs to know of the parameters: JSON Schema with titles and order. */
export function parametersSchema(type: JobType): Record<string, unknown> {
  const schema = z.toJSONSchema(type.parameters.strict(), { io: 'input', unrepresentable: 'any' });
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property], order) => [
      name,
      typeof property === 'object' ? { ...property, 'x-order': order } : property,
    ]),
  );
  return { ...schema, properties };
}

/** What a page needs to know of the result: JSON Schema with titles, in the order of the type. */
export function resultSchema(type: JobType): Record<string, unknown> {
  return z.toJSONSchema(type.result, { io: 'output', unrepresentable: 'any' });
}

/** Names of the parameters that hold the id of an uploaded file. */
export function uploadParameters(type: JobType): string[] {
  const { properties = {} } = z.toJSONSchema(type.parameters, {
    io: 'input',
    unrepresentable: 'any',
  });
  return Object.entries(properties)
    .filter(([, property]) => typeof property === 'object' && property.format === 'upload')
    .map(([name]) => name);
}

/** The uniqueness key as it is stored: of bounded length, and apart from other types' keys. */
export function storedUniqueKey(
  type: JobType,
  parameters: Record<string, unknown>,
  isDryRun: boolean,
): string | null {
  const key = type.uniqueKey(parameters, isDryRun);
  return key === null ? null : sha256(`${type.type}\n${key}`);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
