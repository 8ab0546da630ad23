import { z } from 'zod';
import {
  attributeDefinitionSchema,
  attributeSchema,
  attributeToSend,
  type Attribute,
  type AttributeDefinition,
  type AttributeWrite,
} from './attribute.js';
import {
  entity,
  named,
  type AttributeFinding,
  type AttributeNames,
  type AttributeTarget,
  type WantedAttribute,
} from './attribute-target.js';
import * as beans from './beans.js';
import {
  groupsOfResourceByParts,
  isSystemGroup,
  type GroupsOfResourceAsk,
} from './groups-of-resource.js';
import { PerunClient } from './perun-client.js';
import { isPerunAnswer, type RpcName } from './perun-error.js';
import { versionOf, type PerunVersion } from './perun-version.js';
import { inspectAttributes, resolveAttributes, type InspectOptions } from './resolve-attributes.js';
import { isWholeGroup } from './whole-group.js';
import { RpcTransport, type CallOptions, type RpcTransportOptions } from './rpc-transport.js';

export type HttpPerunClientOptions = RpcTransportOptions;

/** Perun over HTTP: always POST with a JSON object, but for the version. */
export class HttpPerunClient extends PerunClient {
  readonly #rpc: RpcTransport;
  /** Set for good once the server said that it lacks the bulk method. */
  #isBulkMissing = false;

  /** @throws RangeError when an option makes no sense */
  constructor(options: HttpPerunClientOptions) {
    super();
    this.#rpc = new RpcTransport(options);
  }

  /**
   * Any other method of the RPC. Repeated after transient failures only if its name says that this is
   * harmless (see `isRepeatable`).
   * @throws PerunError
   */
  async call<Schema extends z.ZodType>(
    ask: {
      readonly manager: string;
      readonly method: string;
      readonly params?: Readonly<Record<string, unknown>>;
      readonly answer: Schema;
    },
    options?: CallOptions,
  ): Promise<z.output<Schema>> {
    const { manager, method, params = {}, answer } = ask;
    return this.#rpc.post({ manager, method }, params, answer, options);
  }

  async version(options?: CallOptions): Promise<PerunVersion> {
    const redact = (text: string): string => this.#rpc.redact(text);
    return this.#rpc.root((answer) => versionOf(answer, redact), options);
  }

  async getPerunPrincipal(options?: CallOptions): Promise<beans.PerunPrincipal> {
    return this.#ask('authzResolver/getPerunPrincipal', {}, beans.perunPrincipalSchema, options);
  }

  async getPerunSystemTimeInMillis(options?: CallOptions): Promise<number> {
    return this.#ask('utils/getPerunSystemTimeInMillis', {}, z.int(), options);
  }

  async getPerunStatus(options?: CallOptions): Promise<string[]> {
    return this.#list('utils/getPerunStatus', {}, z.string(), options);
  }

  async getVoById(id: number, options?: CallOptions): Promise<beans.Vo> {
    return this.#ask('vosManager/getVoById', { id }, beans.voSchema, options);
  }

  async getVoByShortName(shortName: string, options?: CallOptions): Promise<beans.Vo> {
    return this.#ask('vosManager/getVoByShortName', { shortName }, beans.voSchema, options);
  }

  async getResourceById(id: number, options?: CallOptions): Promise<beans.Resource> {
    return this.#ask('resourcesManager/getResourceById', { id }, beans.resourceSchema, options);
  }

  async getResources(vo: number, options?: CallOptions): Promise<beans.Resource[]> {
    return this.#list('resourcesManager/getResources', { vo }, beans.resourceSchema, options);
  }

  async getAssignedResources(group: number, options?: CallOptions): Promise<beans.Resource[]> {
    return this.#list(
      'resourcesManager/getAssignedResources',
      { group },
      beans.resourceSchema,
      options,
    );
  }

  async getAssignedGroups(resource: number, options?: CallOptions): Promise<beans.Group[]> {
    return this.#bulk(
      'resourcesManager/getAssignedGroups',
      { resource },
      beans.groupSchema,
      options,
    );
  }

  async getGroupAssignments(
    ask: { readonly resourceId: number; readonly attrNames: AttributeNames },
    options?: CallOptions,
  ): Promise<beans.AssignedGroup[]> {
    const params = { resource: ask.resourceId, attrNames: named(ask.attrNames) };
    return this.#bulk(
      'resourcesManager/getGroupAssignments',
      params,
      beans.assignedGroupSchema,
      options,
    );
  }

  async getGroupById(id: number, options?: CallOptions): Promise<beans.Group> {
    return this.#ask('groupsManager/getGroupById', { id }, beans.groupSchema, options);
  }

  async getGroupByName(
    ask: { readonly voId: number; readonly name: string },
    options?: CallOptions,
  ): Promise<beans.Group> {
    const params = { vo: ask.voId, name: ask.name };
    return this.#ask('groupsManager/getGroupByName', params, beans.groupSchema, options);
  }

  async getGroups(vo: number, options?: CallOptions): Promise<beans.Group[]> {
    return this.#bulk('groupsManager/getGroups', { vo }, beans.groupSchema, options);
  }

  async getAllGroups(vo: number, options?: CallOptions): Promise<beans.Group[]> {
    return this.#bulk('groupsManager/getAllGroups', { vo }, beans.groupSchema, options);
  }

  async getRichGroupsAssignedToResourceWithAttributesByNames(
    ask: { readonly resourceId: number; readonly attrNames: AttributeNames },
    options?: CallOptions,
  ): Promise<beans.RichGroup[]> {
    const params = { resource: ask.resourceId, attrNames: named(ask.attrNames) };
    const method = 'groupsManager/getRichGroupsAssignedToResourceWithAttributesByNames';
    return this.#bulk(method, params, beans.richGroupSchema, options);
  }

  async getAllRichGroupsWithAttributesByNames(
    ask: { readonly voId: number; readonly attrNames: AttributeNames },
    options?: CallOptions,
  ): Promise<beans.RichGroup[]> {
    const params = { vo: ask.voId, attrNames: named(ask.attrNames) };
    const method = 'groupsManager/getAllRichGroupsWithAttributesByNames';
    return this.#bulk(method, params, beans.richGroupSchema, options);
  }

  async getAttributes(
    ask: AttributeTarget & {
      readonly attrNames?: AttributeNames;
      readonly workWithGroupAttributes?: boolean;
    },
    options?: CallOptions,
  ): Promise<Attribute[]> {
    const { attrNames, workWithGroupAttributes = false } = ask;
    const params = {
      ...entity(ask),
      ...(attrNames === undefined ? {} : { attrNames: named(attrNames) }),
      // Without this key Perun ignores the names of a group at a resource.
      ...('resourceId' in ask ? { workWithGroupAttributes } : {}),
    };
    return this.#list('attributesManager/getAttributes', params, attributeSchema, options);
  }

  async getAttribute(
    ask: AttributeTarget & { readonly attributeName: string },
    options?: CallOptions,
  ): Promise<Attribute> {
    const params = { ...entity(ask), attributeName: ask.attributeName };
    return this.#ask('attributesManager/getAttribute', params, attributeSchema, options);
  }

  async setAttribute(
    ask: AttributeTarget & { readonly write: AttributeWrite },
    options?: CallOptions,
  ): Promise<void> {
    const params = { ...entity(ask), attribute: attributeToSend(ask.write) };
    await this.#ask('attributesManager/setAttribute', params, z.null(), options);
  }

  async setAttributes(
    ask: AttributeTarget & { readonly writes: readonly AttributeWrite[] },
    options?: CallOptions,
  ): Promise<void> {
    const params = {
      ...entity(ask),
      attributes: ask.writes.map(attributeToSend),
      ...('resourceId' in ask ? { workWithGroupAttributes: true } : {}),
    };
    await this.#ask('attributesManager/setAttributes', params, z.null(), options);
  }

  async getAttributeDefinition(
    attributeName: string,
    options?: CallOptions,
  ): Promise<AttributeDefinition> {
    const method = 'attributesManager/getAttributeDefinition';
    return this.#ask(method, { attributeName }, attributeDefinitionSchema, options);
  }

  async getAdmins(
    ask: { readonly groupId: number; readonly onlyDirectAdmins: boolean },
    options?: CallOptions,
  ): Promise<beans.User[]> {
    const params = { group: ask.groupId, onlyDirectAdmins: ask.onlyDirectAdmins };
    return this.#list('groupsManager/getAdmins', params, beans.userSchema, options);
  }

  async getRichAdmins(
    ask: {
      readonly groupId: number;
      readonly onlyDirectAdmins: boolean;
      readonly attrNames: readonly string[];
    },
    options?: CallOptions,
  ): Promise<beans.RichUser[]> {
    const params = {
      group: ask.groupId,
      onlyDirectAdmins: ask.onlyDirectAdmins,
      specificAttributes: ask.attrNames,
      allUserAttributes: false,
    };
    return this.#list('groupsManager/getRichAdmins', params, beans.richUserSchema, options);
  }

  async getGroupRichMembers(group: number, options?: CallOptions): Promise<beans.RichMember[]> {
    const schema = beans.richMemberSchema;
    return this.#bulk('groupsManager/getGroupRichMembers', { group }, schema, options);
  }

  async readMembersOfVo<Kept>(
    ask: {
      readonly voId: number;
      readonly attrNames: AttributeNames;
      readonly statuses: readonly string[];
    },
    keep: (member: beans.RichMember) => Kept,
    options?: CallOptions,
  ): Promise<Kept[]> {
    const call = nameOf('membersManager/getCompleteRichMembers');
    const params = {
      vo: ask.voId,
      attrsNames: named(ask.attrNames),
      allowedStatuses: ask.statuses,
    };
    const reader = { schema: beans.richMemberSchema, keep };
    return this.#rpc.postForList(call, params, reader, this.#patient(options));
  }

  async getLastMessageId(options?: CallOptions): Promise<number> {
    return this.#ask('auditMessagesManager/getLastMessageId', {}, z.int(), options);
  }

  async getMessagesByIdAndCount(
    ask: { readonly id: number; readonly count: number },
    options?: CallOptions,
  ): Promise<beans.AuditMessage[]> {
    const params = { id: ask.id, count: ask.count };
    const schema = beans.auditMessageSchema;
    return this.#bulk('auditMessagesManager/getMessagesByIdAndCount', params, schema, options);
  }

  async resolveAttributes(
    wanted: readonly WantedAttribute[],
    ask?: InspectOptions,
  ): Promise<ReadonlyMap<string, AttributeDefinition>> {
    return resolveAttributes(this, wanted, ask);
  }

  async inspectAttributes(
    wanted: readonly WantedAttribute[],
    ask?: InspectOptions,
  ): Promise<AttributeFinding[]> {
    return inspectAttributes(this, wanted, ask);
  }

  async groupsOfResource(
    ask: GroupsOfResourceAsk,
    options?: CallOptions,
  ): Promise<beans.RichGroup[]> {
    return this.#groupsOfResource(ask, { keep: (group) => group }, options);
  }

  async readGroupsOfResource<Kept>(
    ask: GroupsOfResourceAsk,
    keep: (group: beans.RichGroup) => Kept,
    options?: CallOptions,
  ): Promise<Kept[]> {
    return this.#groupsOfResource(ask, { keep, isWhole: isWholeGroup }, options);
  }

  async #groupsOfResource<Kept>(
    ask: GroupsOfResourceAsk,
    {
      keep,
      ...how
    }: {
      readonly keep: (group: beans.RichGroup) => Kept;
      readonly isWhole?: typeof isWholeGroup;
    },
    options: CallOptions | undefined,
  ): Promise<Kept[]> {
    const keepProject = (group: beans.RichGroup): Kept | undefined =>
      isSystemGroup(group) ? undefined : keep(group);
    if (!this.#isBulkMissing) {
      try {
        const path = 'groupsManager/getRichGroupsAssignedToResourceWithAttributesByNames';
        const params = { resource: ask.resourceId, attrNames: named(ask.attrNames) };
        const reader = { schema: beans.richGroupSchema, keep: keepProject, ...how };
        return await this.#rpc.postForList(nameOf(path), params, reader, this.#patient(options));
      } catch (error) {
        if (!isPerunAnswer(error, 'UNKNOWN_METHOD')) throw error;
        this.#isBulkMissing = true;
      }
    }
    const groups = await groupsOfResourceByParts(this, ask, options);
    return groups.filter((group) => !isSystemGroup(group)).map(keep);
  }

  async close(): Promise<void> {
    await this.#rpc.close();
  }

  async #ask<Schema extends z.ZodType>(
    path: `${string}/${string}`,
    params: Readonly<Record<string, unknown>>,
    schema: Schema,
    options: CallOptions | undefined,
  ): Promise<z.output<Schema>> {
    return this.#rpc.post(nameOf(path), params, schema, options);
  }

  async #list<Item extends z.ZodType>(
    path: `${string}/${string}`,
    params: Readonly<Record<string, unknown>>,
    item: Item,
    options: CallOptions | undefined,
  ): Promise<z.output<Item>[]> {
    const reader = { schema: item, keep: (one: z.output<Item>) => one };
    return this.#rpc.postForList(nameOf(path), params, reader, options);
  }

  /** Lists that grow with the number of groups get the longer time. */
  async #bulk<Item extends z.ZodType>(
    path: `${string}/${string}`,
    params: Readonly<Record<string, unknown>>,
    item: Item,
    options: CallOptions | undefined,
  ): Promise<z.output<Item>[]> {
    return this.#list(path, params, item, this.#patient(options));
  }

  #patient(options: CallOptions | undefined): CallOptions {
    return { timeoutMs: this.#rpc.bulkTimeoutMs, ...options };
  }
}

function nameOf(path: `${string}/${string}`): RpcName {
  const [manager = '', method = ''] = path.split('/');
  return { manager, method };
}
