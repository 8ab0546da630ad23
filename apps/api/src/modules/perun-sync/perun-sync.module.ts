import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { ComputeChangeSet } from './application/compute-change-set.js';
import { PerunGateway } from './application/perun.ports.js';
import { PushValues } from './application/push-values.js';
import { ReadPeople } from './application/read-people.js';
import { RunSync } from './application/run-sync.use-case.js';
import { SyncRules } from './application/sync-rules.js';
import { ItemApplier, KnownStore, SyncRunStore } from './application/sync.ports.js';
import { HttpPerunGateway } from './perun/http-perun-gateway.js';
import { SqlItemApplier } from './persistence/sql-item-applier.js';
import { SqlKnownStore } from './persistence/sql-known.store.js';
import { SqlSyncRunStore } from './persistence/sql-sync-run.store.js';

/** The sync with Perun: reading, comparing, applying, writing. */
@Module({
  imports: [LedgerModule],
  providers: [
    ComputeChangeSet,
    PushValues,
    ReadPeople,
    RunSync,
    SyncRules,
    { provide: PerunGateway, useClass: HttpPerunGateway },
    { provide: SyncRunStore, useClass: SqlSyncRunStore },
    { provide: KnownStore, useClass: SqlKnownStore },
    { provide: ItemApplier, useClass: SqlItemApplier },
  ],
  exports: [RunSync, PerunGateway, SyncRules, SyncRunStore, KnownStore, ItemApplier],
})
export class PerunSyncModule {}
