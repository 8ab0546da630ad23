import { type z } from 'zod';
import { parseSettings, SettingsError } from './parse-settings.js';

/**
 * Settings of this process from its environment. Where they cannot be used it prints every fault on
 * standard error and ends the process with code 78 (`EX_CONFIG`), before anything is started.
 */
export function readSettingsOrExit<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
): z.output<z.ZodObject<S>> {
  try {
    return parseSettings(schema, process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\nEvery setting is described in .env.example.\n`);
    process.exit(78);
  }
}
