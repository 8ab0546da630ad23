import { freePorts } from '@os-credits/testing';
import { entryPoints, type Workplace } from './places.js';
import { Program } from './program.js';
import { waitUntil } from './wait-until.js';
import { join } from 'node:path';

/** A project as the simulated Perun holds it. */
export interface PerunGroup {
  readonly name: string;
  readonly granted: string | null;
  readonly used: string | null;
}

/** The sandbox's Perun as a program of its own, with made-up groups `project-00001` and so on. */
export class PerunSimulator {
  private constructor(
    readonly url: string,
    private readonly program: Program,
  ) {}

  static async start(
    workplace: Workplace,
    options: { readonly groups: number; readonly latencyMs: number },
  ): Promise<PerunSimulator> {
    const [port = 0] = await freePorts(1);
    const program = new Program({
      name: 'perun',
      command: process.execPath,
      args: [entryPoints.perun],
      env: {
        SANDBOX_PERUN_PORT: String(port),
        SANDBOX_PERUN_FIXTURE: 'bulk',
        SANDBOX_PERUN_GROUPS: String(options.groups),
        SANDBOX_PERUN_LATENCY_MS: String(options.latencyMs),
      },
      logFile: join(workplace.logs, 'perun.log'),
    });
    const perun = new PerunSimulator(`http://127.0.0.1:${port}`, program);
    await waitUntil('the simulated Perun answers', async () => (await perun.groups()).length > 0);
    return perun;
  }

  async groups(): Promise<readonly PerunGroup[]> {
    const answer = await fetch(`${this.url}/control/perun/groups`);
    return ((await answer.json()) as { groups: readonly PerunGroup[] }).groups;
  }

  /** Changes what a group was granted, as the cloud's office does. */
  async grant(group: string, credits: string): Promise<void> {
    const answer = await fetch(`${this.url}/control/perun/grant`, {
      method: 'POST',
      body: JSON.stringify({ group, credits }),
    });
    if (answer.status !== 200) throw new Error(`grant: ${answer.status} ${await answer.text()}`);
  }

  async stop(): Promise<void> {
    await this.program.kill();
  }
}
