import { READ_VO } from '../access/policies.js';
import { RichGroupWire } from '../beans/rich-group-wire.js';
import { isList, JsonNumber, jsonTextOf, type JsonValue } from '../rpc/json-text.js';
import { rpcError } from '../rpc/perun-error.js';
import type { Wire } from '../rpc/wire.js';
import type { GroupRow } from '../state/rows.js';
import { readInt } from '../rpc/arguments.js';
import { groupAttributes, readableGroups } from './group-reads.js';
import { reads, type MethodCall, type MethodTable } from './method.js';

interface PageQuery {
  readonly pageSize: number;
  readonly offset: number;
  readonly isDescending: boolean;
  readonly sortColumn: string;
  readonly searchString: string;
  readonly hasFilter: boolean;
}

/** The members of a page query; other managers page with the same ones. */
export function pageMembers(json: JsonValue, type: string): ReadonlyMap<string, JsonValue> {
  const isObject =
    json !== null && typeof json === 'object' && !(json instanceof JsonNumber) && !isList(json);
  if (!isObject) throw rpcError('CANNOT_DESERIALIZE_VALUE', `${jsonTextOf(json)} as ${type}`);
  return json;
}

/** A whole number of a page query. */
export function pageNumber(members: ReadonlyMap<string, JsonValue>, name: string): number {
  return members.has(name) ? readInt(members.get(name) ?? null) : 0;
}

function pageQuery(json: JsonValue): PageQuery {
  const members = pageMembers(json, 'GroupsPageQuery');
  const text = (name: string): string => {
    const value = members.get(name);
    return typeof value === 'string' ? value : '';
  };
  const isFilled = (name: string): boolean => {
    const value = members.get(name) ?? null;
    return value !== null && typeof value === 'object' && isList(value) && value.length > 0;
  };
  return {
    pageSize: pageNumber(members, 'pageSize'),
    offset: pageNumber(members, 'offset'),
    isDescending: text('order') === 'DESCENDING',
    sortColumn: text('sortColumn'),
    searchString: text('searchString').toLowerCase(),
    hasFilter: isFilled('roles') || isFilled('types'),
  };
}

const KEYS: Readonly<Record<string, (group: GroupRow) => string>> = {
  NAME: ({ name }) => name.toLowerCase(),
  DESCRIPTION: ({ description }) => description?.toLowerCase() ?? '',
  ID: ({ id }) => String(id).padStart(12, '0'),
};

function sorted(groups: readonly GroupRow[], query: PageQuery): readonly GroupRow[] {
  const key = KEYS[query.sortColumn] ?? (({ id }: GroupRow) => String(id).padStart(12, '0'));
  const sign = query.isDescending ? -1 : 1;
  return groups.toSorted((left, right) => {
    const [a, b] = [key(left), key(right)];
    return a < b ? -sign : a > b ? sign : 0;
  });
}

function groupsPage(call: MethodCall): Wire {
  const vo = call.perun.vo(call.args.int('vo'));
  const query = pageQuery(call.args.json('query'));
  const names = call.args.strings('attrNames');
  call.perun.demand(call.caller, [...READ_VO, 'GROUPADMIN'], { voId: vo.id }, call.operation);
  const found = sorted(
    readableGroups(call, call.perun.state.groups.where('vo', vo.id)).filter(
      ({ id, name, description }) =>
        `${id} ${name} ${description ?? ''}`.toLowerCase().includes(query.searchString),
    ),
    query,
  );
  const page = found.slice(query.offset, query.offset + query.pageSize);
  // The count comes with the rows of the page, so a page past the end counts none.
  const totalCount = page.length === 0 && !query.hasFilter ? 0 : found.length;
  return {
    data: page.map((group) => new RichGroupWire(group, groupAttributes(call, group, names))),
    offset: query.offset,
    pageSize: query.pageSize,
    totalCount,
  };
}

/** groupsManager: paging. */
export const GROUPS_PAGE: MethodTable = {
  getGroupsPage: reads(
    'GrM, GrI: POST only, since a query cannot be read from a URL',
    'vo, query, attrNames',
    groupsPage,
  ),
};
