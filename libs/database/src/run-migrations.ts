import { DataSource } from 'typeorm';
import { CreateSchema1795305600000 } from './migrations/20261122080000-create-schema.js';
import { CreateJobs1795352400000 } from './migrations/20261122130000-create-jobs.js';
import { CreatePerunSync1795356000000 } from './migrations/20261122140000-create-perun-sync.js';
import { ExtendLedgerCorrections1795357800000 } from './migrations/20261122143000-extend-ledger-corrections.js';
import { ExtendCreditRules1795359600000 } from './migrations/20261122150000-extend-credit-rules.js';
import { IdentifyAuthors1795360200000 } from './migrations/20261122151000-identify-authors.js';
import { ExtendDataQuality1795363200000 } from './migrations/20261122160000-extend-data-quality.js';
import { CreateReRating1795365000000 } from './migrations/20261122163000-create-re-rating.js';
import { AddBatchOrigin1795366800000 } from './migrations/20261122170000-add-batch-origin.js';
import { CreateJobOrder1795370400000 } from './migrations/20261122180000-create-job-order.js';
import { CountDuplicates1795371000000 } from './migrations/20261122181000-count-duplicates.js';
import { ExtendReRatingCauses1795374000000 } from './migrations/20261122190000-extend-re-rating-causes.js';
import { DismissReadings1795374600000 } from './migrations/20261122191000-dismiss-readings.js';
import { RememberPreviewedBase1795375200000 } from './migrations/20261122192000-remember-previewed-base.js';
import { KeyCostTables1795377600000 } from './migrations/20261122200000-key-cost-tables.js';
import { IndexFirstReadings1795377660000 } from './migrations/20261122200100-index-first-readings.js';
import { ReplaceDismissedReadings1795378200000 } from './migrations/20261122201000-replace-dismissed-readings.js';
import { SayJobLogsInGerman1795378800000 } from './migrations/20261122202000-say-job-logs-in-german.js';
import { KeepKeysOfDeletedDrafts1795379400000 } from './migrations/20261122203000-keep-keys-of-deleted-drafts.js';
import { StampDismissals1795380000000 } from './migrations/20261122204000-stamp-dismissals.js';
import { ensureQueueSchema } from './queue-schema.js';

/** Every migration in the order in which it is applied. */
export const migrations = [
  CreateSchema1795305600000,
  CreateJobs1795352400000,
  CreatePerunSync1795356000000,
  ExtendLedgerCorrections1795357800000,
  ExtendCreditRules1795359600000,
  IdentifyAuthors1795360200000,
  ExtendDataQuality1795363200000,
  CreateReRating1795365000000,
  AddBatchOrigin1795366800000,
  CreateJobOrder1795370400000,
  CountDuplicates1795371000000,
  ExtendReRatingCauses1795374000000,
  DismissReadings1795374600000,
  RememberPreviewedBase1795375200000,
  KeyCostTables1795377600000,
  IndexFirstReadings1795377660000,
  ReplaceDismissedReadings1795378200000,
  SayJobLogsInGerman1795378800000,
  KeepKeysOfDeletedDrafts1795379400000,
  StampDismissals1795380000000,
];

/**
 * Applies the migrations that a database lacks, each in its own transaction, one runner at a time
 * (advisory lock), and names those it applied. Brings the schema of the queue up to date as well.
 *
 * @param ownerUrl connection string of the role that owns the schema and may create roles
 */
export async function runMigrations(ownerUrl: string): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    poolSize: 2,
  });
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`select pg_advisory_lock(hashtext('os_credits.migrations'))`);
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    await ensureQueueSchema((sql, values) => lock.query(sql, values));
    return applied.map((migration) => migration.name);
  } finally {
    await lock
      .query(`select pg_advisory_unlock(hashtext('os_credits.migrations'))`)
      .catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}
