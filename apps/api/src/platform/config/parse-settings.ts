import { z } from 'zod';
import { type SettingMeta } from './setting.js';

/** One setting that cannot be used, with everything needed to repair it. */
export interface SettingFault {
  readonly name: string;
  readonly fault: string;
  readonly example: string | null;
}

/** Thrown with every fault at once: an operator repairs them in one go. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly SettingFault[]) {
    super(
      [
        `${faults.length === 1 ? 'One setting is' : `${faults.length} settings are`} wrong:`,
        ...faults.map(
          ({ name, fault, example }) =>
            `  ${name}: ${fault}${example === null ? '' : `. Example: ${name}=${example}`}`,
        ),
      ].join('\n'),
    );
    this.name = 'SettingsError';
  }
}

/**
 * Reads settings from environment variables. An empty variable counts as not set.
 *
 * @throws SettingsError naming every fault at once
 */
export function parseSettings<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<z.ZodObject<S>> {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? '');
    return {
      name,
      fault: name in given ? issue.message : 'is not set',
      example: settingMeta(schema.shape[name])?.example ?? null,
    };
  });
  throw new SettingsError(faults);
}

/** What the schema says about a setting; looks through defaults, `optional` and transformations. */
export function settingMeta(schema: unknown): SettingMeta | undefined {
  let current = schema;
  while (current instanceof z.ZodType) {
    const meta = current.meta()?.setting;
    if (meta !== undefined) return meta;
    current = innerSchema(current);
  }
  return undefined;
}

function innerSchema(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return schema.unwrap();
  return schema instanceof z.ZodPipe ? schema.in : undefined;
}

/** The settings with secrets, and passwords inside URLs, replaced: fit for a log. */
export function maskedSettings(
  schema: z.ZodObject,
  settings: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      settingMeta(schema.shape[name])?.isSecret === true ? '***' : maskPassword(value),
    ]),
  );
}

function maskPassword(value: unknown): unknown {
  if (typeof value !== 'string' || !URL.canParse(value)) return value;
  const url = new URL(value);
  if (url.password === '') return value;
  url.password = '***';
  return url.href;
}
