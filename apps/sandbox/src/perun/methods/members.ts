import { READ_GROUP, READ_USER, READ_VO } from '../access/policies.js';
import { memberBean, richMemberBean } from '../beans/entity-beans.js';
import { isList, JsonNumber } from '../rpc/json-text.js';
import { checkedError } from '../rpc/perun-error.js';
import { LazyList, type Wire, type WireObject } from '../rpc/wire.js';
import { memberOf } from '../state/people.js';
import { groupSubject } from '../state/perun.js';
import type { GroupMemberRow, MemberRow } from '../state/rows.js';
import { pageMembers, pageNumber } from './groups-page.js';
import { reads, type MethodCall, type MethodTable } from './method.js';
import { userAttributes } from './user-attributes.js';

function demandMemberRead(call: MethodCall, member: MemberRow): MemberRow {
  const subject = { voId: member.voId, userId: member.userId };
  call.perun.demand(call.caller, READ_USER, subject, call.operation);
  return member;
}

function memberByUser(call: MethodCall): Wire {
  const { args, perun } = call;
  const [vo, user] = [perun.vo(args.int('vo')), perun.user(args.int('user'))];
  const member = memberOf(perun, user.id, vo.id);
  if (member === undefined) {
    const text = `Member of user ${user.id} in VO ${vo.id}`;
    throw checkedError('MemberNotExistsException', text, { member: null });
  }
  return memberBean(demandMemberRead(call, member));
}

function membersOfVo(call: MethodCall): readonly MemberRow[] {
  const vo = call.perun.vo(call.args.int('vo'));
  const status = call.args.has('status') ? call.args.string('status') : null;
  call.perun.demand(call.caller, READ_VO, { voId: vo.id }, call.operation);
  return call.perun.state.members
    .where('vo', vo.id)
    .filter((member) => status === null || member.status === status);
}

function rich(call: MethodCall, member: MemberRow, inGroup?: GroupMemberRow): WireObject {
  const { users, userExtSources } = call.perun.state;
  const identities = userExtSources.where('user', member.userId);
  return richMemberBean(member, inGroup, users.get(member.userId), identities);
}

/** Of a VO or of a group, with user attributes by name. */
function completeRichMembers(call: MethodCall): Wire {
  const { args, perun } = call;
  const asked = args.has('attrsNames') ? args.strings('attrsNames') : null;
  const names = asked === null || asked.length === 0 ? null : asked;
  const statuses = args.has('allowedStatuses') ? args.strings('allowedStatuses') : null;
  const rows: readonly (readonly [MemberRow, GroupMemberRow | undefined])[] = args.has('group')
    ? membersOfGroup(call)
    : membersOfVo(call).map((member) => [member, undefined] as const);
  // Elsewhere unknown names are passed over; here each is looked up (getRichMembersWithAttributesByNames).
  for (const name of names ?? []) call.attributes.definitionByName(name);
  return LazyList.of(
    rows.filter(([{ status }]) => statuses === null || statuses.includes(status)),
    ([member, inGroup]) => ({
      ...rich(call, member, inGroup),
      userAttributes: userAttributes(call, perun.user(member.userId), names),
      memberAttributes: [],
    }),
  );
}

function membersOfGroup(call: MethodCall): readonly (readonly [MemberRow, GroupMemberRow])[] {
  const group = call.perun.group(call.args.int('group'));
  call.perun.demand(call.caller, READ_GROUP, groupSubject(group), call.operation);
  return call.perun.state.groupMembers
    .where('group', group.id)
    .map((row) => [call.perun.member(row.memberId), row] as const);
}

function membersPage(call: MethodCall): Wire {
  const members = membersOfVo(call).toSorted((left, right) => left.id - right.id);
  const query = pageMembers(call.args.json('query'), 'MembersPageQuery');
  call.args.strings('attrNames');
  const [offset, pageSize] = [pageNumber(query, 'offset'), pageNumber(query, 'pageSize')];
  const statuses = query.get('statuses') ?? null;
  const wanted =
    statuses !== null && typeof statuses === 'object' && !(statuses instanceof JsonNumber)
      ? isList(statuses) && statuses.length > 0
        ? statuses
        : undefined
      : undefined;
  const found = members.filter(({ status }) => wanted === undefined || wanted.includes(status));
  return {
    data: found.slice(offset, offset + pageSize).map((member) => rich(call, member)),
    offset,
    pageSize,
    totalCount: found.length,
  };
}

/** membersManager. */
export const MEMBERS: MethodTable = {
  getMemberById: reads('MeM', 'id', (call) =>
    memberBean(demandMemberRead(call, call.perun.member(call.args.int('id')))),
  ),
  getMemberByUser: reads('MeM', 'vo, user', memberByUser),
  getMembers: reads('MeM', 'vo, status?', (call) =>
    LazyList.of(membersOfVo(call), (member) => memberBean(member)),
  ),
  getRichMembers: reads('MeM', 'vo, status?', (call) =>
    LazyList.of(membersOfVo(call), (member) => rich(call, member)),
  ),
  getCompleteRichMembers: reads(
    'MeM',
    'vo | group, lookingInParentGroup; attrsNames?, allowedStatuses?',
    completeRichMembers,
  ),
  getMembersPage: reads('MeM: POST only', 'vo, query, attrNames', membersPage),
};
