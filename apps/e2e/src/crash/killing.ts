import { setTimeout as delay } from 'node:timers/promises';
import { type ApiProcess, type Product, type ProductProcess } from '../stack/product.js';
import { waitUntil } from '../stack/wait-until.js';
import { type RandomStream } from './random-stream.js';

const PROGRESS_TIMEOUT_MS = 300_000;

/** What can be killed, and how it comes back. */
interface Victim {
  readonly name: string;
  /** Whether killing it now would hit anything. */
  readonly isUp: () => Promise<boolean>;
  readonly kill: () => Promise<void>;
  readonly startAgain: () => Promise<void>;
}

/**
 * Kills random parts of the product, one after the other, and starts each again at once without
 * waiting for it: the next one may die while the last is still coming up.
 */
export class Killing {
  private isDatabaseUp = true;
  private readonly comingBack = new Set<Promise<void>>();

  constructor(
    private readonly product: Product,
    private readonly random: RandomStream,
  ) {}

  /**
   * @param acknowledgedCount how many batches were acknowledged so far
   * @returns what was killed
   * @throws Error where no batch gets through in time after a crash
   */
  async killOne(acknowledgedCount: () => number): Promise<string> {
    const wanted = acknowledgedCount() + this.random.between(1, 25);
    await waitUntil(
      `${wanted} batches are acknowledged`,
      () => Promise.resolve(acknowledgedCount() >= wanted),
      PROGRESS_TIMEOUT_MS,
    );
    // A random instant within whatever the victim is doing.
    await delay(this.random.between(0, 300));
    const victim = await waitUntil('something is up to be killed', async () => {
      const candidate = this.random.pick(this.victims());
      return (await candidate.isUp()) && candidate;
    });
    await victim.kill();
    this.remember(victim.startAgain());
    return victim.name;
  }

  /** Resolves when everything that was killed runs again. */
  async allBack(): Promise<void> {
    await Promise.all(this.comingBack);
    await Promise.all(this.product.apis.map((api) => api.ready()));
  }

  /** Each of the three kinds as likely as the others. */
  private victims(): Victim[] {
    const kinds = [
      this.product.apis.map((api) => this.apiVictim(api)),
      this.product.workers.map((worker) => this.workerVictim(worker)),
      [this.databaseVictim(), this.backendVictim()],
    ];
    return this.random.pick(kinds);
  }

  private apiVictim(api: ApiProcess): Victim {
    return { ...this.processVictim(api), isUp: () => api.isReady() };
  }

  private workerVictim(worker: ProductProcess): Victim {
    return { ...this.processVictim(worker), isUp: () => Promise.resolve(worker.isRunning) };
  }

  private processVictim(one: ProductProcess): Omit<Victim, 'isUp'> {
    return {
      name: one.name,
      kill: () => one.kill(),
      startAgain: () => {
        one.startAgain();
        return Promise.resolve();
      },
    };
  }

  private databaseVictim(): Victim {
    const { postgres } = this.product;
    return {
      name: 'PostgreSQL, all of it',
      isUp: () => Promise.resolve(this.isDatabaseUp),
      kill: async () => {
        this.isDatabaseUp = false;
        await postgres.kill();
      },
      startAgain: async () => {
        await postgres.startAgain();
        this.isDatabaseUp = true;
      },
    };
  }

  private backendVictim(): Victim {
    const { postgres } = this.product;
    return {
      name: 'one process of PostgreSQL',
      // While it recovers by itself, the loss of a further process would end it for good.
      isUp: async () => this.isDatabaseUp && (await postgres.isAnswering()),
      kill: () => {
        postgres.killOneProcess((pids) => this.random.pick(pids));
        return Promise.resolve();
      },
      startAgain: () => Promise.resolve(),
    };
  }

  private remember(comesBack: Promise<void>): void {
    this.comingBack.add(comesBack);
    // A restart that fails shows at `allBack`; until then it must not end the test as unhandled.
    comesBack.then(
      () => this.comingBack.delete(comesBack),
      () => undefined,
    );
  }
}
