/** What rows are found by. */
export type Key = string | number;

type IndexKeys<Row, Name extends string> = Readonly<Record<Name, (row: Row) => Key | null>>;

/**
 * Rows by key, with the look-ups that are needed. Rows are never changed, only replaced; all writes
 * go through {@link Changes} so that they can be undone.
 */
export class Table<Row, IndexName extends string = never> {
  private readonly rows = new Map<Key, Row>();
  private readonly indexes = new Map<IndexName, Map<Key, Map<Key, Row>>>();

  constructor(
    readonly name: string,
    private readonly indexKeys: IndexKeys<Row, IndexName>,
  ) {
    for (const name of this.indexNames()) this.indexes.set(name, new Map());
  }

  get size(): number {
    return this.rows.size;
  }

  get(key: Key): Row | undefined {
    return this.rows.get(key);
  }

  all(): readonly Row[] {
    return [...this.rows.values()];
  }

  entries(): Iterable<[Key, Row]> {
    return this.rows.entries();
  }

  /** The rows whose index value is `key`, in no promised order. */
  where(index: IndexName, key: Key): readonly Row[] {
    return [...(this.indexes.get(index)?.get(key)?.values() ?? [])];
  }

  /** Puts or removes a row; returns what was there. Only for {@link Changes} and loading. */
  set(key: Key, row: Row | undefined): Row | undefined {
    const before = this.rows.get(key);
    if (before !== undefined) this.unindex(key, before);
    if (row === undefined) this.rows.delete(key);
    else {
      this.rows.set(key, row);
      this.index(key, row);
    }
    return before;
  }

  clear(): void {
    this.rows.clear();
    for (const index of this.indexes.values()) index.clear();
  }

  private index(key: Key, row: Row): void {
    for (const [name, index] of this.indexes) {
      const at = this.indexKeys[name](row);
      if (at === null) continue;
      const bucket = index.get(at);
      if (bucket === undefined) index.set(at, new Map([[key, row]]));
      else bucket.set(key, row);
    }
  }

  private unindex(key: Key, row: Row): void {
    for (const [name, index] of this.indexes) {
      const at = this.indexKeys[name](row);
      if (at === null) continue;
      const bucket = index.get(at);
      bucket?.delete(key);
      if (bucket?.size === 0) index.delete(at);
    }
  }

  private indexNames(): readonly IndexName[] {
    return Object.keys(this.indexKeys) as IndexName[];
  }
}
