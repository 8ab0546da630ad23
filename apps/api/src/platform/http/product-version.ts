import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Injection token of the product's version. */
export const PRODUCT_VERSION = Symbol('ProductVersion');

/** Version from the package's manifest, which lies at the same distance from `src` and from `dist`. */
export function readProductVersion(): string {
  const file = path.resolve(import.meta.dirname, '../../../package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
