import { type Plugin } from 'vite';

const sentences = /\/zod\/v4\/locales\/en\.js$/;

/**
 * Leaves zod's English sentences out of the bundle (1 kB): what people read about their input comes from
 * our catalogues, and an answer outside its contract is told by path and code of the issue.
 */
export function zodWithoutSentences(): Plugin {
  return {
    name: 'os-credits:zod-without-sentences',
    apply: 'build',
    load: (id) =>
      sentences.test(id) ? 'export default () => ({ localeError: (issue) => issue.code });' : null,
  };
}
