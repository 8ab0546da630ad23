import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { compressedAssets } from './build/compressed-assets.js';
import { mockApi } from './build/mock-api.js';
import { plainJsonImports } from './build/plain-json-imports.js';
import { zodWithoutCycles } from './build/zod-without-cycles.js';
import { zodWithoutJsonSchema } from './build/zod-without-json-schema.js';
import { zodWithoutSentences } from './build/zod-without-sentences.js';

const libs = fileURLToPath(new URL('../../libs', import.meta.url));

/**
 * What every first page needs, in one chunk instead of a dozen small ones: each of those is compressed by
 * itself and asked for by itself, which made 10 kB.
 */
const firstLoad =
  /\/apps\/web\/src\/(main|app\/(app|router|routes|shell|query)|shared\/(api|ui|amounts|i18n\/[a-z0-9-]+\.ts|time|theme|forecast))/;

export default defineConfig(({ mode }) => ({
  plugins: [
    react(),
    plainJsonImports(),
    zodWithoutJsonSchema(),
    zodWithoutSentences(),
    zodWithoutCycles(),
    compressedAssets(),
    mode === 'mock' ? mockApi() : null,
  ],
  resolve: {
    // The sources, so that `vite` needs no other compiler running beside it.
    alias: {
      '@os-credits/contracts': `${libs}/contracts/src/index.ts`,
      '@os-credits/credits': `${libs}/credits/src/index.ts`,
    },
  },
  build: {
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: firstLoad }] } } },
    // `pnpm size` measures the first load, and fails above its own limit.
    chunkSizeWarningLimit: 1000,
    // `Intl.NumberFormat` on decimal strings, which amounts rely on, sets the same floor.
    target: ['chrome111', 'firefox116', 'safari16.4'],
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: {
    // Everything that the product itself answers; the rest is the application.
    proxy:
      mode === 'mock'
        ? {}
        : { '^/(api|problems|health|ping|metrics|write)([/?]|$)': { target: apiUrl(mode) } },
  },
}));

/** Where `vite` finds the API while developing; a build asks its own origin and needs none. */
function apiUrl(mode: string): string {
  const { OS_CREDITS_API_URL } = loadEnv(mode, import.meta.dirname, 'OS_CREDITS_');
  return OS_CREDITS_API_URL ?? 'http://127.0.0.1:8080';
}
