import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runMigrations, startEmbeddedPostgres, type EmbeddedPostgres } from '@os-credits/database';
import { encodeWriteRequestV1 } from '@os-credits/usage-wire';
import pg from 'pg';
import { IngestionStage, type WriteAnswer } from '../../../test/ingestion-stage.js';

/** Within what is taken, by the real clock. */
const AT = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;
const line = (project: string, value: string, minutes = 0) =>
  `project_vcpu_usage,location_id=1,project_name=${project} value=${value} ${AT + minutes * 60_000}`;
const send = (stage: IngestionStage, body: string) => stage.lines(body, '?precision=ms');

describe('an acknowledgement', () => {
  let stage: IngestionStage;
  let owner: pg.Client;
  beforeAll(async () => {
    stage = await IngestionStage.open({ INGEST_BACKLOG_READINGS_MAX: '3' });
    owner = new pg.Client({ connectionString: stage.database.url });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await stage.close();
  });

  it('comes only after the commit', async () => {
    // given: a lock that the batch has to wait for
    await send(stage, line('law-1', '1'));
    await stage.rate();
    await owner.query('begin; lock table ingest_payload in share mode');
    let answer: WriteAnswer | undefined;
    const sent = send(stage, line('law-1', '5', 1)).then((one) => (answer = one));
    await untilWaiting(owner);
    // when it waits in the database, then nothing is answered
    expect(answer).toBeUndefined();
    expect((await owner.query('select from ingest_payload')).rowCount).toBe(0);
    await owner.query('commit');
    expect((await sent).status).toBe(204);
    expect((await owner.query('select from ingest_payload')).rowCount).toBe(1);
    expect(await stage.used('law-1')).toBe('4');
  });

  it('is withheld with a time to come back while too much waits for rating', async () => {
    expect(
      (await send(stage, [1, 2, 3, 4].map((n) => line('full', `${n}`, n)).join('\n'))).status,
    ).toBe(204);
    const before = await stage.traces();
    for (const answer of [
      await send(stage, line('full', '9', 9)),
      await stage.remoteWrite(encodeWriteRequestV1([])),
      await stage.readings([{ project: 'p', metric: 'm', at: 't', value: 1 }]),
    ]) {
      expect(answer).toMatchObject({
        status: 503,
        body: { code: 'overloaded' },
        headers: { 'retry-after': '10' },
      });
    }
    expect(await stage.traces()).toBe(before);
    await stage.rate();
    await untilTaken(() => send(stage, line('full', '9', 9)));
    expect(await stage.used('full')).toBe('8');
  });

  it('is a refusal where PostgreSQL refuses the data itself, so that it is not sent again', async () => {
    await stage.rate();
    await owner.query(
      `alter table ingest_payload add constraint never check (reading_count <> 2) not valid`,
    );
    const body = `${line('refused', '1')}\n${line('refused', '2', 1)}`;
    const answer = await untilTaken(() => send(stage, body));
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-body' } });
    expect((await stage.quarantine()).at(-1)).toMatchObject({
      reason: 'malformed-body',
      raw: `hex ${Buffer.from(body).toString('hex')}`,
    });
    await owner.query('alter table ingest_payload drop constraint never');
    expect(await stage.stored('refused')).toEqual([]);
  });
});

describe('a database that goes away and comes back', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'os-credits-away-'));
  let postgres: EmbeddedPostgres;
  let stage: IngestionStage;
  beforeAll(async () => {
    postgres = await startEmbeddedPostgres({ dataDir, durability: 'fast' });
    await runMigrations(postgres.url);
    stage = await IngestionStage.open({}, undefined, {
      name: 'os_credits',
      url: postgres.url,
      drop: () => postgres.stop(),
    });
  }, 180_000);
  afterAll(async () => {
    await stage.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is answered with 503 on every wire; sent again, nothing is lost and nothing doubled', async () => {
    expect((await send(stage, line('away', '1'))).status).toBe(204);
    await postgres.stop();
    const body = `${line('away', '4', 1)}\nnonsense`;
    const requests = [
      () => send(stage, body),
      () => send(stage, line('never-seen', '1')),
      () =>
        stage.remoteWrite(
          encodeWriteRequestV1([
            {
              labels: [
                ['__name__', 'project_vcpu_usage'],
                ['location_id', '1'],
                ['project_name', 'away'],
              ],
              samples: [{ timeMillis: AT, value: 1 }],
            },
          ]),
        ),
      () =>
        stage.readings([
          {
            project: 'away',
            site: '1',
            metric: 'project_vcpu_usage',
            at: new Date(AT).toISOString(),
            value: 1,
          },
        ]),
      () =>
        stage.send('/api/v1/write', {
          body: 'no snappy',
          headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
        }),
    ];
    for (const request of requests) {
      const answer = await request();
      expect(answer).toMatchObject({
        status: 503,
        body: { code: 'database-unavailable' },
        headers: { 'retry-after': '5' },
      });
    }
    postgres = await startEmbeddedPostgres({ dataDir, durability: 'fast', port: postgres.port });
    const again = await Promise.all(requests.map((request) => request()));
    expect(again.map(({ status }) => status)).toEqual([400, 204, 204, 200, 400]);
    expect(await stage.used('away')).toBe('3');
    expect((await stage.quarantine()).map(({ reason }) => reason).sort()).toEqual([
      'malformed-body',
      'syntax',
    ]);
  }, 180_000);
});

/** Until a session waits for the lock that `owner` holds. */
async function untilWaiting(owner: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await owner.query(
      `select from pg_locks where not granted and relation = 'ingest_payload'::regclass`,
    );
    if (rowCount !== 0) return;
  }
}

/** The backlog is asked for once a second. */
async function untilTaken(request: () => Promise<WriteAnswer>): Promise<WriteAnswer> {
  for (;;) {
    const answer = await request();
    if (answer.status !== 503) return answer;
  }
}
