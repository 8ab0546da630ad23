import 'reflect-metadata';
import { Command } from 'commander';
import { addAccessTokenCommands } from './cli/access-token.commands.js';
import { addGrantCommands } from './cli/grant.command.js';
import { addJobsCommands } from './cli/jobs.command.js';
import { addMaintenanceCommand } from './cli/maintenance.command.js';
import { addMigrateCommand } from './cli/migrate.command.js';
import { addPerunCommands } from './cli/perun.command.js';
import { addUsageCommands } from './cli/usage.command.js';
import { addVerifyCommand } from './cli/verify.command.js';
import { DomainError } from './platform/problems/index.js';

const program = new Command('os-credits')
  .description('OS Credits on the command line. Settings come from the environment (DATABASE_URL).')
  .showHelpAfterError();
addMigrateCommand(program);
addVerifyCommand(program);
addAccessTokenCommands(program);
addGrantCommands(program);
addPerunCommands(program);
addJobsCommands(program);
addMaintenanceCommand(program);
addUsageCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  // What is known is a sentence; what is not keeps its stack, because someone has to find it.
  console.error(error instanceof DomainError ? error.message : describe(error));
  process.exitCode = 1;
}

function describe(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') {
    return 'The database in DATABASE_URL refuses connections. Is it running?';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
