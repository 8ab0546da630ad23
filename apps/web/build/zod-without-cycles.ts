import { type Plugin } from 'vite';

const memoizer = /\/zod\/v4\/core\/memoizer\.js$/;

/**
 * Leaves out what lets zod parse values that contain themselves (2 kB): it is optional there, and what
 * the browser parses are answers in JSON and search parameters, which cannot.
 */
export function zodWithoutCycles(): Plugin {
  return {
    name: 'os-credits:zod-without-cycles',
    apply: 'build',
    load: (id) => (memoizer.test(id) ? withoutMemoizer : null),
  };
}

const withoutMemoizer = `
  export class $ZodCyclicError extends Error {}
  export const isRecursiveSchema = () => false;
  export const isBackEdge = () => false;
  export const memoizer = () => undefined;
`;
