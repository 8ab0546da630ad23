import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type Plugin } from 'vite';

const compressible = /\.(js|css|html|svg|json|txt)$/;
/** Below this a compressed copy is hardly smaller than the headers that announce it. */
const sizeBytesMin = 512;

/**
 * Writes a `.br` and a `.gz` beside every text asset of the build, so that the server sends the
 * best compression without spending time on it.
 */
export function compressedAssets(): Plugin {
  let outputFolder = 'dist';
  return {
    name: 'os-credits:compressed-assets',
    apply: 'build',
    configResolved: (config) => {
      outputFolder = resolve(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      const files = await readdir(outputFolder, { recursive: true });
      for (const file of files.filter((name) => compressible.test(name))) {
        const path = join(outputFolder, file);
        const content = await readFile(path);
        if (content.byteLength < sizeBytesMin) continue;
        const brotli = brotliCompressSync(content, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 11,
            [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
          },
        });
        await writeFile(`${path}.br`, brotli);
        await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}
