import type { AttributeWire } from '../beans/attribute-wire.js';
import type { UserRow } from '../state/rows.js';
import type { MethodCall } from './method.js';

/** A user's attributes that the caller may read: the named ones, or with `null` all that are set. */
export function userAttributes(
  { attributes, caller }: MethodCall,
  user: UserRow,
  names: readonly (string | null)[] | null,
): readonly AttributeWire[] {
  const holder = { kind: 'user', userId: user.id } as const;
  return names === null
    ? attributes.nonEmpty(caller, holder, ['core', 'def', 'opt', 'virt'])
    : attributes.named(caller, holder, names);
}
