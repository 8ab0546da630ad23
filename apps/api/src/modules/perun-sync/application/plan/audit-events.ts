/** One message of Perun's audit log; the members of an event are whole beans. */
export interface AuditMessage {
  readonly id: number;
  readonly event: Readonly<Record<string, unknown>> & { readonly name: string };
}

/** What a stretch of the audit log says must be looked at. */
export interface AuditFindings {
  /** Groups whose name, assignment or values changed. */
  readonly touched: ReadonlySet<number>;
  readonly leadsOf: ReadonlySet<number>;
  readonly membersOf: ReadonlySet<number>;
  /** People whose state, name or logins changed: their groups are read again. */
  readonly users: ReadonlySet<number>;
  /** Something happened that may concern any group, such as members of a group of admins. */
  readonly everyone: boolean;
}

/**
 * Reads what changed out of the audit log. Which class an event has says what it is about; whatever
 * mentions a group of ours and is not understood counts as a change of its people, because reading them
 * once too often harms nobody.
 *
 * @param isOurs whether a group is one of our projects
 */
export function readAuditLog(
  messages: readonly AuditMessage[],
  voId: number,
  isOurs: (groupId: number) => boolean,
): AuditFindings {
  const touched = new Set<number>();
  const leadsOf = new Set<number>();
  const membersOf = new Set<number>();
  const users = new Set<number>();
  let everyone = false;
  for (const { event } of messages) {
    const kind = event.name.split('.').slice(-2).join('.');
    const group = groupOf(event, kind);
    if (group !== null && group['voId'] !== voId) continue;
    const groupId = numberIn(group, 'id');
    if (isAboutValues(kind)) {
      if (groupId !== null) touched.add(groupId);
      else if (kind.startsWith('ResourceManagerEvents')) everyone = true;
    } else if (kind.startsWith('AuthorizationEvents')) {
      if (groupId !== null) leadsOf.add(groupId);
    } else if (groupId !== null) {
      membersOf.add(groupId);
      // Members of any other group may be leads by it.
      if (!isOurs(groupId)) everyone = true;
      addUser(users, event);
    } else addUser(users, event);
  }
  return { touched, leadsOf, membersOf, users, everyone };
}

/** Roles are given on an `object`; there `group` is who gets one. */
function groupOf(
  event: Readonly<Record<string, unknown>>,
  kind: string,
): Record<string, unknown> | null {
  const object = beanIn(event, 'object');
  if (kind.startsWith('AuthorizationEvents') && object !== null)
    return object['beanName'] === 'Group' ? object : null;
  return beanIn(event, 'group');
}

function isAboutValues(kind: string): boolean {
  return (
    kind.startsWith('AttributesManagerEvents') ||
    kind.startsWith('ResourceManagerEvents') ||
    /^GroupManagerEvents\.(Group(Created|Updated|Moved|Deleted)|AllGroups)/.test(kind)
  );
}

function addUser(users: Set<number>, event: Readonly<Record<string, unknown>>): void {
  const ids = [
    numberIn(beanIn(event, 'member'), 'userId'),
    numberIn(beanIn(event, 'user'), 'id'),
    numberIn(beanIn(event, 'userExtSource'), 'userId'),
  ];
  for (const id of ids) if (id !== null) users.add(id);
}

function beanIn(
  event: Readonly<Record<string, unknown>>,
  name: string,
): Record<string, unknown> | null {
  const bean = event[name];
  return typeof bean === 'object' && bean !== null ? (bean as Record<string, unknown>) : null;
}

function numberIn(bean: Record<string, unknown> | null, member: string): number | null {
  const value = bean?.[member];
  return typeof value === 'number' ? value : null;
}
