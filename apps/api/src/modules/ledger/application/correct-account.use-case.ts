import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { DomainError, invalidRequest } from '../../../platform/problems/index.js';
import {
  CorrectionsRepository,
  type AccountSums,
  type CorrectedEntry,
  type KeyedEntry,
} from './corrections.ports.js';

/** What staff, or another part of the product, want to correct. */
export interface CorrectionInput {
  readonly projectName: string;
  readonly what:
    | { readonly kind: 'adjustment'; readonly credits: string }
    | { readonly kind: 'reversal'; readonly entryId: string };
  readonly reason: string;
  /** ISO 8601; now where null. */
  readonly effectiveAt: string | null;
  readonly attachment: string | null;
  /** Where it comes from: `staff`, `perun`. */
  readonly source: string;
  readonly actor: string;
  /** The same key and content posts once; null only for a dry run. */
  readonly idempotencyKey: string | null;
  readonly isDryRun: boolean;
}

export interface CorrectionOutcome {
  readonly isRepeated: boolean;
  readonly entry: {
    readonly id: string | null;
    readonly kind: 'adjustment' | 'reversal';
    readonly credits: string;
    readonly effectiveAt: string;
    readonly correctsId: string | null;
    readonly reason: string;
    readonly actor: string;
  };
  readonly before: AccountSums;
  readonly after: AccountSums;
}

/**
 * Posts an adjustment or a reversal: one new entry and the account's sums, in one transaction, once per
 * idempotency key. Nothing that stands in the ledger is touched.
 */
@Injectable()
export class CorrectAccount {
  constructor(
    private readonly database: Database,
    private readonly corrections: CorrectionsRepository,
    private readonly clock: Clock,
  ) {}

  /** In a transaction of its own. */
  execute(input: CorrectionInput): Promise<CorrectionOutcome> {
    return this.database.transaction((tx) => this.executeIn(tx, input));
  }

  /**
   * In the caller's transaction, which must commit for it to count.
   *
   * @throws DomainError `project-not-found`, `entry-not-found`, `conflict` (reversed already),
   *   `idempotency-key-reused`, `invalid-request` (a time that cannot be)
   */
  async executeIn(tx: Tx, input: CorrectionInput): Promise<CorrectionOutcome> {
    const account = await this.corrections.lockAccount(tx, input.projectName);
    if (account === null) throw projectNotFound(input.projectName);
    const requestHash = hashOf(input);
    if (input.idempotencyKey !== null) {
      const earlier = await this.corrections.findByKey(tx, account.projectId, input.idempotencyKey);
      if (earlier !== null) return repeated(earlier, requestHash, input, account.sums);
    }
    const corrects = await this.correctedEntry(tx, account.projectId, input);
    const credits =
      input.what.kind === 'adjustment'
        ? Decimal.of(input.what.credits).toString()
        : Decimal.of(corrects?.credits ?? '0')
            .negated()
            .toString();
    const effectiveAt = effectiveTime(input.effectiveAt, this.clock.now(), corrects);
    const entry = {
      kind: input.what.kind,
      credits,
      effectiveAt,
      correctsId: corrects?.id ?? null,
      reason: input.reason,
      actor: input.actor,
    };
    const after = movedSums(account.sums, credits, corrects);
    if (input.isDryRun) {
      return { isRepeated: false, entry: { id: null, ...entry }, before: account.sums, after };
    }
    if (input.idempotencyKey === null) throw new Error('a correction needs an idempotency key');
    const id = await this.corrections.post(tx, account.projectId, {
      ...entry,
      attachment: input.attachment,
      source: input.source,
      idempotencyKey: input.idempotencyKey,
      requestHash,
      corrects,
    });
    return { isRepeated: false, entry: { id, ...entry }, before: account.sums, after };
  }

  private async correctedEntry(
    tx: Tx,
    projectId: number,
    { what, projectName }: CorrectionInput,
  ): Promise<CorrectedEntry | null> {
    if (what.kind === 'adjustment') return null;
    const entry = await this.corrections.findEntry(tx, projectId, what.entryId);
    if (entry === null) {
      throw new DomainError({
        code: 'entry-not-found',
        kind: 'not-found',
        message: `Project "${projectName}" has no ledger entry ${what.entryId}.`,
      });
    }
    if (entry.reversedBy === null) return entry;
    throw new DomainError({
      code: 'conflict',
      kind: 'conflict',
      message: `Entry ${entry.id} was undone by entry ${entry.reversedBy} already.`,
    });
  }
}

function projectNotFound(name: string): DomainError {
  return new DomainError({
    code: 'project-not-found',
    kind: 'not-found',
    message: `There is no project "${name.slice(0, 256)}" that you may see.`,
  });
}

/** Now, or the stated time where it lies between the corrected entry and now. */
function effectiveTime(stated: string | null, now: Date, corrects: CorrectedEntry | null): string {
  const earliestMs = corrects === null ? -Infinity : Date.parse(corrects.effectiveAt);
  const latestMs = Math.max(now.getTime(), earliestMs);
  if (stated === null) return new Date(latestMs).toISOString();
  const fault =
    Date.parse(stated) > latestMs
      ? 'must not be in the future'
      : Date.parse(stated) < earliestMs
        ? `must not be before the entry it undoes, which counts from ${corrects?.effectiveAt ?? ''}`
        : null;
  if (fault === null) return stated;
  throw invalidRequest([{ pointer: '/body/effectiveAt', code: 'custom', detail: fault }]);
}

function movedSums(
  before: AccountSums,
  credits: string,
  corrects: CorrectedEntry | null,
): AccountSums {
  const change = Decimal.of(credits);
  const isGrant = corrects?.countsAs === 'grant';
  return {
    granted: isGrant ? Decimal.of(before.granted).plus(change).toString() : before.granted,
    used: isGrant ? before.used : Decimal.of(before.used).minus(change).toString(),
    remaining: Decimal.of(before.remaining).plus(change).toString(),
  };
}

function repeated(
  earlier: KeyedEntry,
  requestHash: string,
  input: CorrectionInput,
  sums: AccountSums,
): CorrectionOutcome {
  if (earlier.requestHash !== requestHash) {
    throw new DomainError({
      code: 'idempotency-key-reused',
      kind: 'conflict',
      message: `The idempotency key belongs to entry ${earlier.id}, which was posted with another content. Use a new key.`,
    });
  }
  return {
    isRepeated: true,
    entry: {
      id: earlier.id,
      kind: input.what.kind,
      credits: earlier.credits,
      effectiveAt: earlier.effectiveAt,
      correctsId: input.what.kind === 'reversal' ? input.what.entryId : null,
      reason: input.reason,
      actor: earlier.actor,
    },
    before: sums,
    after: sums,
  };
}

function hashOf(input: CorrectionInput): string {
  const content = [
    input.what.kind,
    input.what.kind === 'adjustment'
      ? Decimal.of(input.what.credits).toString()
      : input.what.entryId,
    input.reason,
    input.effectiveAt,
    input.attachment,
    input.source,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
