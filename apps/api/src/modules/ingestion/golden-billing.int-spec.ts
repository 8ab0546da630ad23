import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { publishRates } from '../../../test/publish-rates.js';
import { type SqlValue } from '../../platform/database/index.js';
import { SetReadingUnits } from '../credit-rules/index.js';

/**
 * What the original os_credits of 2019 was seen to do with these lines (case numbers of that recording), and
 * where ours decides otherwise, why; how they are read is in `golden-requests.int-spec.ts`. Readings of RAM are in MiB·h as its exporter sent them.
 */
const T0 = Date.parse('2019-01-01T00:00:00Z') / 1000;
const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;
let stage: IngestionStage;

beforeAll(async () => {
  stage = await IngestionStage.open({}, '2019-06-01T00:00:00.000Z');
  await new SetReadingUnits(stage.sql).execute(new Map([['project_mb_usage', 'MiB.h']]));
  for (const [name, policy, rate] of [
    ['zero_usage', 'from-zero', '1'],
    ['high_usage', 'high-water', '1'],
    ['slow_usage', 'rebaseline', '0.001'],
  ] as const) {
    await stage.sql.query(
      `insert into metric (name, friendly_name, unit, reading_unit, reading_factor, reset_policy)
       values ($1, $1, 'vCPU·h', 'vCPU·h', 1, $2)`,
      [name, policy],
    );
    await publishRates(
      (sql, values) => stage.sql.query(sql, values as SqlValue[]),
      [{ metric: name, rate }],
    );
  }
});
afterAll(() => stage.close());

const line = (metric: string, project: string, value: string, seconds: number, site = '8676') =>
  `${metric},location_id=${site},project_name=${project} value=${value} ${T0 + seconds}000000000`;

/** Sends one line after the other and tells what was used after each. */
async function usedAfterEach(
  project: string,
  lines: readonly string[],
): Promise<(string | null)[]> {
  const used: (string | null)[] = [];
  for (const one of lines) {
    expect((await stage.lines(one)).status).toBe(204);
    used.push(await stage.used(project));
  }
  return used;
}

describe('G49 to G57: one counter with redelivery, conflict, late reading and reset', () => {
  const steps = [
    ['100', 0],
    ['105', HOUR],
    ['105', HOUR],
    ['109', HOUR],
    ['103', HOUR / 2],
    ['105', 2 * HOUR],
    ['2', 3 * HOUR],
    ['50', 4 * HOUR],
    ['106.5', 5 * HOUR],
  ] as const;
  it.each([
    ['high_usage', 'as the original', ['0', '5', '5', '5', '5', '5', '5', '5', '6.5']],
    ['project_vcpu_usage', 'ours', ['0', '5', '5', '5', '5', '5', '5', '53', '109.5']],
    ['zero_usage', 'as increase()', ['0', '5', '5', '5', '5', '5', '7', '55', '111.5']],
  ])('%s: %s', async (metric, _, expected) => {
    const project = `alpha-${metric}`;
    const lines = steps.map(([value, seconds]) => line(metric, project, value, seconds));
    expect(await usedAfterEach(project, lines)).toEqual(expected);
    const conflicts = (await stage.quarantine()).filter((row) => row.project_name === project);
    expect(conflicts.map(({ reason, value }) => [reason, value])).toEqual([['conflict', '109']]);
  });
});

describe.each<
  [string, string, [metric: string, value: string, seconds: number, site?: string][], string[]]
>([
  [
    'G58, G59',
    '10240 MiB·h of RAM cost 3',
    [
      ['project_mb_usage', '1000', 0],
      ['project_mb_usage', '11240', HOUR],
    ],
    ['0', '3'],
  ],
  [
    'G60, G61',
    'not rounded to 0.03: credits are exact',
    [
      ['project_mb_usage', '0', 0],
      ['project_mb_usage', '100', HOUR],
    ],
    ['0', '0.029296875'],
  ],
  [
    'G65',
    'a site the project is not assigned to is billed like any other',
    [
      ['project_vcpu_usage', '500', 0, '9999'],
      ['project_vcpu_usage', '501', HOUR, '9999'],
    ],
    ['0', '1'],
  ],
  [
    'G64, G66, G67',
    'a project that nobody knows or grants anything is billed, for staff to look at',
    [
      ['project_vcpu_usage', '1', 0],
      ['project_vcpu_usage', '2.5', HOUR],
    ],
    ['0', '1.5'],
  ],
  [
    'G68 to G70',
    'no state outside the ledger can be lost: the first reading that came is the base',
    [
      ['project_vcpu_usage', '50', HOUR],
      ['project_vcpu_usage', '52', 2 * HOUR],
    ],
    ['0', '2'],
  ],
  [
    'G71, G72',
    'billed in full beyond what is granted',
    [
      ['project_vcpu_usage', '0', 0],
      ['project_vcpu_usage', '12', HOUR],
    ],
    ['0', '12'],
  ],
  [
    'G77',
    'every digit is kept',
    [
      ['project_vcpu_usage', '10', 0],
      ['project_vcpu_usage', '11.2345', HOUR],
      ['project_vcpu_usage', '16.2345', 2 * HOUR],
    ],
    ['0', '1.2345', '6.2345'],
  ],
  [
    'G78, G79',
    'half of the grant is no obstacle',
    [
      ['project_vcpu_usage', '0', 0],
      ['project_vcpu_usage', '101', HOUR],
      ['project_vcpu_usage', '102', 2 * HOUR],
    ],
    ['0', '101', '102'],
  ],
  [
    'G80 to G84',
    'the next line makes up for lost ones',
    [
      ['project_vcpu_usage', '100', 0],
      ['project_vcpu_usage', '104', 4 * HOUR],
    ],
    ['0', '4'],
  ],
  [
    'regular_run',
    'a week in one step',
    [
      ['project_vcpu_usage', '100', 0],
      ['project_vcpu_usage', '105', WEEK],
    ],
    ['0', '5'],
  ],
  [
    'equal_usage_values',
    'nothing used, nothing billed',
    [
      ['project_vcpu_usage', '100', 0],
      ['project_vcpu_usage', '100', WEEK],
    ],
    ['0', '0'],
  ],
  [
    'no_billing_due_to_rounding',
    'exact where the original billed 0 five times and then 0.01',
    [
      ['slow_usage', '100', 0],
      ...[1, 2, 3, 4, 5, 6].map(
        (week) => ['slow_usage', `${100 + week}`, week * WEEK] as [string, string, number],
      ),
    ],
    ['0', '0.001', '0.002', '0.003', '0.004', '0.005', '0.006'],
  ],
  [
    'vcpu and ram together',
    'exact where the original rounded each step',
    [
      ['project_vcpu_usage', '100', 0],
      ['project_vcpu_usage', '105.5', HOUR],
      ['project_mb_usage', '0', 0],
      ['project_mb_usage', '1024', HOUR],
      ['project_mb_usage', '1041', 2 * HOUR],
      ['project_mb_usage', '1042', 3 * HOUR],
    ],
    ['0', '5.5', '5.5', '5.8', '5.80498046875', '5.8052734375'],
  ],
  [
    'a small fall',
    'a reset like any other: the original went on from the higher value',
    [
      ['project_vcpu_usage', '105.5', 0],
      ['project_vcpu_usage', '104', HOUR],
      ['project_vcpu_usage', '106', 2 * HOUR],
    ],
    ['0', '0', '2'],
  ],
  [
    "resets as de.NBI's fork bills them",
    'the same',
    [
      ['project_vcpu_usage', '100', 0],
      ['project_vcpu_usage', '105', HOUR],
      ['project_vcpu_usage', '3', 2 * HOUR],
      ['project_vcpu_usage', '8', 3 * HOUR],
      ['project_vcpu_usage', '120', 4 * HOUR],
    ],
    ['0', '5', '5', '10', '122'],
  ],
  [
    'two sites at the same instants',
    '15, where the originals billed 915 and 1805',
    [
      ['project_vcpu_usage', '100', 0, '1'],
      ['project_vcpu_usage', '1000', 0, '2'],
      ['project_vcpu_usage', '105', HOUR, '1'],
      ['project_vcpu_usage', '1010', HOUR, '2'],
    ],
    ['0', '0', '5', '15'],
  ],
  [
    'the first reading was lost',
    'billed from the first one that came: 7, where the original billed 2',
    [
      ['project_vcpu_usage', '105', WEEK],
      ['project_vcpu_usage', '110', 2 * WEEK],
      ['project_vcpu_usage', '112', 3 * WEEK],
    ],
    ['0', '5', '7'],
  ],
  [
    '... and came after all',
    'billed then',
    [
      ['project_vcpu_usage', '105', WEEK],
      ['project_vcpu_usage', '112', 3 * WEEK],
      ['project_vcpu_usage', '100', 0],
    ],
    ['0', '7', '12'],
  ],
])('%s', (name, rule, readings, expected) => {
  it(rule, async () => {
    const project = `case-${Buffer.from(name).toString('hex')}`;
    const lines = readings.map(([metric, ...rest]) =>
      line(metric, project, rest[0], rest[1], rest[2]),
    );
    expect(await usedAfterEach(project, lines)).toEqual(expected);
  });
});

it.each(['my-project', '1000g', 'grün', 'my\\ project'])(
  'G109, G126 to G139: the project name %p is taken and billed',
  async (written) => {
    const project = written.replace('\\', '');
    expect(
      await usedAfterEach(project, [
        line('project_vcpu_usage', written, '1', 0),
        line('project_vcpu_usage', written, '5', HOUR),
      ]),
    ).toEqual(['0', '4']);
  },
);
