import { z } from 'zod';

const LENGTH_MIN = 3;

/** Why somebody does something. Spaces, zero-width characters and punctuation alone say nothing. */
export function reasonText({ max, description }: { max: number; description: string }) {
  return z
    .string()
    .trim()
    .max(max)
    .refine(
      (text) => text.length >= LENGTH_MIN && /[\p{L}\p{N}]/u.test(text),
      `say why, in at least ${LENGTH_MIN} characters with a word among them`,
    )
    .meta({ description });
}
