import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readingsResponse, type ResolveQuarantineResponse } from '@os-credits/contracts';
import { encodeWriteRequestV1 } from '@os-credits/usage-wire';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { publishRates } from '../../../test/publish-rates.js';
import { type SqlValue } from '../../platform/database/index.js';

const NOW = '2026-11-22T12:00:00.000Z';
const FROM = '2026-11-20T00:00:00Z';
const TO = '2026-11-21T00:00:00Z';
let stage: IngestionStage;

beforeAll(async () => {
  stage = await IngestionStage.open({}, NOW);
  await stage.sql.query(
    `insert into metric (name, friendly_name, unit, reading_unit, reading_factor, active_from, active_to)
     values ('spanned_usage', 'spanned', 'GPU·h', 'GPU·h', 1, $1, $2)`,
    [FROM, TO],
  );
  await publishRates(
    (sql, values) => stage.sql.query(sql, values as SqlValue[]),
    [{ metric: 'spanned_usage', rate: '1' }],
  );
});
afterAll(() => stage.close());

const instants = [
  '2026-11-19T23:59:59.999Z',
  '2026-11-20T00:00:00.000Z',
  '2026-11-20T23:59:59.999Z',
  '2026-11-21T00:00:00.000Z',
];

describe('readings of a metric that is active for a while', () => {
  it('count by their own time, also when they come late: JSON', async () => {
    const answer = await stage.readings(
      instants.map((at, index) => ({
        project: 'json-span',
        site: '8676',
        metric: 'spanned_usage',
        at,
        value: String(index * 10),
      })),
    );
    const { verdicts, unbilled } = readingsResponse.parse(answer.body);
    expect(verdicts.map((one) => one.verdict)).toEqual([
      'unbilled',
      'accepted',
      'accepted',
      'unbilled',
    ]);
    expect(unbilled).toBe(2);
    expect(await stage.used('json-span')).toBe('10');
    expect(await stage.quarantine()).toEqual([]);
  });

  it('count by their own time, also when they come late: line protocol', async () => {
    const body = instants
      .map(
        (at, index) =>
          `spanned_usage,location_id=8676,project_name=line-span value=${index * 10} ${Date.parse(at)}`,
      )
      .join('\n');
    const answer = await stage.lines(body, '?precision=ms');
    expect(answer.status).toBe(204);
    expect(await stage.used('line-span')).toBe('10');
  });

  it('count by their own time, also when they come late: remote_write', async () => {
    const answer = await stage.remoteWrite(
      encodeWriteRequestV1([
        {
          labels: [
            ['__name__', 'spanned_usage'],
            ['location_id', '8676'],
            ['project_name', 'remote-span'],
          ],
          samples: instants.map((at, index) => ({ timeMillis: Date.parse(at), value: index * 10 })),
        },
      ]),
    );
    expect(answer.status).toBe(204);
    expect(await stage.used('remote-span')).toBe('10');
  });

  it('count by their own time, also when staff release them from quarantine', async () => {
    for (const [index, at] of instants.entries())
      await stage.sql.query(
        `insert into quarantined_reading (wire, reason, detail, project_name, site_name, metric_name, at, value)
         values ('json', 'site-not-allowed', 'x', 'released-span', '8676', 'spanned_usage', $1, $2)`,
        [at, String(index * 10)],
      );
    const editor = await stage.app.signIn({ staffRole: 'editor' });
    const { body } = await stage.app.get<ResolveQuarantineResponse>(
      '/api/quarantine/release',
      editor,
      {
        method: 'POST',
        body: JSON.stringify({
          select: { filter: { project: 'released-span' } },
          reason: 'all of it',
        }),
        headers: { 'content-type': 'application/json', 'x-csrf-token': editor.csrfToken },
      },
    );
    expect([body.releasedCount, body.refused.map(({ reason }) => reason)]).toEqual([
      2,
      ['unbilled', 'unbilled'],
    ]);
    expect(await stage.used('released-span')).toBe('10');
  });

  it('make no series where none of them counts', async () => {
    const body = `spanned_usage,location_id=8676,project_name=too-early value=1 ${Date.parse(instants[0]!)}`;
    expect((await stage.lines(body, '?precision=ms')).status).toBe(204);
    expect(await stage.sql.query(`select from project where name = 'too-early'`)).toEqual([]);
  });
});
