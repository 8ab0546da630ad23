import type { GroupRow } from '../state/rows.js';
import type { AttributeWire } from './attribute-wire.js';

/** A group with attributes as it goes out; a class of its own because bulk answers are lists of these. */
export class RichGroupWire {
  constructor(
    readonly group: GroupRow,
    /** `null`: they were not asked for. */
    readonly attributes: readonly AttributeWire[] | null,
  ) {}
}
