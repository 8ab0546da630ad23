import { OBSERVE } from '../access/policies.js';
import { resourceBean, userBean } from '../beans/entity-beans.js';
import { groupBean } from '../beans/group-bean.js';
import type { Wire } from '../rpc/wire.js';
import { urnOf } from '../state/perun-state.js';
import type { AttributeValue } from '../state/rows.js';
import { isList, JsonNumber, type JsonValue } from '../rpc/json-text.js';
import { rpcError } from '../rpc/perun-error.js';
import { valueKey, type Holder } from '../state/attribute-holder.js';
import { writes, type MethodCall, type MethodTable } from './method.js';

/** Attribute names with the texts that are searched for. */
function criteria(call: MethodCall): readonly (readonly [string, string])[] {
  const json: JsonValue = call.args.json('attributesWithSearchingValues');
  const isObject =
    json !== null && typeof json === 'object' && !(json instanceof JsonNumber) && !isList(json);
  if (!isObject) throw rpcError('CANNOT_DESERIALIZE_VALUE', 'attributesWithSearchingValues as Map');
  return [...json].map(([name, value]) => [name, typeof value === 'string' ? value : '']);
}

function matches(call: MethodCall, holder: Holder, wanted: ReturnType<typeof criteria>): boolean {
  return wanted.every(([urn, text]) => {
    const definition = call.attributes.definitionByName(urn);
    const row = call.perun.state.values.get(valueKey(holder, definition.id));
    if (row === undefined || urnOf(definition) !== urn) return false;
    const { value } = row;
    if (typeof value !== 'object') return String(value) === text;
    return value instanceof Map ? [...value.values()].includes(text) : isItem(value, text);
  });
}

function isItem(list: AttributeValue, text: string): boolean {
  return Array.isArray(list) && list.includes(text);
}

function globalSearch(call: MethodCall): Wire {
  const text = (call.args.string('searchString') ?? '').toLowerCase();
  call.perun.demand(call.caller, OBSERVE, {}, call.operation);
  const { groups, users } = call.perun.state;
  const hasText = (...texts: readonly (string | null)[]): boolean =>
    texts.join(' ').toLowerCase().includes(text);
  return {
    users: users
      .all()
      .filter(({ firstName, lastName }) => hasText(firstName, lastName))
      .map(userBean),
    vos: [],
    groups: groups
      .all()
      .filter(({ name, description }) => hasText(name, description))
      .map(groupBean),
    facilities: [],
    resources: [],
  };
}

/** searcher: refuses GET although it only reads. There is no search of groups by attribute. */
export const SEARCHER: MethodTable = {
  getUsers: writes('SeM', 'attributesWithSearchingValues', (call) => {
    const wanted = criteria(call);
    call.perun.demand(call.caller, OBSERVE, {}, call.operation);
    return call.perun.state.users
      .all()
      .filter(({ id }) => matches(call, { kind: 'user', userId: id }, wanted))
      .map(userBean);
  }),
  getResources: writes('SeM', 'attributesWithSearchingValues', (call) => {
    const wanted = criteria(call);
    call.perun.demand(call.caller, OBSERVE, {}, call.operation);
    return call.perun.state.resources
      .all()
      .filter(({ id }) => matches(call, { kind: 'resource', resourceId: id }, wanted))
      .map(resourceBean);
  }),
  globalSearch: writes('SeM', 'searchString', globalSearch),
};
