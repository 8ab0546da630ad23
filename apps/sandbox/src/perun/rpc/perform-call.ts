import { isPerunAdmin, type Principal } from '../access/principal.js';
import type { Fault } from '../faults/fault-plan.js';
import { findMethod, unknownMethod } from '../methods/registry.js';
import type { Attributes } from '../state/attributes.js';
import type { Perun } from '../state/perun.js';
import { JsonArguments, QueryArguments, type Arguments } from './arguments.js';
import {
  isList,
  JsonNumber,
  JsonSyntaxError,
  parseFirstJson,
  type JsonValue,
} from './json-text.js';
import { internalError, mfaError, rpcError, uncaughtError } from './perun-error.js';
import type { MethodTarget } from './request-target.js';
import type { Wire } from './wire.js';

const STATE_CHANGING = 'This is a state changing operation. Please use HTTP POST request.';

/**
 * The parameters of a request: of a GET (and of `urlinjsonout`) from the query, of all others from
 * the JSON object in the body.
 *
 * @throws WRONGLY_FORMATTED_CONTENT
 */
export function readArguments(
  target: MethodTarget,
  verb: string,
  query: URLSearchParams,
  body: string,
): Arguments {
  if (verb === 'GET') return new QueryArguments(query);
  if (target.format === 'urlinjsonout') {
    return new QueryArguments(new URLSearchParams([...query, ...new URLSearchParams(body)]));
  }
  return new JsonArguments(parseBody(body));
}

function parseBody(body: string): ReadonlyMap<string, JsonValue> {
  const value = parseJson(body);
  const isObject =
    value !== undefined &&
    value !== null &&
    typeof value === 'object' &&
    !(value instanceof JsonNumber) &&
    !isList(value);
  if (!isObject) throw rpcError('WRONGLY_FORMATTED_CONTENT', 'not a JSON Object');
  return value;
}

function parseJson(body: string): JsonValue | undefined {
  try {
    return parseFirstJson(body);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw rpcError('WRONGLY_FORMATTED_CONTENT', 'not correct JSON data');
  }
}

/** What a call is made of, once its body was read. */
export interface CallRequest {
  readonly target: MethodTarget;
  readonly verb: string;
  readonly args: Arguments;
  readonly caller: Principal;
  readonly faults: readonly Fault[];
}

/** Carries out a call in a transaction of its own. */
export function performCall(perun: Perun, attributes: Attributes, request: CallRequest): Wire {
  const { target, caller, faults, args } = request;
  const hit = (kind: Fault['kind']): boolean => faults.some((fault) => fault.kind === kind);
  if (hit('internal-server-error')) throw uncaughtError('NullPointerException');
  if (hit('mfa')) throw mfaError('Multi-factor authentication is required');
  if (hit('unknown-method')) throw unknownMethod(target.manager, target.method);
  const method = findMethod(target.manager, target.method);
  if (method.stateChanging && request.verb === 'GET') {
    throw rpcError('STATE_CHANGING_CALL', STATE_CHANGING);
  }
  const operation = `${target.manager}.${target.method}`;
  const answer = perun.transaction(caller, () => {
    const result = method.run({ args, caller, perun, attributes, operation });
    if (hit('read-only') && perun.state.hasWritten) {
      throw internalError('ERROR: cannot execute UPDATE in a read-only transaction');
    }
    return result;
  });
  return hit('empty-list') ? [] : answer;
}

/** Whether MFA would be asked of this caller; kept apart because it is off by default. */
export function demandSecondFactor(caller: Principal, enforceMfa: boolean): void {
  if (enforceMfa && isPerunAdmin(caller)) throw mfaError('Multi-factor authentication is required');
}
