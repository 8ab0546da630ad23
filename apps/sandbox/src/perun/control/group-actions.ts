import type { Attributes } from '../state/attributes.js';
import {
  addMember,
  assign,
  createGroup,
  deleteGroup,
  MEMBERS_GROUP,
  removeMember,
  unassign,
  updateGroup,
} from '../state/groups.js';
import {
  activeUsers,
  addAdmin,
  adminGroups,
  directAdmins,
  memberOf,
  removeAdmin,
} from '../state/people.js';
import type { Perun } from '../state/perun.js';
import type { GroupRow, UserRow } from '../state/rows.js';
import {
  addGroupSchema,
  assignSchema,
  creditsSchema,
  emailsSchema,
  groupSchema,
  personSchema,
  removeGroupsSchema,
  renameSchema,
  unassignSchema,
} from './control-schemas.js';
import { ControlNotFoundError, findGroup, findResource, findUser } from './find-rows.js';

/** URNs of the attributes that the controls change. */
export const GRANTED = 'urn:perun:group:attribute-def:opt:denbiCreditsGranted';
export const USED = 'urn:perun:group:attribute-def:opt:denbiCreditsCurrent';
export const TO_EMAIL = 'urn:perun:group:attribute-def:def:toEmail';

interface Request {
  readonly perun: Perun;
  readonly attributes: Attributes;
  readonly body: unknown;
}

type GroupAction = (request: Request) => Readonly<Record<string, unknown>>;

/** Everything the controls do is done by this login, unless they name another. */
const OFFICE = 'cloud-office';

function inOffice<Result>(perun: Perun, work: () => Result, login = OFFICE): Result {
  return perun.transaction({ login, user: undefined }, work);
}

/** Stores a value of a group, or removes it when it is empty; returns the group's name. */
function setValue(
  request: Request,
  target: { readonly group: string; readonly urn: string; readonly by?: string | undefined },
  value: string | readonly string[],
): string {
  const { attributes, perun } = request;
  const group = findGroup(perun, target.group);
  const definition = attributes.definitionByName(target.urn);
  const holder = { kind: 'group', groupId: group.id } as const;
  const work = (): void => {
    if (value.length === 0) attributes.remove(holder, definition);
    else attributes.store(holder, definition, value);
  };
  inOffice(perun, work, target.by);
  return group.name;
}

function setGrant(request: Request) {
  const { group, credits, by } = creditsSchema.parse(request.body);
  const name = setValue(request, { group, urn: GRANTED, by }, credits);
  return { message: `${name} is granted ${credits || 'nothing'}.` };
}

function setUsed(request: Request) {
  const { group, credits, by } = creditsSchema.parse(request.body);
  const name = setValue(request, { group, urn: USED, by }, credits);
  return {
    message: `Somebody else wrote ${credits || 'nothing'} as the used credits of ${name}.`,
  };
}

function setEmails(request: Request) {
  const { group, emails } = emailsSchema.parse(request.body);
  const name = setValue(request, { group, urn: TO_EMAIL }, emails);
  return { message: `Mails about ${name} go to ${emails.join(', ') || 'nobody'}.` };
}

function rename({ perun, body }: Request) {
  const { group, name } = renameSchema.parse(body);
  const row = findGroup(perun, group);
  const change = { path: name, description: row.description };
  inOffice(perun, () => updateGroup(perun, row, change));
  return { message: `${row.name} is called ${name} now.` };
}

function addGroup(request: Request) {
  const { perun, body } = request;
  const wanted = addGroupSchema.parse(body);
  const resource =
    wanted.resource === undefined
      ? perun.state.resources.all()[0]
      : findResource(perun, wanted.resource);
  if (resource === undefined) throw new ControlNotFoundError('There is no resource.');
  const lead = wanted.lead === undefined ? undefined : findUser(perun, wanted.lead);
  const group = inOffice(perun, () => {
    const made = createGroup(perun, {
      voId: resource.voId,
      parent: null,
      path: wanted.name,
      description: null,
    });
    assign(perun, made, resource, 'ACTIVE');
    if (lead !== undefined) addAdmin(perun, made, { user: lead });
    return made;
  });
  if (wanted.credits !== undefined) {
    setValue(request, { group: group.name, urn: GRANTED }, wanted.credits);
  }
  return { id: group.id, message: `${group.name} is a new group on ${resource.name}.` };
}

function removeGroup({ attributes, perun, body }: Request) {
  const group = findGroup(perun, groupSchema.parse(body).group);
  inOffice(perun, () => deleteGroup(perun, attributes, group, true));
  return { message: `${group.name} is gone.` };
}

function removeGroups({ attributes, perun, body }: Request) {
  const { count } = removeGroupsSchema.parse(body);
  const projects = perun.state.groups
    .all()
    .filter(({ id, name }) => name !== MEMBERS_GROUP && isOnResource(perun, id))
    .slice(0, count);
  inOffice(perun, () => {
    for (const group of projects) {
      if (perun.state.groups.get(group.id) !== undefined) {
        deleteGroup(perun, attributes, group, true);
      }
    }
  });
  const removed = projects.map(({ name }) => name);
  return { removed, message: `${removed.length} groups are gone.` };
}

function isOnResource(perun: Perun, groupId: number): boolean {
  return perun.state.assignments.where('group', groupId).length > 0;
}

function putOn({ perun, body }: Request) {
  const { group, resource, status = 'ACTIVE' } = assignSchema.parse(body);
  const [row, on] = [findGroup(perun, group), findResource(perun, resource)];
  inOffice(perun, () => assign(perun, row, on, status));
  return { message: `${row.name} is on ${on.name} (${status}).` };
}

function takeOff({ attributes, perun, body }: Request) {
  const { group, resource } = unassignSchema.parse(body);
  const [row, on] = [findGroup(perun, group), findResource(perun, resource)];
  inOffice(perun, () => unassign(perun, attributes, row, on));
  return { message: `${row.name} is no longer on ${on.name}.` };
}

function personIn({ perun, body }: Request): { group: GroupRow; user: UserRow } {
  const { group, login } = personSchema.parse(body);
  return { group: findGroup(perun, group), user: findUser(perun, login) };
}

function addLead(request: Request) {
  const { group, user } = personIn(request);
  inOffice(request.perun, () => addAdmin(request.perun, group, { user }));
  return { message: `${user.lastName} leads ${group.name}.` };
}

/** Takes the right from the user, and from the admin groups that the user is in. */
function removeLead(request: Request) {
  const { perun } = request;
  const { group, user } = personIn(request);
  const isDirect = directAdmins(perun, group).some(({ id }) => id === user.id);
  const byGroups = adminGroups(perun, group).filter((one) =>
    activeUsers(perun, one).some(({ id }) => id === user.id),
  );
  if (!isDirect && byGroups.length === 0) {
    throw new ControlNotFoundError(`${user.lastName} does not lead ${group.name}.`);
  }
  inOffice(perun, () => {
    if (isDirect) removeAdmin(perun, group, { user });
    for (const one of byGroups) removeAdmin(perun, group, { group: one });
  });
  return { message: `${user.lastName} no longer leads ${group.name}.` };
}

function addToGroup(request: Request) {
  const { perun } = request;
  const { group, user } = personIn(request);
  const member = memberOf(perun, user.id, group.voId);
  if (member === undefined) throw new ControlNotFoundError(`${user.lastName} is not in the VO.`);
  inOffice(perun, () => addMember(perun, group, member));
  return { message: `${user.lastName} is a member of ${group.name}.` };
}

function removeFromGroup(request: Request) {
  const { perun } = request;
  const { group, user } = personIn(request);
  const member = memberOf(perun, user.id, group.voId);
  if (member === undefined) throw new ControlNotFoundError(`${user.lastName} is not in the VO.`);
  inOffice(perun, () => removeMember(perun, group, member));
  return { message: `${user.lastName} is no longer a member of ${group.name}.` };
}

/** What the office of the cloud, or somebody careless, does in Perun. */
export const GROUP_ACTIONS = {
  grant: setGrant,
  used: setUsed,
  emails: setEmails,
  rename,
  'add-group': addGroup,
  'remove-group': removeGroup,
  'remove-groups': removeGroups,
  assign: putOn,
  unassign: takeOff,
  'add-lead': addLead,
  'remove-lead': removeLead,
  'add-member': addToGroup,
  'remove-member': removeFromGroup,
} as const satisfies Readonly<Record<string, GroupAction>>;
