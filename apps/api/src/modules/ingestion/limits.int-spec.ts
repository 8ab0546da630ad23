import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import { encodeWriteRequestV1 } from '@os-credits/usage-wire';
import { compressSync } from 'snappy';
import {
  IngestionStage,
  remoteWriteHeaders,
  type WriteAnswer,
} from '../../../test/ingestion-stage.js';

const MIB = 1024 * 1024;
const AT = Date.parse('2026-11-22T04:00:00Z');
const DAY = 86_400_000;
const gzip = { 'content-encoding': 'gzip' };
let stage: IngestionStage;

beforeAll(async () => {
  stage = await IngestionStage.open({ INGEST_READINGS_MAX: '20000' }, '2026-11-22T05:00:00.000Z');
});
afterAll(() => stage.close());

const line = (project: string, millis: number, tags = '') =>
  `project_vcpu_usage,location_id=1,project_name=${project}${tags} value=1 ${millis}000000`;

/** Repeats a literal as back-references, the densest that Snappy's block format has: 64 bytes from 3. */
function snappyBomb(announced: number): Buffer {
  const length: number[] = [];
  for (let rest = announced; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      length.push(rest);
      break;
    }
    length.push((rest % 128) + 128);
  }
  const copies = Math.ceil((announced - 1) / 64);
  const last = announced - 1 - (copies - 1) * 64;
  const body = Buffer.alloc(length.length + 2 + copies * 3);
  Buffer.from([...length, 0, 0]).copy(body);
  for (let copy = 0; copy < copies; copy += 1) {
    const size = copy === copies - 1 ? last : 64;
    body.set([((size - 1) << 2) | 2, 1, 0], length.length + 2 + copy * 3);
  }
  return body;
}

/**
 * How far the memory of this process rises above where it was while `work` runs. Garbage that is not
 * collected yet counts: only bounds far above what is needed, and far below what a fault costs, hold.
 */
async function memoryRise(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let highest = before;
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 5);
  await work();
  clearInterval(timer);
  return Math.max(highest, process.memoryUsage.rss()) - before;
}

describe('a body', () => {
  it.each(['/write', '/api/v2/write', '/api/v1/write'])(
    'of 10 MiB is taken by %s, one byte more is not',
    async (path) => {
      const headers = path === '/api/v1/write' ? remoteWriteHeaders('1.0') : {};
      const answer = await stage.send(path, { body: Buffer.alloc(10 * MIB + 1, '#'), headers });
      expect(answer).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
      const whole = await stage.send(path, { body: Buffer.alloc(10 * MIB, '#'), headers });
      expect(whole.status).toBe(path === '/api/v1/write' ? 400 : 204);
    },
  );

  it('that inflates to more than a GiB is not inflated to its end', async () => {
    const body = Buffer.concat(Array(10).fill(gzipSync(Buffer.alloc(128 * MIB), { level: 1 })));
    expect(body.length).toBeLessThan(10 * MIB);
    let answer: WriteAnswer | undefined;
    const rise = await memoryRise(async () => {
      answer = await stage.send('/write', { body, headers: gzip });
    });
    expect(answer).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
    expect(rise).toBeLessThan(512 * MIB);
  });

  it('that is a Snappy bomb, or announces what it cannot hold, costs nothing', async () => {
    const bombs = [
      snappyBomb(200 * MIB),
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0]),
      Buffer.from([0x80, 0x80, 0x80, 0x28, 0, 0]),
    ];
    const statuses: number[] = [];
    const rise = await memoryRise(async () => {
      for (const body of bombs) {
        const answer = await stage.send('/api/v1/write', {
          body,
          headers: remoteWriteHeaders('1.0'),
        });
        statuses.push(answer.status);
      }
    });
    expect(statuses).toEqual([413, 413, 400]);
    expect(rise).toBeLessThan(150 * MIB);
  });

  it('is the same test body that Snappy uncompresses when it is within the limit', async () => {
    const answer = await stage.send('/api/v1/write', {
      body: snappyBomb(MIB),
      headers: remoteWriteHeaders('1.0'),
    });
    expect(answer.body['detail']).toMatch(/not a write request/);
  });

  it('among many large ones waits for room, and none is lost', async () => {
    const body = Buffer.concat([
      Buffer.from(`${line('crowd', AT)}\n`),
      Buffer.alloc(10 * MIB - 200, '#'),
    ]);
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => stage.send('/write', { body })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 204));
  }, 180_000);
});

describe('readings in one request', () => {
  it.each([
    ['good', (index: number) => line('many', AT + index)],
    ['bad', () => 'x'],
    ['unbilled', () => 'node_load1 value=1'],
  ])('of the kind %s beyond the limit are refused', async (_, make) => {
    const before = await stage.traces();
    const lines = Array.from({ length: 20_001 }, (__, index) => make(index));
    const answer = await stage.send('/write', { body: gzipSync(lines.join('\n')), headers: gzip });
    expect(answer).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
    const message = encodeWriteRequestV1([
      {
        labels: [['__name__', 'project_vcpu_usage']],
        samples: lines.map((__, index) => ({ timeMillis: index, value: 1 })),
      },
    ]);
    expect((await stage.remoteWrite(message)).status).toBe(413);
    expect(await stage.traces()).toBe(before);
  });

  it('may all be bad, long and of the strangest characters: each is quarantined', async () => {
    const before = (await stage.quarantine()).length;
    const bad = `project_vcpu_usage,project_name=${'🙂'.repeat(200)},n=x${'🙂'.repeat(250)},m=${'🙂'.repeat(250)},location_id=\0 value=1`;
    const body = gzipSync(Array.from({ length: 5_100 }, () => bad).join('\n'));
    const answer = await stage.send('/write', { body, headers: gzip });
    expect(answer.status).toBe(400);
    expect(answer.headers['x-influxdb-error']).toContain('0 kept, 5100 quarantined; line 1:');
    const rows = (await stage.quarantine()).slice(before);
    expect(rows).toHaveLength(5_100);
    expect(rows.at(-1)).toMatchObject({ position: 5_100, reason: 'project-invalid' });
  }, 180_000);
});

describe('labels', () => {
  it.each([
    ['65 labels', Array.from({ length: 63 }, (_, index) => `,l${index}=x`).join('')],
    ['a name of 257 bytes', `,${'n'.repeat(257)}=x`],
    ['a value of 1025 bytes', `,n=${'v'.repeat(1025)}`],
    ['a series of 70 000 bytes', `,n=${'v'.repeat(70_000)}`],
  ])('%s are too much', async (_, tags) => {
    const body = `${line('labelled', AT, tags)}\n${line('labelled', AT + 1)}`;
    const answer = await stage.lines(body);
    expect(answer.status).toBe(400);
    expect((await stage.quarantine()).at(-1)).toMatchObject({ reason: 'label-limit', position: 1 });
    expect(await stage.stored('labelled')).toHaveLength(1);
  });
});

describe('times', () => {
  it.each([
    ['10 min ahead', AT + 3_600_000 + 600_000, null],
    ['10 min and 1 ms ahead', AT + 3_600_000 + 600_001, 'in-the-future'],
    ['in the year 2250', 8_836_000_000_000, 'in-the-future'],
    ['in the year 17814', 500_000_000_000_000, 'bad-timestamp'],
    ['400 days old', AT + 3_600_000 - 400 * DAY, null],
    ['400 days and 1 ms old', AT + 3_600_000 - 400 * DAY - 1, 'too-old'],
    ['in the year 1700', -8_520_000_000_000, 'too-old'],
    ['before Christ', -377_000_000_000_000, 'bad-timestamp'],
  ])('%s', async (_, timeMillis, reason) => {
    const before = (await stage.quarantine()).length;
    const project = `time ${timeMillis}`;
    const labels = [
      ['__name__', 'project_vcpu_usage'],
      ['location_id', '1'],
      ['project_name', project],
    ] as const;
    const answer = await stage.remoteWrite(
      encodeWriteRequestV1([{ labels, samples: [{ timeMillis, value: 1 }] }]),
    );
    expect(answer.status).toBe(reason === null ? 204 : 400);
    expect(await stage.stored(project)).toHaveLength(reason === null ? 1 : 0);
    const rows = (await stage.quarantine()).slice(before);
    expect(rows.map((row) => row.reason)).toEqual(reason === null ? [] : [reason]);
  });
});

it('a connection serves on after an error', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const body = compressSync(Buffer.from(encodeWriteRequestV1([])));
    const statuses: number[] = [];
    for (const send of [
      () => stage.lines('nonsense'),
      () => stage.send('/write', { token: null, body: Buffer.alloc(MIB), agent }),
      () => stage.send('/write', { body: Buffer.alloc(10 * MIB + 1), agent }),
      () => stage.send('/api/v1/write', { body, agent }),
      () => stage.send('/api/v1/write', { body, headers: remoteWriteHeaders('1.0'), agent }),
    ])
      statuses.push((await send()).status);
    expect(statuses).toEqual([400, 401, 413, 415, 204]);
  } finally {
    agent.destroy();
  }
});
