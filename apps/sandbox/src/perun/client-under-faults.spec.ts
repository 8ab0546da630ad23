import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  HttpPerunClient,
  creditsCodec,
  decodeAttribute,
  encodeAttribute,
  type PerunErrorKind,
} from '@os-credits/perun-client';
import { CREDIT_URNS, fixtureCredentials } from '@os-credits/perun-client/contract';
import { FAULT_KINDS, startPerunSimulator, type FaultKind, type PerunSimulator } from './index.js';

const GROUP = { groupId: 10 };
const NEVER_MS = 3_600_000;

let simulator: PerunSimulator;
let client: HttpPerunClient;

beforeAll(async () => {
  simulator = await startPerunSimulator({ port: 0 });
  client = new HttpPerunClient({
    baseUrl: simulator.url,
    auth: 'ba',
    credentials: fixtureCredentials('admin'),
    retry: { attemptsMax: 2, sleep: () => Promise.resolve() },
  });
});
afterEach(() => {
  simulator.reset();
});
afterAll(async () => {
  await simulator.close();
  await client.close();
});

const readUsed = async (): Promise<string | null> =>
  decodeAttribute(
    await client.getAttribute({ ...GROUP, attributeName: CREDIT_URNS.used }),
    creditsCodec,
  );

/** Only calls that are to come too late get little time, so that a loaded machine fails no other. */
const timeoutOf = (kind: FaultKind, tooLateMs: number): number =>
  kind === 'latency' || kind === 'slow-drip' ? tooLateMs : 60_000;

const writeUsed = async (value: string, timeoutMs: number): Promise<void> => {
  const definition = await client.getAttributeDefinition(CREDIT_URNS.used);
  const write = encodeAttribute(definition, creditsCodec, value);
  await client.setAttributes({ groupId: 10, resourceId: 500, writes: [write] }, { timeoutMs });
};

interface Course {
  /** The error when the fault lasts; undefined: there is none. */
  readonly lasting: PerunErrorKind | undefined;
  /** Attempts of a write when only its first call goes wrong, and the value afterwards. */
  readonly attempts: number;
  readonly value: string;
}

const REPEATED = { attempts: 2, value: '77.5' };
const REFUSED = { attempts: 1, value: '12.5' };
const courses: Readonly<Record<FaultKind, Course>> = {
  latency: { lasting: 'timeout', ...REPEATED },
  'slow-drip': { lasting: 'timeout', ...REPEATED },
  'internal-server-error': { lasting: 'server', ...REPEATED },
  truncated: { lasting: 'response', ...REPEATED },
  'reset-before': { lasting: 'connection', ...REPEATED },
  'reset-after': { lasting: 'connection', ...REPEATED },
  unauthorized: { lasting: 'credentials', ...REFUSED },
  mfa: { lasting: 'mfa', ...REFUSED },
  'unknown-method': { lasting: 'protocol', ...REFUSED },
  'read-only': { lasting: 'runtime', ...REFUSED },
  // It may have been written or not: the answer of another shape is an error, and is not repeated.
  'empty-list': {
    lasting: 'response',
    attempts: 1,
    value: expect.any(String) as unknown as string,
  },
};

describe('a write through the client', () => {
  it.each(FAULT_KINDS)('that meets %s ends in a clear state', async (kind) => {
    const fault = { kind, method: 'attributesManager.setAttributes', latencyMs: NEVER_MS };
    simulator.faults.add({ ...fault, count: 1 });
    const { lasting, attempts, value } = courses[kind];
    const outcome = await writeUsed('77.5', timeoutOf(kind, 3000)).then(
      () => 'written',
      (error: unknown) => (error as { kind: string }).kind,
    );
    expect(outcome).toBe(attempts === 1 ? lasting : 'written');
    const sent = simulator.calls.filter((call) => call.method.endsWith('setAttributes'));
    expect(sent).toHaveLength(attempts);
    await expect(readUsed()).resolves.toEqual(value);
  });

  it.each(FAULT_KINDS)('names %s that lasts', async (kind) => {
    simulator.faults.add({ kind, method: 'attributesManager.setAttributes', latencyMs: NEVER_MS });
    const { lasting, attempts } = courses[kind];
    await expect(writeUsed('77.5', timeoutOf(kind, 100))).rejects.toMatchObject({
      kind: lasting,
      attempts,
    });
  });
});

describe('a bulk read through the client', () => {
  it('cannot tell an empty answer from no groups', async () => {
    simulator.faults.add({ kind: 'empty-list', method: 'groupsManager.getRichGroups*' });
    const ask = { resourceId: 500, attrNames: [CREDIT_URNS.used] };
    await expect(client.groupsOfResource(ask)).resolves.toEqual([]);
  });
});
