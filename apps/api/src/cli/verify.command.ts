import { type Command } from 'commander';
import { VerifyLedger } from '../modules/rating/index.js';
import { withApplication } from './cli-context.js';

const DIFFERENCES_SHOWN_MAX = 100;

/** `verify`: recomputes the ledger from the readings. Exit code 1 when anything differs, 2 for an unknown project. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('recompute the ledger from the readings and report every difference')
    .option('--project <name>', 'only this project')
    .option('--json', 'print the result as JSON')
    .action(async (options: { project?: string; json?: boolean }) => {
      await withApplication(async (app) => {
        const result = await app.get(VerifyLedger).execute(options.project ?? null);
        if (options.project !== undefined && result.projectCount === 0) {
          console.error(`There is no project "${options.project}".`);
          process.exitCode = 2;
          return;
        }
        if (result.differences.length > 0) process.exitCode = 1;
        if (options.json === true) {
          console.log(JSON.stringify(result, null, 2));
          return;
        }
        for (const { project, what, expected, found } of result.differences.slice(
          0,
          DIFFERENCES_SHOWN_MAX,
        )) {
          console.log(`${project}: ${what} is ${found}, the readings say ${expected}`);
        }
        const hidden = result.differences.length - DIFFERENCES_SHOWN_MAX;
        if (hidden > 0) console.log(`… and ${hidden} more (--json prints all)`);
        console.log(
          `${result.projectCount} projects, ${result.seriesCount} series, ${result.readingCount} readings: ` +
            (result.differences.length === 0
              ? 'every charge and sum agrees'
              : `${result.differences.length} differences`),
        );
      });
    });
}
