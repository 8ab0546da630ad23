import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** GPU·h of the counter by now, and what it shows after it was rewritten, as by changed weights. */
const COUNTER = '96';
const REWRITTEN_COUNTER = '1536';
const HOUR_MS = 3_600_000;
/**
 * The table is published late, so that there is a stretch to re-rate, and takes effect before any that a newcomer
 * publishes: one with an earlier time than the one in force would never take over from it.
 */
const EFFECTIVE_HOURS_AGO = 30 * 24;
/** Since when GPUs were used without being billed. */
const USED_HOURS_AGO = 48;
const SCRAPE_MS = 15_000;
const REQUEST_TIMEOUT_MS = 20_000;
/** Every process of the API hears of a new metric within ten seconds; a machine may be busy. */
const KNOWN_WITHIN_MS = 60_000;
const HISTORY_WITHIN_MS = 5 * 60_000;
const RETRY_MS = 500;

const DEMO_METRIC = {
  name: 'project_gpu_usage',
  friendlyName: 'gpu',
  description: 'GPUs times hours, as a site reports that has some.',
  unit: 'GPU·h',
  readingUnit: 'GPU·h',
  resetPolicy: 'rebaseline',
  plausibleMaxPerHour: '16',
};
const DEMO_RATE = { metric: DEMO_METRIC.name, site: null, project: null, rate: '0.5' };

/**
 * Adds a metric whose growth is held back, once for a data folder: what staff of a cloud with GPUs would have
 * done, and what their exporter sent. Made by a person of the demo who signs in, so that the audit trail and the
 * tables name somebody. A demo without it is one all the same, such as where the public address leads elsewhere.
 */
export async function addDemoGpus({ publicUrl, dataDir, gpus }, target) {
  if (!gpus || existsSync(markOf(dataDir))) return;
  const { accounts, signal } = target;
  const account = accounts.find(({ username }) => username === 'ada.admin');
  try {
    const staff = await signIn(publicUrl, account);
    await untilHistoryCounts(staff, signal);
    const billedFromMs = await billGpus(staff);
    await sendGpuReadings({ ...target, billedFromMs });
    writeFileSync(markOf(dataDir), '', { mode: 0o600 });
  } catch (error) {
    if (!signal.aborted) console.log(`  The demo has no GPUs: ${String(error.message)}`);
  }
}

/** No table takes effect before the first reading, and the worker has its hands full with the history. */
async function untilHistoryCounts(staff, signal) {
  const untilMs = Date.now() + HISTORY_WITHIN_MS;
  for (;;) {
    const { accountingStart } = await staff.get('/api/credit-rules');
    if (Date.parse(accountingStart) <= hoursAgo(EFFECTIVE_HOURS_AGO).getTime()) return;
    if (Date.now() > untilMs) throw new Error('its history did not come in time');
    await delay(RETRY_MS, undefined, { signal });
  }
}

/** Says that they are in the database of this folder. */
function markOf(dataDir) {
  return join(dataDir, 'demo-gpus');
}

/** A metric with a plausible maximum, and a table with its rate; gives from when it holds, in milliseconds. */
async function billGpus(staff) {
  const { metrics } = await staff.get('/api/credit-rules/metrics');
  if (!metrics.some(({ name }) => name === DEMO_METRIC.name))
    await staff.post('/api/credit-rules/metrics', DEMO_METRIC);
  const { tables } = await staff.get('/api/cost-tables');
  const { id } = tables.find(({ state }) => state === 'in-force');
  const inForce = await staff.get(`/api/cost-tables/${id}`);
  if (inForce.rates.some(({ metric }) => metric === DEMO_METRIC.name))
    return Date.parse(inForce.appliesFrom);
  const draft = await staff.post('/api/cost-tables', {
    title: 'With GPUs',
    note: 'As Default, and GPUs at half a credit an hour. They were there before anybody billed them.',
    effectiveFrom: hoursAgo(EFFECTIVE_HOURS_AGO).toISOString(),
    rates: [...inForce.rates, DEMO_RATE],
    weights: inForce.weights.map(({ metric, value, weight }) => ({ metric, value, weight })),
  });
  const { table } = await staff.post(`/api/cost-tables/${draft.id}/publication`, {
    version: draft.version,
    reason: 'Bielefeld has GPUs now',
  });
  return Date.parse(table.appliesFrom);
}

/**
 * GPUs that were used before anybody billed them, and then two readings of one scrape and the next, between
 * which the counter was rewritten: nobody used that much, so it is held back until staff decide. Too few for a
 * rhythm, so that nobody waits for more of them.
 */
function gpuReadings(billedFromMs) {
  const reading = (atMs, value) => ({
    project: 'Protein Folding Lab',
    site: '8676',
    metric: DEMO_METRIC.name,
    at: new Date(atMs).toISOString(),
    value,
  });
  return [
    reading(billedFromMs - USED_HOURS_AGO * HOUR_MS, '0'),
    reading(billedFromMs, COUNTER),
    // A few seconds ahead, as senders' clocks may be.
    reading(billedFromMs + SCRAPE_MS, REWRITTEN_COUNTER),
  ];
}

function hoursAgo(hours) {
  return new Date(Math.floor(Date.now() / HOUR_MS - hours) * HOUR_MS);
}

/** Sends them, again and again until the API has heard of the metric. */
async function sendGpuReadings({ apiUrl, ingestToken, billedFromMs, signal }) {
  const readings = gpuReadings(billedFromMs);
  const untilMs = Date.now() + KNOWN_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${apiUrl}/api/v1/readings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ingestToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ readings }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    const { accepted = 0, duplicate = 0 } = answer.ok ? await answer.json() : {};
    const takenCount = accepted + duplicate;
    if (takenCount === readings.length) return;
    if (Date.now() > untilMs) throw new Error(`${takenCount} of ${readings.length} were taken`);
    await delay(RETRY_MS, undefined, { signal });
  }
}

/** Signs in as a person does: by the product's link, the form of the provider, and cookies. */
async function signIn(publicUrl, { username, password }) {
  const cookies = new Map();
  const visit = async (url, init = {}) => {
    for (let hops = 0; hops < 10; hops += 1) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(url, {
        ...init,
        headers: { ...init.headers, cookie },
        redirect: 'manual',
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      for (const [name, value] of answer.headers.getSetCookie().map(nameAndValue))
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      const location = answer.headers.get('location');
      if (location === null) return { url: String(url), answer };
      await answer.arrayBuffer();
      url = new URL(location, url);
      init = {};
    }
    throw new Error(`too many redirects, last to ${String(url)}`);
  };
  const form = await visit(`${publicUrl}/api/auth/login`);
  const body = new URLSearchParams({ username, password });
  await visit(`${form.url}/login`, { method: 'POST', body });
  const call = async (path, init) => {
    const { answer } = await visit(`${publicUrl}${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  const { csrfToken } = await call('/api/me');
  const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
  return {
    get: (path) => call(path),
    post: (path, content) => call(path, { method: 'POST', headers, body: JSON.stringify(content) }),
  };
}

function nameAndValue(header) {
  const [pair = ''] = header.split(';');
  const equals = pair.indexOf('=');
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}
