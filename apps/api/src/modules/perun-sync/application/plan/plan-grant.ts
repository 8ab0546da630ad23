import { Decimal } from '@os-credits/credits';
import { item, type PlannedItem } from './change-set.js';
import { blankAsNull, decimalIn } from './decimals.js';
import { type KnownAccount } from './known.js';

export interface GrantToPlan {
  readonly about: { readonly groupId: number; readonly project: string };
  /** As Perun has it. */
  readonly text: string | null;
  /** The grant of Perun that the ledger has; null before the first one. */
  readonly fromCredits: string | null;
  readonly account: KnownAccount;
}

export interface GrantPlan {
  readonly item: PlannedItem | null;
  /** Perun's grant is what the ledger holds already: remember that. */
  readonly confirmed: string | null;
}

const NOTHING: GrantPlan = { item: null, confirmed: null };

/**
 * What Perun's grant changes. Grants are posted as the difference to the former one; the first one as the
 * difference to what the ledger holds already, so that granted then equals Perun's value. A grant that
 * goes, or falls below what was used, waits for a person; a text that is no number changes nothing.
 */
export function planGrant(grant: GrantToPlan): GrantPlan {
  const text = blankAsNull(grant.text);
  if (text === null) return withoutGrant(grant);
  if (text === grant.fromCredits) return NOTHING;
  const wanted = decimalIn(text);
  if (wanted === null || wanted.isNegative())
    return { item: refused(grant, text), confirmed: null };
  const from = Decimal.of(grant.fromCredits ?? grant.account.granted);
  if (wanted.equals(from)) {
    return { item: null, confirmed: grant.fromCredits === null ? wanted.toString() : null };
  }
  return { item: changed(grant, from, wanted), confirmed: null };
}

function withoutGrant(grant: GrantToPlan): GrantPlan {
  const { fromCredits } = grant;
  if (fromCredits === null || Decimal.of(fromCredits).isZero()) return NOTHING;
  const planned = item('grant', grant.about, {
    before: Decimal.of(fromCredits).toString(),
    guard: 'grant-removed',
    detail: 'Perun has no grant any more; approving takes the credits back.',
    payload: { fromCredits, toCredits: '0' },
  });
  return { item: planned, confirmed: null };
}

function refused(grant: GrantToPlan, text: string): PlannedItem {
  return item('grant', grant.about, {
    status: 'failed',
    before: grant.fromCredits,
    after: text.slice(0, 200),
    detail: `Perun's grant "${text.slice(0, 80)}" is not a number of credits (zero or more). The grant stays as it was; correct it in Perun.`,
  });
}

function changed(grant: GrantToPlan, from: Decimal, wanted: Decimal): PlannedItem {
  const { account } = grant;
  const difference = wanted.minus(from);
  const granted = Decimal.of(account.granted).plus(difference);
  const used = Decimal.of(account.used).plus(Decimal.of(account.open));
  const isBelow = difference.isNegative() && granted.compare(used) < 0;
  const earlier =
    grant.fromCredits === null && !from.isZero()
      ? `The first grant from Perun: ${from.toString()} credits are in the ledger already, the difference is posted.`
      : null;
  return item('grant', grant.about, {
    before: from.toString(),
    after: wanted.toString(),
    guard: isBelow ? 'grant-below-used' : null,
    detail: isBelow ? `${used.toString()} credits are used already.` : earlier,
    payload: { fromCredits: grant.fromCredits, toCredits: wanted.toString() },
  });
}
