import { type ProjectSummary } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';

/** What can be said about how long the credits last, or why nothing can. */
export type Forecast =
  | { kind: 'date'; exhaustedAt: string; windowDays: number }
  | { kind: 'far'; windowDays: number }
  | { kind: 'exhausted' }
  | { kind: 'no-grant' }
  | { kind: 'too-early' }
  | { kind: 'no-use'; windowDays: number };

/** Beyond this a date pretends a precision that a week's pace cannot give. */
const farYears = 5;

/** Decides which forecast is honest; no date with under three days of usage, without use or grant. */
export function forecastOf(
  project: Pick<ProjectSummary, 'burnRate' | 'runway' | 'remaining' | 'shareUsed'>,
  nowMs: number,
): Forecast {
  if (project.shareUsed === null) return { kind: 'no-grant' };
  if (Decimal.of(project.remaining).compare(Decimal.zero) <= 0) return { kind: 'exhausted' };
  if (project.burnRate === null) return { kind: 'too-early' };
  const { windowDays } = project.burnRate;
  if (project.runway === null) return { kind: 'no-use', windowDays };
  const { exhaustedAt } = project.runway;
  const years = (new Date(exhaustedAt).getTime() - nowMs) / (365 * 86_400_000);
  if (years > farYears) return { kind: 'far', windowDays };
  return { kind: 'date', exhaustedAt, windowDays };
}
