import { type INestApplicationContext } from '@nestjs/common';
import {
  type ProblemDocument,
  reRatingEntriesResponse,
  type ReRatingEntriesResponse,
  reRatingPlan,
  type ReRatingPlan,
  type ReRatingReading,
  reRatingReadingsResponse,
  type StartJobResponse,
} from '@os-credits/contracts';
import { jobTypes } from '../src/job-types.js';
import { CountCompleteness } from '../src/modules/data-quality/application/count-completeness.use-case.js';
import { SqlCompletenessRepository } from '../src/modules/data-quality/persistence/sql-completeness.repository.js';
import { startJobWorker, until } from './job-stage.js';
import { RatingStage } from './rating-stage.js';
import { startTestApp, type Answer, type Credentials, type TestApp } from './test-app.js';

export const HOUR_MICROS = 3_600_000_000;
export const MINUTE_MICROS = 60_000_000;
/** Ten hours ago, on the hour: everything happens after it. */
export const START_MICROS =
  Math.floor((Date.now() * 1000) / HOUR_MICROS) * HOUR_MICROS - 10 * HOUR_MICROS;
export const iso = (micros: number): string => new Date(micros / 1000).toISOString();
export const problemOf = (answer: Answer): ProblemDocument => answer.body as ProblemDocument;

type Person = Credentials & { csrfToken: string };

/** Readings, rating, jobs and the API over one database, as a re-rating needs them. */
export class ReRatingStage {
  private constructor(
    readonly rating: RatingStage,
    readonly app: TestApp,
    private readonly worker: INestApplicationContext,
    readonly editor: Person,
    readonly other: Person,
    readonly viewer: Person,
  ) {}

  static async open(): Promise<ReRatingStage> {
    const rating = await RatingStage.open();
    const app = await startTestApp(rating.url, { PUBLISH_FOUR_EYES_CREDITS: '500' });
    const worker = await startJobWorker(rating.url, jobTypes);
    const editor = await app.signIn({ subject: 'edgar', name: 'Edgar', staffRole: 'editor' });
    const other = await app.signIn({ subject: 'ada', name: 'Ada', staffRole: 'admin' });
    const viewer = await app.signIn({ subject: 'viola', staffRole: 'viewer' });
    return new ReRatingStage(rating, app, worker, editor, other, viewer);
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.app.close();
    await this.rating.close();
  }

  post(path: string, body: unknown, as: Person = this.editor): Promise<Answer> {
    return this.app.get(path, as, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': as.csrfToken },
      body: JSON.stringify(body),
    });
  }

  request(body: unknown, as: Person = this.editor): Promise<Answer> {
    return this.post('/api/re-rating-plans', body, as);
  }

  /** Requests a plan and waits until it is computed. */
  async planFor(body: unknown): Promise<ReRatingPlan> {
    const answer = await this.request(body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return this.settled(reRatingPlan.parse(answer.body).id);
  }

  async approve(id: string, as: Person = this.editor): Promise<ReRatingPlan> {
    const decision = { decision: 'approve' };
    const answer = await this.post(`/api/re-rating-plans/${id}/decision`, decision, as);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return this.settled(id);
  }

  /** Waits until no job is at a plan. */
  settled(id: string): Promise<ReRatingPlan> {
    return until(
      async () =>
        reRatingPlan.parse((await this.app.get(`/api/re-rating-plans/${id}`, this.viewer)).body),
      ({ state }) => state !== 'computing' && state !== 'applying',
    );
  }

  async entries(id: string, project: string): Promise<ReRatingEntriesResponse['entries']> {
    const path = `/api/re-rating-plans/${id}/entries?project=${encodeURIComponent(project)}`;
    return reRatingEntriesResponse.parse((await this.app.get(path, this.viewer)).body).entries;
  }

  /** All readings that a plan dismisses, read in pages. */
  async readings(id: string, limit = 200): Promise<ReRatingReading[]> {
    const readings: ReRatingReading[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path = `/api/re-rating-plans/${id}/readings?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page = reRatingReadingsResponse.parse((await this.app.get(path, this.viewer)).body);
      readings.push(...page.readings);
      cursor = page.nextCursor;
    }
    return readings;
  }

  /** Runs the job that applies a plan and gives its result. */
  async applyAgain(id: string): Promise<unknown> {
    // A plan is applied a moment before the run that applied it is over, which would be the same work.
    const { job } = await until(
      async () =>
        (await this.post('/api/jobs', { type: 're-rate', parameters: { plan: id } }))
          .body as StartJobResponse,
      ({ isNew }) => isNew,
    );
    const run = await until(
      async () =>
        (await this.app.get<{ state: string; result: unknown }>(`/api/jobs/${job.id}`, this.viewer))
          .body,
      ({ state }) => state !== 'queued' && state !== 'running',
    );
    return run.result;
  }

  /** Compares what was expected with what came, for every hour that is due. */
  async countCompleteness(now: Date): Promise<void> {
    const { database } = this.rating;
    const counting = new CountCompleteness(database, new SqlCompletenessRepository(database));
    while (await counting.execute(now));
  }

  /** Charges of a project, posted or open, whose passport does not find again what was charged. */
  async passportFaults(project: string): Promise<string[]> {
    const charges = await this.rating.database.query<{ id: string }>(
      `select concat_ws('.', c.series_id, to_char(c.hour, 'YYYYMMDDHH24'), c.cost_table_id) as id
         from (select project_id, series_id, hour, cost_table_id from ledger_entry where kind = 'charge'
               union all
               select project_id, series_id, hour, cost_table_id from open_charge) c
         join project p on p.id = c.project_id
        where p.name = $1 group by 1`,
      [project],
    );
    const faults: string[] = [];
    for (const { id } of charges) {
      const path = `/api/projects/${encodeURIComponent(project)}/charges/${id}`;
      const { status, body } = await this.app.get<{
        recomputed: { matches: boolean } | null;
      }>(path, this.viewer);
      if (status !== 200 || body.recomputed?.matches === false)
        faults.push(`${id}: ${status} ${JSON.stringify(body.recomputed)}`);
    }
    return faults;
  }
}
