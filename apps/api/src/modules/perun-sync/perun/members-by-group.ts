import { isPerunAnswer, urnOf, type PerunClient, type RichMember } from '@os-credits/perun-client';
import { type PulledPerson } from '../application/plan/pulled.js';
import { toPerson } from './to-pulled.js';

/** `vo` and `vo:group` for each group in which a user is valid; Perun computes it. */
const GROUP_NAMES_URN = 'urn:perun:user:attribute-def:virt:groupNames';

interface VoMember {
  readonly person: PulledPerson;
  /** undefined: this account may not read them. */
  readonly names: readonly string[] | undefined;
}

/**
 * The valid members of every group of an organisation by the group's name, from one call: a list of people,
 * each with the groups that they are in.
 *
 * @param vo its short name is needed to tell its groups from those of others, and found where it is not given
 * @returns `not-shown` where the attribute is undefined or not readable, `nobody` where the list is empty:
 *   nothing may be concluded from either
 */
export async function membersByGroup(
  client: PerunClient,
  vo: { readonly id: number; readonly shortName: string | null },
  call: { readonly signal: AbortSignal | undefined },
): Promise<ReadonlyMap<string, readonly PulledPerson[]> | 'not-shown' | 'nobody'> {
  const ask = { voId: vo.id, attrNames: [GROUP_NAMES_URN], statuses: ['VALID'] };
  let members: VoMember[];
  try {
    members = await client.readMembersOfVo(ask, toVoMember, call);
  } catch (error) {
    const isLacking = ['AttributeNotExistsException', 'PrivilegeException', 'UNKNOWN_METHOD'].some(
      (identity) => isPerunAnswer(error, identity),
    );
    if (isLacking) return 'not-shown';
    throw error;
  }
  if (members.length === 0) return 'nobody';
  const shortName =
    vo.shortName ?? soleVoOf(members) ?? (await client.getVoById(vo.id, call)).shortName;
  const groups = new Map<string, PulledPerson[]>();
  for (const { person, names } of members) {
    if (names === undefined) return 'not-shown';
    for (const name of names) {
      if (!name.startsWith(`${shortName}:`)) continue;
      const group = name.slice(shortName.length + 1);
      const people = groups.get(group);
      if (people === undefined) groups.set(group, [person]);
      else people.push(person);
    }
  }
  return groups;
}

function toVoMember({ user, userExtSources, userAttributes }: RichMember): VoMember {
  const attribute = userAttributes.find((one) => urnOf(one) === GROUP_NAMES_URN);
  const names =
    attribute?.type === 'java.util.ArrayList'
      ? (attribute.value ?? []).filter((name) => name !== null)
      : undefined;
  return { person: toPerson(user, userExtSources), names };
}

/** The only organisation that all of them are in, if there is just one. */
function soleVoOf(members: readonly VoMember[]): string | null {
  const [first, ...others] = members.map(
    ({ names }) => new Set((names ?? []).filter((name) => !name.includes(':'))),
  );
  const shared = [...(first ?? [])].filter((name) => others.every((names) => names.has(name)));
  return shared.length === 1 ? (shared[0] ?? null) : null;
}
