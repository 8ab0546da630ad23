import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  PerunCheckedError,
  PerunConnectionError,
  PerunCredentialsError,
  PerunMfaError,
  PerunProtocolError,
  PerunResponseError,
  PerunRuntimeError,
  PerunServerError,
  PerunTimeoutError,
  isPerunAnswer,
  type PerunError,
} from './perun-error.js';
import { clientAt, closeAll, failureOf } from './testing/client-at.js';
import {
  drip,
  json,
  raw,
  reset,
  shortOfLength,
  silence,
  type Reply,
} from './testing/scripted-server.js';

afterEach(closeAll);

const html = (status: number, headers: Record<string, string> = {}): Reply =>
  raw('<html>no</html>', { status, headers: { 'content-type': 'text/html', ...headers } });
const body = (members: object) => ({ errorId: 'a1', message: 'Error a1: text', ...members });

type ErrorClass = abstract new (...args: never[]) => PerunError;
const ONCE = { retry: { attemptsMax: 1 }, responseBytesMax: 500 };

const table: readonly [string, Reply, ErrorClass, object][] = [
  [
    'checked exception',
    json(body({ name: 'GroupNotExistsException', group: null }), 400),
    PerunCheckedError,
    { identity: 'GroupNotExistsException', errorId: 'a1', status: 400, isTransient: false },
  ],
  [
    'runtime exception',
    json(body({ type: 'InternalErrorException' }), 400),
    PerunRuntimeError,
    { identity: 'InternalErrorException', isTransient: false },
  ],
  [
    'runtime exception of an older server',
    json(body({ name: 'InternalErrorException' }), 400),
    PerunRuntimeError,
    { identity: 'InternalErrorException' },
  ],
  [
    'protocol error',
    json(body({ type: 'MISSING_VALUE', errorInfo: 'vo' }), 400),
    PerunProtocolError,
    { identity: 'MISSING_VALUE', type: 'MISSING_VALUE', errorInfo: 'vo', isTransient: false },
  ],
  [
    'protocol error of an older server',
    json(body({ name: 'RpcException', type: 'UNKNOWN_METHOD', errorInfo: null }), 400),
    PerunProtocolError,
    { identity: 'RpcException', type: 'UNKNOWN_METHOD', errorInfo: null },
  ],
  [
    'refused password',
    html(401, { 'www-authenticate': 'Basic realm="Perun RPC"' }),
    PerunCredentialsError,
    { status: 401, identity: undefined, isTransient: false },
  ],
  [
    'wanted second factor',
    json(body({ name: 'MfaPrivilegeException' }), 401),
    PerunMfaError,
    { identity: 'MfaPrivilegeException', isTransient: false },
  ],
  [
    'unknown exception of the server',
    json(body({ type: 'UNCATCHED_EXCEPTION', errorInfo: 'NullPointerException' }), 500),
    PerunServerError,
    { identity: 'UNCATCHED_EXCEPTION', isTransient: true },
  ],
  ['broken front end', html(502), PerunServerError, { status: 502, isTransient: true }],
  ['reset connection', reset, PerunConnectionError, { isTransient: true, status: undefined }],
  ['answer shorter than announced', shortOfLength, PerunConnectionError, { isTransient: true }],
  ['silent server', silence, PerunTimeoutError, { isTransient: true }],
  ['answer that never ends', drip, PerunTimeoutError, { isTransient: true }],
  [
    'cut JSON',
    raw('{"id":1,"na'),
    PerunResponseError,
    { fault: 'malformed', status: 200, isTransient: true },
  ],
  [
    'answer that is not UTF-8',
    raw(Buffer.from([0x22, 0xff, 0x22])),
    PerunResponseError,
    { fault: 'malformed' },
  ],
  ['page', html(200), PerunResponseError, { fault: 'not-json', isTransient: false }],
  ['other shape', json({ id: 'x' }), PerunResponseError, { fault: 'shape', isTransient: false }],
  ['null', json(null), PerunResponseError, { fault: 'shape' }],
  ['too much', json('x'.repeat(1000)), PerunResponseError, { fault: 'too-large' }],
  ['redirect', html(302, { location: '/login' }), PerunResponseError, { fault: 'status' }],
  ['wrong path', html(404), PerunResponseError, { fault: 'status', status: 404 }],
  ['page with status 400', html(400), PerunResponseError, { fault: 'status', status: 400 }],
  ['refused by the front end', html(403), PerunResponseError, { fault: 'status' }],
];

describe('a failure', () => {
  it.each(table)('%s', async (_what, reply, errorClass, members) => {
    const isLate = errorClass === PerunTimeoutError;
    const { client } = await clientAt([reply], { ...ONCE, ...(isLate ? { timeoutMs: 100 } : {}) });
    const error = await failureOf(client.getGroupById(1));
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ manager: 'groupsManager', method: 'getGroupById', ...members });
    expect((error as PerunError).message).toMatch(/^Perun groupsManager\/getGroupById: /);
  });

  it('to connect says why', async () => {
    const { client, server } = await clientAt([silence], ONCE);
    await server.close();
    const error = await failureOf(client.getGroupById(1));
    expect(error).toBeInstanceOf(PerunConnectionError);
    expect((error as Error).message).toContain('ECONNREFUSED');
  });

  it('says where the shape is unexpected, without the values', async () => {
    const { client } = await clientAt([json({ id: 'hidden', voId: 1, name: 2, shortName: 'x' })]);
    const error = (await failureOf(client.getGroupById(1))) as Error;
    expect(error.message).toMatch(
      /unexpected shape: id: .*expected number.*; name: .*expected string/,
    );
    expect(error.message).not.toContain('hidden');
  });

  it('of an old server is known by its protocol word', async () => {
    const reply = json(body({ name: 'RpcException', type: 'UNKNOWN_METHOD' }), 400);
    const { client } = await clientAt([reply]);
    const error = await failureOf(client.getGroupById(1));
    expect(isPerunAnswer(error, 'UNKNOWN_METHOD')).toBe(true);
    expect(isPerunAnswer(error, 'GroupNotExistsException')).toBe(false);
  });

  it('of the root comes with status 200', async () => {
    const { client } = await clientAt([
      raw('ERROR! Exception Error 5: no such user\n', {
        headers: { 'content-type': 'text/plain' },
      }),
      html(200),
    ]);
    expect(await failureOf(client.version())).toBeInstanceOf(PerunRuntimeError);
    expect(await failureOf(client.version())).toMatchObject({ fault: 'not-json' });
  });
});

describe('a list', () => {
  const GROUP = { id: 1, voId: 3, name: 'a', shortName: 'a' };
  const BOM = String.fromCodePoint(0xfeff);

  it.each([
    ['[]', []],
    [' [ ] ', []],
    [`${BOM}${JSON.stringify([GROUP])}`, [1]],
    [JSON.stringify([GROUP, { ...GROUP, id: 2, name: '[{"}],' }], null, 2), [1, 2]],
  ])('%s is read', async (text, ids) => {
    const { client } = await clientAt([raw(text)]);
    expect((await client.getGroups(3)).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['cut off', JSON.stringify([GROUP, GROUP]).slice(0, -20), { fault: 'malformed' }],
    ['unclosed', '[1', { fault: 'malformed' }],
    ['with something behind', '[] []', { fault: 'malformed' }],
    ['that is an object', '{"id":1}', { fault: 'shape' }],
    ['that is null', 'null', { fault: 'shape' }],
    ['of other items', JSON.stringify([GROUP, { ...GROUP, id: 'x' }]), { fault: 'shape' }],
    ['too long', JSON.stringify(Array.from({ length: 50 }, () => GROUP)), { fault: 'too-large' }],
  ])('%s fails', async (_what, text, members) => {
    const { client } = await clientAt([raw(text)], ONCE);
    expect(await failureOf(client.getGroups(3))).toMatchObject({ status: 200, ...members });
  });

  it('is not looked for in an error', async () => {
    const { client } = await clientAt([raw('[1]', { status: 500 })], ONCE);
    expect(await failureOf(client.getGroups(3))).toBeInstanceOf(PerunServerError);
  });

  it('says which item has an unexpected shape', async () => {
    const { client } = await clientAt([json([GROUP, { ...GROUP, id: 'x' }])]);
    await expect(client.getGroups(3)).rejects.toThrow(/unexpected shape: 1\.id: /);
  });

  it('that was cut off is asked for again from its beginning', async () => {
    const { client, server } = await clientAt([
      raw(JSON.stringify([GROUP, GROUP]).slice(0, -1)),
      json([GROUP]),
    ]);
    expect(await client.getGroups(3)).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });
});

describe('repeating', () => {
  const GROUP = { id: 1, voId: 3, name: 'a', shortName: 'a' };
  const create = { manager: 'attributesManager', method: 'createAttribute', answer: z.unknown() };
  const poll = {
    manager: 'auditMessagesManager',
    method: 'pollConsumerMessages',
    answer: z.unknown(),
  };

  it('is done for reads after each transient failure, with growing waits', async () => {
    const replies = [html(500), reset, raw('{"id"'), html(503), shortOfLength, json(GROUP)];
    const retry = { attemptsMax: 6, delayMs: 100, delayMsMax: 500 };
    const { client, waitsMs } = await clientAt(replies, { retry });
    await expect(client.getGroupById(1)).resolves.toMatchObject({ id: 1 });
    expect(waitsMs).toEqual([50, 100, 200, 250, 250]);
  });

  it('spreads the waits over half of their length', async () => {
    const retry = { attemptsMax: 3, delayMs: 100, random: () => 0.999 };
    const { client, waitsMs } = await clientAt([html(500)], { retry });
    await failureOf(client.getGroupById(1));
    expect(waitsMs).toEqual([100, 200]);
  });

  it('after a timeout is done, too', async () => {
    const { client, server } = await clientAt([silence, json(GROUP)], { timeoutMs: 1000 });
    await client.getGroupById(1);
    expect(server.requests).toHaveLength(2);
  });

  it('waits as long as the server asks, up to the bound', async () => {
    const replies = [html(503, { 'retry-after': '7' }), html(503, { 'retry-after': '9999' })];
    const { client, waitsMs } = await clientAt([...replies, json(GROUP)]);
    await client.getGroupById(1);
    expect(waitsMs).toEqual([7000, 30_000]);
  });

  it('ends after the last attempt and says how many there were', async () => {
    const { client, server } = await clientAt([html(500)], { retry: { attemptsMax: 3 } });
    expect(await failureOf(client.getGroupById(1))).toMatchObject({ attempts: 3, mayRepeat: true });
    expect(server.requests).toHaveLength(3);
  });

  it('is done for writes of absolute values', async () => {
    const { client, server } = await clientAt([reset, json(null)]);
    const definition = { id: 1, namespace: 'n', friendlyName: 'f', type: 'java.lang.String' };
    await client.setAttribute({ groupId: 1, write: { definition, value: 'v' } });
    expect(server.requests).toHaveLength(2);
    expect(server.requests[0]?.body).toBe(server.requests[1]?.body);
  });

  it.each([create, poll])('is never done for $method', async (ask) => {
    for (const reply of [html(500), reset]) {
      const { client, server } = await clientAt([reply]);
      expect(await failureOf(client.call(ask))).toMatchObject({
        isTransient: true,
        mayRepeat: false,
      });
      expect(server.requests).toHaveLength(1);
    }
  });

  it.each([
    ['refusals', json(body({ name: 'PrivilegeException' }), 400)],
    ['wrong credentials', html(401)],
    ['unexpected shapes', json([])],
    ['wrong addresses', html(404)],
  ])('is not done for %s', async (_what, reply) => {
    const { client, server } = await clientAt([reply]);
    await failureOf(client.getGroupById(1));
    expect(server.requests).toHaveLength(1);
  });
});
