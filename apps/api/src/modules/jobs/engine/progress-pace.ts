import { type Localized } from '@os-credits/contracts';
import { type StoredProgress } from '../application/jobs.ports.js';

/** Rates are those of the last part of the work: old ones say little about what remains. */
const WINDOW_MS = 30_000;

interface Sample {
  readonly atMs: number;
  readonly done: number;
}

/** How far a run is, how fast, and for how long yet. */
export class ProgressPace {
  private samples: Sample[] = [];
  private phase: Localized | null = null;

  /** @param progress as the handler says it; `phase` stays until another one is given */
  next(
    progress: { done: number; total: number | null; phase?: Localized },
    nowMs: number,
  ): StoredProgress {
    const isNewPhase = progress.phase !== undefined && progress.phase.en !== this.phase?.en;
    const last = this.samples.at(-1);
    // A counter that begins again has another pace.
    if (isNewPhase || (last !== undefined && progress.done < last.done)) this.samples = [];
    if (progress.phase !== undefined) this.phase = progress.phase;
    this.samples.push({ atMs: nowMs, done: progress.done });
    while (this.samples.length > 2 && (this.samples[1]?.atMs ?? nowMs) < nowMs - WINDOW_MS)
      this.samples.shift();
    const perSecond = this.perSecond();
    const remaining = progress.total === null ? null : Math.max(0, progress.total - progress.done);
    return {
      done: progress.done,
      total: progress.total,
      phase: this.phase,
      perSecond,
      remainingSeconds:
        remaining === null || perSecond === null || perSecond === 0 ? null : remaining / perSecond,
    };
  }

  private perSecond(): number | null {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return null;
    return ((last.done - first.done) * 1000) / (last.atMs - first.atMs);
  }
}
