import { definitionBean } from '../beans/attribute-bean.js';
import type { AttributeWire } from '../beans/attribute-wire.js';
import { privilegeError, rpcError, uncaughtError } from '../rpc/perun-error.js';
import type { Wire } from '../rpc/wire.js';
import { isAttributeOf, wrongAssignment, type AttributeKind } from '../state/attribute-holder.js';
import { urnOf } from '../state/perun-state.js';
import { hasRole } from '../access/principal.js';
import {
  attributeTarget,
  namesCompanion,
  worksWithCompanion,
  type AttributeTarget,
} from './attribute-target.js';
import { reads, type MethodCall, type MethodTable } from './method.js';

const WITH_CORE: readonly AttributeKind[] = ['core', 'def', 'opt', 'virt'];
const STORED: readonly AttributeKind[] = ['def', 'opt'];

function getAttributes(call: MethodCall): Wire {
  const target = attributeTarget(call);
  const isPair = target.companion !== undefined && target.holder.kind !== 'member';
  const list = isPair ? attributesOfPair(call, target) : attributesOfEntity(call, target);
  return list;
}

function attributesOfEntity(
  call: MethodCall,
  { holder }: AttributeTarget,
): readonly AttributeWire[] {
  if (!call.args.has('attrNames')) {
    return call.attributes.nonEmpty(call.caller, holder, WITH_CORE);
  }
  const names = call.args.strings('attrNames');
  if (names === null) throw uncaughtError('NullPointerException');
  return call.attributes.named(call.caller, holder, names);
}

/** Of a pair, `attrNames` counts only together with a `workWith…` key. */
function attributesOfPair(
  call: MethodCall,
  { holder, companion }: AttributeTarget,
): readonly AttributeWire[] {
  const { args, attributes, caller } = call;
  const names = args.has('attrNames') && namesCompanion(call) ? args.strings('attrNames') : [];
  const withCompanion = companion !== undefined && worksWithCompanion(call);
  if (names === null || names.length === 0) {
    return [
      ...attributes.nonEmpty(caller, holder, STORED),
      ...(withCompanion ? attributes.nonEmpty(caller, companion, ['core', ...STORED]) : []),
    ];
  }
  return [
    ...attributes.named(caller, holder, names),
    ...(withCompanion ? attributes.named(caller, companion, names) : []),
  ];
}

function getAttribute(call: MethodCall): Wire {
  const { args, attributes, caller } = call;
  const { holder, subject } = attributeTarget(call);
  const definition = args.has('attributeId')
    ? attributes.definitionById(args.int('attributeId'))
    : namedDefinition(call, holder.kind);
  if (!isAttributeOf(holder.kind, definition)) throw wrongAssignment(urnOf(definition));
  if (!attributes.canRead(caller, definition, subject)) {
    throw privilegeError(caller.login, call.operation);
  }
  return attributes.wire(caller, holder, definition);
}

function namedDefinition(call: MethodCall, kind: AttributeTarget['holder']['kind']) {
  const name = call.args.string('attributeName');
  // The namespace is checked before the name is looked up, so that nonsense is a wrong namespace.
  if (name?.startsWith(`urn:perun:${kind}:attribute-def:`) !== true) {
    throw wrongAssignment(name ?? 'null');
  }
  return call.attributes.definitionByName(name);
}

/** Definitions are for every caller that the front end let in. */
function definitionsWire(call: MethodCall, namespace?: string | null): Wire {
  const { definitions } = call.perun.state;
  const rows = namespace == null ? definitions.all() : definitions.where('namespace', namespace);
  return rows.map((row) => definitionBean(row, hasRole(call.caller, row.policies.write)));
}

/** attributesManager: reading. */
export const ATTRIBUTE_READS: MethodTable = {
  getAttributes: reads(
    'AttM, AttE: overload by the keys that are there',
    'entity keys, attrNames?, workWithGroupAttributes? | workWithUserAttributes?',
    getAttributes,
  ),
  getAttribute: reads('AttM, AttE', 'entity keys, attributeId | attributeName', getAttribute),
  getAttributeDefinition: reads('AttM, AttE', 'attributeName', (call) =>
    definitionBean(call.attributes.definitionByName(call.args.string('attributeName')), false),
  ),
  getAttributeDefinitionById: reads('AttM, AttE', 'id', (call) =>
    definitionBean(call.attributes.definitionById(call.args.int('id')), false),
  ),
  getAttributesDefinition: reads('AttM, AttE: all', '', (call) => definitionsWire(call)),
  getAttributesDefinitionByNamespace: reads('AttM, AttE', 'namespace', (call) => {
    const namespace = call.args.string('namespace');
    if (namespace === null) throw rpcError('WRONG_PARAMETER', 'namespace');
    return definitionsWire(call, namespace);
  }),
};
