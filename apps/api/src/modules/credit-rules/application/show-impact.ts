import { Inject, Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { z } from 'zod';
import {
  type CostTable,
  type ImpactQuery,
  type ImpactResponse,
  type ImpactRow,
} from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { CREDIT_RULES_SETTINGS, type CreditRulesSettings } from '../../../platform/config/index.js';
import { Database } from '../../../platform/database/index.js';
import { decodeCursor, encodeCursor } from '../../../platform/http/index.js';
import { invalidRequest } from '../../../platform/problems/index.js';
import { CostTableRepository } from './cost-table.ports.js';
import { costTableNotFound } from './credit-rules.errors.js';
import {
  compareProject,
  impactTotals,
  sortImpact,
  toImpactRow,
  type ComparedProject,
  type ImpactWindow,
} from './impact-report.js';
import { ImpactReader } from './impact.ports.js';

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 30;
const WINDOW_DAYS_MAX = 400;
/** Paging and sorting look at the same figures; they are computed again after this. */
const KEPT_MS = 60_000;
const REPORTS_KEPT = 3;

/** Everything about one version of a table and one window. Rows are worked out when they are shown. */
interface Report {
  readonly summary: Omit<ImpactResponse, 'rows' | 'rowCount' | 'nextCursor'>;
  readonly projects: readonly ComparedProject[];
  readonly rowOf: (project: ComparedProject) => ImpactRow;
}

/** What publishing a cost table would do to every project, computed from what they used. */
@Injectable()
export class ShowImpact {
  private readonly reports = new Map<
    string,
    { readonly untilMs: number; readonly report: Promise<Report> }
  >();

  constructor(
    private readonly database: Database,
    private readonly tables: CostTableRepository,
    private readonly reader: ImpactReader,
    private readonly clock: Clock,
    @Inject(CREDIT_RULES_SETTINGS) private readonly settings: CreditRulesSettings,
  ) {}

  /** @throws DomainError `cost-table-not-found`, `invalid-request` (days, cursor) */
  async page(id: number, query: ImpactQuery): Promise<ImpactResponse> {
    const offset = offsetOf(query);
    const { report, projects } = await this.sorted(id, query);
    const page = projects.slice(offset, offset + query.limit);
    const next = offset + page.length;
    return {
      ...report.summary,
      rows: page.map(report.rowOf),
      rowCount: projects.length,
      nextCursor: next < projects.length ? cursorOf(query, next) : null,
    };
  }

  /** Every row that matches, in the order asked for. */
  async rows(id: number, query: ImpactQuery): Promise<ImpactRow[]> {
    const { report, projects } = await this.sorted(id, query);
    return projects.map(report.rowOf);
  }

  /** Credits that the table changes in 30 days, for and against alike, and what it was compared with. */
  async weigh(table: CostTable): Promise<{ impactCredits: string; baseId: number | null }> {
    const report = await this.compute(table, this.windowOf({}));
    return {
      impactCredits: report.summary.totals.impactCredits30Days,
      baseId: report.summary.base?.id ?? null,
    };
  }

  needsSecondPerson(impactCredits: string): boolean {
    const limit = Decimal.of(this.settings.PUBLISH_FOUR_EYES_CREDITS);
    return !limit.isZero() && Decimal.of(impactCredits).compare(limit) > 0;
  }

  private async sorted(
    id: number,
    query: ImpactQuery,
  ): Promise<{ report: Report; projects: ComparedProject[] }> {
    const window = this.windowOf(query);
    const table = await this.tables.find(this.database, id, {
      now: this.clock.now(),
      viewerId: null,
    });
    if (table === null) throw costTableNotFound(id);
    const report = await this.kept(table, window);
    const search = query.search?.toLowerCase() ?? '';
    const matching = report.projects.filter(({ row }) =>
      row.project.toLowerCase().includes(search),
    );
    const { sort, order } = query;
    const runwayOf = (project: ComparedProject) => report.rowOf(project).newRunwayAt;
    return { report, projects: sortImpact(matching, { sort, order }, runwayOf) };
  }

  private async kept(table: CostTable, window: ImpactWindow): Promise<Report> {
    const base = await this.baseOf(table);
    const nowMs = this.clock.now().getTime();
    const key = JSON.stringify([table.id, table.version, base?.id, window]);
    for (const [one, { untilMs }] of this.reports) if (untilMs <= nowMs) this.reports.delete(one);
    const known = this.reports.get(key);
    if (known !== undefined) return known.report;
    const [oldest] = this.reports.keys();
    if (this.reports.size >= REPORTS_KEPT && oldest !== undefined) this.reports.delete(oldest);
    const report = this.compute(table, window);
    this.reports.set(key, { untilMs: nowMs + KEPT_MS, report });
    // Whoever waits gets the error; the next one tries again.
    report.catch(() => this.reports.delete(key));
    return report;
  }

  private async compute(table: CostTable, window: ImpactWindow): Promise<Report> {
    const now = this.clock.now();
    const base = await this.baseOf(table);
    const request = {
      baseId: base?.id ?? null,
      tableId: table.id,
      from: window.from.slice(0, 10),
      to: window.to.slice(0, 10),
    };
    const projects = (await this.reader.projects(request)).map(compareProject);
    const totals = impactTotals(projects, window);
    const { id, title, version, effectiveFrom } = table;
    const summary = {
      table: { id, title, version, effectiveFrom },
      base,
      ...window,
      computedAt: now.toISOString(),
      totals,
      needsSecondPerson: this.needsSecondPerson(totals.impactCredits30Days),
      past: await this.pastOf(table, now),
      notIncluded: await this.reader.unpriced(request),
    };
    return { summary, projects, rowOf: remembering((one) => toImpactRow(one, window, now)) };
  }

  /** The table that this one takes over from: in force at its effective time, or now for a past one. */
  private async baseOf(table: CostTable): Promise<{ id: number; title: string } | null> {
    const base = await this.tables.inForceAt(this.database, table.effectiveFrom);
    return base?.id === table.id ? null : base;
  }

  private async pastOf(table: CostTable, now: Date): Promise<ImpactResponse['past']> {
    const to = table.appliesFrom ?? now.toISOString();
    if (Date.parse(table.effectiveFrom) >= Date.parse(to)) return null;
    const posted = await this.reader.postedSince(table.effectiveFrom);
    return { from: table.effectiveFrom, to, ...posted };
  }

  private windowOf({ from, to }: Pick<ImpactQuery, 'from' | 'to'>): ImpactWindow {
    const todayMs = Math.floor(this.clock.now().getTime() / DAY_MS) * DAY_MS;
    const toMs = to === undefined ? todayMs : Date.parse(to);
    const fromMs = from === undefined ? toMs - WINDOW_DAYS * DAY_MS : Date.parse(from);
    const days = (toMs - fromMs) / DAY_MS;
    if (days < 1) throw badWindow('/query/to', 'must lie after "from"');
    if (days > WINDOW_DAYS_MAX)
      throw badWindow('/query/from', `may lie at most ${WINDOW_DAYS_MAX} days before "to"`);
    return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  }
}

/** Works each one out once. */
function remembering(
  rowOf: (project: ComparedProject) => ImpactRow,
): (project: ComparedProject) => ImpactRow {
  const rows = new WeakMap<ComparedProject, ImpactRow>();
  return (project) => {
    const known = rows.get(project) ?? rowOf(project);
    rows.set(project, known);
    return known;
  };
}

function badWindow(pointer: string, detail: string) {
  return invalidRequest([{ pointer, code: 'bad-window', detail }]);
}

function viewOf(query: ImpactQuery): string {
  return [query.sort, query.order ?? '', query.search ?? '', query.from ?? '', query.to ?? ''].join(
    '|',
  );
}

function cursorOf(query: ImpactQuery, offset: number): string {
  return encodeCursor([viewOf(query), offset]);
}

function offsetOf(query: ImpactQuery): number {
  const ofThisView = z.tuple([z.literal(viewOf(query)), z.int().min(0)]);
  return decodeCursor(query.cursor, ofThisView)?.[1] ?? 0;
}
