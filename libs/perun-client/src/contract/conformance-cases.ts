import {
  CREDIT_URNS,
  creditTimestamps,
  grantedCredits,
  usedCredits,
  type FixtureUser,
} from './fixture.js';
import type { Pattern } from './match.js';

/** What an answer must be. `err` is Perun's identity of an error, `name ?? type`. */
export interface ExpectedAnswer {
  readonly status: number;
  readonly contentType?: RegExp;
  readonly text?: RegExp | string;
  readonly isJson?: boolean;
  readonly err?: string;
  readonly body?: Pattern;
  /** The body is a list of exactly so many items. */
  readonly count?: number;
  /** The values that this member has in the items of the list, in their order. */
  readonly inOrder?: readonly [member: string, values: readonly unknown[]];
  /** Each item of the list has exactly so many attributes. */
  readonly attributesEach?: number;
  readonly present?: readonly string[];
  /** Members that neither the body nor, if it is a list, an item of it may have. */
  readonly absent?: readonly string[];
}

export interface ConformanceStep {
  readonly as?: FixtureUser;
  readonly password?: string;
  readonly verb?: 'GET' | 'POST' | 'PUT';
  /** Relative to `/ba/rpc/`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly expect: ExpectedAnswer;
}

export interface ConformanceCase {
  readonly number: number;
  readonly title: string;
  readonly steps: readonly ConformanceStep[];
}

const { used, granted, mails, timestamps } = CREDIT_URNS;
const GROUPS = 'json/groupsManager';
const ATTRIBUTES = 'json/attributesManager';
const BY_NAME = `${GROUPS}/getGroupByName`;
const BY_ID = `${GROUPS}/getGroupById`;
const PROJECT_A: Pattern = {
  id: 10,
  voId: 100,
  parentGroupId: null,
  shortName: 'ProjectA',
  beanName: 'Group',
};
const DONE: ExpectedAnswer = { status: 200, text: 'null' };

const refused = (err: string, more: Partial<ExpectedAnswer> = {}): ExpectedAnswer => ({
  status: 400,
  err,
  ...more,
});

/** A protocol error has a type and an `errorInfo`, but no `name`. */
const misused = (type: string, errorInfo: string): ExpectedAnswer =>
  refused(type, { body: { type, errorInfo }, absent: ['name'] });

const readBack = (attributeName: string, body: Pattern, pair: object = {}): ConformanceStep => ({
  path: `${ATTRIBUTES}/getAttribute`,
  body: { group: 10, ...pair, attributeName },
  expect: { status: 200, body },
});

const transport: readonly ConformanceCase[] = [
  {
    number: 1,
    title: 'the root says OK, version and caller as plain text',
    steps: [
      {
        verb: 'GET',
        path: '',
        expect: {
          status: 200,
          contentType: /^text\/plain/,
          text: /^OK! Version: .+, User: .+, extSource: .+\n$/,
        },
      },
    ],
  },
  {
    number: 2,
    title: 'a wrong password is a 401 that is not JSON',
    steps: [{ verb: 'GET', path: '', password: 'wrong', expect: { status: 401, isJson: false } }],
  },
  {
    number: 10,
    title: 'a body that is no object is refused',
    steps: [
      {
        path: BY_ID,
        body: [],
        expect: misused('WRONGLY_FORMATTED_CONTENT', 'not a JSON Object'),
      },
    ],
  },
  {
    number: 11,
    title: 'an unknown method is named',
    steps: [
      {
        path: `${GROUPS}/nope`,
        body: {},
        expect: misused('UNKNOWN_METHOD', 'groupsManager.nope()'),
      },
    ],
  },
  {
    number: 12,
    title: 'an unknown manager is named',
    steps: [{ path: 'json/nope/x', body: {}, expect: misused('UNKNOWN_MANAGER', 'nope') }],
  },
  {
    number: 13,
    title: 'an unknown format is named',
    steps: [
      {
        path: 'xml/groupsManager/getGroupById',
        body: { id: 10 },
        expect: misused('UNKNOWN_SERIALIZER_FORMAT', 'xml'),
      },
    ],
  },
  {
    number: 14,
    title: 'GET does not change anything',
    steps: [
      {
        verb: 'GET',
        path: `${ATTRIBUTES}/setAttribute?group=10`,
        expect: refused('STATE_CHANGING_CALL'),
      },
    ],
  },
];

const groups: readonly ConformanceCase[] = [
  {
    number: 3,
    title: 'a group by its name',
    steps: [
      {
        path: BY_NAME,
        body: { vo: 100, name: 'ProjectA' },
        expect: { status: 200, body: PROJECT_A },
      },
    ],
  },
  {
    number: 4,
    title: 'PUT is POST',
    steps: [
      {
        verb: 'PUT',
        path: BY_NAME,
        body: { vo: 100, name: 'ProjectA' },
        expect: { status: 200, body: PROJECT_A },
      },
    ],
  },
  {
    number: 5,
    title: 'GET reads parameters of the query; a subgroup has its whole path as name',
    steps: [
      {
        verb: 'GET',
        path: `${BY_ID}?id=12`,
        expect: {
          status: 200,
          body: { name: 'ProjectA:sub', shortName: 'sub', parentGroupId: 10 },
        },
      },
    ],
  },
  {
    number: 6,
    title: 'a short name is no name',
    steps: [
      {
        path: BY_NAME,
        body: { vo: 100, name: 'sub' },
        expect: refused('GroupNotExistsException', { body: { group: null }, present: ['errorId'] }),
      },
    ],
  },
  {
    number: 7,
    title: 'an unknown organisation',
    steps: [
      {
        path: BY_NAME,
        body: { vo: 999, name: 'ProjectA' },
        expect: refused('VoNotExistsException'),
      },
    ],
  },
  {
    number: 8,
    title: 'a missing parameter is named',
    steps: [{ path: BY_NAME, body: { name: 'ProjectA' }, expect: misused('MISSING_VALUE', 'vo') }],
  },
  {
    number: 9,
    title: 'an id that is no number',
    steps: [{ path: BY_ID, body: { id: 'abc' }, expect: refused('CANNOT_DESERIALIZE_VALUE') }],
  },
  {
    number: 24,
    title: 'the groups of a resource are the active ones, with attributes of both kinds',
    steps: [
      {
        path: `${GROUPS}/getRichGroupsAssignedToResourceWithAttributesByNames`,
        body: { resource: 500, attrNames: [used, granted, mails, timestamps] },
        expect: {
          status: 200,
          count: 1,
          attributesEach: 4,
          body: [{ id: 10, beanName: 'RichGroup' }],
        },
      },
    ],
  },
  {
    number: 25,
    title: 'all groups by name, with attributes of the group only',
    steps: [
      {
        path: `${GROUPS}/getAllRichGroupsWithAttributesByNames`,
        body: { vo: 100, attrNames: [used, timestamps] },
        expect: {
          status: 200,
          count: 4,
          attributesEach: 1,
          inOrder: ['name', ['members', 'ProjectA', 'ProjectA:sub', 'ProjectB']],
          body: [
            { id: 1, attributes: [{ id: 3382, value: null }] },
            { id: 10, attributes: [{ id: 3382, value: '12.5' }] },
            { id: 12, attributes: [{ id: 3382, value: null }] },
            { id: 11, attributes: [{ id: 3382, value: null }] },
          ],
        },
      },
    ],
  },
];

const attributeReads: readonly ConformanceCase[] = [
  {
    number: 15,
    title: 'attributes by name leave out undefined ones; the full name is not in the answer',
    steps: [
      {
        path: `${ATTRIBUTES}/getAttributes`,
        body: { group: 10, attrNames: [used, granted, used.replace(/\w+$/, 'bogus')] },
        expect: {
          status: 200,
          count: 2,
          body: [{ value: '12.5' }, { value: '1000' }],
          absent: ['name'],
        },
      },
    ],
  },
  {
    number: 16,
    title: 'an attribute that is unset comes with null',
    steps: [
      {
        path: `${ATTRIBUTES}/getAttributes`,
        body: { group: 11, attrNames: [used] },
        expect: { status: 200, count: 1, body: [{ value: null, valueModifiedAt: null }] },
      },
    ],
  },
  {
    number: 17,
    title: 'names are ignored for a group at a resource without workWithGroupAttributes',
    steps: [
      {
        path: `${ATTRIBUTES}/getAttributes`,
        body: {
          group: 10,
          resource: 500,
          attrNames: ['urn:perun:group_resource:attribute-def:opt:bogus'],
        },
        expect: { status: 200, count: 1, body: [{ friendlyName: 'denbiCreditTimestamps' }] },
      },
    ],
  },
  {
    number: 18,
    title: 'group and resource of different organisations do not match',
    steps: [
      {
        path: `${ATTRIBUTES}/getAttribute`,
        body: { group: 10, resource: 600, attributeName: timestamps },
        expect: refused('GroupResourceMismatchException'),
      },
    ],
  },
];

const attributeWrites: readonly ConformanceCase[] = [
  {
    number: 19,
    title: 'a written value is read back with its author',
    steps: [
      {
        path: `${ATTRIBUTES}/setAttribute`,
        body: { group: 10, attribute: usedCredits('13.75') },
        expect: DONE,
      },
      readBack(used, { value: '13.75', valueModifiedBy: 'admin' }),
    ],
  },
  {
    number: 20,
    title: 'a wrong id of the definition is refused',
    steps: [
      {
        path: `${ATTRIBUTES}/setAttribute`,
        body: { group: 10, attribute: { ...usedCredits('13.75'), id: 9999 } },
        expect: refused('AttributeNotExistsException'),
      },
    ],
  },
  {
    number: 21,
    title: 'a number is no String',
    steps: [
      {
        path: `${ATTRIBUTES}/setAttribute`,
        body: { group: 10, attribute: usedCredits(7) },
        expect: refused('InternalErrorException', { absent: ['name'] }),
      },
      readBack(used, { value: '12.5' }),
    ],
  },
  {
    number: 22,
    title: 'several are written all or none',
    steps: [
      {
        path: `${ATTRIBUTES}/setAttributes`,
        body: { group: 10, attributes: [usedCredits('99'), grantedCredits(5)] },
        expect: refused('InternalErrorException'),
      },
      readBack(used, { value: '12.5' }),
      readBack(granted, { value: '1000' }),
    ],
  },
  {
    number: 23,
    title: 'group and group-at-resource are written in one call',
    steps: [
      {
        path: `${ATTRIBUTES}/setAttributes`,
        body: {
          group: 10,
          resource: 500,
          workWithGroupAttributes: true,
          attributes: [usedCredits('20'), creditTimestamps({ m: '2020-01-01 00:00:00.000000' })],
        },
        expect: DONE,
      },
      readBack(used, { value: '20' }),
      readBack(timestamps, { value: { m: '2020-01-01 00:00:00.000000' } }, { resource: 500 }),
    ],
  },
  {
    number: 26,
    title: 'an observer writes nothing',
    steps: [
      {
        as: 'reader',
        path: `${ATTRIBUTES}/setAttribute`,
        body: { group: 10, attribute: usedCredits('1') },
        expect: refused('PrivilegeException'),
      },
    ],
  },
];

/** What a server must answer over plain HTTP when it holds the conformance fixture, by their numbers. */
export const CONFORMANCE_CASES: readonly ConformanceCase[] = [
  ...transport,
  ...groups,
  ...attributeReads,
  ...attributeWrites,
].toSorted((a, b) => a.number - b.number);
