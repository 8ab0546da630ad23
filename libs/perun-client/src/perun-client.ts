import type { Attribute, AttributeDefinition, AttributeWrite } from './attribute.js';
import type {
  AttributeFinding,
  AttributeNames,
  AttributeSample,
  AttributeTarget,
  WantedAttribute,
} from './attribute-target.js';
import type {
  AssignedGroup,
  AuditMessage,
  Group,
  PerunPrincipal,
  Resource,
  RichGroup,
  RichMember,
  RichUser,
  User,
  Vo,
} from './beans.js';
import type { PerunVersion } from './perun-version.js';
import type { CallOptions } from './rpc-transport.js';

/**
 * Perun's RPC as OS Credits uses it. Each method is one call of the same name unless it says otherwise.
 *
 * All methods reject with a {@link PerunError} of the class that the failure has, or with the reason of
 * the signal. Lists leave out whatever the caller may not read, silently: an attribute that is absent is
 * undefined or unreadable, one with the value null is unset.
 */
export abstract class PerunClient {
  /** `GET {base}/`: the cheapest test of address, credentials and account. */
  abstract version(options?: CallOptions): Promise<PerunVersion>;
  abstract getPerunPrincipal(options?: CallOptions): Promise<PerunPrincipal>;
  /** Time of the server in milliseconds since the epoch. */
  abstract getPerunSystemTimeInMillis(options?: CallOptions): Promise<number>;
  abstract getPerunStatus(options?: CallOptions): Promise<string[]>;

  abstract getVoById(voId: number, options?: CallOptions): Promise<Vo>;
  abstract getVoByShortName(shortName: string, options?: CallOptions): Promise<Vo>;

  abstract getResourceById(resourceId: number, options?: CallOptions): Promise<Resource>;
  abstract getResources(voId: number, options?: CallOptions): Promise<Resource[]>;
  /** Resources that the group is actively assigned to. */
  abstract getAssignedResources(groupId: number, options?: CallOptions): Promise<Resource[]>;
  /** Groups that are actively assigned to the resource. */
  abstract getAssignedGroups(resourceId: number, options?: CallOptions): Promise<Group[]>;
  /** Assignments in every state; of the attributes only those of the group itself. */
  abstract getGroupAssignments(
    ask: { readonly resourceId: number; readonly attrNames: AttributeNames },
    options?: CallOptions,
  ): Promise<AssignedGroup[]>;

  abstract getGroupById(groupId: number, options?: CallOptions): Promise<Group>;
  /** `name` is the whole path, exact in case: `ProjectA:sub`. */
  abstract getGroupByName(
    ask: { readonly voId: number; readonly name: string },
    options?: CallOptions,
  ): Promise<Group>;
  /** Every group of the organisation at any depth, including the system group `members`. */
  abstract getGroups(voId: number, options?: CallOptions): Promise<Group[]>;
  abstract getAllGroups(voId: number, options?: CallOptions): Promise<Group[]>;
  /** Groups actively assigned to the resource, with attributes of group and group-at-resource. */
  abstract getRichGroupsAssignedToResourceWithAttributesByNames(
    ask: { readonly resourceId: number; readonly attrNames: AttributeNames },
    options?: CallOptions,
  ): Promise<RichGroup[]>;
  /** Every group of the organisation, with attributes of the group only. */
  abstract getAllRichGroupsWithAttributesByNames(
    ask: { readonly voId: number; readonly attrNames: AttributeNames },
    options?: CallOptions,
  ): Promise<RichGroup[]>;

  /**
   * Attributes of one object. Without names all that are set; with names also unset ones, as null. For a
   * group at a resource, those of the group itself come along only with `workWithGroupAttributes`.
   */
  abstract getAttributes(
    ask: AttributeTarget & {
      readonly attrNames?: AttributeNames;
      readonly workWithGroupAttributes?: boolean;
    },
    options?: CallOptions,
  ): Promise<Attribute[]>;
  abstract getAttribute(
    ask: AttributeTarget & { readonly attributeName: string },
    options?: CallOptions,
  ): Promise<Attribute>;
  abstract setAttribute(
    ask: AttributeTarget & { readonly write: AttributeWrite },
    options?: CallOptions,
  ): Promise<void>;
  /**
   * Writes all or nothing. For a group at a resource, attributes of the group itself may be among them:
   * both kinds are written in the same transaction of Perun.
   */
  abstract setAttributes(
    ask: AttributeTarget & { readonly writes: readonly AttributeWrite[] },
    options?: CallOptions,
  ): Promise<void>;
  abstract getAttributeDefinition(
    attributeName: string,
    options?: CallOptions,
  ): Promise<AttributeDefinition>;

  /** Leads of a group; unless only direct ones are asked for, also those who lead by a group. */
  abstract getAdmins(
    ask: { readonly groupId: number; readonly onlyDirectAdmins: boolean },
    options?: CallOptions,
  ): Promise<User[]>;
  /** The same leads with logins and the named attributes of the user; here the list may be empty. */
  abstract getRichAdmins(
    ask: {
      readonly groupId: number;
      readonly onlyDirectAdmins: boolean;
      readonly attrNames: readonly string[];
    },
    options?: CallOptions,
  ): Promise<RichUser[]>;
  abstract getGroupRichMembers(groupId: number, options?: CallOptions): Promise<RichMember[]>;
  /**
   * The members of an organisation in these states, with logins and the named attributes of the user, as
   * they arrive. An undefined name is an error here.
   */
  abstract readMembersOfVo<Kept>(
    ask: {
      readonly voId: number;
      readonly attrNames: AttributeNames;
      readonly statuses: readonly string[];
    },
    keep: (member: RichMember) => Kept,
    options?: CallOptions,
  ): Promise<Kept[]>;

  abstract getLastMessageId(options?: CallOptions): Promise<number>;
  /** Messages of the audit log with ids ≥ `id`, ascending; the cursor is the caller's. */
  abstract getMessagesByIdAndCount(
    ask: { readonly id: number; readonly count: number },
    options?: CallOptions,
  ): Promise<AuditMessage[]>;

  /**
   * The definitions of attributes by URN, checked: type, and on a sample also whether they can be read and
   * written. One call per attribute and one for the sample.
   * @throws PerunAttributesError which names everything that is wrong at once
   */
  abstract resolveAttributes(
    wanted: readonly WantedAttribute[],
    ask?: CallOptions & { readonly sample?: AttributeSample },
  ): Promise<ReadonlyMap<string, AttributeDefinition>>;
  /** The same look at attributes, as a report instead of an error. */
  abstract inspectAttributes(
    wanted: readonly WantedAttribute[],
    ask?: CallOptions & { readonly sample?: AttributeSample },
  ): Promise<AttributeFinding[]>;

  /**
   * The projects of a site: groups actively assigned to the resource, with the named attributes of group
   * and group-at-resource, without the system group `members`. One call; on servers that lack it two and
   * one per group, which is remembered.
   */
  abstract groupsOfResource(
    ask: { readonly resourceId: number; readonly attrNames: AttributeNames },
    options?: CallOptions,
  ): Promise<RichGroup[]>;

  /**
   * The same groups, of each of which only what `keep` makes of it is kept: it is called as they arrive, so
   * that ten thousand groups need not be in memory with all their attributes. Groups may have members
   * beside ours here.
   */
  abstract readGroupsOfResource<Kept>(
    ask: { readonly resourceId: number; readonly attrNames: AttributeNames },
    keep: (group: RichGroup) => Kept,
    options?: CallOptions,
  ): Promise<Kept[]>;

  /** Waits for the calls under way, then closes the connections. */
  abstract close(): Promise<void>;
}
