import { Decimal } from '@os-credits/credits';

type ExactBalance = { granted: string; used: string; usedOpen: string; remaining: string };

/** Decimal strings with the same number of places, and granted − posted − open = remaining exactly. */
export type BalanceSum = { granted: string; posted: string; open: string; remaining: string };

/**
 * Rounds a balance for display so that the shown figures add up. Granted, open and remaining are
 * rounded half-even; the posted part takes what is left, at most one unit of the last place away
 * from its own rounding. Exact figures stay reachable beside it.
 */
export function balanceSum(balance: ExactBalance, places: number): BalanceSum {
  const granted = Decimal.of(balance.granted).rounded(places);
  const open = Decimal.of(balance.usedOpen).rounded(places);
  const remaining = Decimal.of(balance.remaining).rounded(places);
  return {
    granted: granted.toFixed(places),
    posted: granted.minus(remaining).minus(open).toFixed(places),
    open: open.toFixed(places),
    remaining: remaining.toFixed(places),
  };
}

/** The exact part of used that is final: without the running hour. */
export function postedExact(balance: ExactBalance): string {
  return Decimal.of(balance.used).minus(Decimal.of(balance.usedOpen)).toString();
}
