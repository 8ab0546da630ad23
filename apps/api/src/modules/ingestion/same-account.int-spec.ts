import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeWriteRequestV1, encodeWriteRequestV2, formatLine } from '@os-credits/usage-wire';
import { gzipSync } from 'node:zlib';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { SetReadingUnits } from '../credit-rules/index.js';

const AT = Date.parse('2026-11-22T02:00:00Z');
const HOUR = 3_600_000;
const CLOCK = '2026-11-22T05:00:00.000Z';

interface Sample {
  readonly metric: string;
  readonly site: string;
  readonly timeMillis: number;
  readonly value: number;
}

const cpu = 'project_vcpu_usage';
const ram = 'project_mb_usage';
/** Awkward doubles, two sites, a reset, a late reading, a duplicate and a conflict. */
const samples: readonly Sample[] = [
  { metric: cpu, site: '8676', timeMillis: AT, value: 0.1 },
  { metric: cpu, site: '8676', timeMillis: AT + HOUR, value: 1 / 3 },
  { metric: cpu, site: '8676', timeMillis: AT + 2 * HOUR, value: 1e-7 },
  { metric: cpu, site: '8675', timeMillis: AT, value: 5124537.937181614 },
  { metric: cpu, site: '8675', timeMillis: AT + HOUR, value: 5124537.962893599 },
  { metric: ram, site: '8676', timeMillis: AT, value: 1e21 },
  { metric: ram, site: '8676', timeMillis: AT + HOUR, value: 1.5e21 },
  { metric: cpu, site: '8676', timeMillis: AT + HOUR / 2, value: 0.2 },
  { metric: cpu, site: '8676', timeMillis: AT + HOUR / 2, value: 0.2 },
  { metric: cpu, site: '8676', timeMillis: AT + HOUR / 2, value: 0.25 },
];

function toLines(project: string): string {
  return samples
    .map(({ metric, site, timeMillis, value }) =>
      formatLine({
        measurement: metric,
        tags: [
          ['location_id', site],
          ['project_name', project],
        ],
        fields: [['value', String(value)]],
        timestamp: timeMillis,
      }),
    )
    .join('\n');
}

function toSeries(project: string) {
  return samples.map(({ metric, site, timeMillis, value }) => ({
    labels: [
      ['__name__', metric],
      ['location_id', site],
      ['project_name', project],
    ] as const,
    samples: [{ timeMillis, value }],
  }));
}

describe('the same readings', () => {
  let stage: IngestionStage;
  beforeAll(async () => {
    stage = await IngestionStage.open({}, CLOCK);
  });
  afterAll(() => stage.close());

  const wires: Record<string, (project: string) => Promise<unknown>> = {
    'influxdb-1': (project) => stage.lines(toLines(project), '?precision=ms'),
    'influxdb-2': (project) =>
      stage.send('/api/v2/write?precision=ms', {
        body: gzipSync(toLines(project)),
        headers: { 'content-encoding': 'gzip' },
      }),
    'remote-write-1': (project) => stage.remoteWrite(encodeWriteRequestV1(toSeries(project))),
    'remote-write-2': (project) =>
      stage.remoteWrite(encodeWriteRequestV2(toSeries(project)), '2.0'),
    json: (project) =>
      stage.readings(
        samples.map(({ metric, site, timeMillis, value }) => ({
          project,
          site,
          metric,
          at: new Date(timeMillis).toISOString(),
          value,
        })),
      ),
    'json text': (project) =>
      stage.readings(
        samples.map(({ metric, site, timeMillis, value }) => ({
          project,
          site,
          metric,
          at: new Date(timeMillis).toISOString().replace('Z', '+00:00'),
          value: String(value),
        })),
      ),
    'every wire in turn': async (project) => {
      for (const wire of ['json', 'influxdb-1', 'remote-write-2']) await wires[wire]!(project);
    },
  };

  it.each(Object.keys(wires))('by %s give the same account', async (wire) => {
    const project = `by ${wire}`;
    await wires[wire]!(project);
    expect(await stage.stored(project)).toEqual([
      '8675 cpu 2026-11-22 02:00:00+00 5124537.937181614',
      '8675 cpu 2026-11-22 03:00:00+00 5124537.962893599',
      '8676 cpu 2026-11-22 02:00:00+00 0.1',
      '8676 cpu 2026-11-22 02:30:00+00 0.2',
      '8676 cpu 2026-11-22 03:00:00+00 0.3333333333333333',
      '8676 cpu 2026-11-22 04:00:00+00 0.0000001',
      '8676 ram 2026-11-22 02:00:00+00 1000000000000000000000',
      '8676 ram 2026-11-22 03:00:00+00 1500000000000000000000',
    ]);
    // 0.025711985 + 0.2333333333333333 of cpu, and 5e20 × 0.3 of ram
    expect(await stage.used(project)).toBe('150000000000000000000.2590453183333333');
    const conflicts = (await stage.quarantine()).filter((row) => row.project_name === project);
    expect(new Set(conflicts.map(({ reason, value }) => `${reason} ${value ?? ''}`))).toEqual(
      new Set(['conflict 0.25']),
    );
  });
});

describe('8 GiB for one hour cost 2.4 credits', () => {
  it.each([
    ['GiB·h, what exporters send today', null, '8'],
    ['MiB·h, as those of 2019', 'MiB.h', '8192'],
  ])('with readings in %s', async (_, unit, value) => {
    const stage = await IngestionStage.open({}, CLOCK);
    try {
      if (unit !== null) await new SetReadingUnits(stage.sql).execute(new Map([[ram, unit]]));
      const line = (reading: string, hours: number) =>
        `${ram},location_id=1,project_name=p value=${reading} ${AT + hours * HOUR}`;
      await stage.lines(`${line('0', 0)}\n${line(value, 1)}`, '?precision=ms');
      expect(await stage.used('p')).toBe('2.4');
    } finally {
      await stage.close();
    }
  });
});
