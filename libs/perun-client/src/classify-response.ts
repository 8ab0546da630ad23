import { z } from 'zod';
import type { HttpAnswer } from './http-exchange.js';
import {
  PerunCheckedError,
  PerunCredentialsError,
  PerunMfaError,
  PerunProtocolError,
  PerunResponseError,
  PerunRuntimeError,
  PerunServerError,
  type PerunError,
  type PerunFailure,
  type RpcName,
} from './perun-error.js';

/**
 * Perun's error body. Checked exceptions have `name`, runtime exceptions and protocol errors only `type`
 * (RpcException also `errorInfo`); servers of older releases send `name` with all three.
 * Source: PerunException, PerunRuntimeException and RpcException of perun-base.
 */
const errorBody = z.object({
  errorId: z.string(),
  name: z.string().nullish(),
  type: z.string().nullish(),
  errorInfo: z.string().nullish(),
  message: z.string().nullish(),
});
type ErrorBody = z.infer<typeof errorBody>;

const PROTOCOL_WORD = /^[A-Z]+(_[A-Z]+)+$/;
/** Runtime exceptions that older servers send with a `name`. */
const RUNTIME_NAMES: ReadonlySet<string> = new Set([
  'InternalErrorException',
  'ConsistencyErrorException',
  'IllegalArgumentException',
  'WrongRangeOfCountException',
]);
const MESSAGE_CHARACTERS_MAX = 500;

/**
 * The value in an answer of status 200.
 * @throws PerunResponseError when it is not JSON
 */
export function jsonOf(call: RpcName, answer: HttpAnswer): unknown {
  const value = parse(answer.text);
  if (value !== undefined) return value.json;
  const failure = { call, status: answer.status };
  // A page of HTML (login, maintenance) is the wrong address; broken JSON was cut off on its way.
  if (!/\bjson\b/i.test(answer.contentType))
    throw new PerunResponseError({ ...failure, message: notJson(answer) }, 'not-json');
  const message = `the answer is not well-formed JSON (${answer.bytes} bytes); it was probably cut off`;
  throw new PerunResponseError({ ...failure, message }, 'malformed');
}

/** The error that an answer of any other status than 200 means. `redact` removes secrets from texts. */
export function errorOf(
  call: RpcName,
  answer: HttpAnswer,
  redact: (text: string) => string,
): PerunError {
  const { status } = answer;
  const parsed = errorBody.safeParse(parse(answer.text)?.json);
  const body = parsed.success ? parsed.data : undefined;
  const failure: PerunFailure = {
    call,
    status,
    identity: body?.name ?? body?.type ?? undefined,
    errorId: body?.errorId,
    message: redact(body?.message ?? notJson(answer)).slice(0, MESSAGE_CHARACTERS_MAX),
  };
  if (status >= 500) return new PerunServerError(failure, answer.retryAfterMs);
  if (status === 401)
    return body === undefined ? badCredentials(failure) : new PerunMfaError(failure);
  if (status === 400 && body !== undefined) return refusal(failure, body, redact);
  const message = `${failure.message}; ${STATUS_HINTS[status] ?? 'this is no answer of Perun RPC'}`;
  return new PerunResponseError({ ...failure, message }, 'status');
}

const WRONG_URL = 'check the base URL and the authentication prefix';
const STATUS_HINTS: Readonly<Record<number, string>> = {
  301: WRONG_URL,
  302: WRONG_URL,
  303: WRONG_URL,
  307: WRONG_URL,
  308: WRONG_URL,
  403: 'the front end refuses the call (CSRF protection is for browsers: use the address for API clients)',
  404: WRONG_URL,
  405: WRONG_URL,
};

function refusal(
  failure: PerunFailure,
  body: ErrorBody,
  redact: (text: string) => string,
): PerunError {
  const { name, type } = body;
  if (typeof type === 'string' && (PROTOCOL_WORD.test(type) || body.errorInfo !== undefined))
    return new PerunProtocolError(failure, type, redact(body.errorInfo ?? '') || null);
  if (typeof name === 'string' && !RUNTIME_NAMES.has(name)) return new PerunCheckedError(failure);
  return new PerunRuntimeError(failure);
}

function badCredentials(failure: PerunFailure): PerunError {
  const message =
    'the server does not accept the credentials; check user, password or token, and the prefix';
  return new PerunCredentialsError({ ...failure, message });
}

function notJson(answer: HttpAnswer): string {
  const type = answer.contentType === '' ? 'no content type' : answer.contentType.slice(0, 80);
  return `the answer is not Perun's JSON (${type}, ${answer.bytes} bytes)`;
}

function parse(text: string | undefined): { readonly json: unknown } | undefined {
  if (text === undefined) return undefined;
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
