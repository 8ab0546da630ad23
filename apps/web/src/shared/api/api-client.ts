import { problemShape, type ProblemCode } from '@os-credits/contracts';
import { type z } from 'zod';
import { ApiError } from './api-error.js';

type QueryValue = string | number | readonly string[] | undefined;

/**
 * Path below `/api` with its parts encoded and the query appended; undefined parameters are left
 * out and lists are repeated. The address is absolute, because `fetch` outside a browser knows no page to start from.
 */
export function apiUrl(parts: readonly string[], query: Record<string, QueryValue> = {}): string {
  const url = new URL(
    `/api/${parts.map((part) => encodeURIComponent(part)).join('/')}`,
    window.location.origin,
  );
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) {
      url.searchParams.append(name, String(each));
    }
  }
  return url.href;
}

/**
 * Reads one resource and parses it with its contract, the only place where answers are trusted.
 *
 * @throws ApiError for problem documents, unreachable servers and answers outside the contract.
 */
export async function apiGet<S extends z.ZodType>(
  schema: S,
  url: string,
  signal?: AbortSignal,
): Promise<z.output<S>> {
  return parsed(schema, await send(url, signal ? { signal } : {}));
}

type ApiWrite = {
  method?: 'POST' | 'PUT' | 'DELETE';
  url: string;
  /** Proves that the page, not another site, asked for it. */
  csrfToken: string;
  body?: unknown;
  /** Lets the server answer a repeated request with the result of the first. */
  idempotencyKey?: string;
};

/**
 * Changes something and parses the answer with its contract.
 *
 * @throws ApiError as {@link apiGet}; `faults` names the values that were refused.
 */
export async function apiWrite<S extends z.ZodType>(
  schema: S,
  { method = 'POST', url, csrfToken, body, idempotencyKey }: ApiWrite,
): Promise<z.output<S>> {
  const headers = new Headers({ 'X-CSRF-Token': csrfToken });
  if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
  if (body === undefined) return parsed(schema, await send(url, { method, headers }));
  headers.set('Content-Type', 'application/json');
  return parsed(schema, await send(url, { method, headers, body: JSON.stringify(body) }));
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json, application/problem+json');
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers, credentials: 'same-origin' });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError({
      code: 'network-unreachable',
      message: 'The server cannot be reached.',
      cause,
    });
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}

async function failureOf(response: Response): Promise<ApiError> {
  return failureFrom(response.status, await response.json().catch(() => null));
}

/** The error that a refusing answer stands for: its problem document, or the lack of one. */
export function failureFrom(httpStatus: number, body: unknown): ApiError {
  const problem = problemShape.safeParse(body);
  if (!problem.success) {
    return new ApiError({
      code: 'answer-unexpected',
      message: `The server answered ${httpStatus} without a problem document.`,
      status: httpStatus,
    });
  }
  const { code, detail, status, instance, errors, conflict } = problem.data;
  return new ApiError({
    // A code that only a newer server knows is told like any other.
    code: code as ProblemCode,
    message: detail,
    status,
    instance,
    faults: errors ?? [],
    conflict,
  });
}

async function parsed<S extends z.ZodType>(schema: S, response: Response): Promise<z.output<S>> {
  return parsedAnswer(schema, response.status, await response.json().catch(() => null));
}

/** The answer in its contract's shape. @throws ApiError `answer-unexpected` for any other. */
export function parsedAnswer<S extends z.ZodType>(
  schema: S,
  httpStatus: number,
  body: unknown,
): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ApiError({
    code: 'answer-unexpected',
    message: `The answer does not fit its contract: ${result.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; ')}`,
    status: httpStatus,
    cause: result.error,
  });
}
