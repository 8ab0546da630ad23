import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/index.js';
import { LedgerModule } from '../ledger/index.js';
import { AdoptValues } from './application/adopt-values.use-case.js';
import { ComputeChangeSet } from './application/compute-change-set.js';
import { DecideItems } from './application/decide-items.use-case.js';
import { DriftStore } from './application/drift.ports.js';
import { PerunQueries } from './application/perun-queries.js';
import { PerunGateway } from './application/perun.ports.js';
import { PushValues } from './application/push-values.js';
import { ReadPeople } from './application/read-people.js';
import { ResolveDrift } from './application/resolve-drift.use-case.js';
import { RunSync } from './application/run-sync.use-case.js';
import { SyncReads } from './application/sync-reads.js';
import { SyncRules } from './application/sync-rules.js';
import { SyncTimetable } from './application/sync-timetable.js';
import { TendSync } from './application/tend-sync.use-case.js';
import { ItemApplier, KnownStore, SyncRunStore } from './application/sync.ports.js';
import { HttpPerunGateway } from './perun/http-perun-gateway.js';
import { PerunPace } from './perun/perun-pace.js';
import { SqlDriftStore } from './persistence/sql-drift.store.js';
import { SqlItemApplier } from './persistence/sql-item-applier.js';
import { SqlKnownStore } from './persistence/sql-known.store.js';
import { SqlSyncRunStore } from './persistence/sql-sync-run.store.js';
import { SqlSyncTimetable } from './persistence/sql-sync-timetable.js';
import { SyncReadModel } from './persistence/sync.read-model.js';

/** The sync with Perun: reading, comparing, applying, writing. */
@Module({
  imports: [JobsModule, LedgerModule],
  providers: [
    AdoptValues,
    ComputeChangeSet,
    DecideItems,
    PerunQueries,
    ResolveDrift,
    PushValues,
    ReadPeople,
    RunSync,
    SyncRules,
    TendSync,
    PerunPace,
    { provide: SyncTimetable, useClass: SqlSyncTimetable },
    { provide: PerunGateway, useClass: HttpPerunGateway },
    { provide: DriftStore, useClass: SqlDriftStore },
    { provide: SyncReads, useClass: SyncReadModel },
    { provide: SyncRunStore, useClass: SqlSyncRunStore },
    { provide: KnownStore, useClass: SqlKnownStore },
    { provide: ItemApplier, useClass: SqlItemApplier },
  ],
  exports: [
    RunSync,
    AdoptValues,
    TendSync,
    DecideItems,
    PerunQueries,
    ResolveDrift,
    SyncReads,
    PerunGateway,
    SyncRules,
    SyncRunStore,
    DriftStore,
  ],
})
export class PerunSyncModule {}
