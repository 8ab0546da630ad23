/**
 * Measures the JavaScript of a first visit and fails above the budget: the index entry, its static
 * imports, the chunk of the heaviest first route (with its static imports) and one catalogue,
 * Brotli-compressed as the server sends them.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const budgetBytes = 192_000;
const folder = join(import.meta.dirname, '..', 'dist');
const manifest = JSON.parse(await readFile(join(folder, '.vite', 'manifest.json'), 'utf8'));

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
if (!entry) throw new Error('The manifest names no entry: run `vite build` first.');

/** @param {string} key @param {Set<string>} files */
function collect(key, files) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The manifest does not name ${key}.`);
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, files);
  return files;
}

const catalogue = 'src/shared/i18n/catalogues/de.json';
const firstRoutes = [
  'src/features/sign-in/index.ts',
  'src/features/project-list/index.ts',
  'src/app/project-page/project.page.tsx',
];

let worst = { route: '', brotli: 0, gzip: 0, files: 0 };
for (const route of firstRoutes) {
  const files = collect(entry, new Set());
  collect(route, files);
  collect(catalogue, files);
  const sum = { route, brotli: 0, gzip: 0, files: files.size };
  for (const file of files) {
    const content = await readFile(join(folder, file));
    sum.brotli += brotliCompressSync(content).byteLength;
    sum.gzip += gzipSync(content, { level: 9 }).byteLength;
  }
  console.log(
    `${route}: ${(sum.brotli / 1000).toFixed(1)} kB brotli, ${(sum.gzip / 1000).toFixed(1)} kB gzip, ${sum.files} files`,
  );
  if (sum.gzip > worst.gzip) worst = sum;
}
if (worst.gzip > budgetBytes) {
  console.error(
    `First load of ${worst.route} is ${worst.gzip} bytes (gzip), the budget is ${budgetBytes}: load something later, or drop it.`,
  );
  process.exitCode = 1;
} else {
  console.log(`First load is within ${budgetBytes / 1000} kB, also with gzip.`);
}
