import { z } from 'zod';
import { invalidRequest } from '../problems/index.js';

const idempotencyKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/);

/** @throws DomainError `invalid-request` */
export function parseIdempotencyKey(key: string): string {
  const parsed = idempotencyKey.safeParse(key);
  if (parsed.success) return parsed.data;
  throw invalidRequest([
    {
      pointer: '/header/Idempotency-Key',
      code: 'invalid',
      detail: 'must have 1 to 200 visible ASCII characters',
    },
  ]);
}
