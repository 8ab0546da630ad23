import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startPerunSimulator, type PerunSimulator } from '../index.js';
import { RpcCaller, USED } from '../testing/rpc-caller.js';

let simulator: PerunSimulator;
let admin: RpcCaller;

beforeAll(async () => {
  simulator = await startPerunSimulator({ allowedOrigins: ['https://perun.example'] });
  admin = new RpcCaller(simulator);
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

const GROUP_10 = { method: 'POST', body: '{"id":10}' };

describe('the URL', () => {
  it.each([
    'json/groupsManager/getGroupById/any/more?x=1',
    'json/groupsManager/getGroupByIdBodyParams',
    '/json//groupsManager/getGroupById/',
  ])('is read as the method in %s', async (path) => {
    expect((await admin.send(path, GROUP_10)).body).toMatchObject({ id: 10 });
  });

  it('needs three pieces', async () => {
    expect(await admin.send('json/groupsManager', GROUP_10)).toMatchObject({
      status: 400,
      body: { type: 'INVALID_URL', errorInfo: '/json/groupsManager' },
    });
  });

  it('tells case in the format', async () => {
    const { body } = await admin.send('JSON/groupsManager/getGroupById', GROUP_10);
    expect(body).toMatchObject({ type: 'UNKNOWN_SERIALIZER_FORMAT', errorInfo: 'JSON' });
  });

  it('answers pages outside of the interface', async () => {
    const outside = await fetch(`${simulator.url}/other`);
    expect([outside.status, outside.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('text/html'),
    ]);
  });

  it('knows utils only by method', async () => {
    expect(await admin.ok('utils.getPerunSystemTimeInMillis')).toBeGreaterThan(1.6e12);
    const { body } = await admin.call('utils.nope');
    expect(body).toMatchObject({ type: 'UNKNOWN_MANAGER', errorInfo: 'utils' });
  });
});

describe('verbs', () => {
  it('OPTIONS allows a known origin', async () => {
    const headers = { origin: 'https://perun.example' };
    const { status, headers: answered } = await admin.send('', { method: 'OPTIONS', headers });
    expect(status).toBe(204);
    expect(answered.get('access-control-allow-origin')).toBe('https://perun.example');
  });

  it('DELETE is refused by the container', async () => {
    const { body, status } = await admin.send('json/groupsManager/getGroupById', {
      method: 'DELETE',
    });
    expect([status, body]).toEqual([405, undefined]);
  });

  it('GET reads lists as name[] and name', async () => {
    const { body } = await admin.send(
      'json/groupsManager/getGroupsByIds?ids[]=10&ids[]=999&ids=11',
    );
    expect(body).toMatchObject([{ id: 10 }, { id: 11 }]);
  });

  it('GET of an object is an unsupported operation', async () => {
    const path = 'json/groupsManager/getGroupsPage?vo=100&query=x&attrNames=y';
    expect(await admin.send(path)).toMatchObject({
      status: 500,
      body: { type: 'UNCATCHED_EXCEPTION', errorInfo: 'UnsupportedOperationException' },
    });
  });

  it('GET of a number that is none in a list is a 500', async () => {
    const { status } = await admin.send('json/groupsManager/getGroupsByIds?ids=x');
    expect(status).toBe(500);
  });
});

describe('bodies', () => {
  it.each([
    ['', 'not a JSON Object'],
    ['  ', 'not a JSON Object'],
    ['null', 'not a JSON Object'],
    ['7', 'not a JSON Object'],
    ['[]', 'not a JSON Object'],
    ['{"id":', 'not correct JSON data'],
    ['id=10', 'not correct JSON data'],
  ])('%j is refused', async (body, errorInfo) => {
    const answer = await admin.send('json/groupsManager/getGroupById', { method: 'POST', body });
    expect(answer).toMatchObject({
      status: 400,
      body: { type: 'WRONGLY_FORMATTED_CONTENT', errorInfo },
    });
  });

  it.each([
    ['{"id":"10"}', 200],
    ['{"id":10} trailing', 200],
    ['{"id":1,"id":10}', 200],
    ['{"id":10.0}', 400],
    ['{"id":null}', 400],
    ['{"id":true}', 400],
    ['{"id":2147483648}', 400],
  ])('%s answers %i', async (body, status) => {
    const answer = await admin.send('json/groupsManager/getGroupById', { method: 'POST', body });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body).toMatchObject({ type: 'CANNOT_DESERIALIZE_VALUE' });
  });

  it('are read before the caller is looked at', async () => {
    const answer = await admin.as('nobody').send('json/groupsManager/getGroupById', {
      method: 'POST',
      body: '[]',
    });
    expect(answer.body).toMatchObject({ type: 'WRONGLY_FORMATTED_CONTENT' });
  });
});

describe('formats', () => {
  const params = JSON.stringify({ group: 10, attributeName: USED });
  const get = (format: string, query = '') =>
    admin.send(`${format}/attributesManager/getAttribute${query}`, {
      method: 'POST',
      body: params,
    });

  it('jsonlite leaves out audit members', async () => {
    const { body } = await get('jsonlite');
    expect(body).toMatchObject({ id: 3382, type: 'java.lang.String', value: '12.5' });
    expect(body).not.toHaveProperty('valueModifiedAt');
    expect(body).not.toHaveProperty('createdAt');
    expect(body).not.toHaveProperty('beanName');
  });

  it('jsonsimple leaves out what writing back needs', async () => {
    const { body } = await get('jsonsimple');
    expect(body).toEqual({
      friendlyName: 'denbiCreditsCurrent',
      namespace: 'urn:perun:group:attribute-def:opt',
      unique: false,
      value: '12.5',
    });
  });

  it('jsonp calls back, and hides errors behind status 200', async () => {
    const { headers, text } = await get('jsonp', '?callback=take');
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(text).toMatch(/^take\(\{"id":3382.*\}\);$/s);
    const path = 'jsonp/groupsManager/getGroupById?callback=f&id=99';
    const error = await admin.send(path);
    expect(error.status).toBe(200);
    expect(error.text).toMatch(/^f\(\{"errorId"/);
  });

  it('urlinjsonout takes parameters from the form', async () => {
    const { body } = await admin.send('urlinjsonout/groupsManager/getGroupById', {
      method: 'POST',
      body: 'id=12',
    });
    expect(body).toMatchObject({ name: 'ProjectA:sub' });
  });
});

describe('signing in', () => {
  const version = (prefix: string, headers: Record<string, string> = {}) =>
    fetch(`${simulator.url}/${prefix}/rpc/`, { headers });

  it.each([
    ['ba', 'Basic realm="Perun RPC"'],
    ['krb', 'Basic realm="Perun RPC"'],
    ['oauth', 'Bearer realm="Perun RPC"'],
  ])('%s without credentials is a page with a challenge', async (prefix, challenge) => {
    const answer = await version(prefix);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
    expect(await answer.text()).toContain('<title>401');
  });

  it('takes a bearer token at oauth', async () => {
    const answer = await version('oauth', { authorization: 'Bearer admin-token' });
    expect(await answer.text()).toMatch(/^OK! Version: .+, User: admin, extSource: .+\n$/);
  });

  it('lets anybody in at non, without rights', async () => {
    const answer = await fetch(`${simulator.url}/non/rpc/json/groupsManager/getGroupById?id=10`);
    expect(await answer.json()).toMatchObject({ name: 'PrivilegeException' });
    const missing = await fetch(`${simulator.url}/non/rpc/json/groupsManager/getGroupById?id=99`);
    expect(await missing.json()).toMatchObject({ name: 'GroupNotExistsException' });
  });

  it('gives a session cookie once, and never needs it', async () => {
    const first = await admin.send('');
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(cookie).toMatch(/^JSESSIONID=/);
    const second = await admin.send('', { headers: { cookie } });
    expect(second.headers.getSetCookie()).toEqual([]);
  });

  it('asks for a second factor where that is on', async () => {
    simulator.settings.enforceMfa = true;
    expect(await admin.call('groupsManager.getGroupById', { id: 10 })).toMatchObject({
      status: 401,
      body: { name: 'MfaPrivilegeException', errorId: expect.stringMatching(/^[0-9a-f]+$/) },
    });
  });

  it('demands the CSRF token of everything but GET where that is on', async () => {
    simulator.settings.csrf = true;
    const first = await admin.send('json/groupsManager/getGroupById?id=10');
    const cookies = first.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    const refused = await admin.call('groupsManager.getGroupById', { id: 10 });
    expect([first.status, refused.status, refused.body]).toEqual([200, 403, undefined]);
    const token = cookies.find((pair) => pair.startsWith('XSRF'))?.split('=')[1] ?? '';
    const headers = { cookie: cookies.join('; '), 'x-xsrf-token': token };
    const { status } = await admin.send('json/groupsManager/getGroupById', {
      ...GROUP_10,
      headers,
    });
    expect(status).toBe(200);
  });
});
