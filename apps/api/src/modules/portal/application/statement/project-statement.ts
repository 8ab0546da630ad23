import { Inject, Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { type StatementFormat } from '@os-credits/contracts';
import { Clock } from '../../../../platform/clock/index.js';
import { CREDITS_SETTINGS, type CreditsSettings } from '../../../../platform/config/index.js';
import { invalidRequest } from '../../../../platform/problems/index.js';
import { Spool } from '../../../../platform/spool/index.js';
import { projectNotFound } from '../portal.errors.js';
import { asOf } from '../show-balance.js';
import { type Viewer } from '../viewer.js';
import { foldByDay, lineOf, type DocumentLine } from './fold-by-day.js';
import { statementCsv } from './statement-csv.js';
import { statementJson, type StatementHead } from './statement-json.js';
import { type StatementLanguage } from './statement-labels.js';
import { StatementTotals, withBalance } from './statement-lines.js';
import { StatementPrinter } from './statement-printer.js';
import {
  StatementSource,
  type StatementEntryRow,
  type StatementHeaderRow,
} from './statement.ports.js';

const HOUR_MS = 3_600_000;
/** Some two hundred pages; nobody reads more, and it takes long. */
const PRINTED_LINES_MAX = 10_000;
const MEDIA_TYPES: Readonly<Record<StatementFormat, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  pdf: 'application/pdf',
};

export interface StatementRequest {
  readonly project: string;
  /** ISO 8601; without it the statement begins with the account. */
  readonly from: string | undefined;
  /** ISO 8601; without it the statement ends with the running hour. */
  readonly to: string | undefined;
  readonly format: StatementFormat;
  readonly detail: 'entry' | 'day' | undefined;
  readonly language: StatementLanguage;
}

/** A finished document. Read its content once, or discard it. */
export interface StatementDocument {
  readonly project: string;
  readonly from: string | null;
  readonly to: string;
  readonly mediaType: string;
  readonly format: StatementFormat;
  readonly content: Spool;
}

/**
 * Makes the statement of a project's account: opening balance, entries, closing balance. It is read as one
 * snapshot and its numbers are those of balance and ledger on the screen; the closing balance equals the
 * balance at `to`.
 */
@Injectable()
export class ProjectStatement {
  constructor(
    private readonly source: StatementSource,
    private readonly printer: StatementPrinter,
    private readonly clock: Clock,
    @Inject(CREDITS_SETTINGS) private readonly settings: CreditsSettings,
  ) {}

  /** @throws DomainError `project-not-found`, `invalid-request` */
  async run(viewer: Viewer, request: StatementRequest): Promise<StatementDocument> {
    const now = this.clock.now();
    const runningHourMs = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
    const runningHour = new Date(runningHourMs).toISOString();
    const from = request.from ?? null;
    const to = request.to ?? new Date(runningHourMs + HOUR_MS).toISOString();
    if (from !== null && from >= to) {
      const detail = 'must be later than from';
      throw invalidRequest([{ pointer: '/query/to', code: 'empty-range', detail }]);
    }
    const content = new Spool();
    try {
      const document = await this.source.read(
        { viewer, name: request.project, from, to, runningHour },
        async (header, rows) => {
          const head = headOf(header, { from, to, createdAt: now.toISOString() });
          for await (const chunk of this.print(head, rows, request)) await content.write(chunk);
          const { format } = request;
          const mediaType = MEDIA_TYPES[format];
          return { project: header.name, from, to, mediaType, format, content };
        },
      );
      if (document === null) throw projectNotFound(request.project);
      return document;
    } catch (error) {
      await content.discard();
      throw error;
    }
  }

  private print(
    head: StatementHead,
    rows: AsyncIterable<StatementEntryRow>,
    request: StatementRequest,
  ): AsyncIterable<string | Uint8Array> {
    const opening = Decimal.of(head.opening);
    const totals = new StatementTotals(opening);
    const entries = withBalance(rows, totals);
    if (request.format === 'json') return statementJson(head, entries, totals);
    const detail = request.detail ?? (request.format === 'pdf' ? 'day' : 'entry');
    const lines = detail === 'day' ? foldByDay(entries, opening) : linesOf(entries);
    if (request.format === 'csv') return statementCsv(head, lines, totals);
    return this.printer.print({
      head,
      lines: printable(lines),
      totals,
      language: request.language,
      places: this.settings.OS_CREDITS_PRECISION,
    });
  }
}

/** @throws DomainError `invalid-request` where there are more lines than are printed */
async function* printable(lines: AsyncIterable<DocumentLine>): AsyncGenerator<DocumentLine> {
  let count = 0;
  for await (const line of lines) {
    count += 1;
    if (count > PRINTED_LINES_MAX) {
      const detail = `has more than ${PRINTED_LINES_MAX} lines as PDF; take detail=day, a shorter period, or CSV`;
      throw invalidRequest([{ pointer: '/query/format', code: 'too-long', detail }]);
    }
    yield line;
  }
}

async function* linesOf(entries: ReturnType<typeof withBalance>): AsyncGenerator<DocumentLine> {
  for await (const entry of entries) yield lineOf(entry);
}

function headOf(
  header: StatementHeaderRow,
  range: Pick<StatementHead, 'from' | 'to' | 'createdAt'>,
): StatementHead {
  return {
    project: header.name,
    ...range,
    asOf: asOf(header.firstReadingAt, header.completeTo, range.to),
    opening: Decimal.of(header.opening).toString(),
  };
}
