import { ledgerResponse, type LedgerEntry, type StatementLine } from '@os-credits/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl } from '../../shared/api/api-client.js';
import { projectKeys } from '../../shared/api/project-keys.js';
import { type StatementPeriod } from './model/statement-period.js';

const linesPerPage = 40;
/** The most that the API gives at once, for what is read to the end. */
const perPageMax = 500;
const refreshMs = 30_000;

/** Lines by day of a period, newest first, page by page. */
export function statementQuery(project: string, period: StatementPeriod) {
  return infiniteQueryOptions({
    queryKey: [...projectKeys.statement(project), 'lines', period],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        ledgerResponse,
        apiUrl(['projects', project, 'ledger'], {
          ...period,
          group: 'day',
          limit: linesPerPage,
          cursor: pageParam,
        }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.lines),
    placeholderData: keepPreviousData,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
}

/** All entries of one line's period; lines of one day share the answer. */
export function dayEntriesQuery(options: { project: string; line: StatementLine }) {
  const { project, line } = options;
  return queryOptions({
    queryKey: [...projectKeys.statement(project), 'entries', line.from, line.to],
    queryFn: ({ signal }) => allEntries({ project, from: line.from, to: line.to, signal }),
    staleTime: refreshMs,
  });
}

async function allEntries(options: {
  project: string;
  from: string;
  to: string;
  signal: AbortSignal;
}): Promise<LedgerEntry[]> {
  const { project, from, to, signal } = options;
  const entries: LedgerEntry[] = [];
  let cursor: string | null = null;
  do {
    const url = apiUrl(['projects', project, 'ledger'], {
      group: 'entry',
      from,
      to,
      limit: perPageMax,
      cursor: cursor ?? undefined,
    });
    const page: { entries: LedgerEntry[]; nextCursor: string | null } = await apiGet(
      ledgerResponse,
      url,
      signal,
    );
    entries.push(...page.entries);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return entries;
}
