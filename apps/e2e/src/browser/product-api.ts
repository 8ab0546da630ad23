import {
  type CostTable,
  costTable,
  type HistoryResponse,
  historyResponse,
  listCostTablesResponse,
  listProjectsResponse,
  type ProjectDetail,
  projectDetail,
  type ReadingsRequest,
  readingsResponse,
  type ProjectSummary,
  type StatementResponse,
  statementResponse,
} from '@os-credits/contracts';
import { sum } from './amounts.js';
import { environment, ingestToken, staffToken } from './environment.js';

/** What the API says, asked beside the browser with the staff token: the journeys' second opinion. */
export async function readProject(name: string): Promise<ProjectDetail> {
  return projectDetail.parse(await get(`/api/projects/${encodeURIComponent(name)}`));
}

/** Every project, in the order of attention. */
export async function readProjects(): Promise<ProjectSummary[]> {
  const { items, nextCursor } = listProjectsResponse.parse(await get('/api/projects?limit=200'));
  if (nextCursor !== null) throw new Error('The sandbox has more projects than one page holds.');
  return items;
}

/** History by metric; `from` and `to` are instants, half-open. */
export async function readHistory(
  project: string,
  query: { from: string; to: string; bucket: 'hour' | 'day' | 'month' },
): Promise<HistoryResponse> {
  const search = new URLSearchParams({ ...query, by: 'metric' }).toString();
  return historyResponse.parse(
    await get(`/api/projects/${encodeURIComponent(project)}/history?${search}`),
  );
}

/** What a project used of a metric in whole hours, in the metric's unit. */
export async function readQuantity(
  project: string,
  { metric, from, to }: { metric: string; from: string; to: string },
): Promise<string> {
  const { buckets } = await readHistory(project, { from, to, bucket: 'hour' });
  return sum(buckets.map(({ quantity }) => quantity[metric] ?? '0'));
}

/** The account from its beginning to now, entry by entry. */
export async function readStatement(name: string): Promise<StatementResponse> {
  const project = encodeURIComponent(name);
  return statementResponse.parse(await get(`/api/projects/${project}/statement?format=json`));
}

/** The cost table by which usage of an instant is rated. */
export async function readTableAt(instant: Date): Promise<CostTable> {
  const { tables } = listCostTablesResponse.parse(await get('/api/cost-tables'));
  const at = instant.getTime();
  const found = tables.find(
    ({ appliesFrom, appliesTo, state }) =>
      state !== 'overtaken' &&
      appliesFrom !== null &&
      Date.parse(appliesFrom) <= at &&
      (appliesTo === null || at < Date.parse(appliesTo)),
  );
  if (found === undefined)
    throw new Error(`No cost table is in force at ${instant.toISOString()}.`);
  return costTable.parse(await get(`/api/cost-tables/${found.id}`));
}

/** A metric without labels from `/metrics`. */
export async function readGauge(name: string): Promise<number> {
  const text = await (await fetch(`${environment.url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  if (line === undefined) throw new Error(`/metrics has no ${name}.`);
  return Number(line.slice(name.length + 1));
}

/** Sends one reading of now as a site does, and returns when it is acknowledged. */
export async function sendReading(project: string, value: string): Promise<void> {
  await sendLine(`project_vcpu_usage,project_name=${project},location_id=8676 value=${value}`);
}

/**
 * Sends a line of InfluxDB's protocol as a site does, and returns when it is acknowledged.
 *
 * @param more `isRefused`: the line is one for the quarantine, which the sender is told with 400
 */
export async function sendLine(line: string, { isRefused = false } = {}): Promise<void> {
  const response = await fetch(`${environment.url}/write`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ingestToken()}` },
    body: `${line}\n`,
  });
  if (response.status !== (isRefused ? 400 : 204))
    throw new Error(`write: ${response.status} ${await response.text()}`);
}

type JsonReading = ReadingsRequest['readings'][number];

/** Sends a reading as JSON, and returns what became of it. */
export async function sendJsonReading(reading: JsonReading): Promise<string> {
  const [verdict] = await sendJsonReadings([reading]);
  return verdict ?? 'none';
}

/** Sends readings as JSON in one request, and returns what became of each. */
export async function sendJsonReadings(readings: readonly JsonReading[]): Promise<string[]> {
  const response = await fetch(`${environment.url}/api/v1/readings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ingestToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ readings }),
  });
  return readingsResponse.parse(await response.json()).verdicts.map(({ verdict }) => verdict);
}

async function get(path: string): Promise<unknown> {
  const response = await fetch(environment.url + path, {
    headers: { authorization: `Bearer ${staffToken()}` },
  });
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
