import { randomUUID } from 'node:crypto';
import { type SyncParameters } from '../src/modules/perun-sync/application/sync-job.js';
import { PerunPace } from '../src/modules/perun-sync/perun/perun-pace.js';
import { SyncStage, type SyncResult } from './sync-stage.js';

const GROUPS = 3;
const LONG_MS = 60_000;
const FIRST_HOUR_MS = Date.parse('2026-10-01T00:00:00Z');
const HOUR_MS = 3_600_000;
/** Groups that are made later have ids from here on. */
const LATER_GROUPS = 10_000;
/** Parameters that say what a call is about. */
const SUBJECTS = ['group', 'resource', 'vo'];

/** What one project is like when a sync has carried everything. */
interface Wanted {
  granted: number;
  /** Entries of the ledger that make up the grant. */
  grants: number;
  used: number;
  lead: string;
  mail: string;
  /** Hours of the last readings by resource. */
  readonly lastAt: Record<string, string>;
}

/** One call of a run, wherever it stands among the others: what it asks, and about what. */
export interface CallPlace {
  readonly method: string;
  readonly params: Readonly<Record<string, number>>;
}

/** A kind of run with the changes that it has to carry. */
export interface Errand {
  readonly name: string;
  readonly parameters: Partial<SyncParameters>;
  readonly change: (nights: SyncNights) => Promise<void>;
}

/** Night after night the same changes in both directions, of which each must arrive exactly once. */
export class SyncNights {
  private readonly wanted = new Map<string, Wanted>();
  private readonly former: string[] = [];
  private turn = 0;

  private constructor(readonly stage: SyncStage) {}

  static async open(): Promise<SyncNights> {
    const nights = new SyncNights(await SyncStage.open({ groups: GROUPS }));
    nights.pace({ timeoutMs: LONG_MS });
    await nights.stage.sync();
    for (let number = 1; number <= GROUPS; number += 1)
      nights.wanted.set(`project-0000${number}`, {
        granted: 1000 + number,
        grants: 1,
        used: 0,
        lead: `lead-${number}`,
        mail: `project-0000${number}@bulk.example`,
        lastAt: {},
      });
    return nights;
  }

  /** How long a call may take from here on; it is tried twice, without a wait. */
  pace({ timeoutMs }: { readonly timeoutMs: number }): void {
    Object.assign(this.stage.get(PerunPace), {
      timeoutMs,
      bulkTimeoutMs: timeoutMs,
      retry: { attemptsMax: 2, sleep: () => Promise.resolve() },
    });
  }

  async nextTurn(errand: Errand): Promise<void> {
    this.turn += 1;
    await errand.change(this);
  }

  grant(project: string): void {
    const one = this.of(project);
    one.granted += 1;
    one.grants += 1;
    this.stage.control('grant', { group: project, credits: String(one.granted) });
  }

  swapLead(project: string): void {
    const one = this.of(project);
    const former = one.lead;
    one.lead = `lead-${20 + (this.turn % 2)}`;
    if (one.lead === former) return;
    this.stage.control('add-lead', { group: project, login: one.lead });
    this.stage.control('remove-lead', { group: project, login: former });
  }

  mail(project: string): void {
    const one = this.of(project);
    one.mail = `turn-${this.turn}@bulk.example`;
    this.stage.control('emails', { group: project, emails: one.mail });
  }

  async use(project: string, resource: string): Promise<void> {
    const one = this.of(project);
    const at = new Date(FIRST_HOUR_MS + this.turn * HOUR_MS).toISOString();
    one.used += 1;
    one.lastAt[resource] = at.slice(0, 13).replace('T', ' ');
    await this.stage.use(project, resource, '1', at);
  }

  /** A new group with a grant; the one of the turn before goes. */
  replaceGroup(): void {
    const [former] = this.former.slice(-1);
    if (former !== undefined) {
      this.stage.control('remove-group', { group: former });
      this.wanted.delete(former);
    }
    const name = `turn-${this.turn}`;
    this.stage.control('add-group', { name, credits: '50', lead: 'lead-9' });
    this.wanted.set(name, {
      granted: 50,
      grants: 1,
      used: 0,
      lead: 'lead-9',
      mail: '',
      lastAt: {},
    });
    this.former.push(name);
  }

  /** The places of the calls that the first run of a process makes which nothing disturbs. */
  async placesOf(errand: Errand): Promise<CallPlace[]> {
    // The first one still hears of what was written before it.
    for (let run = 1; run <= 2; run += 1) {
      await this.nextTurn(errand);
      await this.stage.reopen({});
      this.stage.perun.clearCalls();
      await this.stage.sync(errand.parameters);
    }
    const places = this.stage.perun.calls.map(({ method, params }) => ({
      method,
      params: Object.fromEntries(
        SUBJECTS.flatMap((key) => {
          const value = params[key];
          // The group of a turn has another id in the next one: its calls are met by their method alone.
          return typeof value === 'number' && value < LATER_GROUPS ? [[key, value]] : [];
        }),
      ),
    }));
    return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
  }

  /** One attempt of a run; what it ended with. */
  async attempt(
    errand: Errand,
    run: { readonly jobId?: string; readonly checkpoint?: unknown } = {},
  ): Promise<{ end: SyncResult | Error; jobId: string; checkpoint: unknown }> {
    const jobId = run.jobId ?? randomUUID();
    let { checkpoint } = run;
    const onCheckpoint = (saved: unknown): void => {
      checkpoint = saved;
    };
    const end = await this.stage
      .sync(errand.parameters, { ...run, jobId, onCheckpoint })
      .catch((error: unknown) => {
        if (error instanceof Error) return error;
        throw error;
      });
    return { end, jobId, checkpoint };
  }

  /** What each project was granted, by the ledger. */
  async grants(): Promise<{ project: string; granted: number; grants: number }[]> {
    return this.stage.sql(
      `select p.name as project, a.granted::float as granted,
              (select count(*)::int from ledger_entry e where e.project_id = p.id and e.kind = 'grant') as grants
         from project p join account a on a.project_id = p.id order by p.name`,
    );
  }

  /** What it must have been granted once a sync completed; before that, it may lack the last grant. */
  wantedGrants(project: string): { granted: number; grants: number } {
    const { granted, grants } = this.wanted.get(project) ?? { granted: 50, grants: 1 };
    return { granted, grants };
  }

  /** Both sides as they are. */
  async found(): Promise<unknown> {
    const rows = await this.stage.sql<{ name: string; status: string }>(
      `select p.name, p.status, trim_scale(a.granted)::text as granted, trim_scale(a.used)::text as used,
              (select count(*)::int from ledger_entry e where e.project_id = p.id and e.kind = 'grant') as grants,
              (select string_agg(l.login, ',' order by l.login)
                 from project_role r join perun_login l on l.user_id = r.user_id
                where r.project_id = p.id and r.role = 'lead') as leads,
              (select string_agg(address, ',' order by address) from project_mail m where m.project_id = p.id)
                as mails
         from project p join account a on a.project_id = p.id where p.status <> 'inactive' order by p.name`,
    );
    const inactive = await this.stage.sql(
      `select p.name from project p join account a on a.project_id = p.id
        where p.status = 'inactive' and a.granted = 50 order by p.id`,
    );
    return {
      projects: rows.map((row) => ({ ...row, perun: this.inPerun(row.name) })),
      inactiveCount: inactive.length,
      drift: await this.stage.sql(`select * from perun_drift`),
    };
  }

  /** Both sides as they must be. */
  expected(): unknown {
    const projects = [...this.wanted].map(([name, one]) => ({
      name,
      status: 'active',
      granted: String(one.granted),
      used: String(one.used),
      grants: one.grants,
      leads: one.lead,
      mails: one.mail === '' ? null : one.mail,
      perun: { used: one.used === 0 ? null : `${one.used}.00`, lastAt: one.lastAt },
    }));
    const inactiveCount = Math.max(0, this.former.length - 1);
    return { projects, inactiveCount, drift: [] };
  }

  private inPerun(name: string): unknown {
    const lastAt = ['8676', '8675'].flatMap((resource) => {
      const value = this.stage.timestamps(name, Number(resource));
      if (value === null || value === undefined) return [];
      return [[resource, String(Object.values(value)[0]).slice(0, 13)]];
    });
    return {
      used: this.stage.used(name),
      lastAt: Object.fromEntries(lastAt) as Record<string, string>,
    };
  }

  private of(project: string): Wanted {
    const one = this.wanted.get(project);
    if (one === undefined) throw new Error(`no project ${project}`);
    return one;
  }
}
