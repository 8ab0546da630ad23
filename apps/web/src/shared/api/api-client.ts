import { problemDocument } from '@os-credits/contracts';
import { type z } from 'zod';
import { ApiError } from './api-error.js';

type QueryValue = string | number | undefined;

/**
 * Path below `/api` with its parts encoded and the query appended; undefined parameters are left
 * out. The address is absolute, because `fetch` outside a browser knows no page to start from.
 */
export function apiUrl(parts: readonly string[], query: Record<string, QueryValue> = {}): string {
  const url = new URL(
    `/api/${parts.map((part) => encodeURIComponent(part)).join('/')}`,
    window.location.origin,
  );
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
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

/** Posts without a body; `csrfToken` proves that the page, not another site, asked for it. */
export async function apiPost<S extends z.ZodType>(
  schema: S,
  url: string,
  csrfToken: string,
): Promise<z.output<S>> {
  return parsed(
    schema,
    await send(url, { method: 'POST', headers: { 'X-CSRF-Token': csrfToken } }),
  );
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
  const body: unknown = await response.json().catch(() => null);
  const problem = problemDocument.safeParse(body);
  if (!problem.success) {
    return new ApiError({
      code: 'answer-unexpected',
      message: `The server answered ${response.status} without a problem document.`,
      status: response.status,
    });
  }
  const { code, detail, status, instance } = problem.data;
  return new ApiError({ code, message: detail, status, instance });
}

async function parsed<S extends z.ZodType>(schema: S, response: Response): Promise<z.output<S>> {
  const body: unknown = await response.json().catch(() => null);
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ApiError({
    code: 'answer-unexpected',
    message: `The answer does not fit its contract: ${result.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; ')}`,
    status: response.status,
    cause: result.error,
  });
}
