import type { AttributeWire } from '../beans/attribute-wire.js';
import type { RichGroupWire } from '../beans/rich-group-wire.js';

/**
 * What a method returns and the serialiser writes. A `Map` is a `LinkedHashMap` value: its keys are
 * written as they are, in order, in every format. A function makes the items of a long list one by
 * one while it is written.
 */
export type Wire =
  | null
  | boolean
  | number
  | string
  | readonly Wire[]
  | ReadonlyMap<string, string | null>
  | AttributeWire
  | RichGroupWire
  | LazyList
  | WireObject;

/** A bean: its members in the order in which they are written. */
export interface WireObject {
  readonly [member: string]: Wire;
}

/** A list that is made while it is written, so that a large answer never stands in memory whole. */
export class LazyList {
  constructor(
    readonly length: number,
    readonly item: (index: number) => Wire | undefined,
  ) {}

  /** A lazy list of what `toWire` makes of each source; `undefined` leaves an item out. */
  static of<Source>(
    sources: readonly Source[],
    toWire: (source: Source) => Wire | undefined,
  ): LazyList {
    return new LazyList(sources.length, (index) => {
      const source = sources[index];
      return source === undefined ? undefined : toWire(source);
    });
  }
}
