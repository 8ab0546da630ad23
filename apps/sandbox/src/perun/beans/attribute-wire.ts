import type { DefinitionRow, ValueRow } from '../state/rows.js';

/** An attribute with its value as it goes out; a class of its own because most of a bulk answer is these. */
export class AttributeWire {
  constructor(
    readonly definition: DefinitionRow,
    /** `undefined`: not set; all value members are null then. */
    readonly row: ValueRow | undefined,
    /** Whether the caller may write it. */
    readonly writable: boolean,
  ) {}
}
