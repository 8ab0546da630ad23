import {
  type Drift,
  type ListDriftResponse,
  type ListSyncItemsResponse,
  type ListSyncRunsResponse,
  type PerunCheck,
  type PerunStatus,
  type SyncRun,
  type listDriftQuery,
  type listSyncItemsQuery,
  type listSyncRunsQuery,
} from '@os-credits/contracts';
import { type z } from 'zod';

/** What the screens about Perun show; one statement each. */
export abstract class SyncReads {
  abstract listRuns(query: z.output<typeof listSyncRunsQuery>): Promise<ListSyncRunsResponse>;
  abstract findRun(id: string): Promise<SyncRun | null>;
  abstract listItems(
    id: string,
    query: z.output<typeof listSyncItemsQuery>,
  ): Promise<ListSyncItemsResponse>;
  abstract listDrift(query: z.output<typeof listDriftQuery>): Promise<ListDriftResponse>;
  abstract findDrift(id: string): Promise<Drift | null>;
  abstract status(): Promise<Omit<PerunStatus, 'mode' | 'host' | 'grantsOwnedBy' | 'attributes'>>;
  abstract saveCheck(check: PerunCheck): Promise<void>;
}
