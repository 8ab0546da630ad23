import type { WireObject } from '../rpc/wire.js';
import { namespaceParts } from '../state/attribute-holder.js';
import type { DefinitionRow } from '../state/rows.js';
import type { AttributeWire } from './attribute-wire.js';

/** The members of an attribute definition; the full name is not among them. */
export function definitionBean(definition: DefinitionRow, writable: boolean): WireObject {
  return {
    ...definitionMembers(definition, writable),
    ...computedMembers(definition),
    beanName: 'AttributeDefinition',
  };
}

/** The members of an attribute with its value. */
export function attributeMembers({ definition, row, writable }: AttributeWire): WireObject {
  return {
    ...definitionMembers(definition, writable),
    value: row?.value ?? null,
    valueCreatedAt: row?.valueCreatedAt ?? null,
    valueCreatedBy: row?.valueCreatedBy ?? null,
    valueModifiedAt: row?.valueModifiedAt ?? null,
    valueModifiedBy: row?.valueModifiedBy ?? null,
    ...computedMembers(definition),
    beanName: 'Attribute',
  };
}

function definitionMembers(definition: DefinitionRow, writable: boolean): WireObject {
  return {
    id: definition.id,
    ...definition.stamp,
    friendlyName: definition.friendlyName,
    namespace: definition.namespace,
    description: definition.description,
    type: definition.type,
    displayName: definition.displayName,
    writable,
    unique: definition.unique,
  };
}

function computedMembers({ friendlyName, namespace }: DefinitionRow): WireObject {
  const colon = friendlyName.indexOf(':');
  return {
    baseFriendlyName: colon === -1 ? friendlyName : friendlyName.slice(0, colon),
    entity: namespaceParts(namespace).entity,
    friendlyNameParameter: colon === -1 ? '' : friendlyName.slice(colon + 1),
  };
}
