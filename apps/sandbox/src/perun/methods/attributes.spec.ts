import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startPerunSimulator, type PerunSimulator } from '../index.js';
import {
  attribute,
  GRANTED,
  RpcCaller,
  TIMESTAMPS,
  TO_EMAIL,
  USED,
} from '../testing/rpc-caller.js';

let simulator: PerunSimulator;
let admin: RpcCaller;
let manager: RpcCaller;

beforeAll(async () => {
  simulator = await startPerunSimulator();
  admin = new RpcCaller(simulator);
  manager = admin.as('manager');
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

const get = 'attributesManager.getAttributes';
const set = 'attributesManager.setAttribute';
const SECRET = 'urn:perun:group:attribute-def:opt:denbiSecret';

function names(body: unknown): readonly unknown[] {
  return (body as { friendlyName: unknown }[]).map(({ friendlyName }) => friendlyName);
}

describe('types of values', () => {
  it.each([
    [USED, 7, 'InternalErrorException'],
    [USED, true, 'InternalErrorException'],
    [USED, ['7'], 'InternalErrorException'],
    [USED, 7.5, 'ConsistencyErrorException'],
    [USED, 3_000_000_000, 'ConsistencyErrorException'],
    [TO_EMAIL, 'a@x.org', 'InternalErrorException'],
    [TO_EMAIL, ['a@x.org', 7], 'InternalErrorException'],
  ] as const)('%s = %j is refused and changes nothing', async (urn, value, error) => {
    const before = await admin.valueOf(urn);
    expect(await admin.error(set, { group: 10, attribute: attribute(urn, value) })).toBe(error);
    expect(await admin.valueOf(urn)).toEqual(before);
  });

  it('a map takes texts and nulls only, and keeps their order', async () => {
    const pair = { group: 10, resource: 500 };
    const wrong = { ...pair, attribute: attribute(TIMESTAMPS, { a: 1 }) };
    expect(await admin.error(set, wrong)).toBe('InternalErrorException');
    await admin.ok(set, { ...pair, attribute: attribute(TIMESTAMPS, { b: 'x:,\\', a: null }) });
    const { text } = await admin.call(get, pair);
    expect(text).toContain('"value":{"b":"x:,\\\\","a":null}');
  });

  it('keys that look like numbers stay in order', async () => {
    const body = `{"group":10,"resource":500,"attribute":${JSON.stringify(
      attribute(TIMESTAMPS, {}),
    ).replace('{}', '{"10":"a","2":"b"}')}}`;
    await admin.send('json/attributesManager/setAttribute', { method: 'POST', body });
    expect((await admin.call(get, { group: 10, resource: 500 })).text).toContain(
      '{"10":"a","2":"b"}',
    );
  });

  it.each([
    [USED, null],
    [USED, '  '],
    [TO_EMAIL, []],
  ] as const)('%s = %j takes the value away', async (urn, value) => {
    await admin.ok(set, { group: 10, attribute: attribute(urn, value) });
    expect(await admin.valueOf(urn)).toBeNull();
  });

  it('"0" is a value', async () => {
    await admin.ok(set, { group: 10, attribute: attribute(USED, '0') });
    expect(await admin.valueOf(USED)).toBe('0');
  });
});

describe('writing', () => {
  it('moves valueModifiedAt only when the value changes', async () => {
    const read = () =>
      admin.ok('attributesManager.getAttribute', { group: 10, attributeName: USED });
    const before = await read();
    const messages = await admin.ok('auditMessagesManager.getLastMessageId');
    await manager.ok(set, { group: 10, attribute: attribute(USED, '12.5') });
    expect(await read()).toEqual(before);
    expect(await admin.ok('auditMessagesManager.getLastMessageId')).toBe(messages);
    await manager.ok(set, { group: 10, attribute: attribute(USED, '12.50') });
    expect(await read()).toMatchObject({
      value: '12.50',
      valueCreatedBy: 'perunv3',
      valueModifiedBy: 'manager',
      valueModifiedAt: expect.not.stringMatching(/2019|0$/),
    });
  });

  it('accepts what was read', async () => {
    const [read] = (await admin.ok(get, { group: 10, attrNames: [USED] })) as object[];
    await admin.ok(set, { group: 10, attribute: { ...read, name: 'x', value: '1' } });
    expect(await admin.valueOf(USED)).toBe('1');
  });

  it.each([
    [{ ...attribute(USED, '1'), surprise: 1 }, 400, 'CANNOT_DESERIALIZE_VALUE'],
    [{ ...attribute(USED, '1'), type: 'java.lang.Integer' }, 400, 'AttributeNotExistsException'],
    [{ ...attribute(USED, '1'), friendlyName: 'x' }, 400, 'AttributeNotExistsException'],
    [null, 400, 'InternalErrorException'],
  ])('%j answers %i %s', async (sent, status, error) => {
    const { body, status: answered } = await admin.call(set, { group: 10, attribute: sent });
    const { name, type } = body as { name?: string; type?: string };
    expect([answered, name ?? type]).toEqual([status, error]);
  });

  it('takes an id as text', async () => {
    const sent = { ...attribute(USED, '8'), id: '3382' };
    await admin.ok(set, { group: 10, attribute: sent });
    expect(await admin.valueOf(USED)).toBe('8');
  });

  it('a null list is a 500, an empty one does nothing', async () => {
    const many = 'attributesManager.setAttributes';
    expect((await admin.call(many, { group: 10, attributes: null })).status).toBe(500);
    expect(await admin.ok(many, { group: 10, attributes: [] })).toBeNull();
  });

  it('group and resource need not be assigned', async () => {
    const pair = { group: 12, resource: 501 };
    await admin.ok(set, { ...pair, attribute: attribute(TIMESTAMPS, { m: 't' }) });
    expect(await admin.ok(get, pair)).toMatchObject([{ value: { m: 't' } }]);
  });

  it('core attributes are refused alone and skipped among others', async () => {
    const [core] = (await admin.ok(get, {
      group: 10,
      attrNames: ['urn:perun:group:attribute-def:core:name'],
    })) as object[];
    const sent = { ...core, value: 'Other' };
    expect(await admin.as('admin').error(set, { group: 10, attribute: sent })).toBe(
      'WrongAttributeAssignmentException',
    );
    const many = { group: 10, attributes: [sent, attribute(USED, '3')] };
    await admin.ok('attributesManager.setAttributes', many);
    expect(await admin.valueOf(USED)).toBe('3');
  });

  it.each([
    ['admin', 'WrongAttributeAssignmentException'],
    ['manager', 'InternalErrorException'],
  ])('an attribute of another namespace answers %s with %s', async (login, error) => {
    const params = { group: 10, resource: 500, attributes: [attribute(USED, '1')] };
    expect(await admin.as(login).error('attributesManager.setAttributes', params)).toBe(error);
    const one = { group: 10, attribute: attribute(TIMESTAMPS, { a: 'b' }) };
    expect(await admin.as(login).error(set, one)).toBe(error);
  });

  it('both namespaces are written together or not at all', async () => {
    const pair = { group: 10, resource: 500, workWithGroupAttributes: true };
    const attributes = [attribute(USED, '20'), attribute(TIMESTAMPS, { a: 5 })];
    expect(await manager.error('attributesManager.setAttributes', { ...pair, attributes })).toBe(
      'InternalErrorException',
    );
    expect(await admin.valueOf(USED)).toBe('12.5');
  });

  it('removes by the id of the definition, also what is not set', async () => {
    const remove = 'attributesManager.removeAttribute';
    for (const group of [10, 11]) {
      expect(await admin.ok(remove, { group, attribute: 3382 })).toBeNull();
      expect(await admin.valueOf(USED, group)).toBeNull();
    }
    expect(await admin.error(remove, { group: 10, attribute: 3386 })).toBe(
      'WrongAttributeAssignmentException',
    );
    const ids = { group: 10, attributes: ['3383'] };
    expect(await admin.error('attributesManager.removeAttributes', ids)).toBe(
      'CANNOT_DESERIALIZE_VALUE',
    );
    await admin.ok('attributesManager.removeAllAttributes', { group: 10 });
    expect(await admin.valueOf(TO_EMAIL)).toBeNull();
  });
});

describe('reading', () => {
  it('all that is set, and core attributes even when null', async () => {
    expect(names(await admin.ok(get, { group: 11 }))).toEqual([
      ...['id', 'uuid', 'name', 'description', 'parentGroupId'],
      'denbiCreditsGranted',
    ]);
  });

  it('of a pair, with the attributes of the group or without', async () => {
    const pair = { group: 10, resource: 500 };
    const withGroup = { ...pair, workWithGroupAttributes: true };
    expect(names(await admin.ok(get, { ...pair, attrNames: [USED] }))).toEqual([
      'denbiCreditTimestamps',
    ]);
    expect(names(await admin.ok(get, { ...withGroup, attrNames: [USED] }))).toEqual([
      'denbiCreditsCurrent',
    ]);
    const without = { ...pair, workWithGroupAttributes: false, attrNames: [USED, TIMESTAMPS] };
    expect(names(await admin.ok(get, without))).toEqual(['denbiCreditTimestamps']);
    expect(names(await admin.ok(get, { ...withGroup, attrNames: [] }))).toContain('toEmail');
  });

  it('leaves out silently what the caller may not read', async () => {
    const attrNames = [USED, SECRET];
    expect(names(await manager.ok(get, { group: 10, attrNames }))).toEqual(['denbiCreditsCurrent']);
    expect(names(await admin.as('reader').ok(get, { group: 10, attrNames }))).toHaveLength(2);
    expect(
      await manager.error('attributesManager.getAttribute', { group: 10, attributeName: SECRET }),
    ).toBe('PrivilegeException');
  });

  it('says what the caller may write', async () => {
    const writable = async (login: string) =>
      (
        (await admin.as(login).ok(get, { group: 10, attrNames: [USED, GRANTED] })) as {
          writable: boolean;
        }[]
      ).map((one) => one.writable);
    expect(await writable('admin')).toEqual([true, true]);
    expect(await writable('manager')).toEqual([true, false]);
    expect(await writable('reader')).toEqual([false, false]);
  });

  it.each([
    ['urn:perun:group:attribute-def:opt:bogus', 'AttributeNotExistsException'],
    [TIMESTAMPS, 'WrongAttributeAssignmentException'],
    ['nonsense', 'WrongAttributeAssignmentException'],
  ])('one by the name %s answers %s', async (attributeName, error) => {
    const params = { group: 10, attributeName };
    expect(await admin.error('attributesManager.getAttribute', params)).toBe(error);
  });

  it('needs an entity', async () => {
    expect((await admin.call(get, {})).body).toMatchObject({ type: 'MISSING_VALUE' });
  });
});

describe('definitions', () => {
  const definition = {
    friendlyName: 'denbiNew',
    namespace: 'urn:perun:group:attribute-def:opt',
    description: 'x',
    type: 'java.lang.String',
    displayName: 'New',
  };

  it('are made by an administrator, and seen by nobody else until they have policies', async () => {
    const create = 'attributesManager.createAttribute';
    expect(await manager.error(create, { attribute: definition })).toBe('PrivilegeException');
    const made = (await admin.ok(create, { attribute: definition })) as { id: number };
    expect(await admin.error(create, { attribute: definition })).toBe(
      'AttributeDefinitionExistsException',
    );
    const attrNames = ['urn:perun:group:attribute-def:opt:denbiNew'];
    expect(await manager.ok(get, { group: 10, attrNames })).toEqual([]);
    await admin.ok('attributesManager.setAttributePolicyCollections', {
      policyCollections: [
        { attributeId: made.id, action: 'READ', policies: [{ role: 'VOADMIN' }] },
      ],
    });
    expect(names(await manager.ok(get, { group: 10, attrNames }))).toEqual(['denbiNew']);
  });

  it('miss no member', async () => {
    const { displayName, ...rest } = definition;
    expect(displayName).toBe('New');
    const answer = await admin.call('attributesManager.createAttribute', { attribute: rest });
    expect(answer.body).toMatchObject({
      type: 'WRONG_PARAMETER',
      errorInfo: "Missing 'displayName' field",
    });
  });
});
