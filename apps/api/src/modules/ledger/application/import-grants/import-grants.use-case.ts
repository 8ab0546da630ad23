import { Injectable } from '@nestjs/common';
import { type Localized } from '@os-credits/contracts';
import { Clock } from '../../../../platform/clock/index.js';
import { csvLine, ignoredColumns } from '../../../../platform/csv/index.js';
import { Database, type Tx } from '../../../../platform/database/index.js';
import { DomainError } from '../../../../platform/problems/index.js';
import { type JobContext } from '../../../jobs/index.js';
import { PostGrants } from '../post-grants.js';
import { GrantImports } from './grant-imports.js';
import { GrantPlan } from './grant-plan.js';
import {
  type ImportGrantsCheckpoint,
  type ImportGrantsParameters,
  type ImportGrantsResult,
} from './import-grants.contract.js';
import { readGrantTable, type GrantFault, type GrantRow } from './read-grant-table.js';

type Context = JobContext<ImportGrantsParameters, ImportGrantsCheckpoint>;

const FILE_BYTES_MAX = 32 * 1024 * 1024;
const LOGGED_FAULTS_MAX = 1000;
const FAULTS_IN_MESSAGE = 5;
/** Rating ends its pass first. */
const STATEMENT_TIMEOUT_MS = 300_000;

/**
 * Books grants from a table: all in one transaction, once per key. Where a line is bad nothing is booked,
 * unless the others were asked for.
 */
@Injectable()
export class ImportGrants {
  constructor(
    private readonly database: Database,
    private readonly imports: GrantImports,
    private readonly grants: PostGrants,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `invalid-request` naming the bad lines; nothing was booked
   * @throws DomainError `database-unavailable`; nothing was booked
   */
  async execute(context: Context): Promise<ImportGrantsResult> {
    // The booking was durable before the attempt ended.
    if (context.checkpoint !== null) return context.checkpoint.result;
    const content = await collect(context.readUpload(context.parameters.file));
    const table = readGrantTable(content, this.clock.now());
    for (const note of ignoredColumns(table.ignored)) context.log('info', note);
    context.signal.throwIfAborted();
    try {
      return await this.database.transaction(
        async (tx) => {
          if (!context.isDryRun) await this.imports.lock(tx);
          const plan = await this.plan(tx, table, context.parameters);
          refuseWhereAsked(context, plan);
          const result = plan.toResult();
          if (!context.isDryRun) {
            await this.book(tx, plan, context);
            await context.saveCheckpoint({ result }, tx);
          }
          context.progress({ done: plan.lineCount, total: plan.lineCount });
          return result;
        },
        { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
      );
    } catch (error) {
      if (error instanceof GrantsRefused)
        throw await report(context, error.faults, error.lineCount);
      throw error;
    }
  }

  /** What would be booked, as the ledger stands now. */
  private async plan(
    tx: Tx,
    table: { rows: readonly GrantRow[]; faults: readonly GrantFault[] },
    { unknownProjects }: ImportGrantsParameters,
  ): Promise<GrantPlan> {
    const names = [...new Set(table.rows.map((row) => row.project))];
    const projects = await this.imports.findProjects(tx, names);
    const unknown = names.filter((name) => !projects.has(name));
    const known = table.rows.flatMap(({ project, key }) => {
      const projectId = projects.get(project);
      return projectId === undefined ? [] : [{ projectId, key }];
    });
    const booked = new Map(
      (await this.imports.findBooked(tx, known)).map((one) => [keyOf(one.projectId, one.key), one]),
    );
    const plan = new GrantPlan(table.faults, unknownProjects === 'create' ? unknown : []);
    for (const row of table.rows) {
      const projectId = projects.get(row.project);
      if (projectId === undefined && unknownProjects === 'refuse')
        plan.refuse(row, 'project', UNKNOWN);
      else if (projectId === undefined) plan.add(row, row.project, undefined);
      else plan.add(row, projectId, booked.get(keyOf(projectId, row.key)));
    }
    return plan;
  }

  private async book(tx: Tx, plan: GrantPlan, context: Context): Promise<void> {
    if (plan.fresh.length === 0) return;
    await this.imports.createProjects(tx, plan.projectsToCreate);
    const names = [...new Set(plan.fresh.map((row) => row.project))];
    const projects = await this.imports.findProjects(tx, names);
    await this.imports.confirmProjects(tx, [...projects.values()]);
    const postedCount = await this.grants.postAll(
      tx,
      plan.fresh.map((row) => ({
        projectId: idOf(projects, row.project),
        credits: row.credits,
        effectiveAt: row.effectiveAt,
        source: 'import',
        reason: row.reason,
        actor: context.actor.name,
        idempotencyKey: row.key,
      })),
    );
    if (postedCount !== plan.fresh.length) throw bookedMeanwhile();
  }
}

const UNKNOWN = {
  en: 'nobody knows this project; mind the spelling, or let unknown projects be created',
  de: 'dieses Projekt kennt niemand; prüfen Sie die Schreibweise, oder lassen Sie unbekannte Projekte anlegen',
};

function refuseWhereAsked({ isDryRun, parameters }: Context, plan: GrantPlan): void {
  const isRefused = parameters.onError === 'refuse-all' && plan.faults.length > 0;
  if (isRefused && !isDryRun) throw new GrantsRefused(plan.faults, plan.lineCount);
}

/** Carries the faults out of the transaction, which they undo. */
class GrantsRefused extends Error {
  constructor(
    readonly faults: readonly GrantFault[],
    readonly lineCount: number,
  ) {
    super('lines are bad');
  }
}

async function collect(upload: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of upload) {
    size += piece.length;
    if (size > FILE_BYTES_MAX)
      throw refusal(
        `The file is larger than ${FILE_BYTES_MAX} bytes. Nothing was booked; split it.`,
      );
    pieces.push(piece);
  }
  return Buffer.concat(pieces, size);
}

/** Tells every fault: in the log, as a table to download, and the first ones in the error itself. */
async function report(
  context: Context,
  faults: readonly GrantFault[],
  lineCount: number,
): Promise<DomainError> {
  const sorted = faults.toSorted((a, b) => a.line - b.line);
  for (const fault of sorted.slice(0, LOGGED_FAULTS_MAX)) context.log('error', describe(fault));
  if (sorted.length > LOGGED_FAULTS_MAX)
    context.log('error', furtherFaults(sorted.length - LOGGED_FAULTS_MAX));
  await context.saveFile({
    name: 'bad-lines.csv',
    mediaType: 'text/csv',
    content: faultTable(sorted),
  });
  const first = sorted.slice(0, FAULTS_IN_MESSAGE);
  const shown = first.map((fault) => describe(fault).en).join('; ');
  const more = sorted.length > FAULTS_IN_MESSAGE ? '; …' : '';
  const badCount = new Set(sorted.map(({ line }) => line)).size;
  return refusal(
    `Nothing was booked: ${badCount} of ${lineCount} lines ${badCount === 1 ? 'is' : 'are'} bad. ${shown}${more}`,
  );
}

async function* faultTable(faults: readonly GrantFault[]): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(csvLine(['line', 'column', 'fault'])));
  for (const { line, column, detail } of faults)
    yield Buffer.from(csvLine([line, column ?? '', detail.en]));
}

function describe({ line, column, detail }: GrantFault): Localized {
  return {
    en: `line ${line}${column === null ? '' : `, column ${column}`}: ${detail.en}`,
    de: `Zeile ${line}${column === null ? '' : `, Spalte ${column}`}: ${detail.de}`,
  };
}

function furtherFaults(count: number): Localized {
  return {
    en: `${count} further faults are in bad-lines.csv.`,
    de: `${count} weitere Fehler stehen in bad-lines.csv.`,
  };
}

function refusal(message: string): DomainError {
  return new DomainError({ code: 'invalid-request', kind: 'invalid', message });
}

/** Somebody booked the same key after it was looked for; another attempt sees it. */
function bookedMeanwhile(): DomainError {
  return new DomainError({
    code: 'overloaded',
    kind: 'dependency',
    message: 'Some of these grants were booked by somebody else at the same moment; trying again.',
    retryAfterSeconds: 1,
  });
}

function keyOf(projectId: number, key: string): string {
  return `${projectId} ${key}`;
}

function idOf(projects: ReadonlyMap<string, number>, name: string): number {
  const id = projects.get(name);
  if (id === undefined) throw new Error(`project ${name} vanished while it was being granted`);
  return id;
}
