import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpPerunClient } from './http-perun-client.js';
import type { PerunCallObservation } from './rpc-transport.js';
import { clientAt, closeAll, failureOf } from './testing/client-at.js';
import { json, raw, type Reply } from './testing/scripted-server.js';

afterEach(closeAll);

const GROUP = { id: 1, voId: 3, name: 'a', shortName: 'a' };

describe('concurrency', () => {
  it('is bounded', async () => {
    const held: (() => void)[] = [];
    const { promise: isFull, resolve } = Promise.withResolvers<undefined>();
    const hold: Reply = (response, request) => {
      held.push(() => json(GROUP)(response, request));
      if (held.length === 2) resolve(undefined);
    };
    const { client, server } = await clientAt([hold], { concurrencyMax: 2 });
    let answered = 0;
    const asks = [1, 2, 3, 4, 5].map((id) =>
      client.getGroupById(id).then(() => {
        answered += 1;
      }),
    );
    await isFull;
    while (answered < asks.length) {
      expect(server.requests.length - answered).toBeLessThanOrEqual(2);
      held.shift()?.();
      await new Promise((next) => setImmediate(next));
    }
  });

  it('serves first who asked first', async () => {
    const { client, server } = await clientAt([json(GROUP)], { concurrencyMax: 1 });
    const ids = [5, 3, 4, 1, 2];
    await Promise.all(ids.map((id) => client.getGroupById(id)));
    expect(server.requests.map(({ body }) => body)).toEqual(ids.map((id) => `{"id":${id}}`));
  });

  it('leaves its place to others while waiting to repeat', async () => {
    const { promise: other, resolve: otherDone } = Promise.withResolvers<undefined>();
    const { client } = await clientAt([json({}, 503), json(GROUP)], {
      concurrencyMax: 1,
      retry: { sleep: () => other },
    });
    const unlucky = client.getGroupById(1);
    await client.getGroupById(2);
    otherDone(undefined);
    await expect(unlucky).resolves.toMatchObject({ id: 1 });
  });
});

describe('aborting', () => {
  const reason = new Error('the job was cancelled');

  it('rejects with the reason and hangs up', async () => {
    const stop = new AbortController();
    const seen: PerunCallObservation[] = [];
    const reply: Reply = () => stop.abort(reason);
    const { client, server } = await clientAt([reply], { onCall: (one) => seen.push(one) });
    expect(await failureOf(client.getGroupById(1, { signal: stop.signal }))).toBe(reason);
    await server.gaveUp;
    expect(seen).toMatchObject([{ outcome: 'aborted', retryInMs: undefined }]);
  });

  it('sends nothing when it was aborted before', async () => {
    const { client, server } = await clientAt([json(GROUP)]);
    const signal = AbortSignal.abort(reason);
    expect(await failureOf(client.getGroupById(1, { signal }))).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it('leaves the line, and the others go on', async () => {
    const stop = new AbortController();
    const { promise: busy, resolve } = Promise.withResolvers<() => void>();
    const hold: Reply = (response, request) => resolve(() => json(GROUP)(response, request));
    const { client, server } = await clientAt([hold, json(GROUP)], { concurrencyMax: 1 });
    const first = client.getGroupById(1);
    const answer = await busy;
    const second = client.getGroupById(2, { signal: stop.signal });
    const third = client.getGroupById(3);
    stop.abort(reason);
    expect(await failureOf(second)).toBe(reason);
    answer();
    await Promise.all([first, third]);
    expect(server.requests.map(({ body }) => body)).toEqual(['{"id":1}', '{"id":3}']);
  });

  it('ends the wait before a repetition', async () => {
    const stop = new AbortController();
    const sleep = (_ms: number, signal: AbortSignal | undefined): Promise<void> => {
      stop.abort(reason);
      return signal?.aborted === true ? Promise.reject(reason) : Promise.resolve();
    };
    const { client, server } = await clientAt([json({}, 500)], { retry: { sleep } });
    expect(await failureOf(client.getGroupById(1, { signal: stop.signal }))).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('stops the other parts when one of them fails', async () => {
    const bulk = json({ errorId: '1', type: 'UNKNOWN_METHOD', errorInfo: 'x' }, 400);
    const resource = json({ id: 5, voId: 3, facilityId: 1, name: 'r' });
    const groups = [1, 2, 3, 4, 5].map((id) => ({ ...GROUP, id, attributes: [] }));
    let refuse = (): void => undefined;
    const refused: Reply = (response, request) => {
      refuse = () => json({ errorId: '1', name: 'PrivilegeException' }, 400)(response, request);
    };
    const silent: Reply = () => refuse();
    const replies = [bulk, resource, json(groups), json(groups), refused, silent];
    const { client, server } = await clientAt(replies, { concurrencyMax: 2 });
    const attrNames = ['urn:perun:group_resource:attribute-def:opt:x'];
    expect(await failureOf(client.groupsOfResource({ resourceId: 5, attrNames }))).toMatchObject({
      identity: 'PrivilegeException',
    });
    await server.gaveUp;
    expect(server.requests.length).toBeLessThanOrEqual(7);
  });
});

describe('the observer', () => {
  it('sees each attempt without parameters and results', async () => {
    const seen: PerunCallObservation[] = [];
    const replies = [
      json({ errorId: '1', type: 'UNCATCHED_EXCEPTION', errorInfo: null }, 500),
      json(GROUP),
    ];
    const { client } = await clientAt(replies, { onCall: (one) => seen.push(one) });
    await client.getGroupById(1);
    const call = { manager: 'groupsManager', method: 'getGroupById' };
    expect(seen).toEqual([
      {
        ...call,
        attempt: 1,
        outcome: 'server',
        status: 500,
        identity: 'UNCATCHED_EXCEPTION',
        responseBytes: expect.any(Number),
        durationMs: expect.any(Number),
        retryInMs: 50,
      },
      {
        ...call,
        attempt: 2,
        outcome: 'ok',
        status: 200,
        identity: undefined,
        responseBytes: JSON.stringify(GROUP).length,
        durationMs: expect.any(Number),
        retryInMs: undefined,
      },
    ]);
  });

  it('cannot make a call fail', async () => {
    const onCall = () => {
      throw new Error('no disk');
    };
    const { client } = await clientAt([json(GROUP)], { onCall });
    await expect(client.getGroupById(1)).resolves.toMatchObject({ id: 1 });
  });
});

describe('secrets', () => {
  const password = 'open-sesame';
  const basic = Buffer.from(`svc:${password}`).toString('base64');
  const showsNone = (...shown: string[]): void => {
    for (const text of shown) {
      expect(text).not.toContain(password);
      expect(text).not.toContain(basic);
    }
  };
  const allOf = (value: unknown): string[] => [
    String(value),
    JSON.stringify(value),
    inspect(value, { depth: 20, showHidden: true }),
  ];

  it('are not shown by the client', async () => {
    const { client } = await clientAt([json(GROUP)]);
    await client.getGroupById(1);
    showsNone(...allOf(client));
  });

  it('are not shown by failures, even when the server says them', async () => {
    const says = `Error 1: Basic ${basic} for ${password} refused`;
    const seen: PerunCallObservation[] = [];
    const replies = [
      json({ errorId: '1', name: 'PrivilegeException', message: says }, 400),
      json({ errorId: '1', type: 'WRONG_PARAMETER', errorInfo: says, message: says }, 400),
      raw(`ERROR! ${says}`, { headers: { 'content-type': 'text/plain' } }),
      raw(says, { status: 401, headers: { 'content-type': 'text/html' } }),
      raw(says, { status: 500, headers: { 'content-type': 'text/html' } }),
      raw(says),
      json({ id: says }),
    ];
    const { client } = await clientAt(replies, {
      onCall: (one) => seen.push(one),
      retry: { attemptsMax: 1 },
    });
    const errors = [
      await failureOf(client.getGroupById(1)),
      await failureOf(client.getGroupById(1)),
      await failureOf(client.version()),
    ];
    for (let i = errors.length; i < replies.length; i += 1)
      errors.push(await failureOf(client.getGroupById(1)));
    expect(errors.map((error) => (error as Error).name)).toEqual([
      'PerunCheckedError',
      'PerunProtocolError',
      'PerunRuntimeError',
      'PerunCredentialsError',
      'PerunServerError',
      'PerunResponseError',
      'PerunResponseError',
    ]);
    showsNone(...errors.flatMap(allOf), ...allOf(seen));
    expect(String(errors[0])).toContain('Basic *** for *** refused');
  });

  it('are not shown when a token cannot be got or used', async () => {
    const secret = 'a-very-secret-token';
    const provider = (token: () => Promise<string>) =>
      clientAt([json({ errorId: '1', name: 'X', message: secret }, 400)], {
        auth: 'oauth',
        credentials: { kind: 'bearer', token },
      });
    const good = await provider(() => Promise.resolve(secret));
    const bad = await provider(() => Promise.resolve(`${secret}\n`));
    const failing = await provider(() => Promise.reject(new Error('provider is down')));
    const errors = [
      await failureOf(good.client.getGroupById(1)),
      await failureOf(bad.client.getGroupById(1)),
      await failureOf(failing.client.getGroupById(1)),
    ];
    let isStale = false;
    const stale = await provider(() => {
      if (isStale) return Promise.reject(new Error(`${secret} is stale`));
      isStale = true;
      return Promise.resolve(secret);
    });
    errors.push(await failureOf(stale.client.getGroupById(1)));
    errors.push(await failureOf(stale.client.getGroupById(1)));
    expect(String(errors.at(-1))).toContain('no access token to call with: *** is stale');
    expect(errors.flatMap(allOf).join('')).not.toContain(secret);
    expect(errors[1]).toMatchObject({ kind: 'credentials' });
    expect(String(errors[2])).toContain('no access token to call with: provider is down');
    expect(bad.server.requests).toEqual([]);
  });
});

describe('closing', () => {
  it('lets the calls under way end', async () => {
    const { promise: busy, resolve } = Promise.withResolvers<() => void>();
    const hold: Reply = (response, request) => resolve(() => json(GROUP)(response, request));
    const { server } = await clientAt([hold]);
    const client = new HttpPerunClient({
      baseUrl: server.url,
      auth: 'non',
      credentials: { kind: 'none' },
    });
    const call = client.getGroupById(1);
    const answer = await busy;
    const closed = client.close();
    answer();
    await expect(call).resolves.toMatchObject({ id: 1 });
    await closed;
    expect(await failureOf(client.getGroupById(1))).toEqual(
      new Error('the client of Perun is closed'),
    );
    expect(server.requests).toHaveLength(1);
  });
});
