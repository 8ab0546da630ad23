import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  exactInstantParameter,
  type LedgerEntry,
  type ledgerQuery,
  type LedgerResponse,
  type StatementLine,
} from '@os-credits/contracts';
import { toChargeId } from './charge-id.js';
import { decodeCursor, encodeCursor } from '../../../platform/http/index.js';
import { projectNotFound } from './portal.errors.js';
import {
  StatementReader,
  type DayRow,
  type EntryRow,
  type StatementKey,
  type StatementRequest,
} from './portal.ports.js';
import { plain } from './project-summary.js';
import { type Viewer } from './viewer.js';

const id = z.string().regex(/^\d{1,18}$/);
const keyOf = (group: 'entry' | 'day') =>
  z.tuple([z.literal(group), exactInstantParameter, z.int().min(0).max(1), id, z.int32()]);
const keySchemas = { entry: keyOf('entry'), day: keyOf('day') };
const DAY_MS = 86_400_000;

@Injectable()
export class ShowStatement {
  constructor(private readonly reader: StatementReader) {}

  async run(
    viewer: Viewer,
    name: string,
    query: z.output<typeof ledgerQuery>,
  ): Promise<LedgerResponse> {
    const request: StatementRequest = {
      viewer,
      name,
      from: query.from ?? null,
      to: query.to ?? null,
      before: fromCursor(query.cursor, query.group),
      limit: query.limit + 1,
    };
    if (query.group === 'entry') {
      const rows = pageOf(await this.reader.entries(request), query, name);
      const { page, ...rest } = rows;
      return { ...rest, entries: page.map(toEntry), lines: [] };
    }
    const rows = pageOf(await this.reader.days(request), query, name);
    const { page, ...rest } = rows;
    return { ...rest, entries: [], lines: page.map(toLine) };
  }
}

function pageOf<Row extends StatementKey>(
  rows: readonly Row[] | null,
  query: { readonly limit: number; readonly group: 'entry' | 'day' },
  project: string,
): { project: string; page: Row[]; nextCursor: string | null } {
  if (rows === null) throw projectNotFound(project);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor =
    rows.length > page.length && last !== undefined
      ? encodeCursor([query.group, last.at, last.rank, last.id, last.subId])
      : null;
  return { project, page, nextCursor };
}

function fromCursor(cursor: string | undefined, group: 'entry' | 'day'): StatementKey | null {
  const key = decodeCursor(cursor, keySchemas[group]);
  return key && { at: key[1], rank: key[2], id: key[3], subId: key[4] };
}

export function toEntry(row: EntryRow): LedgerEntry {
  const charge = chargeOf(row);
  return {
    id: row.isOpen && charge !== null ? `open:${charge.chargeId}` : row.id,
    kind: row.kind,
    isOpen: row.isOpen,
    effectiveAt: row.at,
    postedAt: row.postedAt,
    credits: plain(row.credits),
    balanceAfter: plain(row.balanceAfter),
    charge,
    correctsId: row.correctsId,
    reason: row.reason,
    source: row.source,
    actor: row.actor,
  };
}

function chargeOf(row: EntryRow): LedgerEntry['charge'] {
  const { seriesId, hour, costTableId } = row;
  if (row.kind !== 'charge' || seriesId === null || hour === null || costTableId === null)
    return null;
  return {
    chargeId: toChargeId({ seriesId, hour, costTableId }),
    site: row.site ?? '',
    metric: row.metric ?? '',
    metricFriendlyName: row.metricFriendlyName ?? '',
    unit: row.unit ?? '',
    quantity: plain(row.quantity ?? '0'),
    rate: plain(row.rate ?? '0'),
    costTable: { id: costTableId, title: row.costTableTitle ?? '' },
    from: row.fromAt ?? hour,
    to: row.toAt ?? row.at,
  };
}

function toLine(row: DayRow): StatementLine {
  const amounts = { credits: plain(row.credits), balanceAfter: plain(row.balanceAfter) };
  const notes = { reason: row.reason, source: row.source, actor: row.actor };
  const common = { kind: row.kind, isOpen: row.isOpen, ...amounts, ...notes };
  if (row.day === null) {
    return {
      ...common,
      key: `entry:${row.id}`,
      from: row.at,
      to: row.at,
      charge: null,
      entryId: row.id,
      correctsId: row.correctsId,
      correctedById: row.correctedById,
    };
  }
  return {
    ...common,
    key: `charge:${row.day}:${row.id}`,
    from: new Date(Date.parse(row.day)).toISOString(),
    to: new Date(Date.parse(row.day) + DAY_MS).toISOString(),
    charge: {
      site: row.site ?? '',
      metric: row.metric ?? '',
      metricFriendlyName: row.metricFriendlyName ?? '',
      unit: row.unit ?? '',
      quantity: plain(row.quantity ?? '0'),
      entryCount: row.entryCount,
    },
    entryId: null,
    correctsId: null,
    correctedById: null,
  };
}
