import { checkedError } from '../rpc/perun-error.js';
import type { DefinitionRow } from './rows.js';

/** What an attribute value belongs to: one entity, or a pair such as a group on a resource. */
export type Holder =
  | { readonly kind: 'group'; readonly groupId: number }
  | { readonly kind: 'group_resource'; readonly groupId: number; readonly resourceId: number }
  | { readonly kind: 'resource'; readonly resourceId: number }
  | { readonly kind: 'vo'; readonly voId: number }
  | { readonly kind: 'user'; readonly userId: number }
  | { readonly kind: 'member'; readonly memberId: number }
  | { readonly kind: 'member_group'; readonly memberId: number; readonly groupId: number }
  | { readonly kind: 'member_resource'; readonly memberId: number; readonly resourceId: number }
  | { readonly kind: 'facility'; readonly facilityId: number };

export type HolderKind = Holder['kind'];

/** Kinds of attributes: stored ones, and those that Perun computes. */
export type AttributeKind = 'def' | 'opt' | 'virt' | 'core';

/** The key of a value row. */
export function valueKey(holder: Holder, definitionId: number): string {
  return `${holderKey(holder)}|${definitionId}`;
}

function holderKey(holder: Holder): string {
  switch (holder.kind) {
    case 'group':
      return `g${holder.groupId}`;
    case 'group_resource':
      return `g${holder.groupId}r${holder.resourceId}`;
    case 'resource':
      return `r${holder.resourceId}`;
    case 'vo':
      return `v${holder.voId}`;
    case 'user':
      return `u${holder.userId}`;
    case 'member':
      return `m${holder.memberId}`;
    case 'member_group':
      return `m${holder.memberId}g${holder.groupId}`;
    case 'member_resource':
      return `m${holder.memberId}r${holder.resourceId}`;
    case 'facility':
      return `f${holder.facilityId}`;
  }
}

/** The namespace of a holder's attributes, such as `urn:perun:group:attribute-def:opt`. */
export function namespaceOf(holder: HolderKind, kind: AttributeKind): string {
  return `urn:perun:${holder}:attribute-def:${kind}`;
}

const knownParts = new Map<string, { readonly entity: string; readonly kind: string }>();

/** Takes a namespace apart; `entity` is the third piece, `kind` the last. */
export function namespaceParts(namespace: string): {
  readonly entity: string;
  readonly kind: string;
} {
  const known = knownParts.get(namespace);
  if (known !== undefined) return known;
  const pieces = namespace.split(':');
  const parts = { entity: pieces[2] ?? '', kind: pieces[4] ?? '' };
  knownParts.set(namespace, parts);
  return parts;
}

/** Whether an attribute is one of this holder's. */
export function isAttributeOf(
  holder: HolderKind,
  definition: Pick<DefinitionRow, 'namespace'>,
): boolean {
  return namespaceParts(definition.namespace).entity === holder;
}

/** The attribute is of another kind of entity. */
export function wrongAssignment(name: string): Error {
  return checkedError('WrongAttributeAssignmentException', `Attribute ${name}`, {
    attribute: null,
  });
}
