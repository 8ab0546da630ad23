import { z } from 'zod';
import { creditRulesSettings } from './credit-rules-settings.js';
import { perunSettings, withPerunRules } from './perun-settings.js';
import { flag, oneOf, secret, text, url, wholeNumber } from './setting.js';

const MIB = 1024 * 1024;

/** What every process of the product needs. */
export const runtimeSettings = z.object({
  ENVIRONMENT: oneOf(
    { description: 'Strictness of the other settings', example: 'production', isOptional: true },
    ['development', 'staging', 'production'],
  ).default('production'),
  LOG_LEVEL: oneOf({ description: 'Least severe log line', example: 'info', isOptional: true }, [
    'fatal',
    'error',
    'warn',
    'info',
    'debug',
    'trace',
    'silent',
  ]).default('info'),
});
export type RuntimeSettings = z.output<typeof runtimeSettings>;

const postgres = ['postgres:', 'postgresql:'];
export const databaseSettings = z.object({
  DATABASE_URL: url(
    {
      description: 'PostgreSQL 15 or newer; the role must be allowed to become os_credits_app',
      example: 'postgres://os_credits:password@127.0.0.1:5432/os_credits',
    },
    postgres,
  ),
  DATABASE_OWNER_URL: url(
    {
      description: 'Role that owns the schema, for migrations only; DATABASE_URL where not set',
      example: 'postgres://owner:password@127.0.0.1:5432/os_credits',
      isOptional: true,
    },
    postgres,
  ).optional(),
  DATABASE_POOL_SIZE: wholeNumber(
    { description: 'Connections per process', example: '10', isOptional: true },
    { min: 2, max: 200 },
  ).default(10),
});
export type DatabaseSettings = z.output<typeof databaseSettings>;

export const httpSettings = z.object({
  PORT: wholeNumber(
    { description: 'TCP port to listen on', example: '8080', isOptional: true },
    { min: 0, max: 65535 },
  ).default(8080),
  HOST: text({ description: 'Address to listen on', example: '0.0.0.0', isOptional: true }).default(
    '0.0.0.0',
  ),
  PUBLIC_URL: url(
    { description: 'Where browsers reach the portal', example: 'https://credits.example.org' },
    ['https:', 'http:'],
  ).transform((value) => value.replace(/\/+$/, '')),
  TRUSTED_PROXIES: text({
    description: 'Addresses or networks whose X-Forwarded-For is believed, separated by commas',
    example: '10.0.0.0/8',
    isOptional: true,
  }).optional(),
  WEB_DIST: text({
    description: 'Folder of the built web application; without it only the API is served',
    example: '/app/apps/web/dist',
    isOptional: true,
  }).optional(),
});
export type HttpSettings = z.output<typeof httpSettings>;

export const authSettings = z.object({
  SESSION_SECRET: secret(
    {
      description: 'Seals cookies and hashes session ids; at least 32 random characters',
      example: 'output-of-openssl-rand-base64-48',
    },
    32,
  ),
  SESSION_IDLE_MINUTES: wholeNumber(
    { description: 'A session ends after this much silence', example: '60', isOptional: true },
    { min: 1, max: 1440 },
  ).default(60),
  SESSION_HOURS_MAX: wholeNumber(
    { description: 'A session ends this long after sign-in', example: '12', isOptional: true },
    { min: 1, max: 168 },
  ).default(12),
  OIDC_ISSUER: url(
    {
      description: 'OpenID provider, as its discovery document names it',
      example: 'https://login.example.org/oidc/',
    },
    ['https:', 'http:'],
  ),
  OIDC_CLIENT_ID: text({ description: 'Client registered at the provider', example: 'os-credits' }),
  OIDC_CLIENT_SECRET: secret(
    { description: "That client's secret", example: 'secret-from-the-provider' },
    8,
  ),
  OIDC_SCOPES: text({
    description: 'Scopes asked for at sign-in',
    example: 'openid profile email os_credits',
    isOptional: true,
  }).default('openid profile email os_credits'),
  OIDC_CLAIM_LEADS: text({
    description: 'Claim that lists the names of the projects a person leads',
    example: 'os_credits_leads',
    isOptional: true,
  }).default('os_credits_leads'),
  OIDC_CLAIM_MEMBER_OF: text({
    description: 'Claim that lists the names of the projects a person belongs to',
    example: 'os_credits_member_of',
    isOptional: true,
  }).default('os_credits_member_of'),
  OIDC_CLAIM_STAFF: text({
    description: 'Claim that holds the staff role: viewer, editor or admin',
    example: 'os_credits_staff',
    isOptional: true,
  }).default('os_credits_staff'),
});
export type AuthSettings = z.output<typeof authSettings>;

export const creditsSettings = z.object({
  OS_CREDITS_PRECISION: wholeNumber(
    { description: 'Decimal places credits are shown with', example: '2', isOptional: true },
    { min: 0, max: 12 },
  ).default(2),
  READING_RETENTION_DAYS: wholeNumber(
    { description: 'Days that readings are kept', example: '400', isOptional: true },
    { min: 31, max: 3660 },
  ).default(400),
});
export type CreditsSettings = z.output<typeof creditsSettings>;

export const sandboxSettings = z.object({
  SANDBOX: flag({
    description: 'The sandbox stands in for the outside world; the portal says so',
    example: 'off',
    isOptional: true,
  }).default(false),
  SANDBOX_MAILBOX_URL: url(
    {
      description: "The sandbox's mailbox page",
      example: 'http://127.0.0.1:8081/',
      isOptional: true,
    },
    ['https:', 'http:'],
  ).optional(),
});
export type SandboxSettings = z.output<typeof sandboxSettings>;

const limit = (
  description: string,
  example: number,
  min = 1,
): z.ZodDefault<z.ZodType<number, string>> =>
  wholeNumber(
    { description, example: String(example), isOptional: true },
    { min, max: 2 ** 40 },
  ).default(example);
const label = (description: string, example: string): z.ZodDefault<z.ZodString> =>
  text({ description, example, isOptional: true }).default(example);

export const ingestionSettings = z.object({
  INGEST_PROJECT_LABEL: label('Label or tag that names the project', 'project_name'),
  INGEST_SITE_LABEL: label('Label or tag that names the site', 'location_id'),
  INGEST_SITE_FALLBACK_LABEL: label(
    'Label that names the site where the first is missing',
    'location',
  ),
  INGEST_DEFAULT_SITE: text({
    description: 'Site of readings that name none; without it they are quarantined',
    example: 'site-a',
    isOptional: true,
  }).optional(),
  INGEST_VALUE_FIELD: label('Field of a line-protocol line that holds the counter', 'value'),
  INGEST_BODY_BYTES_MAX: limit('Body size as sent', 10 * MIB, 1024),
  INGEST_DECOMPRESSED_BYTES_MAX: limit('Body size after decompression', 100 * MIB, 1024),
  INGEST_READINGS_MAX: limit('Readings in one request', 200_000),
  INGEST_LABELS_MAX: limit('Labels or tags of one series', 64),
  INGEST_LABEL_NAME_LENGTH_MAX: limit('Characters of a label name', 256),
  INGEST_LABEL_VALUE_LENGTH_MAX: limit('Characters of a label value', 1024),
  INGEST_AHEAD_MINUTES_MAX: limit('Minutes a reading may lie in the future', 10, 0),
  INGEST_BACKLOG_READINGS_MAX: limit('Acknowledged readings not rated yet, before 503', 2_000_000),
  METRIC_READING_UNITS: z
    .string()
    .regex(/^[^=,\s]+=[^=,\s]+(,[^=,\s]+=[^=,\s]+)*$/, 'must look like metric=unit,metric=unit')
    .transform(
      (value) => new Map(value.split(',').map((pair) => pair.split('=') as [string, string])),
    )
    .meta({
      setting: {
        description:
          'Unit in which a metric is reported, where it is not the default of the metric',
        example: 'project_mb_usage=MiB.h',
        isOptional: true,
      },
    })
    .optional(),
});
export type IngestionSettings = z.output<typeof ingestionSettings>;

export const compatSettings = z.object({
  COMPAT_SHAPE: oneOf(
    {
      description: 'Which os_credits /api/metrics, costs_per_hour and credits_history answer like',
      example: '2019',
      isOptional: true,
    },
    ['2019', '2024'],
  ).default('2019'),
});
export type CompatSettings = z.output<typeof compatSettings>;

export const jobSettings = z.object({
  JOB_WORKER_SLOTS: limit('Jobs that one worker runs at the same time', 4),
  JOB_LEASE_SECONDS: limit('A worker that is silent for so long is taken for lost', 20, 3),
  JOB_RETENTION_DAYS: limit('Days that jobs that are over are kept, with their logs and files', 90),
  JOB_UPLOAD_BYTES_MAX: limit('Size of a file that is uploaded for a job', 64 * MIB, 1024),
});
export type JobSettings = z.output<typeof jobSettings>;

/** Groups under headings, in the order of `.env.example`. */
export const settingGroups = {
  Runtime: runtimeSettings,
  Database: databaseSettings,
  HTTP: httpSettings,
  'Sign-in': authSettings,
  Credits: creditsSettings,
  'Credit rules': creditRulesSettings,
  Jobs: jobSettings,
  Sandbox: sandboxSettings,
  Ingestion: ingestionSettings,
  Perun: perunSettings,
  Compatibility: compatSettings,
} as const;

/** Everything `main.http` reads. */
export const httpProcessSettings = withPerunRules(
  z
    .object({
      ...runtimeSettings.shape,
      ...databaseSettings.shape,
      ...httpSettings.shape,
      ...authSettings.shape,
      ...creditsSettings.shape,
      ...jobSettings.shape,
      ...creditRulesSettings.shape,
      ...sandboxSettings.shape,
      ...ingestionSettings.shape,
      ...perunSettings.shape,
      ...compatSettings.shape,
    })
    .refine((settings) => isSecureWhereItMatters(settings, 'PUBLIC_URL'), secureRule('PUBLIC_URL'))
    .refine(
      (settings) => isSecureWhereItMatters(settings, 'OIDC_ISSUER'),
      secureRule('OIDC_ISSUER'),
    ),
);
export type HttpProcessSettings = z.output<typeof httpProcessSettings>;

/** Everything `main.worker` reads: no sign-in, no web. */
export const workerProcessSettings = withPerunRules(
  z.object({
    ...runtimeSettings.shape,
    ...databaseSettings.shape,
    ...creditsSettings.shape,
    ...jobSettings.shape,
    // Imports of readings go by the same labels and limits as what is sent.
    ...ingestionSettings.shape,
    ...perunSettings.shape,
  }),
);
export type WorkerProcessSettings = z.output<typeof workerProcessSettings>;

/** `when`: also checked where other settings are wrong, so that every fault is named in one go. */
function secureRule(name: string): { path: string[]; message: string; when: () => boolean } {
  const message = 'must begin with https:// unless ENVIRONMENT is development or staging';
  return { path: [name], message, when: () => true };
}

function isSecureWhereItMatters(
  settings: Partial<Record<'ENVIRONMENT' | 'PUBLIC_URL' | 'OIDC_ISSUER', unknown>>,
  name: 'PUBLIC_URL' | 'OIDC_ISSUER',
): boolean {
  const value = settings[name];
  return (
    settings.ENVIRONMENT !== 'production' || typeof value !== 'string' || !value.startsWith('http:')
  );
}
