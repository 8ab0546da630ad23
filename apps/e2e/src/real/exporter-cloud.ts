import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A machine of the made-up cloud that has run and is gone. */
export interface CloudMachine {
  readonly vcpus: number;
  readonly gib: number;
  /** Seconds since the epoch. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Machines by the name of their project. */
export type CloudMachines = Readonly<Record<string, readonly CloudMachine[]>>;

export const CLOUD_DOMAIN = 'elixir';

/**
 * The cloud that a usage exporter reads: the file of its dummy mode (TOML), and the same as JSON for
 * the stand-in. Exporters read it again at each lap.
 */
export class ExporterCloud {
  readonly tomlFile: string;
  readonly jsonFile: string;
  private machines: CloudMachines = {};

  constructor(directory: string) {
    mkdirSync(directory);
    this.tomlFile = join(directory, 'cloud.toml');
    this.jsonFile = join(directory, 'cloud.json');
    this.write();
  }

  add(project: string, machine: CloudMachine): void {
    const machines = [...(this.machines[project] ?? []), machine];
    this.machines = { ...this.machines, [project]: machines };
    this.write();
  }

  private write(): void {
    replaceFile(this.tomlFile, tomlOf(this.machines));
    replaceFile(this.jsonFile, JSON.stringify(this.machines));
  }
}

/** Never half of it: an exporter may be reading. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** Strings of JSON are strings of TOML too. */
function tomlOf(machines: CloudMachines): string {
  const projects = Object.entries(machines).map(([name, list], index) =>
    [
      `[[${CLOUD_DOMAIN}.projects]]`,
      `project_id = "project-${index + 1}"`,
      `project_name = ${JSON.stringify(name)}`,
      ...list.map(machineToml),
    ].join('\n'),
  );
  return [`[${CLOUD_DOMAIN}]`, 'domain_id = "domain-1"', ...projects, ''].join('\n');
}

function machineToml({ vcpus, gib, fromSeconds, toSeconds }: CloudMachine): string {
  const existence = [fromSeconds, toSeconds].map((at) => new Date(at * 1000).toISOString());
  return [
    `[[${CLOUD_DOMAIN}.projects.machines]]`,
    `cpus = ${vcpus}`,
    `ram = ${gib}`,
    `existence = [${existence.join(', ')}]`,
  ].join('\n');
}
