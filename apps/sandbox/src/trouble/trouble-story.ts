import { HOUR_MS } from '../cloud/cloud.js';
import type { Site } from '../cloud/sites.js';
import type { Sample } from '../sender/write-request.js';
import { seriesLabels } from '../sender/target.js';

/** A third site whose exporter has stopped; no project uses anything there. */
export const SILENT_SITE: Omit<Site, 'key'> = {
  locationId: '8674',
  location: 'tuebingen',
};
/** The project with a counter at the silent site. */
export const SILENT_PROJECT = 'plankton-imaging';

const METRIC = 'project_vcpu_usage';
const MINUTE_MS = 60_000;
const RHYTHM_MS = 15 * MINUTE_MS;

/** Hours before now, first and last, in which the silent site still reported. */
const REPORTED = [
  [40, 21],
  [16, 6],
] as const;
/** The counter falls to 0 here, as after a rebuilt database. */
const FALLS_BEFORE_HOURS = 30;
const COUNTER_BEFORE_FALL = 240;

/**
 * What the silent site sent while it reported: a counter that stands still, so that no balance moves,
 * with a gap of some hours, a fall to 0, and nothing since. In order of time.
 */
export function silentSiteSamples(nowMs: number): readonly Sample[] {
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const target = { site: SILENT_SITE, instance: 'exporter.tuebingen.example:8080' };
  const labels = seriesLabels(target, METRIC, [
    ['domain_name', 'default'],
    ['project_name', SILENT_PROJECT],
  ]);
  return REPORTED.flatMap(([first, last]) => {
    const samples: Sample[] = [];
    const endMs = hourMs - last * HOUR_MS;
    for (let timeMs = hourMs - first * HOUR_MS; timeMs <= endMs; timeMs += RHYTHM_MS) {
      const isFallen = timeMs >= hourMs - FALLS_BEFORE_HOURS * HOUR_MS;
      samples.push({ labels, value: isFallen ? 0 : COUNTER_BEFORE_FALL, timestampMs: timeMs });
    }
    return samples;
  });
}

/**
 * Requests in InfluxDB's line protocol as careless senders make them, each with its own fault. None of
 * their projects and sites is known yet, so that nothing appears before staff release it.
 */
export function carelessRequests(nowMs: number): readonly string[] {
  const line = (project: string, rest: string): string =>
    `${METRIC},location_id=8675,project_name=${project} ${rest}`;
  return [
    [...Array(12).keys()].map((index) =>
      // A clock ahead: each can be released once its time has come, the first within minutes.
      line('lichen-survey', `value=${10 + index / 2} ${nanos(nowMs + (12 + index) * MINUTE_MS)}`),
    ),
    // Seconds sent as nanoseconds.
    [0, 1, 2, 3].map((index) =>
      line('moss-genomes', `value=${80 + index} ${Math.round(nowMs / 1000) - index * 60}`),
    ),
    // A script that fills what it does not know.
    ['value=NaN', 'value=NaN', 'value=-1', 'value="n/a"'].map((fields, index) =>
      line('fern-atlas', `${fields} ${nanos(nowMs - index * MINUTE_MS)}`),
    ),
    // Numbers with a decimal comma.
    ['value=12,5', 'value=13,25'].map((fields) => line('fern-atlas', `${fields} ${nanos(nowMs)}`)),
    // Lost labels.
    [0, 1, 2].map((index) => `${METRIC},location_id=8675 value=${index} ${nanos(nowMs)}`),
    [`${METRIC},project_name=algae-cultures value=7 ${nanos(nowMs)}`],
  ].map((lines) => `${lines.join('\n')}\n`);
}

function nanos(ms: number): string {
  return `${Math.floor(ms)}000000`;
}
