import { type Plugin } from 'vite';

/**
 * Takes `with { type: 'json' }` off dynamic imports while developing.
 *
 * Jest asks for the attribute. Vite's development server answers a JSON import with JavaScript but
 * leaves the attribute in place, so the browser refuses it (vitejs/vite#19095). A build is not
 * concerned: the bundler takes the attribute off itself.
 */
export function plainJsonImports(): Plugin {
  return {
    name: 'plain-json-imports',
    apply: 'serve',
    enforce: 'pre',
    transform(code, id) {
      if (id.includes('/node_modules/') || !/\.tsx?$/.test(id)) return null;
      const plain = code.replace(/(\bimport\([^(),]+), \{ with: \{ type: 'json' \} \}\)/g, '$1)');
      return plain === code ? null : { code: plain, map: null };
    },
  };
}
