import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { type Command } from 'commander';
import { decimalString, projectName } from '@os-credits/contracts';
import { z } from 'zod';
import { PostGrant } from '../modules/ledger/index.js';
import { withApplication } from './cli-context.js';

const grantFile = z.object({
  grants: z
    .array(
      z.object({
        project: projectName,
        credits: decimalString.refine(
          (credits) => !credits.startsWith('-'),
          'must not be negative',
        ),
        effectiveAt: z.iso.datetime({ offset: true }),
        key: z.string().min(1).max(200),
        reason: z.string().max(1000).optional(),
      }),
    )
    .min(1),
});

/** `grant import`: posts grants from a JSON file. All or none are refused for their form; a second run posts nothing. */
export function addGrantCommands(program: Command): void {
  const grant = program.command('grant').description('credits given to projects');
  grant
    .command('import')
    .description(
      'post grants from JSON: {"grants": [{"project", "credits", "effectiveAt", "key", "reason"?}]}',
    )
    .requiredOption('--file <path>', 'the file, or - for standard input')
    .option('--source <text>', 'where the grants come from', 'cli')
    .action(async (options: { file: string; source: string }) => {
      const content =
        options.file === '-' ? await readAll(process.stdin) : await readFile(options.file, 'utf8');
      const parsed = grantFile.safeParse(parseJson(content));
      if (!parsed.success) {
        console.error(
          `The grants cannot be read; nothing was posted.\n${z.prettifyError(parsed.error)}`,
        );
        process.exitCode = 2;
        return;
      }
      await withApplication(async (app) => {
        let postedCount = 0;
        for (const one of parsed.data.grants) {
          const outcome = await app.get(PostGrant).execute({
            projectName: one.project,
            credits: one.credits,
            effectiveAt: new Date(one.effectiveAt),
            source: options.source,
            reason: one.reason ?? null,
            actor: 'cli',
            idempotencyKey: one.key,
          });
          if (outcome === 'posted') postedCount += 1;
        }
        console.log(
          `${postedCount} grants posted, ${parsed.data.grants.length - postedCount} were there already.`,
        );
      });
    });
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
