import { z } from 'zod';
import { oneOf, secret, text, url, wholeNumber } from './setting.js';

const NONE = 'none';
const URN =
  /^urn:perun:(group|group_resource):attribute-def:(core|def|opt|virt):[^\s:]+(:[^\s]+)?$/;

/** Full name of an attribute, or `none` for a use that this installation does not have. */
const attribute = (description: string, fallback: string): z.ZodType<string, string | undefined> =>
  z
    .string()
    .refine(
      (value) => value === NONE || URN.test(value),
      'must be "none" or a full name such as urn:perun:group:attribute-def:opt:denbiCreditsCurrent',
    )
    .meta({ setting: { description, example: fallback, isOptional: true } })
    .default(fallback);

const count = (
  description: string,
  example: number,
  bounds: { min: number; max: number },
): z.ZodType<number, string | undefined> =>
  wholeNumber({ description, example: String(example), isOptional: true }, bounds).default(example);

/** `500` or `500=bielefeld`, separated by commas. */
const RESOURCES = /^\d+(=[^=,\s]+)?(,\d+(=[^=,\s]+)?)*$/;

/** How Perun is reached and what is where in it. `PERUN_MODE` says whether it is used at all. */
export const perunSettings = z.object({
  PERUN_MODE: oneOf(
    {
      description:
        'off: grants by command line, roles from OpenID claims; simulated: the sandbox plays Perun; live: the real one',
      example: 'off',
      isOptional: true,
    },
    ['off', 'simulated', 'live'],
  ).default('off'),
  PERUN_URL: url(
    {
      description: 'Perun server, without /{auth}/rpc',
      example: 'https://perun.example.org',
      isOptional: true,
    },
    ['https:', 'http:'],
  ).optional(),
  PERUN_AUTH: oneOf(
    {
      description: 'Front end to sign in at; oauth takes PERUN_TOKEN, the others user and password',
      example: 'ba',
      isOptional: true,
    },
    ['ba', 'krb', 'cert', 'oauth', 'fed'],
  ).optional(),
  PERUN_USER: text({
    description: 'User for the front end',
    example: 'os-credits',
    isOptional: true,
  }).optional(),
  PERUN_PASSWORD: secret(
    { description: "That user's password", example: 'password-at-perun', isOptional: true },
    1,
  ).optional(),
  PERUN_TOKEN: secret(
    {
      description: 'OAuth token with the scope perun_api',
      example: 'token-from-the-provider',
      isOptional: true,
    },
    8,
  ).optional(),
  PERUN_VO: text({
    description: 'Virtual organisation whose groups are the projects: id or short name',
    example: 'denbi',
    isOptional: true,
  }).optional(),
  PERUN_RESOURCES: z
    .string()
    .regex(
      RESOURCES,
      'must be resource ids, with the name of their site where it is another: 500,501=giessen',
    )
    .refine(
      (value) =>
        new Set(value.split(',').map((one) => one.split('=')[0])).size === value.split(',').length,
      'must name each resource once',
    )
    .transform((value) =>
      value.split(',').map((one) => {
        const [id = '', site = id] = one.split('=');
        return { id: Number(id), site };
      }),
    )
    .meta({
      setting: {
        description:
          'Resources whose groups are projects; each is a site, named by its id unless =name follows',
        example: '500,501=giessen',
        isOptional: true,
      },
    })
    .optional(),
  PERUN_ATTRIBUTE_USED: attribute(
    'Attribute for used (or remaining) credits, which we write; or none',
    'urn:perun:group:attribute-def:opt:denbiCreditsCurrent',
  ),
  PERUN_USED_MEANS: oneOf(
    {
      description: 'What PERUN_ATTRIBUTE_USED holds',
      example: 'used',
      isOptional: true,
    },
    ['used', 'remaining'],
  ).default('used'),
  PERUN_ATTRIBUTE_GRANTED: attribute(
    'Attribute for granted credits; or none',
    'urn:perun:group:attribute-def:opt:denbiCreditsGranted',
  ),
  PERUN_GRANTS_OWNED_BY: oneOf(
    {
      description: 'perun: grants are read there; os-credits: they are made here and written there',
      example: 'perun',
      isOptional: true,
    },
    ['perun', 'os-credits'],
  ).default('perun'),
  PERUN_ATTRIBUTE_MAILS: attribute(
    'Attribute for mail addresses, which we read; or none',
    'urn:perun:group:attribute-def:def:toEmail',
  ),
  PERUN_ATTRIBUTE_TIMESTAMPS: attribute(
    'Attribute of group and resource for the times of the last readings, which we write; or none',
    'urn:perun:group_resource:attribute-def:opt:denbiCreditTimestamps',
  ),
  PERUN_LOGIN_EXT_SOURCE: text({
    description: 'External source whose logins are the subjects of OpenID; any where not set',
    example: 'https://login.example.org/idp/',
    isOptional: true,
  }).optional(),
  PERUN_CONCURRENCY: count('Calls at the same time', 8, { min: 1, max: 64 }),
  PERUN_TIMEOUT_SECONDS: count('Longest wait for one answer', 300, { min: 1, max: 4000 }),
  PERUN_VANISH_PERCENT_MAX: count(
    'More projects than this share gone at once wait for a person (two always may)',
    5,
    { min: 0, max: 100 },
  ),
  PERUN_INCREMENTAL_MINUTES: count(
    'Sync from the audit log this often; 0 = only the nightly run',
    0,
    {
      min: 0,
      max: 1440,
    },
  ),
  PERUN_PEOPLE_DAYS: count('Leads and members of all projects are read anew this often', 7, {
    min: 1,
    max: 365,
  }),
});
export type PerunSettings = z.output<typeof perunSettings>;

type Rule = readonly [
  path: keyof PerunSettings | 'PERUN_MODE',
  holds: (settings: Given) => boolean,
  message: string,
];
type Given = Partial<Record<keyof PerunSettings | 'ENVIRONMENT', unknown>>;

const live = (settings: Given): boolean => settings.PERUN_MODE === 'live';
const isThere =
  (name: keyof PerunSettings) =>
  (settings: Given): boolean =>
    settings[name] !== undefined;
const usesToken = (settings: Given): boolean => settings.PERUN_AUTH === 'oauth';
const needsLogin = (settings: Given): boolean =>
  live(settings) && settings.PERUN_AUTH !== 'oauth' && settings.PERUN_AUTH !== 'cert';

/** What must hold between the settings; each rule is checked also where other settings are wrong. */
export const perunRules: readonly Rule[] = [
  ...(['PERUN_URL', 'PERUN_AUTH', 'PERUN_VO', 'PERUN_RESOURCES'] as const).map((name): Rule => [
    name,
    (s) => !live(s) || isThere(name)(s),
    'is needed with PERUN_MODE=live',
  ]),
  [
    'PERUN_USER',
    (s) => !needsLogin(s) || isThere('PERUN_USER')(s),
    'is needed with this PERUN_AUTH',
  ],
  [
    'PERUN_PASSWORD',
    (s) => !needsLogin(s) || isThere('PERUN_PASSWORD')(s),
    'is needed with this PERUN_AUTH',
  ],
  [
    'PERUN_TOKEN',
    (s) => !live(s) || !usesToken(s) || isThere('PERUN_TOKEN')(s),
    'is needed with PERUN_AUTH=oauth',
  ],
  [
    'PERUN_MODE',
    (s) => s.PERUN_MODE !== 'simulated' || s.ENVIRONMENT !== 'production',
    'may be simulated only where ENVIRONMENT is development or staging',
  ],
  [
    'PERUN_URL',
    (s) =>
      s.ENVIRONMENT !== 'production' ||
      typeof s.PERUN_URL !== 'string' ||
      !s.PERUN_URL.startsWith('http:'),
    'must begin with https:// unless ENVIRONMENT is development or staging',
  ],
  [
    'PERUN_ATTRIBUTE_TIMESTAMPS',
    (s) =>
      typeof s.PERUN_ATTRIBUTE_TIMESTAMPS !== 'string' ||
      s.PERUN_ATTRIBUTE_TIMESTAMPS === NONE ||
      s.PERUN_ATTRIBUTE_TIMESTAMPS.startsWith('urn:perun:group_resource:'),
    'must be an attribute of group_resource',
  ],
];

/** Adds {@link perunRules} to the settings of a process. */
export function withPerunRules<S extends z.ZodType>(schema: S): S {
  return perunRules.reduce(
    (checked, [path, holds, message]) =>
      checked.refine((settings) => holds(settings as Given), {
        path: [path],
        message,
        // Also where other settings are wrong, so that every fault is named in one go.
        when: () => true,
      }),
    schema,
  );
}

/** What the sync knows of Perun, or null where it is off. */
export interface PerunConnection {
  readonly mode: 'simulated' | 'live';
  readonly url: string;
  readonly auth: 'ba' | 'krb' | 'cert' | 'oauth' | 'fed';
  readonly user: string | null;
  readonly password: string | null;
  readonly token: string | null;
  readonly vo: string;
  readonly resources: readonly { readonly id: number; readonly site: string }[];
}

/** Defaults of the simulator that the sandbox starts. */
const SIMULATED = {
  url: 'http://127.0.0.1:8086',
  auth: 'ba',
  user: 'os-credits',
  password: 'os-credits',
  vo: 'denbi',
  resources: [
    { id: 8676, site: '8676' },
    { id: 8675, site: '8675' },
  ],
} as const;

/** How to reach Perun; null with `PERUN_MODE=off`. */
export function perunConnection(settings: PerunSettings): PerunConnection | null {
  const { PERUN_MODE: mode } = settings;
  if (mode === 'off') return null;
  const isSimulated = mode === 'simulated';
  const fallback = <T>(value: T): T | undefined => (isSimulated ? value : undefined);
  return {
    mode,
    url: (settings.PERUN_URL ?? fallback(SIMULATED.url) ?? '').replace(/\/+$/, ''),
    auth: settings.PERUN_AUTH ?? fallback(SIMULATED.auth) ?? 'ba',
    user: settings.PERUN_USER ?? fallback(SIMULATED.user) ?? null,
    password: settings.PERUN_PASSWORD ?? fallback(SIMULATED.password) ?? null,
    token: settings.PERUN_TOKEN ?? null,
    vo: settings.PERUN_VO ?? fallback(SIMULATED.vo) ?? '',
    resources: settings.PERUN_RESOURCES ?? fallback(SIMULATED.resources) ?? [],
  };
}

/** `none` as null. */
export function attributeOrNull(setting: string): string | null {
  return setting === NONE ? null : setting;
}
