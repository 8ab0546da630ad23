import { type Command } from 'commander';
import { runJob } from './jobs.command.js';

/** `maintenance`: a dry run unless `--execute` says otherwise; the worker does it, this follows it. */
export function addMaintenanceCommand(program: Command): void {
  program
    .command('maintenance')
    .description(
      'what is past its retention, and partitions that are missing: says what it would do',
    )
    .option('--execute', 'do it')
    .action((options: { execute?: boolean }) =>
      runJob('partition-maintenance', { dryRun: options.execute !== true, wait: true }),
    );
}
