import { readFile } from 'node:fs/promises';
import { type Plugin } from 'vite';

const writer = /\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/;

/**
 * Leaves zod's writer of JSON Schema out of the bundle: every schema refers to it, so that it cannot
 * be shaken off, and the browser only ever parses. What calls it there gets an error that says so
 * (`toJSONSchema`, and the readers of limits such as `minLength`).
 */
export function zodWithoutJsonSchema(): Plugin {
  return {
    name: 'os-credits:zod-without-json-schema',
    apply: 'build',
    async load(id) {
      return writer.test(id) ? refusing(await readFile(id, 'utf8')) : null;
    },
  };
}

/** A module with the same exports, each of which refuses to be called. */
function refusing(source: string): string {
  const declared = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map((hit) => hit[1]);
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \};/gm)].map((hit) => hit[1]);
  return `
    const refuse = () => {
      throw new Error('JSON Schema is not in the browser bundle: see zod-without-json-schema.ts.');
    };
    const refuseLater = () => refuse;
    ${[...declared, ...renamed]
      .map(
        (name) => `export { ${/^create/.test(name ?? '') ? 'refuseLater' : 'refuse'} as ${name} };`,
      )
      .join('\n')}
  `;
}
