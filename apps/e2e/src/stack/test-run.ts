import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { killPrograms } from './program.js';
import { repositoryRoot } from './places.js';

/** One thing that was proved, or not. */
interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly message?: string;
}

/** Thrown to end a scenario whose failure is in the report already. */
class CheckFailed extends Error {}

/**
 * Runs scenarios, prints each check, and writes them to the file named by `REPORT`, else to
 * `reports/<layer>.json`, as `{ checks: [{ name, ok, message? }] }`.
 */
export class TestRun {
  private readonly checks: Check[] = [];
  private readonly startedAt = performance.now();

  constructor(private readonly layer: string) {
    process.on('exit', killPrograms);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        this.record({ name: 'the run', ok: false, message: `was ended by ${signal}` });
        this.writeReport();
        process.exit(130);
      });
    }
  }

  /** Prints what is going on, with the time since the start. */
  say(text: string): void {
    const seconds = ((performance.now() - this.startedAt) / 1000).toFixed(1).padStart(6);
    console.log(`${seconds} s  ${text}`);
  }

  /** Runs one scenario; whatever it throws becomes a failed check, nothing of it runs on, and the next one still runs. */
  async scenario(name: string, body: () => Promise<void>): Promise<void> {
    this.say(`— ${name}`);
    try {
      await body();
    } catch (error) {
      if (!(error instanceof CheckFailed))
        this.record({ name, ok: false, message: inspect(error) });
    } finally {
      killPrograms();
    }
  }

  /**
   * Records whether something is so, and ends the scenario where it is not.
   *
   * @param body returns what to print beside a passed check; throws where the check fails
   */
  async check(name: string, body: () => Promise<string>): Promise<void> {
    let detail: string;
    try {
      detail = await body();
    } catch (error) {
      this.record({ name, ok: false, message: inspect(error) });
      throw new CheckFailed(name);
    }
    this.record({ name, ok: true, message: detail });
  }

  /** Writes the report and ends the test, whatever of it may still be under way. */
  finish(): never {
    this.writeReport();
    process.exit();
  }

  private writeReport(): void {
    const path = process.env['REPORT'] ?? join(repositoryRoot, 'reports', `${this.layer}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify({ checks: this.checks }, null, 2)}\n`);
    const failed = this.checks.filter(({ ok }) => !ok).length;
    this.say(`${this.checks.length - failed} passed, ${failed} failed`);
    if (failed > 0 || this.checks.length === 0) process.exitCode = 1;
  }

  private record(check: Check): void {
    this.checks.push(check);
    this.say(`${check.ok ? '✓' : '✗'} ${check.name}${check.message ? `: ${check.message}` : ''}`);
  }
}
