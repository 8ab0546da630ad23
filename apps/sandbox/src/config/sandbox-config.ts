import { z } from 'zod';

/** A fault of the environment or the machine that the person who starts the sandbox can mend. */
export class SandboxStartError extends Error {
  override readonly name = 'SandboxStartError';
}

const anyNumber = z.coerce.number({ error: 'must be a number' });
const port = anyNumber.int().min(1).max(65_535);
const DEFAULT_BASE_PORT = 8081;

/** The fastest clock: beyond it, a day off would cost minutes to add up at the next start. */
export const SPEED_MAX = 1_000;

const webOrigin = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL such as http://localhost:8080' })
  .transform((url) => url.replace(/\/+$/, ''));

const environmentSchema = z.object({
  SANDBOX_BASE_PORT: port.max(65_530).default(DEFAULT_BASE_PORT),
  SANDBOX_HOME_PORT: port.optional(),
  SANDBOX_OIDC_PORT: port.optional(),
  SANDBOX_EXPORTER_A_PORT: port.optional(),
  SANDBOX_EXPORTER_B_PORT: port.optional(),
  SANDBOX_SMTP_PORT: port.optional(),
  SANDBOX_PERUN_PORT: port.optional(),
  SANDBOX_BIND: z.string().min(1).default('127.0.0.1'),
  SANDBOX_DATA_DIR: z.string({ error: 'is missing: the folder for keys, mails and the clock' }),
  SANDBOX_SEED: anyNumber.int().min(0).max(0xff_ff_ff_ff).default(1),
  SANDBOX_SPEED: anyNumber.min(0).max(SPEED_MAX).default(1),
  SANDBOX_HISTORY_DAYS: anyNumber.int().min(1).max(400).default(90),
  SANDBOX_SCRAPE_SECONDS: anyNumber.min(0.2).max(3600).default(15),
  SANDBOX_SENDER: z.enum(['on', 'off']).default('on'),
  SANDBOX_TROUBLE: z.enum(['on', 'off']).default('off'),
  SANDBOX_OIDC_ISSUER: webOrigin.optional(),
  SANDBOX_OIDC_CLIENT_SECRET: z
    .string({ error: 'is missing: the secret that the product signs in with' })
    .min(16, 'must have at least 16 characters'),
  PRODUCT_URL: webOrigin.default('http://localhost:8080'),
  PRODUCT_INTAKE_URL: webOrigin.optional(),
  INGEST_TOKEN: z.string().min(1, 'must not be empty').optional(),
});

type Environment = z.infer<typeof environmentSchema>;

/** The six ports of the sandbox, each with the variable that sets it. */
export interface SandboxPorts {
  readonly home: number;
  readonly oidc: number;
  readonly exporterA: number;
  readonly exporterB: number;
  readonly smtp: number;
  readonly perun: number;
}

/** The variable that sets a port, for messages. */
export const PORT_VARIABLES: Readonly<Record<keyof SandboxPorts, string>> = {
  home: 'SANDBOX_HOME_PORT',
  oidc: 'SANDBOX_OIDC_PORT',
  exporterA: 'SANDBOX_EXPORTER_A_PORT',
  exporterB: 'SANDBOX_EXPORTER_B_PORT',
  smtp: 'SANDBOX_SMTP_PORT',
  perun: 'SANDBOX_PERUN_PORT',
};

/** Everything the sandbox can be told, checked. */
export interface SandboxConfig {
  readonly ports: SandboxPorts;
  readonly bind: string;
  readonly dataDir: string;
  readonly seed: number;
  readonly speed: number;
  readonly historyDays: number;
  readonly scrapeIntervalMs: number;
  /** The origin of the OpenID provider as browsers see it, without a slash at the end. */
  readonly issuer: string;
  readonly oidcClientSecret: string;
  /** The product's origin as browsers see it, without a slash at the end. */
  readonly productUrl: string;
  /** The origin that readings are sent to; another one where browsers go through a proxy. */
  readonly intakeUrl: string;
  /** Whether faulty readings and a silent site follow the history. */
  readonly hasTrouble: boolean;
  /** Absent when the sandbox is told not to send readings. */
  readonly ingestToken: string | undefined;
}

/**
 * Reads the sandbox's settings from environment variables.
 *
 * @param environment variable name → text; an empty text counts as not set
 * @throws SandboxStartError that names every fault at once, one a line
 */
export function parseSandboxConfig(
  environment: Readonly<Record<string, string | undefined>>,
): SandboxConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== ''));
  const parsed = environmentSchema.safeParse(given);
  const faults = (parsed.error?.issues ?? []).map(
    (issue) => `${issue.path.join('.')}: ${issue.message}`,
  );
  if (given['SANDBOX_SENDER'] !== 'off' && given['INGEST_TOKEN'] === undefined) {
    faults.push('INGEST_TOKEN: is missing: the token for readings (or set SANDBOX_SENDER=off)');
  }
  if (parsed.success) faults.push(...duplicatePorts(portsOf(parsed.data)));
  if (!parsed.success || faults.length > 0) {
    const list = faults.map((fault) => `  ${fault}`).join('\n');
    throw new SandboxStartError(`The sandbox cannot start, its settings have faults:\n${list}`);
  }
  return toConfig(parsed.data);
}

function toConfig(env: Environment): SandboxConfig {
  const ports = portsOf(env);
  return {
    ports,
    bind: env.SANDBOX_BIND,
    dataDir: env.SANDBOX_DATA_DIR,
    seed: env.SANDBOX_SEED,
    speed: env.SANDBOX_SPEED,
    historyDays: env.SANDBOX_HISTORY_DAYS,
    scrapeIntervalMs: Math.round(env.SANDBOX_SCRAPE_SECONDS * 1000),
    issuer: env.SANDBOX_OIDC_ISSUER ?? `http://localhost:${ports.oidc}`,
    oidcClientSecret: env.SANDBOX_OIDC_CLIENT_SECRET,
    productUrl: env.PRODUCT_URL,
    intakeUrl: env.PRODUCT_INTAKE_URL ?? env.PRODUCT_URL,
    hasTrouble: env.SANDBOX_TROUBLE === 'on',
    ingestToken: env.SANDBOX_SENDER === 'on' ? env.INGEST_TOKEN : undefined,
  };
}

function portsOf(env: Environment): SandboxPorts {
  const base = env.SANDBOX_BASE_PORT;
  return {
    home: env.SANDBOX_HOME_PORT ?? base,
    oidc: env.SANDBOX_OIDC_PORT ?? base + 1,
    exporterA: env.SANDBOX_EXPORTER_A_PORT ?? base + 2,
    exporterB: env.SANDBOX_EXPORTER_B_PORT ?? base + 3,
    smtp: env.SANDBOX_SMTP_PORT ?? base + 4,
    perun: env.SANDBOX_PERUN_PORT ?? base + 5,
  };
}

function duplicatePorts(ports: SandboxPorts): string[] {
  const seen = new Map<number, string>();
  const faults: string[] = [];
  for (const [key, number] of Object.entries(ports) as [keyof SandboxPorts, number][]) {
    const earlier = seen.get(number);
    if (earlier !== undefined) faults.push(`${PORT_VARIABLES[key]}: is the same as ${earlier}`);
    seen.set(number, PORT_VARIABLES[key]);
  }
  return faults;
}
