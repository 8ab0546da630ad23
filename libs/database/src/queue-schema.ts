import { getConstructionPlans, getMigrationPlans } from 'pg-boss';

/** Schema of the queue that delivers job runs; nothing of ours is in it. */
export const QUEUE_SCHEMA = 'pgboss';

/** The one queue: its entries carry the id of a job run that may start. */
export const JOB_QUEUE = 'job-runs';

type Query = (sql: string, values?: unknown[]) => Promise<unknown>;

/**
 * Makes or upgrades the tables of pg-boss and gives the application what it needs of them: entries come and
 * go, the schema and the queue itself belong to the owner. Processes then run with `migrate: false`.
 *
 * @param query on one connection of the schema's owner, outside a transaction: the plans bring their own
 */
export async function ensureQueueSchema(query: Query): Promise<void> {
  const [found] = (await query(
    `select to_regnamespace('${QUEUE_SCHEMA}') is not null as "hasSchema",
            to_regclass('${QUEUE_SCHEMA}.version') is not null as "isInstalled"`,
  )) as { hasSchema: boolean; isInstalled: boolean }[];
  if (found?.isInstalled === true) {
    await upgrade(query);
  } else {
    const createSchema = found?.hasSchema !== true;
    await query(getConstructionPlans(QUEUE_SCHEMA, { createSchema }));
  }
  // Retention is ours: an entry lives as long as its run waits. pg-boss allows a queue no more than a year.
  await query(`select ${QUEUE_SCHEMA}.create_queue($1, $2)`, [
    JOB_QUEUE,
    JSON.stringify({ policy: 'standard', retryLimit: 0, retentionSeconds: 31_536_000 }),
  ]);
  await query(`grant usage on schema ${QUEUE_SCHEMA} to os_credits_app`);
  await query(`grant select on all tables in schema ${QUEUE_SCHEMA} to os_credits_app`);
  await query(
    `grant insert, update, delete on ${QUEUE_SCHEMA}.job, ${QUEUE_SCHEMA}.job_common to os_credits_app`,
  );
}

async function upgrade(query: Query): Promise<void> {
  const [row] = (await query(`select version from ${QUEUE_SCHEMA}.version`)) as {
    version: number;
  }[];
  const installed = Number(row?.version);
  // A newer one is what a downgrade of the product leaves; processes then say what does not fit.
  if (installed >= packageVersion()) return;
  await query(getMigrationPlans(QUEUE_SCHEMA, installed));
}

/** The schema version that the installed pg-boss makes: the last thing its plan writes down. */
function packageVersion(): number {
  const match = /INSERT INTO pgboss\.version\(version\) VALUES \('(\d+)'\)/i.exec(
    getConstructionPlans(QUEUE_SCHEMA),
  );
  if (match === null) throw new Error('The plan of pg-boss does not name its schema version.');
  return Number(match[1]);
}
