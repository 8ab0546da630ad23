import { isPerunAdmin } from '../access/principal.js';
import { definitionBean } from '../beans/attribute-bean.js';
import {
  checkedError,
  privilegeError,
  rpcError,
  runtimeError,
  uncaughtError,
} from '../rpc/perun-error.js';
import { isList, type JsonValue } from '../rpc/json-text.js';
import type { Wire } from '../rpc/wire.js';
import { isAttributeOf, wrongAssignment, type Holder } from '../state/attribute-holder.js';
import { readAttribute } from '../state/attribute-input.js';
import { urnOf } from '../state/perun-state.js';
import type { AttributeType, DefinitionRow, Role } from '../state/rows.js';
import { attributeTarget, worksWithCompanion, type AttributeTarget } from './attribute-target.js';
import { writes, type MethodCall, type MethodTable } from './method.js';

function setAttribute(call: MethodCall): undefined {
  const { holder } = attributeTarget(call);
  const input = readAttribute(call.args.json('attribute'));
  const definition = call.attributes.definitionOf(input);
  call.attributes.demandWrite(call.caller, holder, definition, call.operation);
  call.attributes.set(holder, input, definition, { skipCore: false });
}

function setAttributes(call: MethodCall): undefined {
  const target = attributeTarget(call);
  const inputs = attributeList(call.args.json('attributes')).map(readAttribute);
  const withCompanion = worksWithCompanion(call);
  const writes = inputs.map((input) => {
    const definition = call.attributes.definitionOf(input);
    return { input, definition, holder: holderFor(target, definition, withCompanion) };
  });
  for (const { holder, definition } of writes) {
    call.attributes.demandWrite(call.caller, holder, definition, call.operation);
  }
  for (const { holder, definition, input } of writes) {
    call.attributes.set(holder, input, definition, { skipCore: true });
  }
}

/** A null list ends in a NullPointerException, as in Perun. */
function attributeList(json: JsonValue): readonly JsonValue[] {
  if (json === null) throw uncaughtError('NullPointerException');
  if (typeof json !== 'object' || !isList(json)) {
    throw rpcError('CANNOT_DESERIALIZE_VALUE', 'attributes as List<Attribute>');
  }
  return json;
}

/** Of a pair with `workWith…`, each attribute goes to whom its namespace says. */
function holderFor(
  { holder, companion }: AttributeTarget,
  definition: DefinitionRow,
  withCompanion: boolean,
): Holder {
  if (!withCompanion || companion === undefined) return holder;
  if (isAttributeOf(holder.kind, definition)) return holder;
  if (isAttributeOf(companion.kind, definition)) return companion;
  throw wrongAssignment(urnOf(definition));
}

function removeAttribute(call: MethodCall): undefined {
  const { holder } = attributeTarget(call);
  removeById(call, holder, call.args.int('attribute'));
}

function removeAttributes(call: MethodCall): undefined {
  const target = attributeTarget(call);
  const ids = call.args.intArray('attributes');
  const withCompanion = worksWithCompanion(call);
  for (const id of ids) {
    const definition = call.attributes.definitionById(id);
    removeById(call, holderFor(target, definition, withCompanion), id);
  }
}

function removeById(call: MethodCall, holder: Holder, id: number): void {
  const definition = call.attributes.definitionById(id);
  if (!isAttributeOf(holder.kind, definition)) throw wrongAssignment(urnOf(definition));
  call.attributes.demandWrite(call.caller, holder, definition, call.operation);
  call.attributes.remove(holder, definition);
}

function removeAllAttributes(call: MethodCall): undefined {
  const { holder, companion } = attributeTarget(call);
  const holders =
    companion !== undefined && worksWithCompanion(call) ? [holder, companion] : [holder];
  for (const one of holders) {
    for (const definition of call.attributes.storedDefinitions(one)) {
      if (call.attributes.valueRow(one, definition) === undefined) continue;
      call.attributes.demandWrite(call.caller, one, definition, call.operation);
    }
    call.attributes.removeAll(one);
  }
}

const TYPES: readonly string[] = [
  'java.lang.String',
  'java.lang.Integer',
  'java.lang.Boolean',
  'java.util.ArrayList',
  'java.util.LinkedHashMap',
] satisfies readonly AttributeType[];

function isAttributeType(type: string): type is AttributeType {
  return TYPES.includes(type);
}

function createAttribute(call: MethodCall): Wire {
  const wanted = wantedDefinition(call);
  if (!isPerunAdmin(call.caller)) throw privilegeError(call.caller.login, call.operation);
  if (!/^[-a-zA-Z0-9_.:]+$/.test(wanted.friendlyName)) {
    throw runtimeError('IllegalArgumentException', `Wrong attribute name ${wanted.friendlyName}`);
  }
  if (!isAttributeType(wanted.type)) {
    throw runtimeError('InternalErrorException', `Wrong attribute type ${wanted.type}`);
  }
  const { state } = call.perun;
  if (state.definitions.where('urn', urnOf(wanted)).length > 0) {
    throw checkedError('AttributeDefinitionExistsException', `Attribute ${urnOf(wanted)} exists`, {
      attributeDefinition: null,
    });
  }
  const row: DefinitionRow = {
    ...wanted,
    type: wanted.type,
    id: state.nextId('definition'),
    stamp: call.perun.stamp(),
    policies: { read: [], write: [] },
  };
  state.write(state.definitions, row.id, row);
  call.perun.event({
    event: 'AttributesManagerEvents.AttributeCreated',
    message: `Attribute ${urnOf(row)} created.`,
    members: { attribute: definitionBean(row, true) },
  });
  return definitionBean(row, true);
}

interface WantedDefinition {
  readonly friendlyName: string;
  readonly namespace: string;
  readonly description: string;
  readonly type: string;
  readonly displayName: string;
  readonly unique: boolean;
}

function wantedDefinition({ args }: MethodCall): WantedDefinition {
  const json = args.has('attribute') ? args.json('attribute') : undefined;
  const members = json instanceof Map ? (json as ReadonlyMap<string, JsonValue>) : undefined;
  const text = (name: string): string => {
    const value = json === undefined ? args.string(name) : members?.get(name);
    if (typeof value !== 'string') throw rpcError('WRONG_PARAMETER', `Missing '${name}' field`);
    return value;
  };
  const texts = {
    friendlyName: text('friendlyName'),
    namespace: text('namespace'),
    description: text('description'),
    type: text('type'),
    displayName: text('displayName'),
  };
  const unique = json === undefined ? args.boolean('unique') : members?.get('unique') === true;
  return { ...texts, unique };
}

function deleteAttribute(call: MethodCall): undefined {
  const definition = call.attributes.definitionById(call.args.int('attribute'));
  if (!isPerunAdmin(call.caller)) throw privilegeError(call.caller.login, call.operation);
  const { state } = call.perun;
  for (const [key] of [...state.values.entries()]) {
    if (String(key).endsWith(`|${definition.id}`)) state.write(state.values, key, undefined);
  }
  state.write(state.definitions, definition.id, undefined);
  call.perun.event({
    event: 'AttributesManagerEvents.AttributeDeleted',
    message: `Attribute ${urnOf(definition)} deleted.`,
    members: { attribute: definitionBean(definition, true) },
  });
}

/** Perun's form: `policyCollections: [{attributeId, action, policies: [{role, object}]}]`. */
function setAttributePolicyCollections(call: MethodCall): undefined {
  if (!isPerunAdmin(call.caller)) throw privilegeError(call.caller.login, call.operation);
  for (const json of attributeList(call.args.json('policyCollections'))) {
    if (!(json instanceof Map)) throw rpcError('WRONG_PARAMETER', 'policyCollections');
    const collection = json as ReadonlyMap<string, JsonValue>;
    const definition = call.attributes.definitionById(
      Number(plainText(collection.get('attributeId'))),
    );
    const roles = policyRoles(collection.get('policies') ?? []);
    const action = plainText(collection.get('action')).toLowerCase() === 'write' ? 'write' : 'read';
    const policies = { ...definition.policies, [action]: roles };
    const { state } = call.perun;
    state.write(state.definitions, definition.id, { ...definition, policies });
  }
}

function plainText(json: JsonValue | undefined): string {
  if (typeof json === 'string') return json;
  if (json !== null && typeof json === 'object' && 'text' in json) return json.text;
  throw rpcError('WRONG_PARAMETER', 'policyCollections');
}

function policyRoles(json: JsonValue): readonly Role[] {
  return attributeList(json).flatMap((policy) =>
    policy instanceof Map
      ? [plainText((policy as ReadonlyMap<string, JsonValue>).get('role')) as Role]
      : [],
  );
}

/** attributesManager: writing. */
export const ATTRIBUTE_WRITES: MethodTable = {
  setAttribute: writes('AttM, AttE, AttBl', 'entity keys, attribute', setAttribute),
  setAttributes: writes(
    'AttM, AttE, AttBl: all or nothing',
    'entity keys, attributes, workWithGroupAttributes?',
    setAttributes,
  ),
  removeAttribute: writes('AttM, AttE', 'entity keys, attribute (id)', removeAttribute),
  removeAttributes: writes('AttM, AttE', 'entity keys, attributes (ids)', removeAttributes),
  removeAllAttributes: writes(
    'AttM, AttE',
    'entity keys, workWithGroupAttributes?',
    removeAllAttributes,
  ),
  createAttribute: writes('AttM, AttE', 'attribute | flat members', createAttribute),
  deleteAttribute: writes('AttM, AttE', 'attribute (id)', deleteAttribute),
  setAttributePolicyCollections: {
    source: 'AttM: not checked for GET although it writes',
    params: 'policyCollections',
    stateChanging: false,
    run: (call) => {
      setAttributePolicyCollections(call);
      return null;
    },
  },
};
