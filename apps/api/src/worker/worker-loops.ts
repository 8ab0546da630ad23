import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CountCompleteness } from '../modules/data-quality/index.js';
import { CloseHours } from '../modules/ledger/index.js';
import { TendSync } from '../modules/perun-sync/index.js';
import { RatePending, ReadingUpkeep } from '../modules/rating/index.js';
import { Clock } from '../platform/clock/index.js';
import { CREDITS_SETTINGS, type CreditsSettings } from '../platform/config/index.js';
import { PacedLoop } from './paced-loop.js';
import { RatingPasses } from './rating-passes.js';

/** Between two looks for work; well under the 2 s in which a reading has to move its balance. */
const IDLE_MS = 150;
/** Another process is rating: look again soon, in case it dies. */
const BUSY_MS = 250;
const CLOSING_MS = 10_000;
const UPKEEP_MS = 15 * 60_000;
const PERUN_MS = 30_000;
const COUNTING_MS = 60_000;
/** More hours are due than one turn counts. */
const COUNTING_ON_MS = 1_000;

/** The work that never ends. Any number of processes may run it; locks in the database share it out. */
@Injectable()
export class WorkerLoops implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: PacedLoop[];

  constructor(
    @Inject(RatePending) rating: RatePending,
    @Inject(CloseHours) closing: CloseHours,
    @Inject(ReadingUpkeep) upkeep: ReadingUpkeep,
    @Inject(TendSync) perun: TendSync,
    @Inject(CountCompleteness) completeness: CountCompleteness,
    @Inject(Clock) clock: Clock,
    @Inject(CREDITS_SETTINGS) credits: CreditsSettings,
  ) {
    const passes = new RatingPasses(rating);
    this.loops = [
      new PacedLoop('rating', async () => {
        const { takenCount, isBusy } = await passes.next();
        if (isBusy) return { waitMs: BUSY_MS };
        return { waitMs: takenCount > 0 ? 0 : IDLE_MS };
      }),
      new PacedLoop('closing of hours', async () => {
        await closing.execute(clock.now());
        return { waitMs: CLOSING_MS };
      }),
      new PacedLoop('upkeep', async () => {
        await upkeep.execute(clock.now(), credits.READING_RETENTION_DAYS);
        return { waitMs: UPKEEP_MS };
      }),
      new PacedLoop('looking after the sync with Perun', async () => {
        await perun.execute();
        return { waitMs: PERUN_MS };
      }),
      new PacedLoop('counting of readings', async () => {
        const hasMore = await completeness.execute(clock.now());
        return { waitMs: hasMore ? COUNTING_ON_MS : COUNTING_MS };
      }),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
