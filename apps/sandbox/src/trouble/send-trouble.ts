import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome } from '../sender/remote-write-sender.js';
import type { Sample } from '../sender/write-request.js';
import { carelessRequests, silentSiteSamples } from './trouble-story.js';

const RETRY_MS = 1_000;
const TRIES_MAX = 60;
const REQUEST_TIMEOUT_MS = 30_000;

/** Where trouble is sent to. */
export interface TroubleParts {
  readonly sender: { push(samples: readonly Sample[]): Promise<Outcome> };
  /** The product's `/write`, which takes line protocol. */
  readonly url: string;
  readonly token: string;
}

/**
 * Sends what goes wrong in real life, so that quarantine and data quality have something to show: a site
 * that went silent, and requests with faults. Resolves when the product has answered all of it, or gives
 * up quietly: a demonstration without trouble is one all the same.
 */
export async function sendTrouble(parts: TroubleParts, nowMs: number): Promise<void> {
  await parts.sender.push(silentSiteSamples(nowMs));
  for (const body of carelessRequests(nowMs)) await sendLines(parts, body);
}

async function sendLines({ url, token }: TroubleParts, body: string): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const status = await post(url, token, body);
    // 400 is what these requests are made for.
    if (status !== undefined && status < 500 && status !== 429) return;
    await delay(RETRY_MS);
  }
}

async function post(url: string, token: string, body: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
      body,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}
