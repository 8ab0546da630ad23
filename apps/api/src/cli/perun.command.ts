import { type Command } from 'commander';
import { type PerunCheck } from '@os-credits/contracts';
import { AdoptValues, PerunQueries } from '../modules/perun-sync/index.js';
import { withApplication } from './cli-context.js';

/** `perun check` and `perun adopt`. */
export function addPerunCommands(program: Command): void {
  const perun = program.command('perun').description('the connection to Perun');
  perun
    .command('check')
    .description(
      'test the connection: version, account, resources, attributes, and what is missing',
    )
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }) => {
      await withApplication(async (app) => {
        const check = await app.get(PerunQueries).check();
        if (!check.isGood) process.exitCode = 1;
        if (options.json === true) console.log(JSON.stringify(check, null, 2));
        else for (const line of describe(check)) console.log(line);
      });
    });
  perun
    .command('adopt')
    .description(
      'take over all credits that were in Perun before the first sync, as one adjustment per project',
    )
    .requiredOption('--reason <text>', 'why; stands in the ledger')
    .option('--execute', 'do it; without it, the values are only listed')
    .action(async (options: { reason: string; execute?: boolean }) => {
      await withApplication(async (app) => {
        if (options.execute !== true) {
          const values = await app.get(AdoptValues).preview();
          for (const { project, ours, theirs } of values) {
            console.log(`${project}: ${ours ?? 'nothing'} here, ${theirs ?? 'nothing'} in Perun`);
          }
          console.log(`${values.length} values would be taken over; --execute does it.`);
          return;
        }
        const { adoptedCount, left } = await app.get(AdoptValues).execute(options.reason, 'cli');
        for (const { project, reason } of left) console.error(`${project}: ${reason}`);
        console.log(`${adoptedCount} values taken over, ${left.length} left.`);
        if (left.length > 0) process.exitCode = 1;
      });
    });
}

function describe(check: PerunCheck): string[] {
  const yes = (value: boolean | null): string =>
    value === null ? 'unknown' : value ? 'yes' : 'no';
  return [
    check.version === null && check.actor === null
      ? 'Perun could not be asked.'
      : `Perun ${check.version ?? 'of unknown version'}, signed in as ${check.actor ?? 'nobody'}`,
    ...(check.vo === null
      ? []
      : [`Organisation ${check.vo.shortName} (${check.vo.id}): ${check.vo.name}`]),
    ...check.resources.map(
      ({ id, name, groupCount }) =>
        `Resource ${id} (${name}): ${groupCount ?? 'unknown number of'} groups`,
    ),
    ...check.attributes.map(
      ({ use, attribute, direction, isDefined, type, canRead, canWrite }) =>
        `${use} (${direction}): ${attribute}, defined ${yes(isDefined)}, ${type ?? 'no type'}, readable ${yes(canRead)}, writable ${yes(canWrite)}`,
    ),
    ...check.problems.map((problem) => `✗ ${problem}`),
    check.isGood
      ? `✓ Everything is there (${check.durationMs} ms).`
      : `${check.problems.length} ${check.problems.length === 1 ? 'problem' : 'problems'}.`,
  ];
}
