import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A program to run; its output is appended to `logFile`. */
export interface ProgramOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly logFile: string;
}

/** How a program ended: one of the two is set. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const TERMINATE_TIMEOUT_MS = 60_000;
const running = new Set<Program>();
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/**
 * A running program in a process group of its own. It never outlives the test: its group is killed
 * when the test ends in whatever way, and on Linux also when the test itself is killed.
 */
export class Program {
  readonly ended: Promise<ProgramEnd>;
  private end: ProgramEnd | undefined;
  private readonly child: ChildProcess;

  constructor(readonly options: ProgramOptions) {
    const words = [options.command, ...options.args];
    const guarded = setpriv === undefined ? words : [setpriv, '--pdeathsig', 'KILL', ...words];
    const log = openSync(options.logFile, 'a');
    this.child = spawn(guarded[0] ?? '', guarded.slice(1), {
      cwd: options.cwd,
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: '/nonexistent', ...options.env },
    });
    closeSync(log);
    running.add(this);
    this.ended = new Promise((done) => {
      const finish = (end: ProgramEnd): void => {
        this.end = end;
        running.delete(this);
        done(end);
      };
      this.child.once('exit', (code, signal) => finish({ code, signal }));
      this.child.once('error', () => finish({ code: 127, signal: null }));
    });
  }

  get isRunning(): boolean {
    return this.end === undefined;
  }

  /** The program's own: `setpriv` becomes it. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** `kill -9` of the whole group, at once. */
  async kill(): Promise<void> {
    this.killGroup();
    await this.ended;
  }

  /**
   * SIGTERM, as an operator stops a service.
   *
   * @throws Error where it does not end within a minute; it is killed then
   */
  async terminate(): Promise<ProgramEnd> {
    if (this.isRunning) this.child.kill('SIGTERM');
    const late = delay(TERMINATE_TIMEOUT_MS, 'late' as const, { ref: false });
    const outcome = await Promise.race([this.ended, late]);
    if (outcome !== 'late') return outcome;
    await this.kill();
    throw new Error(
      `${this.options.name} did not end within ${TERMINATE_TIMEOUT_MS / 1000} s of SIGTERM; its log is ${this.options.logFile}`,
    );
  }

  killGroup(): void {
    if (this.child.pid === undefined || !this.isRunning) return;
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  }
}

/** Kills every program that still runs; synchronous, for the very end of the test. */
export function killPrograms(): void {
  for (const program of running) program.killGroup();
}
