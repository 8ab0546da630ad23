import {
  findAttribute,
  type Attribute,
  type RichGroup,
  type RichUser,
  type User,
} from '@os-credits/perun-client';
import {
  type PulledGroup,
  type PulledPerson,
  type PulledText,
  type PulledTimestamps,
  type Timestamps,
} from '../application/plan/pulled.js';
import { type AttributeUrns } from '../application/attribute-uses.js';

/** A group at one resource, as Perun showed it; the same group at other resources is merged in later. */
export function toPulledGroup(
  group: Pick<RichGroup, 'id' | 'name'>,
  attributes: readonly Attribute[],
  resourceId: number,
  urns: AttributeUrns,
): PulledGroup {
  const unreadable: string[] = [];
  const find = <Type extends Attribute['type']>(
    urn: string | null,
    type: Type,
  ): Extract<Attribute, { type: Type }> | undefined => {
    if (urn === null) return undefined;
    const attribute = findAttribute(attributes, urn);
    if (attribute?.type === type) return attribute as Extract<Attribute, { type: Type }>;
    unreadable.push(urn);
    return undefined;
  };
  const mails = find(urns.mails, 'java.util.ArrayList');
  return {
    groupId: group.id,
    name: group.name,
    used: toText(find(urns.used, 'java.lang.String')),
    granted: toText(find(urns.granted, 'java.lang.String')),
    mails: mails && toAddresses(mails.value),
    resources: new Map([
      [resourceId, toTimestamps(find(urns.timestamps, 'java.util.LinkedHashMap'))],
    ]),
    unreadable,
  };
}

/** The group's own values are the same at every resource; only the timestamps differ. */
export function mergePulled(one: PulledGroup, other: PulledGroup): PulledGroup {
  return {
    ...one,
    resources: new Map([...one.resources, ...other.resources]),
    unreadable: [...new Set([...one.unreadable, ...other.unreadable])],
  };
}

function toText(
  attribute: Extract<Attribute, { type: 'java.lang.String' }> | undefined,
): PulledText | undefined {
  if (attribute === undefined) return undefined;
  return {
    text: attribute.value,
    changedBy: attribute.valueModifiedBy,
    changedAt: attribute.valueModifiedAt,
  };
}

function toTimestamps(
  attribute: Extract<Attribute, { type: 'java.util.LinkedHashMap' }> | undefined,
): PulledTimestamps | undefined {
  if (attribute === undefined) return undefined;
  const entries = Object.entries(attribute.value ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  const map: Timestamps | null = entries.length === 0 ? null : Object.fromEntries(entries);
  return { map, changedBy: attribute.valueModifiedBy, changedAt: attribute.valueModifiedAt };
}

function toAddresses(value: readonly (string | null)[] | null): string[] {
  return (value ?? []).map((one) => one?.trim() ?? '').filter((one) => one !== '');
}

/** A person with the logins that the identity provider may know them by. */
export function toPerson(user: User, userExtSources: RichUser['userExtSources']): PulledPerson {
  const name = [user.titleBefore, user.firstName, user.middleName, user.lastName, user.titleAfter]
    .filter((part) => part !== null && part !== '')
    .join(' ');
  return {
    id: user.id,
    name: name === '' ? `user ${user.id}` : name,
    logins: userExtSources.map(({ extSource, login }) => [extSource.name, login] as const),
  };
}
