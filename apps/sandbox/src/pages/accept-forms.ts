import type { FastifyInstance } from 'fastify';

/** Lets a server read HTML forms: the body becomes an object of texts (the last one wins). */
export function acceptForms(server: FastifyInstance): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())));
    },
  );
}
