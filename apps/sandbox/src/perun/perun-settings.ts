import { z } from 'zod';
import { SandboxStartError } from '../config/sandbox-config.js';

const DEFAULT_PORT = 8086;

const environmentSchema = z.object({
  SANDBOX_PERUN_PORT: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(0)
    .max(65_535)
    .default(DEFAULT_PORT),
  SANDBOX_PERUN_FIXTURE: z.enum(['conformance', 'bulk']).default('conformance'),
  SANDBOX_PERUN_GROUPS: z.coerce.number({ error: 'must be a number' }).int().min(1).optional(),
  SANDBOX_PERUN_LATENCY_MS: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(0)
    .max(600_000)
    .default(0),
  SANDBOX_BIND: z.string().min(1).default('127.0.0.1'),
});

/** What a Perun that runs alone can be told. */
export interface PerunSettings {
  readonly port: number;
  readonly host: string;
  /** So many made-up groups; absent: the conformance fixture. */
  readonly groups: number | undefined;
  readonly latencyMs: number;
}

const DEFAULT_BULK_GROUPS = 10_000;

/**
 * Reads the settings from environment variables; an empty text counts as not set.
 *
 * @throws SandboxStartError that names every fault, one a line
 */
export function parsePerunSettings(
  environment: Readonly<Record<string, string | undefined>>,
): PerunSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      (issue) => `  ${issue.path.join('.')}: ${issue.message}`,
    );
    throw new SandboxStartError(`The simulated Perun cannot start:\n${faults.join('\n')}`);
  }
  const env = parsed.data;
  const isBulk = env.SANDBOX_PERUN_FIXTURE === 'bulk';
  return {
    port: env.SANDBOX_PERUN_PORT,
    host: env.SANDBOX_BIND,
    groups: isBulk ? (env.SANDBOX_PERUN_GROUPS ?? DEFAULT_BULK_GROUPS) : undefined,
    latencyMs: env.SANDBOX_PERUN_LATENCY_MS,
  };
}
