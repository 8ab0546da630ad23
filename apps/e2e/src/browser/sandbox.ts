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
