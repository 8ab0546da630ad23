import { expect } from '@jest/globals';
import {
  costTable,
  listCostTablesResponse,
  type CostTable,
  type ListCostTablesResponse,
  type ProblemDocument,
  type PublicationResponse,
} from '@os-credits/contracts';
import { fixedClock, type FixedClock } from '@os-credits/testing';
import { RatingStage } from './rating-stage.js';
import { sendJson } from './rules-client.js';
import { startTestApp, type Answer, type Credentials, type TestApp } from './test-app.js';

export const HOUR = 3_600_000_000;
export const MINUTE = 60_000_000;
/** Yesterday, on the hour, in microseconds. */
export const START = Math.floor((Date.now() * 1000 - 30 * HOUR) / HOUR) * HOUR;
export const iso = (micros: number): string => new Date(micros / 1000).toISOString();
export const CPU = 'project_vcpu_usage';
export const RAM = 'project_mb_usage';

export type StaffPerson = Credentials & { readonly csrfToken: string };

/** The application with a rater beside it, and the people who make and publish cost tables. */
export class CostTableStage {
  private count = 0;

  private constructor(
    readonly stage: RatingStage,
    readonly clock: FixedClock,
    readonly app: TestApp,
    readonly editor: StaffPerson,
    /** Another person with the same name. */
    readonly second: StaffPerson,
    readonly viewer: StaffPerson,
  ) {}

  static async open(): Promise<CostTableStage> {
    const stage = await RatingStage.open();
    const clock = fixedClock(iso(START));
    const settings = {
      ACCOUNTING_START_DATE: '2020-01-01',
      PUBLISH_FOUR_EYES_CREDITS: '1000',
      SESSION_IDLE_MINUTES: '1440',
      SESSION_HOURS_MAX: '168',
    };
    const app = await startTestApp(stage.url, settings, clock);
    const editor = await app.signIn({ staffRole: 'editor', name: 'Edda', subject: 'edda' });
    const second = await app.signIn({ staffRole: 'editor', name: 'Edda', subject: 'other-edda' });
    const viewer = await app.signIn({ staffRole: 'viewer', name: 'Vera', subject: 'vera' });
    await stage.series('known-project');
    return new CostTableStage(stage, clock, app, editor, second, viewer);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.stage.close();
  }

  draftInput(over: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      title: `Draft ${(this.count += 1)}`,
      note: '',
      effectiveFrom: iso(START + 1000 * HOUR),
      rates: [
        { metric: CPU, rate: '1' },
        { metric: RAM, rate: '0.3' },
      ],
      weights: [],
      ...over,
    };
  }

  async makeDraft(over: Record<string, unknown> = {}): Promise<CostTable> {
    const { status, body } = await this.send('POST', '/api/cost-tables', this.draftInput(over));
    expect(status).toBe(201);
    return costTable.parse(body);
  }

  publish(
    table: Pick<CostTable, 'id' | 'version'>,
    as: StaffPerson = this.editor,
    over: Record<string, unknown> = {},
  ): Promise<Answer<PublicationResponse & ProblemDocument>> {
    const body = { version: table.version, reason: 'prices rise', ...over };
    return this.send('POST', `/api/cost-tables/${table.id}/publication`, body, as);
  }

  async tables(): Promise<ListCostTablesResponse['tables']> {
    const { body } = await this.app.get('/api/cost-tables', this.viewer);
    return listCostTablesResponse.parse(body).tables;
  }

  /** As the editor where nobody else is named. */
  send<Body = ProblemDocument>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    as: StaffPerson = this.editor,
  ): Promise<Answer<Body>> {
    return sendJson<Body>(this.app, as, method, path, body);
  }
}
