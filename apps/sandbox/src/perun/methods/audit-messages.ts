import { ADMIN_AUDIT, READ_AUDIT } from '../access/policies.js';
import { auditMessageBean, type AuditMessage } from '../audit/audit-log.js';
import { internalError, runtimeError } from '../rpc/perun-error.js';
import { isList } from '../rpc/json-text.js';
import { LazyList, type Wire } from '../rpc/wire.js';
import type { ConsumerRow } from '../state/rows.js';
import { pageMembers, pageNumber } from './groups-page.js';
import { reads, writes, type MethodCall, type MethodTable } from './method.js';

/** What one poll returns at most (`perun.auditlogReadLimit`). */
const POLL_LIMIT = 10_000;
const DEFAULT_COUNT = 100;

function messagesWire(messages: readonly AuditMessage[]): Wire {
  return LazyList.of(messages, auditMessageBean);
}

/** Tested before the right to read. */
function countOf(call: MethodCall): number {
  const count = call.args.int('count');
  if (count < 1) {
    throw runtimeError('WrongRangeOfCountException', `Count of messages is ${count}, less than 1`);
  }
  return count;
}

function demandRead(call: MethodCall): void {
  call.perun.demand(call.caller, READ_AUDIT, {}, call.operation);
}

function messagesById(call: MethodCall): Wire {
  const id = call.args.int('id');
  const count = countOf(call);
  demandRead(call);
  return messagesWire(call.perun.audit.from(id, count));
}

function messagesPage(call: MethodCall): Wire {
  const query = pageMembers(call.args.json('query'), 'MessagesPageQuery');
  demandRead(call);
  const [offset, pageSize] = [pageNumber(query, 'offset'), pageNumber(query, 'pageSize')];
  const selected = query.get('selectedEvents') ?? null;
  const names =
    selected !== null && typeof selected === 'object' && 'length' in selected && isList(selected)
      ? selected
      : [];
  const found = call.perun.audit
    .all()
    .filter(({ event }) => names.length === 0 || names.includes(simpleName(event['name'])));
  const ordered = query.get('order') === 'DESCENDING' ? found.toReversed() : found;
  return {
    data: ordered.slice(offset, offset + pageSize).map(auditMessageBean),
    offset,
    pageSize,
    totalCount: found.length,
  };
}

function simpleName(name: Wire | undefined): string {
  return typeof name === 'string' ? (name.split('.').at(-1) ?? '') : '';
}

function consumerOf(call: MethodCall): ConsumerRow {
  const name = call.args.string('consumerName') ?? '';
  const consumer = call.perun.state.consumers.get(name);
  if (consumer === undefined) throw internalError(`Auditer consumer [${name}] doesn't exist.`);
  return consumer;
}

/** Moves the pointer while it reads: an answer that gets lost is lost. */
function poll(call: MethodCall): Wire {
  demandRead(call);
  const consumer = consumerOf(call);
  const messages = call.perun.audit.from(consumer.lastProcessedId + 1, POLL_LIMIT);
  const last = messages.at(-1);
  if (last !== undefined) {
    const row = { ...consumer, lastProcessedId: last.id };
    call.perun.state.write(call.perun.state.consumers, consumer.name, row);
  }
  return messagesWire(messages);
}

function createConsumer(call: MethodCall): undefined {
  const name = call.args.string('consumerName');
  call.perun.demand(call.caller, ADMIN_AUDIT, {}, call.operation);
  if (name === null || name === '') throw internalError("'consumerName' is null");
  if (call.perun.state.consumers.get(name) !== undefined) {
    throw internalError(`Auditer consumer [${name}] already exists.`);
  }
  const row = { name, lastProcessedId: call.perun.audit.lastId };
  call.perun.state.write(call.perun.state.consumers, name, row);
}

function setLastProcessed(call: MethodCall): undefined {
  const name = call.args.string('consumerName');
  const lastProcessedId = call.args.int('lastProcessedId');
  call.perun.demand(call.caller, ADMIN_AUDIT, {}, call.operation);
  const consumer = consumerOf(call);
  call.perun.state.write(call.perun.state.consumers, name ?? '', { ...consumer, lastProcessedId });
}

/** auditMessagesManager. */
export const AUDIT_MESSAGES: MethodTable = {
  getLastMessageId: reads('AuM: any caller', '', ({ perun }) => perun.audit.lastId),
  getMessages: reads('AuM: newest first, any caller', 'count?', (call) =>
    messagesWire(call.perun.audit.newest(call.args.has('count') ? countOf(call) : DEFAULT_COUNT)),
  ),
  getMessagesByCount: reads('AuM: ids within the last count', 'count', (call) => {
    const count = countOf(call);
    const first = call.perun.audit.lastId - count + 1;
    return messagesWire(call.perun.audit.from(first, count).toReversed());
  }),
  getMessagesByIdAndCount: reads('AuM: from an id on, ascending', 'id, count', messagesById),
  getMessagesPage: reads('AuM: POST only', 'query', messagesPage),
  pollConsumerMessages: reads('AuM: writes, but GET is not refused', 'consumerName', poll),
  createAuditerConsumer: writes('AuM: starts at the end', 'consumerName', createConsumer),
  setLastProcessedId: writes('AuM', 'consumerName, lastProcessedId', setLastProcessed),
  getAllAuditerConsumers: reads('AuM: any caller', '', ({ perun }) =>
    Object.fromEntries(
      perun.state.consumers.all().map(({ name, lastProcessedId }) => [name, lastProcessedId]),
    ),
  ),
  log: writes('AuM', 'msg', (call) => {
    call.perun.demand(call.caller, [], {}, call.operation);
    const message = call.args.string('msg') ?? '';
    call.perun.event({ event: 'StringMessageEvent', message, members: {} });
    return undefined;
  }),
};
