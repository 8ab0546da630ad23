import { type PerunCheck } from '@os-credits/contracts';
import {
  isPerunAnswer,
  urnOf,
  type Attribute,
  type AttributeDefinition,
  type AttributeWrite,
  type PerunClient,
  type RichGroup,
} from '@os-credits/perun-client';
import { type PerunConnection } from '../../../platform/config/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { type GroupWrite, type PerunSession, type Pull } from '../application/perun.ports.js';
import { type AuditMessage } from '../application/plan/audit-events.js';
import { type PulledGroup, type PulledPerson } from '../application/plan/pulled.js';
import { checkPerun } from './check-perun.js';
import { toPerunFault } from './perun-fault.js';
import { type AttributeUrns } from '../application/attribute-uses.js';
import { membersByGroup } from './members-by-group.js';
import { mergePulled, toPerson, toPulledGroup } from './to-pulled.js';

const NAME_URN = 'urn:perun:group:attribute-def:core:name';
/** A page of the audit log; more pages than this say that a full run is cheaper. */
const MESSAGES_PER_CALL = 5_000;
const MESSAGE_CALLS_MAX = 4;
/** From here on reading every group of the resources costs fewer calls than reading them one by one. */
const SINGLE_GROUPS_MAX = 1;

export interface SessionOptions {
  readonly urns: AttributeUrns;
  readonly ownsGrants: boolean;
  readonly usedMeans: 'used' | 'remaining';
  readonly counter: { callCount: number };
  /** What was learned of this Perun; kept from session to session. */
  readonly learned: { voId: number | null; showsGroupNames: boolean };
  readonly signal: AbortSignal | undefined;
}

/** {@link PerunSession} on the RPC client. */
export class HttpPerunSession implements PerunSession {
  private readonly attrNames: readonly string[];
  /** From what was read, so that definitions need no calls of their own. */
  private readonly definitions = new Map<string, AttributeDefinition>();

  constructor(
    private readonly client: PerunClient,
    private readonly connection: PerunConnection,
    private readonly options: SessionOptions,
  ) {
    const { used, granted, mails, timestamps } = options.urns;
    const names = [used, granted, mails, timestamps].filter((urn) => urn !== null);
    this.attrNames = names.length === 0 ? [NAME_URN] : names;
  }

  get callCount(): number {
    return this.options.counter.callCount;
  }

  async voId(): Promise<number> {
    const { vo } = this.connection;
    const { learned } = this.options;
    learned.voId ??= isId(vo)
      ? Number(vo)
      : (await this.ask(() => this.client.getVoByShortName(vo, this.call))).id;
    return learned.voId;
  }

  async pullResources(onRead?: (done: number, total: number) => void): Promise<Pull> {
    const groups = new Map<number, PulledGroup>();
    let readCount = 0;
    const emptyResources = new Set<number>();
    await Promise.all(
      this.connection.resources.map(async ({ id }) => {
        const ask = { resourceId: id, attrNames: this.attrNames };
        const keep = (group: RichGroup): PulledGroup => {
          // The organisation of the groups is the one that the settings name; this saves looking it up.
          if (!isId(this.connection.vo)) this.options.learned.voId ??= group.voId;
          return toPulledGroup(group, this.seen(group.attributes), id, this.options.urns);
        };
        const found = await this.ask(() => this.client.readGroupsOfResource(ask, keep, this.call));
        if (found.length === 0) emptyResources.add(id);
        for (const group of found) this.add(groups, group);
        readCount += 1;
        onRead?.(readCount, this.connection.resources.length);
      }),
    );
    this.requireReadable([...groups.values()]);
    return { groups: [...groups.values()], emptyResources };
  }

  async pullGroups(groupIds: readonly number[]): Promise<Pull> {
    if (groupIds.length > SINGLE_GROUPS_MAX) return this.pullListed(groupIds);
    const groups = new Map<number, PulledGroup>();
    for (const groupId of groupIds) {
      const assigned = await this.assignedResources(groupId);
      // An empty list is no proof that the group is gone: only the lists of the resources are.
      if (assigned?.length === 0) return this.pullListed(groupIds);
      for (const resourceId of assigned ?? []) {
        const ask = {
          groupId,
          resourceId,
          attrNames: [NAME_URN, ...this.attrNames],
          workWithGroupAttributes: true,
        };
        const attributes = await this.ask(() => this.client.getAttributes(ask, this.call));
        const group = { id: groupId, name: nameIn(attributes, groupId) };
        this.add(
          groups,
          toPulledGroup(group, this.seen(attributes), resourceId, this.options.urns),
        );
      }
    }
    return { groups: [...groups.values()], emptyResources: new Set() };
  }

  /** The groups as the lists of the resources have them. */
  private async pullListed(groupIds: readonly number[]): Promise<Pull> {
    const pull = await this.pullResources();
    const wanted = new Set(groupIds);
    return { ...pull, groups: pull.groups.filter(({ groupId }) => wanted.has(groupId)) };
  }

  async findGroup(name: string): Promise<number | null> {
    const voId = await this.voId();
    return this.orNull('GroupNotExistsException', async () => {
      const group = await this.client.getGroupByName({ voId, name }, this.call);
      return group.id;
    });
  }

  async leads(groupId: number): Promise<PulledPerson[]> {
    const ask = { groupId, onlyDirectAdmins: false, attrNames: [] };
    const leads = await this.ask(() => this.client.getRichAdmins(ask, this.call));
    return leads.map((lead) => toPerson(lead, lead.userExtSources));
  }

  /** Those whose membership in organisation and group is valid. */
  async members(groupId: number): Promise<PulledPerson[]> {
    const members = await this.ask(() => this.client.getGroupRichMembers(groupId, this.call));
    return members
      .filter(
        ({ status, groupStatus }) => status === 'VALID' && (groupStatus ?? 'VALID') === 'VALID',
      )
      .map((member) => toPerson(member.user, member.userExtSources));
  }

  async membersByGroup(): Promise<ReadonlyMap<string, readonly PulledPerson[]> | null> {
    const { learned } = this.options;
    if (!learned.showsGroupNames) return null;
    const { vo } = this.connection;
    const asked = { id: await this.voId(), shortName: isId(vo) ? null : vo };
    const found = await this.ask(() => membersByGroup(this.client, asked, this.call));
    if (found === 'not-shown') learned.showsGroupNames = false;
    return typeof found === 'string' ? null : found;
  }

  async lastMessageId(): Promise<number> {
    return this.ask(() => this.client.getLastMessageId(this.call));
  }

  async messagesFrom(id: number): Promise<AuditMessage[] | null> {
    return this.orNull('PrivilegeException', async () => {
      const messages: AuditMessage[] = [];
      let from = id;
      for (let call = 0; call < MESSAGE_CALLS_MAX; call += 1) {
        const page = await this.client.getMessagesByIdAndCount(
          { id: from, count: MESSAGES_PER_CALL },
          this.call,
        );
        messages.push(...page.map((message) => ({ id: message.id, event: message.event })));
        const last = page.at(-1);
        if (last === undefined || page.length < MESSAGES_PER_CALL) return messages;
        from = last.id + 1;
      }
      return null;
    });
  }

  async write(values: GroupWrite): Promise<void> {
    const { urns } = this.options;
    const writes: AttributeWrite[] = [];
    const add = async (urn: string | null, value: AttributeWrite['value'] | undefined) => {
      if (value === undefined || urn === null) return;
      writes.push({ definition: await this.definition(urn), value });
    };
    await add(urns.used, values.used);
    await add(urns.granted, values.granted);
    await add(urns.timestamps, values.timestamps);
    const { groupId, resourceId } = values;
    await this.ask(() => this.client.setAttributes({ groupId, resourceId, writes }, this.call));
  }

  check(): Promise<PerunCheck> {
    return checkPerun(this.client, this.connection, this.options);
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private get call(): { signal: AbortSignal | undefined } {
    return { signal: this.options.signal };
  }

  private add(groups: Map<number, PulledGroup>, pulled: PulledGroup): void {
    const known = groups.get(pulled.groupId);
    groups.set(pulled.groupId, known === undefined ? pulled : mergePulled(known, pulled));
  }

  private seen(attributes: readonly Attribute[]): readonly Attribute[] {
    // The first group shows them all, as a rule.
    if (this.definitions.size < this.attrNames.length)
      for (const attribute of attributes) this.definitions.set(urnOf(attribute), attribute);
    return attributes;
  }

  private async definition(urn: string): Promise<AttributeDefinition> {
    const known = this.definitions.get(urn);
    if (known !== undefined) return known;
    const found = await this.ask(() => this.client.getAttributeDefinition(urn, this.call));
    this.definitions.set(urn, found);
    return found;
  }

  /** Those of ours that the group is on; null where there is no such group. */
  private async assignedResources(groupId: number): Promise<number[] | null> {
    const assigned = await this.orNull('GroupNotExistsException', () =>
      this.client.getAssignedResources(groupId, this.call),
    );
    const ours = new Set(this.connection.resources.map(({ id }) => id));
    return assigned?.map(({ id }) => id).filter((id) => ours.has(id)) ?? null;
  }

  /** What no group at all shows is not defined, or not ours to read: nothing may be concluded from it. */
  private requireReadable(groups: readonly PulledGroup[]): void {
    const { unreadable = [] } = groups[0] ?? {};
    const missing = unreadable.filter((urn) => groups.every((one) => one.unreadable.includes(urn)));
    if (missing.length === 0) return;
    throw new DomainError({
      code: 'perun-failed',
      kind: 'precondition',
      message: `Perun shows no group's ${missing.join(', ')}: not defined there, of another type, or not readable by this account. Nothing was changed. See \`cli perun check\`.`,
    });
  }

  private async ask<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw toPerunFault(error);
    }
  }

  private async orNull<Result>(
    identity: string,
    work: () => Promise<Result>,
  ): Promise<Result | null> {
    try {
      return await work();
    } catch (error) {
      if (isPerunAnswer(error, identity)) return null;
      throw toPerunFault(error);
    }
  }
}

function isId(vo: string): boolean {
  return /^\d+$/.test(vo);
}

function nameIn(attributes: readonly Attribute[], groupId: number): string {
  const name = attributes.find((attribute) => urnOf(attribute) === NAME_URN)?.value;
  if (typeof name === 'string' && name !== '') return name;
  throw new DomainError({
    code: 'perun-failed',
    kind: 'precondition',
    message: `Perun does not show the name of group ${groupId}. Nothing was changed by it.`,
  });
}
