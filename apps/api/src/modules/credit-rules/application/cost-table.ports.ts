import { type CostTable, type CostTableInput, type CostTableSummary } from '@os-credits/contracts';
import { type Queries, type Tx } from '../../../platform/database/index.js';
import { type Actor } from '../../audit/index.js';

/** A cost table whose row nobody else changes until the transaction ends. */
export interface LockedCostTable {
  readonly table: CostTable;
  /** The table that the request was weighed against; null also where none was in force. */
  readonly requestedBaseId: number | null;
}

/** Ids of the names that rows refer to; a name that is missing does not exist. */
export interface KnownNames {
  readonly metrics: ReadonlyMap<string, number>;
  readonly sites: ReadonlyMap<string, number>;
  readonly projects: ReadonlyMap<string, number>;
}

/** What a draft consists of, with names replaced by ids. */
export interface DraftContent {
  readonly title: string;
  readonly note: string;
  readonly effectiveFrom: string;
  readonly rates: readonly {
    readonly metricId: number;
    readonly siteId: number | null;
    readonly projectId: number | null;
    readonly rate: string;
  }[];
  readonly weights: readonly {
    readonly metricId: number;
    readonly value: string;
    readonly weight: string;
    readonly setAt: string;
  }[];
}

/** For whom a table is read, and when, which decides what is in force. */
export interface TableView {
  readonly now: Date;
  /** Tells whose request is whose; null where nobody is shown it. */
  readonly viewerId: string | null;
}

/** A request with an Idempotency-Key: the same author makes one draft by it. */
export interface KeyedRequest {
  readonly key: string;
  /** Of what was asked for. */
  readonly hash: string;
}

/** Where a draft comes from besides its author. */
export interface DraftOrigin {
  readonly copiedFromId: number | null;
  readonly request: KeyedRequest | null;
}

export interface Authored {
  readonly actor: Actor;
  readonly at: Date;
}

/** A request to publish: why, and what it changes against which table. */
export interface Weighed {
  readonly reason: string;
  readonly impactCredits: string;
  readonly baseId: number | null;
}

export interface PublicationOrder extends Authored {
  readonly reason: string;
  /** The second person, where the first one asked. */
  readonly confirmedBy: string | null;
  readonly publishedBy: string;
}

/** The weights of a published table; numbers are plain decimals, thresholds ascending. */
export interface PublishedWeight {
  /** Unix time in whole seconds, not before the table applies. */
  readonly appliesFromSeconds: string;
  readonly weights: readonly {
    readonly metric: string;
    readonly value: string;
    readonly weight: string;
  }[];
}

/** Cost tables in the database. */
export abstract class CostTableRepository {
  abstract list(queries: Queries, view: TableView): Promise<CostTableSummary[]>;
  abstract find(queries: Queries, id: number, view: TableView): Promise<CostTable | null>;
  abstract lock(tx: Tx, id: number, view: TableView): Promise<LockedCostTable | null>;
  /** The published table that would rate usage at an instant; `null` before the first one. */
  abstract inForceAt(queries: Queries, at: string): Promise<{ id: number; title: string } | null>;
  /** By name. */
  abstract sites(queries: Queries): Promise<{ name: string; displayName: string | null }[]>;
  abstract isSite(queries: Queries, name: string): Promise<boolean>;
  /** Of every table that is, was or will be in force, oldest first. */
  abstract publishedWeights(queries: Queries): Promise<PublishedWeight[]>;
  abstract names(queries: Queries, input: CostTableInput): Promise<KnownNames>;
  /** The draft that an author's key made, with the hash of what it asked for. */
  abstract withKey(
    tx: Tx,
    authorId: string,
    key: string,
  ): Promise<{ id: number; hash: string } | null>;
  /** The deleted draft that an author's key made. */
  abstract deletedWithKey(
    tx: Tx,
    authorId: string,
    key: string,
  ): Promise<{ title: string; deletedAt: string } | null>;
  /** @returns null where the author's key made a draft already, even at this moment */
  abstract insert(
    tx: Tx,
    content: DraftContent,
    author: Authored,
    origin: DraftOrigin,
  ): Promise<number | null>;
  /** Replaces what a draft consists of; a request to publish it ends. */
  abstract replace(tx: Tx, id: number, content: DraftContent, author: Authored): Promise<void>;
  /** Deletes a draft; the key that made it stays spent. */
  abstract remove(tx: Tx, id: number, at: Date): Promise<void>;
  abstract request(tx: Tx, id: number, request: Authored & Weighed): Promise<void>;
  abstract withdrawRequest(tx: Tx, id: number): Promise<void>;
  /** Keeps ratings out until the transaction ends. */
  abstract lockRating(tx: Tx): Promise<void>;
  /** Publishes a draft: it applies from its effective time, or from what was rated or is past already. */
  abstract publish(tx: Tx, id: number, order: PublicationOrder): Promise<void>;
}
