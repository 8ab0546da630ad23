import { type Tx } from '../../../platform/database/index.js';
import { type GroupWrite } from './perun.ports.js';
import { type KnownAccount } from './plan/known.js';
import { type Timestamps } from './plan/pulled.js';

/** A difference with what deciding about it needs. */
export interface DriftRow {
  readonly id: string;
  readonly projectId: number;
  readonly projectName: string;
  readonly groupId: number;
  readonly resourceId: number | null;
  readonly field: 'used' | 'granted' | 'timestamps';
  readonly attribute: string;
  readonly ours: string | null;
  readonly theirs: string | null;
  readonly isFirstContact: boolean;
  readonly status: 'open' | 'took-theirs' | 'wrote-ours' | 'vanished';
  readonly account: KnownAccount;
  readonly presentResources: readonly number[];
  readonly lastReadings: ReadonlyMap<number, Timestamps>;
}

type Resources = readonly { readonly id: number; readonly site: string }[];

export abstract class DriftStore {
  abstract find(id: string, resources: Resources): Promise<DriftRow | null>;
  /** Open differences found at the first contact, such as credits of an earlier system. */
  abstract openFirstContacts(resources: Resources): Promise<DriftRow[]>;
  abstract lockOpen(tx: Tx, id: string): Promise<boolean>;
  abstract account(tx: Tx, projectId: number): Promise<{ granted: string; used: string }>;
  abstract changeTheirs(
    id: string,
    theirs: string | null,
    difference: string | null,
  ): Promise<void>;
  /** Perun's value is what counts as written from now on. */
  abstract adopt(tx: Tx, drift: DriftRow, theirs: string): Promise<void>;
  abstract intend(tx: Tx, drift: DriftRow, write: GroupWrite): Promise<void>;
  abstract confirm(tx: Tx, drift: DriftRow, write: GroupWrite): Promise<void>;
  abstract close(
    tx: Tx,
    id: string,
    status: 'took-theirs' | 'wrote-ours',
    by: { readonly actor: string; readonly reason: string },
    now: Date,
  ): Promise<void>;
}
