import { type FastifyRequest } from 'fastify';

/** The API token in `Authorization: Bearer …`, or in `X-Api-Key` as os_credits' clients send it, or `null`. */
export function apiToken(request: FastifyRequest): string | null {
  const key = request.headers['x-api-key'];
  const isGiven = typeof key === 'string' && key.trim() !== '';
  return schemeValue(request, 'bearer') ?? (isGiven ? key.trim() : null);
}

/**
 * An ingest token in any form that clients send one: `Bearer` (Prometheus), `Token` (InfluxDB 2 clients),
 * the password of `Basic` or the parameter `p` (InfluxDB 1 clients). The header wins.
 */
export function ingestToken(request: FastifyRequest): string | null {
  return (
    schemeValue(request, 'bearer') ??
    schemeValue(request, 'token') ??
    basicPassword(request) ??
    passwordParameter(request)
  );
}

function schemeValue(request: FastifyRequest, scheme: string): string | null {
  const header = request.headers.authorization ?? '';
  const [given = '', ...rest] = header.split(' ');
  const value = rest.join(' ').trim();
  return given.toLowerCase() === scheme && value !== '' ? value : null;
}

/** RFC 7617: base64 of `user:password`; the user name may be anything. */
function basicPassword(request: FastifyRequest): string | null {
  const credentials = schemeValue(request, 'basic');
  if (credentials === null) return null;
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon === -1 || colon === decoded.length - 1 ? null : decoded.slice(colon + 1);
}

function passwordParameter(request: FastifyRequest): string | null {
  const query = request.query as Record<string, unknown>;
  const value = query['p'];
  return typeof value === 'string' && value !== '' ? value : null;
}
