import { type LedgerReader } from '../stack/ledger-reader.js';

/** A run as the database holds it. */
export interface RunRow {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly lease_worker: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly error_message: string | null;
}

/** Looks at runs past the product. */
export class JobRunReader {
  constructor(private readonly ledger: LedgerReader) {}

  async all(): Promise<RunRow[]> {
    return this.ledger.rows<RunRow>(
      'select id, type, state, lease_worker, result, error_message from job_run order by created_at, id',
    );
  }

  async find(id: string): Promise<RunRow> {
    const run = (await this.all()).find((one) => one.id === id);
    if (run === undefined) throw new Error(`there is no job ${id}`);
    return run;
  }

  async active(): Promise<RunRow[]> {
    return (await this.all()).filter(({ state }) => ['queued', 'running'].includes(state));
  }

  /** How attempts ended, counted. */
  async outcomes(): Promise<Map<string, number>> {
    const rows = await this.ledger.rows<{ outcome: string; count: number }>(
      `select coalesce(outcome, 'under way') as outcome, count(*)::int as count from job_attempt group by 1 order by 1`,
    );
    return new Map(rows.map(({ outcome, count }) => [outcome, count]));
  }

  /** The pause before the next attempt is no part of what is proved. */
  async skipPauses(): Promise<void> {
    await this.ledger.rows(
      `update job_run set available_at = now() where state = 'queued' and available_at > now()`,
    );
  }
}
