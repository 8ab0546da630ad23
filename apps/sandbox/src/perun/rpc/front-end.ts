import type { IncomingHttpHeaders } from 'node:http';
import { rolesOf, type Principal } from '../access/principal.js';
import type { PerunState } from '../state/perun-state.js';
import type { AuthPrefix } from './request-target.js';

/** A login that the front end lets in; Perun itself never sees a password. */
export interface FrontEndAccount {
  readonly login: string;
  readonly password: string;
  /** Bearer tokens for the prefix `oauth`. */
  readonly tokens?: readonly string[];
}

const BASIC_SOURCE = { name: 'SANDBOX.EXAMPLE', type: 'ExtSourceKerberos' } as const;
/** Where people sign in; their login there is the subject of the OpenID provider. */
export const IDP_SOURCE = {
  name: 'https://login.sandbox.example/idp/',
  type: 'ExtSourceIdp',
} as const;
/** Name and type of the external source whose logins the prefixes `ba` and `krb` take. */
export const BASIC_EXT_SOURCE = BASIC_SOURCE;

const EXT_SOURCE_PACKAGE = 'cz.metacentrum.perun.core.impl.';

/**
 * What stands before Perun: checks credentials and says who calls. A realm of its own for each prefix.
 *
 * @returns `undefined` when the credentials are missing or wrong
 */
export function authenticate(
  state: PerunState,
  accounts: readonly FrontEndAccount[],
  request: { readonly prefix: AuthPrefix; readonly headers: IncomingHttpHeaders },
): Principal | undefined {
  const { prefix, headers } = request;
  const authorization = headers.authorization ?? '';
  switch (prefix) {
    case 'ba':
    case 'krb': {
      const account = basicAccount(accounts, authorization);
      return account === undefined ? undefined : principalOf(state, account.login, BASIC_SOURCE);
    }
    case 'oauth': {
      const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
      const account = accounts.find(({ tokens }) => token !== undefined && tokens?.includes(token));
      return account === undefined ? undefined : principalOf(state, account.login, BASIC_SOURCE);
    }
    case 'cert':
    case 'fed':
      return undefined;
    case 'non': {
      const source = { name: 'LOCAL', type: 'ExtSourceInternal' };
      return principalOf(state, `anonymous@${headers.host ?? 'localhost'}`, source);
    }
  }
}

function basicAccount(
  accounts: readonly FrontEndAccount[],
  authorization: string,
): FrontEndAccount | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [login, password] = [text.slice(0, colon), text.slice(colon + 1)];
  return accounts.find((account) => account.login === login && account.password === password);
}

function principalOf(
  state: PerunState,
  login: string,
  source: { readonly name: string; readonly type: string },
): Principal {
  const identity = state.userExtSources
    .where('login', login)
    .find(({ extSourceName }) => extSourceName === source.name);
  const user = identity === undefined ? undefined : state.users.get(identity.userId);
  return {
    login,
    extSourceName: source.name,
    extSourceType: EXT_SOURCE_PACKAGE + source.type,
    user,
    roles: user === undefined ? [] : rolesOf(state, user.id),
  };
}

/** What `WWW-Authenticate` says, by prefix. */
export function challengeOf(prefix: AuthPrefix): string {
  return prefix === 'oauth' ? 'Bearer realm="Perun RPC"' : 'Basic realm="Perun RPC"';
}
