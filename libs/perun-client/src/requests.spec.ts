import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { HttpPerunClient } from './http-perun-client.js';
import { clientAt, closeAll, failureOf } from './testing/client-at.js';
import { json, raw } from './testing/scripted-server.js';

const GROUP = { id: 1, voId: 3, name: 'a:b', shortName: 'b', futureMember: true };
const URN = 'urn:perun:group:attribute-def:opt:x';

afterEach(closeAll);

describe('a request', () => {
  it('is a POST of a JSON object to prefix, manager and method', async () => {
    const { client, server } = await clientAt([json(GROUP)], { auth: 'krb' });
    await client.getGroupById(1);
    expect(server.requests).toMatchObject([
      {
        verb: 'POST',
        path: '/krb/rpc/json/groupsManager/getGroupById',
        body: '{"id":1}',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          accept: 'application/json',
          authorization: 'Basic c3ZjOm9wZW4tc2VzYW1l',
        },
      },
    ]);
  });

  it('without parameters sends an empty object', async () => {
    const { client, server } = await clientAt([json(5)]);
    await expect(client.getLastMessageId()).resolves.toBe(5);
    expect(server.requests[0]?.body).toBe('{}');
  });

  it('keeps a path of the base URL', async () => {
    const { server } = await clientAt([json(5)]);
    const baseUrl = `${server.url}/perun/`;
    const client = new HttpPerunClient({ baseUrl, auth: 'non', credentials: { kind: 'none' } });
    await client.getLastMessageId();
    await client.close();
    expect(server.requests[0]?.path).toBe(
      '/perun/non/rpc/json/auditMessagesManager/getLastMessageId',
    );
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('reuses its connections', async () => {
    const { client, server } = await clientAt([json(GROUP)], { concurrencyMax: 2 });
    for (let i = 0; i < 20; i += 1) await client.getGroupById(1);
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  it('asks with the current token each time', async () => {
    const tokens = ['first-token', 'second-token'];
    const token = () => Promise.resolve(tokens.shift() ?? '');
    const replies = [json({}, 503), json(GROUP)];
    const { client, server } = await clientAt(replies, {
      auth: 'oauth',
      credentials: { kind: 'bearer', token },
    });
    await client.getGroupById(1);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer first-token',
      'Bearer second-token',
    ]);
  });

  it('brings the session along until the server ends it', async () => {
    const cookie = (...cookies: string[]) =>
      raw(JSON.stringify(GROUP), { headers: { 'set-cookie': cookies } });
    const { client, server } = await clientAt([
      cookie('JSESSIONID=abc; Path=/; HttpOnly', 'XSRF-TOKEN=t1; Secure'),
      cookie('JSESSIONID=; Max-Age=0', 'XSRF-TOKEN=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT'),
      json(GROUP),
    ]);
    for (let i = 0; i < 3; i += 1) await client.getGroupById(1);
    expect(server.requests.map(({ headers }) => [headers.cookie, headers['x-xsrf-token']])).toEqual(
      [
        [undefined, undefined],
        ['JSESSIONID=abc; XSRF-TOKEN=t1', 't1'],
        [undefined, undefined],
      ],
    );
  });

  it('for names of a group at a resource says that names count', async () => {
    const { client, server } = await clientAt([json([])]);
    await client.getAttributes({ groupId: 1, resourceId: 2, attrNames: [URN] });
    await client.getAttributes({ groupId: 1, attrNames: [URN] });
    await client.getAttributes({ userId: 9 });
    expect(server.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { group: 1, resource: 2, attrNames: [URN], workWithGroupAttributes: false },
      { group: 1, attrNames: [URN] },
      { user: 9 },
    ]);
  });

  it('never names no attribute, which would mean all or none', async () => {
    const { client, server } = await clientAt([json([])]);
    const ask = { resourceId: 2, attrNames: [] };
    expect(await failureOf(client.groupsOfResource(ask))).toBeInstanceOf(RangeError);
    expect(server.requests).toEqual([]);
  });

  it('can call what the port does not name', async () => {
    const { client, server } = await clientAt([json('OK')]);
    const ask = { manager: 'authzResolver', method: 'keepAlive', answer: z.string() };
    await expect(client.call(ask)).resolves.toBe('OK');
    expect(server.requests[0]?.path).toBe('/ba/rpc/json/authzResolver/keepAlive');
  });
});

describe('an answer', () => {
  it('may have members that we do not know, and lack some', async () => {
    const { client } = await clientAt([json(GROUP)]);
    await expect(client.getGroupById(1)).resolves.toEqual({
      id: 1,
      voId: 3,
      name: 'a:b',
      shortName: 'b',
      parentGroupId: null,
      description: null,
      uuid: null,
    });
  });

  it('of the caller leaves the token out', async () => {
    const additionalInformations = { accessToken: 'a-real-token' };
    const { client } = await clientAt([json({ userId: 4, roles: {}, additionalInformations })]);
    expect(JSON.stringify(await client.getPerunPrincipal())).not.toContain('a-real-token');
  });

  it('of the root is version and caller', async () => {
    const { client, server } = await clientAt([
      raw('OK! Version: 3.4.5-SNAPSHOT, User: svc@x.org, extSource: LDAP, of X\n', {
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      }),
    ]);
    await expect(client.version()).resolves.toEqual({
      version: '3.4.5-SNAPSHOT',
      user: 'svc@x.org',
      extSource: 'LDAP, of X',
    });
    expect(server.requests).toMatchObject([{ verb: 'GET', path: '/ba/rpc/', body: '' }]);
  });
});

describe('options', () => {
  const open = (options: object) => () =>
    new HttpPerunClient({
      baseUrl: 'https://perun.example.org',
      auth: 'ba',
      credentials: { kind: 'none' },
      ...options,
    });

  it.each([
    ['no URL', { baseUrl: 'perun' }, /like "https:\/\/perun\.example\.org"/],
    ['another scheme', { baseUrl: 'ftp://x.org' }, /like "https:/],
    ['secrets in the URL', { baseUrl: 'https://u:hidden@x.org' }, /must have no user, password/],
    ['a user in the URL', { baseUrl: 'https://u@x.org' }, /must have no user, password/],
    ['a query', { baseUrl: 'https://x.org/?a=1' }, /must have no user, password, query/],
    ['no concurrency', { concurrencyMax: 0 }, /concurrencyMax must be a whole number/],
    ['no time', { timeoutMs: NaN }, /timeoutMs must be/],
    ['no attempt', { retry: { attemptsMax: 0 } }, /retry\.attemptsMax must be/],
    ['a colon', { credentials: { kind: 'basic', user: 'a:b', password: '' } }, /colon/],
    ['a line break', { credentials: { kind: 'bearer', token: 'hidden\n' } }, /access token/],
  ])('with %s are refused', (_what, options, message) => {
    expect(open(options)).toThrow(message);
    expect(open(options)).toThrow(RangeError);
    expect(open(options)).not.toThrow(/hidden/);
  });
});
