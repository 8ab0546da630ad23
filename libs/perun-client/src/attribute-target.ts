import type { AttributeDefinition, AttributeType } from './attribute.js';

/** Whose values are read or written. */
export interface GroupTarget {
  readonly groupId: number;
}
/** The values of a group at a resource. Perun takes pairs that are not assigned to each other, too. */
export interface GroupResourceTarget extends GroupTarget {
  readonly resourceId: number;
}
export interface UserTarget {
  readonly userId: number;
}
export type AttributeTarget = GroupTarget | GroupResourceTarget | UserTarget;

/**
 * Names of attributes to read. Never empty: an empty list means "none" to some of Perun's methods and
 * "all" to others.
 */
export type AttributeNames = readonly string[];

export interface WantedAttribute {
  readonly urn: string;
  readonly type: AttributeType;
  readonly access: 'read' | 'read-write';
}

/** A group, or a group at a resource, on which the caller's rights are looked at. */
export type AttributeSample = GroupTarget | GroupResourceTarget;

export interface AttributeFinding extends WantedAttribute {
  readonly definition: AttributeDefinition | undefined;
  /** undefined: not known, because no sample was given or it cannot show this attribute. */
  readonly isReadable: boolean | undefined;
  readonly isWritable: boolean | undefined;
  /** What is wrong, as a sentence; undefined when the attribute can be used as wanted. */
  readonly problem: string | undefined;
}

/** The parameters that name the object; Perun chooses the overload by the keys that are present. */
export function entity(target: AttributeTarget): Record<string, number> {
  if ('userId' in target) return { user: target.userId };
  const pair = 'resourceId' in target ? { resource: target.resourceId } : {};
  return { group: target.groupId, ...pair };
}

/**
 * The names as they are.
 * @throws RangeError when there are none
 */
export function named(attrNames: AttributeNames): AttributeNames {
  if (attrNames.length === 0)
    throw new RangeError('name at least one attribute: an empty list means all to some methods');
  return attrNames;
}
