import { rpcError } from './perun-error.js';
import { FORMATS, type Format } from './serializer.js';

/** How a caller can be let in; each is a front end of its own in reality. */
export const AUTH_PREFIXES = ['ba', 'krb', 'cert', 'oauth', 'fed', 'non'] as const;
export type AuthPrefix = (typeof AUTH_PREFIXES)[number];

/** A URL of the RPC interface: `/{auth}/rpc{pathInfo}?{query}`. */
export interface RpcUrl {
  readonly prefix: AuthPrefix;
  /** What follows `/rpc`, with its slash; empty for the base itself. */
  readonly pathInfo: string;
  readonly query: URLSearchParams;
}

/** Takes a request's URL apart, or `undefined` when it is outside of the RPC interface. */
export function parseRpcUrl(url: string): RpcUrl | undefined {
  const [path, query = ''] = splitOnce(url, '?');
  const [, prefix, servlet, ...rest] = path.split('/');
  const known = AUTH_PREFIXES.find((candidate) => candidate === prefix);
  if (known === undefined || servlet !== 'rpc') return undefined;
  const pathInfo = rest.length === 0 ? '' : `/${decoded(rest.join('/'))}`;
  return { prefix: known, pathInfo, query: new URLSearchParams(query) };
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Which method a URL means. */
export interface MethodTarget {
  readonly format: Format;
  readonly manager: string;
  readonly method: string;
}

const BODY_PARAMS = 'BodyParams';

/**
 * Reads `/{format}/{manager}/{method}`; further pieces are ignored, and so is a suffix `BodyParams`
 * of the method.
 *
 * @throws INVALID_URL, UNKNOWN_SERIALIZER_FORMAT
 */
export function parseMethodTarget(pathInfo: string): MethodTarget {
  const [format, manager, method] = pathInfo.split('/').filter((piece) => piece !== '');
  if (format === undefined || manager === undefined || method === undefined) {
    throw rpcError('INVALID_URL', pathInfo);
  }
  const known = FORMATS.find((candidate) => candidate === format);
  if (known === undefined) throw rpcError('UNKNOWN_SERIALIZER_FORMAT', format);
  const isBodyParams = method.endsWith(BODY_PARAMS) && method !== BODY_PARAMS;
  return {
    format: known,
    manager,
    method: isBodyParams ? method.slice(0, -BODY_PARAMS.length) : method,
  };
}
