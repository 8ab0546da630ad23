import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatLine } from '@os-credits/usage-wire';
import { readingKey } from '../stack/compare-ledger.js';
import { type NamedReading } from '../stack/ledger-reader.js';
import { type RandomStream } from './random-stream.js';
import { UsageSource } from './usage-source.js';

const REPEATED_CHANCE = 0.2;
const GRANTS_PER_PROJECT = 40;

/** Files of one round, and what they hold. */
export interface ImportFiles {
  readonly projects: readonly string[];
  readonly readingsFile: string;
  readonly readings: readonly NamedReading[];
  readonly lineCount: number;
  readonly grantsFile: string;
  /** Credits by project, as whole numbers. */
  readonly granted: ReadonlyMap<string, bigint>;
  readonly grantCount: number;
}

/**
 * Writes a file of readings (a table, line protocol or an export, by turns; some lines twice) and one of grants
 * for two projects.
 *
 * @param round from 0; names the projects as the simulated Perun does
 */
export function writeImportFiles(
  directory: string,
  round: number,
  random: RandomStream,
): ImportFiles {
  const projects = [2 * round + 1, 2 * round + 2].map(projectNamed);
  const readings = readAll(new UsageSource('usage', random.branch('usage')), projects);
  const lines = readings.flatMap((reading) =>
    random.chance(REPEATED_CHANCE) ? [reading, random.pick(readings)] : [reading],
  );
  const readingsFile = join(directory, `readings-${round}`);
  writeFileSync(readingsFile, [table, lineProtocol, influxExport][round % 3]?.(lines) ?? '');
  const grantsFile = join(directory, `grants-${round}.csv`);
  const grants = projects.flatMap((project) =>
    Array.from({ length: GRANTS_PER_PROJECT }, () => ({
      project,
      credits: BigInt(random.between(1, 1_000_000)),
    })),
  );
  writeFileSync(
    grantsFile,
    [
      'project,credits,effectiveAt',
      ...grants.map((g) => `${g.project},${g.credits},2026-01-01`),
    ].join('\n'),
  );
  const granted = new Map<string, bigint>();
  for (const { project, credits } of grants)
    granted.set(project, (granted.get(project) ?? 0n) + credits);
  return {
    projects,
    readingsFile,
    readings: [...new Map(lines.map((one) => [readingKey(one), one])).values()],
    lineCount: lines.length,
    grantsFile,
    granted,
    grantCount: grants.length,
  };
}

function projectNamed(number: number): string {
  return `project-${String(number).padStart(5, '0')}`;
}

function readAll(source: UsageSource, projects: readonly string[]): NamedReading[] {
  const readings: NamedReading[] = [];
  for (let index = 0; ; index += 1) {
    const instant = source.instant(index);
    if (instant === undefined) return readings;
    for (const one of instant)
      readings.push({ ...one, project: projects[Number(one.project.at(-1))] ?? '' });
  }
}

function table(readings: readonly NamedReading[]): string {
  const lines = readings.map(({ project, site, metric, atMicros, value }) =>
    [new Date(atMicros / 1000).toISOString(), value, metric, site, `"${project}"`].join(';'),
  );
  return ['time;value;metric;site;project', ...lines].join('\r\n');
}

function lineProtocol(readings: readonly NamedReading[]): Buffer {
  return gzipSync(toLines(readings).join('\n'));
}

function influxExport(readings: readonly NamedReading[]): string {
  const head = ['# DDL', 'CREATE DATABASE usage WITH NAME autogen', '# DML'];
  const context = ['# CONTEXT-DATABASE:usage', '# CONTEXT-RETENTION-POLICY:autogen'];
  return [...head, ...context, '# writing tsm data', ...toLines(readings), ''].join('\n');
}

function toLines(readings: readonly NamedReading[]): string[] {
  return readings.map(({ project, site, metric, atMicros, value }) =>
    formatLine({
      measurement: metric,
      tags: [
        ['location_id', site],
        ['project_name', project],
      ],
      fields: [['value', value]],
      timestamp: BigInt(atMicros) * 1000n,
    }),
  );
}
