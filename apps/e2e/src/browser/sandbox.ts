import { environment } from './environment.js';

/** `POST /control/bump`: adds usage and sends it; returns when the product has acknowledged it. */
export async function bump(usage: { project: string; vcpuHours: string }): Promise<void> {
  await control('bump', usage);
}

/** Sets how fast usage grows by itself; 0 lets it stand still, so that only {@link bump} moves it. */
export async function setSpeed(speed: number): Promise<void> {
  await control('clock', { speed });
}

/** Sends what was used up to now; returns when the product has acknowledged it. */
export async function scrape(): Promise<void> {
  await control('scrape', {});
}

async function control(name: string, body: object): Promise<void> {
  const response = await fetch(`${environment.sandboxUrl}/control/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`The sandbox refused ${name}: ${response.status} ${await response.text()}`);
  }
}

/** A project as the simulated Perun holds it. */
export interface PerunGroup {
  readonly name: string;
  readonly granted: string | null;
  readonly used: string | null;
  readonly resources: readonly { readonly name: string }[];
}

/** Changes Perun past the product, as its other users do; `apps/sandbox/README.md` lists the changes. */
export async function changePerun(name: string, change: object): Promise<void> {
  await control(`perun/${name}`, change);
}

export async function perunGroups(): Promise<readonly PerunGroup[]> {
  const response = await fetch(`${environment.sandboxUrl}/perun/groups.json`);
  return ((await response.json()) as { groups: readonly PerunGroup[] }).groups;
}

export async function perunGroup(name: string): Promise<PerunGroup> {
  const group = (await perunGroups()).find((one) => one.name === name);
  if (group === undefined) throw new Error(`Perun has no group ${name}.`);
  return group;
}
