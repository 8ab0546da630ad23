import { type HistoryResponse } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';

/**
 * A point for drawing. The position counts buckets from the start of the first one, so that it needs
 * no calendar: 2.5 is the middle of the third bucket.
 */
export type LinePoint = { position: number; remaining: number };

/** A bucket in which credits were added: by grants and adjustments, less what was taken back. */
export type AddedMark = LinePoint & { from: string; credits: string };

export type RemainingLine = { points: LinePoint[]; added: AddedMark[] };

/**
 * What remained, as a line that falls with use and steps up where credits were added. The step is
 * what the ends of two buckets differ by beyond the use between them; it is drawn at the start of its
 * bucket. Nothing is known of what came before the first bucket, so no step is found in that one.
 */
export function remainingLine(history: HistoryResponse, nowMs: number): RemainingLine {
  const points: LinePoint[] = [];
  const added: AddedMark[] = [];
  let before: Decimal | null = null;
  history.buckets.forEach((bucket, index) => {
    const atEnd = Decimal.of(bucket.remainingAtEnd);
    const afterStep = atEnd.plus(Decimal.of(bucket.total));
    const step = before === null ? Decimal.zero : afterStep.minus(before);
    if (before === null || !step.isZero()) {
      points.push({ position: index, remaining: Number(afterStep.toString()) });
    }
    if (step.compare(Decimal.zero) > 0) {
      added.push({
        position: index,
        remaining: Number(afterStep.toString()),
        from: bucket.from,
        credits: step.toString(),
      });
    }
    points.push({ position: endOf(bucket, index, nowMs), remaining: Number(atEnd.toString()) });
    before = atEnd;
  });
  return { points, added };
}

/** The end of a bucket, or the present moment in the one that is running. */
function endOf(bucket: HistoryResponse['buckets'][number], index: number, nowMs: number): number {
  const fromMs = Date.parse(bucket.from);
  const elapsed = (nowMs - fromMs) / (Date.parse(bucket.to) - fromMs);
  return index + Math.min(1, Math.max(0, elapsed));
}
