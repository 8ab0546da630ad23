import type { PerunCredentials } from '../credentials.js';
import { HttpPerunClient, type HttpPerunClientOptions } from '../http-perun-client.js';
import type { WantedAttribute } from '../attribute-target.js';
import type { PerunAuth } from '../rpc-transport.js';
import { CREDIT_URNS, FIXTURE_USERS, type FixtureUser } from './fixture.js';

/** A Perun for the client's contract: the simulator, or a live one. */
export interface ClientContractTarget {
  /** Server without the prefix. Asked when a test runs. */
  readonly baseUrl: () => string;
  readonly auth: PerunAuth;
  readonly credentials: PerunCredentials;
  readonly voId: number;
  /** A group that is actively assigned to the resource, both in the organisation. */
  readonly groupId: number;
  readonly resourceId: number;
  /** The attributes to read; `used` and `timestamps` are written. */
  readonly urns: typeof CREDIT_URNS;
  /** Whether values may be written; they are put back afterwards. */
  readonly canWrite: boolean;
  /** Whether the account may read the audit log. */
  readonly canReadAudit: boolean;
  /** Puts the conformance fixture back; given if and only if the server holds that fixture. */
  readonly reset?: () => Promise<void>;
}

/** The target for a server that holds the conformance fixture. */
export function fixtureTarget(server: {
  readonly baseUrl: () => string;
  readonly reset: () => Promise<void>;
}): ClientContractTarget & { readonly reset: () => Promise<void> } {
  return {
    ...server,
    auth: 'ba',
    credentials: fixtureCredentials('admin'),
    voId: 100,
    groupId: 10,
    resourceId: 500,
    urns: CREDIT_URNS,
    canWrite: true,
    canReadAudit: true,
  };
}

export function fixtureCredentials(user: FixtureUser): PerunCredentials {
  return { kind: 'basic', user, password: FIXTURE_USERS[user] };
}

const AUTHS: readonly PerunAuth[] = ['ba', 'krb', 'cert', 'oauth', 'fed', 'non'];

/**
 * The target that the environment describes, or undefined when `PERUN_URL` is not set. The variables are
 * listed in the README.
 * @throws RangeError which names every variable that is missing or wrong
 */
export function liveTarget(
  env: Readonly<Record<string, string | undefined>>,
): ClientContractTarget | undefined {
  const url = env['PERUN_URL'];
  if (url === undefined || url === '') return undefined;
  const ids = ['PERUN_VO', 'PERUN_GROUP', 'PERUN_RESOURCE'];
  const auth = AUTHS.find((known) => known === (env['PERUN_AUTH'] ?? 'ba'));
  const credentials = credentialsOf(env);
  const wrong = [
    ...ids.filter((name) => !/^\d+$/.test(env[name] ?? '')).map((name) => `${name} (an id)`),
    ...(auth === undefined ? [`PERUN_AUTH (one of ${AUTHS.join(', ')})`] : []),
    ...(credentials === undefined ? ['PERUN_USER and PERUN_PASSWORD, or PERUN_TOKEN'] : []),
  ];
  if (auth === undefined || credentials === undefined || wrong.length > 0)
    throw new RangeError(`PERUN_URL is set, so these must be set too: ${wrong.join('; ')}`);
  const [voId = 0, groupId = 0, resourceId = 0] = ids.map((name) => Number(env[name]));
  return {
    baseUrl: () => url,
    auth,
    credentials,
    voId,
    groupId,
    resourceId,
    urns: CREDIT_URNS,
    canWrite: env['PERUN_ALLOW_WRITES'] === 'on',
    canReadAudit: env['PERUN_READ_AUDIT'] === 'on',
  };
}

function credentialsOf(
  env: Readonly<Record<string, string | undefined>>,
): PerunCredentials | undefined {
  const { PERUN_USER: user, PERUN_PASSWORD: password, PERUN_TOKEN: token } = env;
  if (env['PERUN_AUTH'] === 'non') return { kind: 'none' };
  if (token !== undefined) return { kind: 'bearer', token };
  if (user === undefined || password === undefined) return undefined;
  return { kind: 'basic', user, password };
}

/** A client of the target; what is not given is as a product would have it. */
export function clientOf(
  target: ClientContractTarget,
  options: Partial<HttpPerunClientOptions> = {},
): HttpPerunClient {
  const { auth, credentials } = target;
  return new HttpPerunClient({ baseUrl: target.baseUrl(), auth, credentials, ...options });
}

/** The four attributes as the sync wants them. */
export function wantedAttributes(urns: typeof CREDIT_URNS): readonly WantedAttribute[] {
  return [
    { urn: urns.used, type: 'java.lang.String', access: 'read-write' },
    { urn: urns.granted, type: 'java.lang.String', access: 'read' },
    { urn: urns.mails, type: 'java.util.ArrayList', access: 'read' },
    { urn: urns.timestamps, type: 'java.util.LinkedHashMap', access: 'read-write' },
  ];
}
