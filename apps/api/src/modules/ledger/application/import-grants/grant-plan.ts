import { type Localized } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { canonicalDecimal } from '@os-credits/usage-wire';
import { type BookedGrant } from './grant-imports.js';
import { type ImportGrantsResult } from './import-grants.contract.js';
import { isSameGrant, type GrantFault, type GrantRow } from './read-grant-table.js';

type ResultLine = ImportGrantsResult['lines'][number];

const LINES_SHOWN_MAX = 1000;

/** Which lines are new, which were booked before, and which are bad. */
export class GrantPlan {
  readonly fresh: GrantRow[] = [];
  readonly repeated: GrantRow[] = [];
  readonly faults: GrantFault[];
  private readonly rows = new Map<string, GrantRow>();

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

  refuse({ line }: GrantRow, column: string, detail: Localized): void {
    this.faults.push({ line, column, detail });
  }

  /** @param project its id, or its name where it is not known yet */
  add(row: GrantRow, project: number | string, booked: BookedGrant | undefined): void {
    const key = JSON.stringify([project, row.key]);
    const earlier = this.rows.get(key);
    if (booked !== undefined && !isSame(row, booked)) {
      this.refuse(row, 'key', keyOfEntry(row, booked));
    } else if (earlier !== undefined && !isSameGrant(row, earlier)) {
      // Of two names of one project; under one name the table's own check has found it.
      this.refuse(row, 'key', keyOfLine(row, earlier));
    } else if (booked !== undefined || earlier !== undefined) {
      this.repeated.push(row);
    } else {
      this.rows.set(key, row);
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

function keyOfEntry({ key }: GrantRow, { kind, credits, effectiveAt }: BookedGrant): Localized {
  const amount = plain(credits);
  return {
    en: `the key "${key}" was used for another entry of this project (${kind} of ${amount} at ${effectiveAt})`,
    de: `der Schlüssel „${key}“ gehört zu einer anderen Buchung dieses Projekts (${kind}, ${amount}, ${effectiveAt})`,
  };
}

function keyOfLine({ key }: GrantRow, { line }: GrantRow): Localized {
  return {
    en: `the key "${key}" was used for another grant of this project in line ${line}`,
    de: `der Schlüssel „${key}“ gehört in Zeile ${line} zu einer anderen Bewilligung dieses Projekts`,
  };
}

function refusedLine({ line, column, detail }: GrantFault): ResultLine {
  return {
    line,
    outcome: 'refused',
    project: null,
    credits: null,
    effectiveAt: null,
    key: null,
    fault:
      column === null ? detail : { en: `${column}: ${detail.en}`, de: `${column}: ${detail.de}` },
  };
}

function bookedLine(row: GrantRow, outcome: 'posted' | 'already-posted'): ResultLine {
  return {
    line: row.line,
    outcome,
    project: row.project,
    credits: row.credits,
    effectiveAt: row.effectiveAt.toISOString(),
    key: row.key,
    fault: null,
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
