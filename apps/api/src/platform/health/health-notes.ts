/** Asks one part how it is: `ok`, or a word for what is not. */
export type HealthNote = () => Promise<string>;

/**
 * Parts that the readiness page shows without depending on them: the process does its work also where one
 * of them is degraded, so a load balancer must not take it out for that.
 */
export class HealthNotes {
  private readonly notes = new Map<string, HealthNote>();

  add(name: string, look: HealthNote): void {
    this.notes.set(name, look);
  }

  /** What every part says; `unknown` where it cannot be asked. */
  async read(): Promise<Record<string, string>> {
    const entries = await Promise.all(
      [...this.notes].map(
        async ([name, look]) => [name, await look().catch(() => 'unknown')] as const,
      ),
    );
    return Object.fromEntries(entries);
  }
}
