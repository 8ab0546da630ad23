import { listDataQualityEventsQuery, type DataQualityEvent } from '@os-credits/contracts';
import { type Command } from 'commander';
import { BrowseEvents } from '../modules/data-quality/index.js';
import { withApplication } from './cli-context.js';

interface GapsOptions {
  readonly project?: string;
  readonly site?: string;
  readonly metric?: string;
  readonly acknowledged?: boolean;
  readonly json?: boolean;
}

/** `usage gaps`: what exporters did not send, newest first; changes nothing. Exit code 1 where there is any. */
export function addUsageCommands(program: Command): void {
  const usage = program.command('usage').description('what exporters send');
  usage
    .command('gaps')
    .description('series that paused, counters that fell, sites that are silent, newest first')
    .option('--project <name>', 'only this project')
    .option('--site <name>', 'only this site')
    .option('--metric <name>', 'only this metric')
    .option('--acknowledged', 'those that somebody looked into, instead of the open ones')
    .option('--json', 'print as JSON')
    .action(async ({ json, acknowledged, ...filter }: GapsOptions) => {
      await withApplication(async (app) => {
        const events = await all(app.get(BrowseEvents), {
          ...filter,
          status: acknowledged === true ? 'acknowledged' : 'open',
          limit: 200,
        });
        if (events.length > 0) process.exitCode = 1;
        if (json === true) console.log(JSON.stringify(events, null, 2));
        else for (const event of events) console.log(line(event));
        if (json !== true)
          console.log(`${events.length} ${acknowledged === true ? 'acknowledged' : 'open'}`);
      });
    });
}

async function all(browse: BrowseEvents, query: object): Promise<DataQualityEvent[]> {
  const found: DataQualityEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<BrowseEvents['list']>> = await browse.list(
      listDataQualityEventsQuery.parse({ ...query, ...(cursor === null ? {} : { cursor }) }),
    );
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

function line(event: DataQualityEvent): string {
  const who = event.project === null ? event.site : `${event.project} at ${event.site}`;
  const span = `${event.from} to ${event.to ?? 'now'}`;
  const values =
    event.kind === 'reset' ? `, ${event.fromValue ?? '?'} to ${event.toValue ?? '?'}` : '';
  return `${event.kind.padEnd(12)} ${span}  ${who}${event.metric === null ? '' : ` (${event.metric})`}${values}`;
}
