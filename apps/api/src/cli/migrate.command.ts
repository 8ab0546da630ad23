import { type Command } from 'commander';
import { runMigrations } from '@os-credits/database';
import { z } from 'zod';
import { SetReadingUnits } from '../modules/credit-rules/index.js';
import {
  databaseSettings,
  ingestionSettings,
  readSettingsOrExit,
} from '../platform/config/index.js';
import { withApplication } from './cli-context.js';

/** `migrate`: brings the schema up to date and applies the configured reading units. Safe to repeat. */
export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('bring the database schema up to date (safe to repeat)')
    .action(async () => {
      const settings = readSettingsOrExit(
        z.object({
          ...databaseSettings.shape,
          METRIC_READING_UNITS: ingestionSettings.shape.METRIC_READING_UNITS,
        }),
      );
      const applied = await runMigrations(settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL);
      console.log(
        applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`,
      );
      const units = settings.METRIC_READING_UNITS;
      if (units === undefined) return;
      await withApplication(async (app) => {
        for (const change of await app.get(SetReadingUnits).execute(units))
          console.log(`${change}.`);
      });
    });
}
