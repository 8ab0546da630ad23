import { type z } from 'zod';
import { invalidRequest } from '../problems/index.js';

/** Packs the sort key of the last row of a page; opaque to callers. */
export function encodeCursor(key: readonly (string | number | boolean)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Unpacks a cursor.
 *
 * @param schema shape of the key; a cursor of another list or sort order does not fit it
 * @throws DomainError `invalid-request`
 */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | null {
  if (cursor === undefined) return null;
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  throw invalidRequest([
    {
      pointer: '/query/cursor',
      code: 'unknown-cursor',
      detail: 'is not a cursor of this list; leave it out to begin at the first page',
    },
  ]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
