import { HttpPerunClient, type HttpPerunClientOptions } from '../http-perun-client.js';
import { ScriptedServer, type Reply } from './scripted-server.js';

export interface ScriptedClient {
  readonly server: ScriptedServer;
  readonly client: HttpPerunClient;
  /** How long the client wanted to wait before each repetition, in milliseconds. */
  readonly waitsMs: number[];
}

const opened: ScriptedClient[] = [];

/** A server with that script and a client of it whose waits are over at once. */
export async function clientAt(
  replies: readonly Reply[],
  options: Partial<HttpPerunClientOptions> = {},
): Promise<ScriptedClient> {
  const server = await ScriptedServer.start(...replies);
  const waitsMs: number[] = [];
  const client = new HttpPerunClient({
    baseUrl: server.url,
    auth: 'ba',
    credentials: { kind: 'basic', user: 'svc', password: 'open-sesame' },
    ...options,
    retry: {
      delayMs: 100,
      random: () => 0,
      sleep: (ms) => {
        waitsMs.push(ms);
        return Promise.resolve();
      },
      ...options.retry,
    },
  });
  const scripted = { server, client, waitsMs };
  opened.push(scripted);
  return scripted;
}

/** Closes what the tests opened; for `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const { server, client } of opened.splice(0)) {
    await server.close();
    await client.close();
  }
}

/** What a call was rejected with. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => {
      throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
