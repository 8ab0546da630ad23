import { Decimal } from '@os-credits/credits';
import { canonicalDecimal } from '@os-credits/usage-wire';
import { type BookedGrant } from './grant-imports.js';
import { type ImportGrantsResult } from './import-grants.contract.js';
import { type GrantFault, type GrantRow } from './read-grant-table.js';

type ResultLine = ImportGrantsResult['lines'][number];

const LINES_SHOWN_MAX = 1000;

/** Which lines are new, which were booked before, and which are bad. */
export class GrantPlan {
  readonly fresh: GrantRow[] = [];
  readonly repeated: GrantRow[] = [];
  readonly faults: GrantFault[];
  private readonly keys = new Set<string>();

  constructor(
    faults: readonly GrantFault[],
    readonly projectsToCreate: readonly string[],
  ) {
    this.faults = [...faults];
  }

  get lineCount(): number {
    return this.fresh.length + this.repeated.length + this.badLineCount;
  }

  get badLineCount(): number {
    return new Set(this.faults.map(({ line }) => line)).size;
  }

  refuse({ line }: GrantRow, column: string, detail: string): void {
    this.faults.push({ line, column, detail });
  }

  add(row: GrantRow, booked: BookedGrant | undefined): void {
    const key = JSON.stringify([row.project, row.key]);
    if (booked !== undefined && !isSame(row, booked)) {
      this.refuse(
        row,
        'key',
        `the key "${row.key}" was used for another entry of this project (${booked.kind} of ${plain(booked.credits)} at ${booked.effectiveAt})`,
      );
    } else if (booked !== undefined || this.keys.has(key)) this.repeated.push(row);
    else {
      this.keys.add(key);
      this.fresh.push(row);
    }
  }

  toResult(): ImportGrantsResult {
    const lines = [
      ...this.faults.toSorted((a, b) => a.line - b.line).map(refusedLine),
      ...[
        ...this.fresh.map((row) => bookedLine(row, 'posted')),
        ...this.repeated.map((row) => bookedLine(row, 'already-posted')),
      ].sort((a, b) => a.line - b.line),
    ];
    const credits = this.fresh.reduce(
      (sum, row) => sum.plus(Decimal.of(row.credits)),
      Decimal.of('0'),
    );
    return {
      posted: this.fresh.length,
      alreadyPosted: this.repeated.length,
      refused: this.badLineCount,
      creditsPosted: credits.toString(),
      projectsCreated: [...this.projectsToCreate],
      lines: lines.slice(0, LINES_SHOWN_MAX),
      linesNotShown: Math.max(0, lines.length - LINES_SHOWN_MAX),
    };
  }
}

function refusedLine({ line, column, detail }: GrantFault): ResultLine {
  const text = column === null ? detail : `${column}: ${detail}`;
  return {
    line,
    outcome: 'refused',
    project: null,
    credits: null,
    effectiveAt: null,
    detail: text,
  };
}

function bookedLine(row: GrantRow, outcome: 'posted' | 'already-posted'): ResultLine {
  return {
    line: row.line,
    outcome,
    project: row.project,
    credits: row.credits,
    effectiveAt: row.effectiveAt.toISOString(),
    detail: row.key,
  };
}

function isSame(row: GrantRow, booked: BookedGrant): boolean {
  return (
    booked.kind === 'grant' &&
    plain(booked.credits) === row.credits &&
    new Date(booked.effectiveAt).getTime() === row.effectiveAt.getTime()
  );
}

/** The database pads a decimal to the scale it was written with. */
function plain(credits: string): string {
  const canonical = canonicalDecimal(credits);
  return typeof canonical === 'string' ? canonical : credits;
}
