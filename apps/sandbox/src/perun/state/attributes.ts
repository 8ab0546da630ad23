import { AttributeWire } from '../beans/attribute-wire.js';
import {
  hasRole,
  isObserver,
  isPerunAdmin,
  type Principal,
  type Subject,
} from '../access/principal.js';
import { checkedError, internalError, privilegeError } from '../rpc/perun-error.js';
import { attributeSetEvent, attributeRemovedEvent, allRemovedEvent } from '../audit/events.js';
import {
  isAttributeOf,
  namespaceOf,
  namespaceParts,
  valueKey,
  wrongAssignment,
  type AttributeKind,
  type Holder,
  type HolderKind,
} from './attribute-holder.js';
import { isSameValue, readValue, type AttributeInput } from './attribute-input.js';
import type { Perun } from './perun.js';
import { urnOf } from './perun-state.js';
import { computedValue } from './core-attributes.js';
import type { AttributeValue, DefinitionRow, ValueRow } from './rows.js';

/** Kinds whose values are stored. */
const STORED: readonly AttributeKind[] = ['def', 'opt'];

/** Reads and writes attribute values with Perun's rules on types, rights and namespaces. */
export class Attributes {
  constructor(private readonly perun: Perun) {}

  /** @throws AttributeNotExistsException */
  definitionByName(urn: string | null): DefinitionRow {
    const [definition] = this.perun.state.definitions.where('urn', urn ?? '');
    if (definition === undefined) throw notExists(`Attribute name=${urn ?? 'null'}`);
    return definition;
  }

  /** @throws AttributeNotExistsException */
  definitionById(id: number): DefinitionRow {
    const definition = this.perun.state.definitions.get(id);
    if (definition === undefined) throw notExists(`Attribute id=${id}`);
    return definition;
  }

  canRead(principal: Principal, definition: DefinitionRow, subject: Subject): boolean {
    if (isObserver(principal)) return true;
    return hasRole(principal, definition.policies.read, subject);
  }

  canWrite(principal: Principal, definition: DefinitionRow, subject: Subject): boolean {
    return hasRole(principal, definition.policies.write, subject);
  }

  /** The stored or computed value, or `undefined`. */
  valueRow(holder: Holder, definition: DefinitionRow): ValueRow | undefined {
    const computed = computedValue(this.perun.state, holder, definition);
    return computed ?? this.perun.state.values.get(valueKey(holder, definition.id));
  }

  /** The attribute with its value, unset or not. */
  wire(principal: Principal, holder: Holder, definition: DefinitionRow): AttributeWire {
    const writable = this.canWrite(principal, definition, this.subjectOf(holder));
    return new AttributeWire(definition, this.valueRow(holder, definition), writable);
  }

  /** Readable attributes of the holder that have a value; core ones always. */
  nonEmpty(
    principal: Principal,
    holder: Holder,
    kinds: readonly AttributeKind[],
  ): readonly AttributeWire[] {
    const subject = this.subjectOf(holder);
    return kinds
      .flatMap((kind) =>
        this.perun.state.definitions.where('namespace', namespaceOf(holder.kind, kind)),
      )
      .filter((definition) => this.canRead(principal, definition, subject))
      .map((definition) => this.wire(principal, holder, definition))
      .filter(
        ({ row, definition }) =>
          row !== undefined || namespaceParts(definition.namespace).kind === 'core',
      );
  }

  /** Readable attributes of the holder among the named ones, the unset included. */
  named(
    principal: Principal,
    holder: Holder,
    urns: readonly (string | null)[],
  ): readonly AttributeWire[] {
    return this.readable(principal, holder, this.definitionsNamed(holder.kind, urns));
  }

  /** The definitions of one kind of holder among the named ones; all others are skipped. */
  definitionsNamed(kind: HolderKind, urns: readonly (string | null)[]): readonly DefinitionRow[] {
    return [...new Set(urns)]
      .flatMap((urn) => this.perun.state.definitions.where('urn', urn ?? ''))
      .filter((definition) => isAttributeOf(kind, definition));
  }

  /** Those of the definitions that the caller may read, with their values. */
  readable(
    principal: Principal,
    holder: Holder,
    definitions: readonly DefinitionRow[],
  ): readonly AttributeWire[] {
    const subject = this.subjectOf(holder);
    return definitions
      .filter((definition) => this.canRead(principal, definition, subject))
      .map((definition) => {
        const writable = this.canWrite(principal, definition, subject);
        return new AttributeWire(definition, this.valueRow(holder, definition), writable);
      });
  }

  /**
   * Finds the definition that a sent attribute means: id, namespace, friendly name and type must all
   * be of one.
   *
   * @throws AttributeNotExistsException
   */
  definitionOf(input: AttributeInput): DefinitionRow {
    const definition = this.perun.state.definitions.get(input.id);
    const isSame =
      definition !== undefined &&
      definition.namespace === input.namespace &&
      definition.friendlyName === input.friendlyName &&
      definition.type === input.type;
    if (!isSame) {
      throw notExists(`Attribute ${input.namespace ?? ''}:${input.friendlyName ?? ''}`);
    }
    return definition;
  }

  /**
   * May the caller write this attribute of this holder? An attribute of another namespace is told
   * apart here as in Perun: its authorisation fails with an internal error, except for PERUNADMIN.
   */
  demandWrite(
    principal: Principal,
    holder: Holder,
    definition: DefinitionRow,
    operation: string,
  ): void {
    if (!isAttributeOf(holder.kind, definition)) {
      if (isPerunAdmin(principal)) throw wrongAssignment(urnOf(definition));
      throw internalError(`There is no rule for ${urnOf(definition)} on ${holder.kind}`);
    }
    if (!this.canWrite(principal, definition, this.subjectOf(holder))) {
      throw privilegeError(principal.login, operation);
    }
  }

  /** Writes a value that was sent; rights are checked already. */
  set(
    holder: Holder,
    input: AttributeInput,
    definition: DefinitionRow,
    options: { readonly skipCore: boolean },
  ): void {
    const { kind } = namespaceParts(definition.namespace);
    if (kind === 'core') {
      if (options.skipCore) return;
      throw wrongAssignment(urnOf(definition));
    }
    const value = readValue(definition.type, input.value);
    if (kind === 'virt') {
      // The default module of a group's virtual attribute ignores the write.
      if (holder.kind === 'group') return;
      const before = this.valueRow(holder, definition)?.value;
      if (before === value || (before && value !== undefined && isSameValue(before, value))) return;
      throw internalError(`${urnOf(definition)} is virtual and cannot be set`);
    }
    if (value === undefined) this.remove(holder, definition);
    else this.store(holder, definition, value);
  }

  /** Stores a value unless it is there already, and notes the event. */
  store(holder: Holder, definition: DefinitionRow, value: AttributeValue): void {
    const key = valueKey(holder, definition.id);
    const before = this.perun.state.values.get(key);
    if (before !== undefined && isSameValue(before.value, value)) return;
    const at = this.perun.now();
    const by = this.perun.actorLogin;
    const row: ValueRow = {
      value,
      valueCreatedAt: before?.valueCreatedAt ?? at,
      valueCreatedBy: before?.valueCreatedBy ?? by,
      valueModifiedAt: at,
      valueModifiedBy: by,
    };
    this.perun.state.write(this.perun.state.values, key, row);
    this.perun.event(
      attributeSetEvent(this.perun.state, holder, new AttributeWire(definition, row, true)),
    );
  }

  /** Removes a value; nothing happens when there is none. */
  remove(holder: Holder, definition: DefinitionRow): void {
    const key = valueKey(holder, definition.id);
    if (this.perun.state.values.get(key) === undefined) return;
    this.perun.state.write(this.perun.state.values, key, undefined);
    this.perun.event(attributeRemovedEvent(this.perun.state, holder, definition));
  }

  /** Removes all stored values of a holder with one event, as Perun does. */
  removeAll(holder: Holder): void {
    if (this.wipe(holder)) this.perun.event(allRemovedEvent(this.perun.state, holder));
  }

  /** Removes all stored values of a holder that ends to exist; no event. */
  wipe(holder: Holder): boolean {
    let hasWiped = false;
    for (const definition of this.storedDefinitions(holder)) {
      const key = valueKey(holder, definition.id);
      if (this.perun.state.values.get(key) === undefined) continue;
      this.perun.state.write(this.perun.state.values, key, undefined);
      hasWiped = true;
    }
    return hasWiped;
  }

  /** The definitions whose values a holder stores. */
  storedDefinitions(holder: Holder): readonly DefinitionRow[] {
    return STORED.flatMap((kind) =>
      this.perun.state.definitions.where('namespace', namespaceOf(holder.kind, kind)),
    );
  }

  /** What rights on the holder's attributes are asked with. */
  subjectOf(holder: Holder): Subject {
    const { state } = this.perun;
    switch (holder.kind) {
      case 'group':
        return withVo(state.groups.get(holder.groupId)?.voId, { groupId: holder.groupId });
      case 'group_resource': {
        const { groupId, resourceId } = holder;
        return withVo(state.resources.get(resourceId)?.voId, { groupId, resourceId });
      }
      case 'resource':
        return withVo(state.resources.get(holder.resourceId)?.voId, {
          resourceId: holder.resourceId,
        });
      case 'vo':
        return { voId: holder.voId };
      case 'user':
        return {
          userId: holder.userId,
          voIds: state.members.where('user', holder.userId).map(({ voId }) => voId),
        };
      case 'member':
      case 'member_group':
      case 'member_resource': {
        const member = state.members.get(holder.memberId);
        return member === undefined ? {} : { voId: member.voId, userId: member.userId };
      }
      case 'facility':
        return { facilityId: holder.facilityId };
    }
  }
}

function withVo(voId: number | undefined, subject: Subject): Subject {
  return voId === undefined ? subject : { ...subject, voId };
}

function notExists(text: string): Error {
  return checkedError('AttributeNotExistsException', text, { attribute: null });
}
