import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { type Credentials } from '../../../test/test-app.js';

const NOW = '2026-11-22T12:30:00.000Z';
const at = (minutes: number): string =>
  new Date(Date.parse('2026-11-22T06:00:00.000Z') + minutes * 60_000).toISOString();

let stage: IngestionStage;
let editor: Credentials & { csrfToken: string };

beforeAll(async () => {
  stage = await IngestionStage.open({}, NOW);
  editor = await stage.app.signIn({ staffRole: 'editor', name: 'Ada', subject: 'ada' });
  await stage.sql.query(
    `update metric set plausible_max_per_hour = 100 where name = 'project_vcpu_usage'`,
  );
});
afterAll(() => stage.close());

const NAMES = /^os_credits_(quarantine_open|held_charges_open|silent_sites|data_quality_open)/;

async function scraped(): Promise<Record<string, number>> {
  const { body } = await stage.app.get<string>('/metrics');
  const lines = body.split('\n').filter((line) => NAMES.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice('os_credits_'.length, space), Number(line.slice(space + 1))];
    }),
  );
}

async function post(path: string, body: unknown): Promise<void> {
  const { status } = await stage.app.get(path, editor, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-csrf-token': editor.csrfToken },
  });
  expect(status).toBe(200);
}

it('scrapes show what waits for staff, and no longer what they decided', async () => {
  const nothing = {
    quarantine_open_readings: 0,
    held_charges_open: 0,
    silent_sites: 0,
    'data_quality_open_events{kind="reset"}': 0,
    'data_quality_open_events{kind="gap"}': 0,
    'data_quality_open_events{kind="silent-site"}': 0,
  };
  expect(await scraped()).toEqual(nothing);
  // given: a reading that is none, a jump, a fall, and a site that went silent
  const steps: [number, string][] = [
    [0, '10'],
    [60, '1010'],
    [120, '5'],
    [121, 'NaN'],
  ];
  const series = { project: 'p', site: '8676', metric: 'project_vcpu_usage' };
  await stage.readings(steps.map(([minutes, value]) => ({ ...series, at: at(minutes), value })));
  await stage.rate();
  await stage.sql.query(
    `insert into site_silence (site_id, from_at) select id, '2026-11-22T08:00:00Z' from site`,
  );
  expect(await scraped()).toEqual({
    quarantine_open_readings: 1,
    held_charges_open: 1,
    silent_sites: 1,
    'data_quality_open_events{kind="reset"}': 1,
    'data_quality_open_events{kind="gap"}': 0,
    'data_quality_open_events{kind="silent-site"}': 1,
  });
  // when: all of it is decided
  const all = { select: { filter: {} }, reason: 'seen' };
  await post('/api/quarantine/dismiss', all);
  await post('/api/held-charges/dismiss', all);
  await post('/api/data-quality/events/acknowledge', { select: { filter: {} }, note: 'seen' });
  // then: the site is still silent, which no decision changes
  expect(await scraped()).toEqual({ ...nothing, silent_sites: 1 });
});
