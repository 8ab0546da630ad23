import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { type FastifyInstance } from 'fastify';
import { createServer } from './server.js';

/** Node ends a connection without a request after a minute; a busy machine is no reason to fail. */
const STOPPED_WITHIN_MS = 30_000;

describe('stopping the HTTP server', () => {
  it('does not wait for a connection on which nothing was ever asked', async () => {
    const { adapter } = await createServer({
      PORT: 0,
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://localhost',
    });
    const server = adapter.getInstance<FastifyInstance>();
    await server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as AddressInfo;
    const accepted = once(server.server, 'connection');
    const spare = connect(port, '127.0.0.1');
    await Promise.all([once(spare, 'connect'), accepted]);

    const startedAt = performance.now();
    await server.close();

    expect(performance.now() - startedAt).toBeLessThan(STOPPED_WITHIN_MS);
    spare.destroy();
  });
});
