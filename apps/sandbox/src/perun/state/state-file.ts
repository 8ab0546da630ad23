import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditMessage } from '../audit/audit-log.js';
import { SandboxStartError } from '../../config/sandbox-config.js';
import type { DataFolder } from '../../data-folder.js';
import { jsonText } from '../rpc/serializer.js';
import type { Perun } from './perun.js';
import type { WrittenRow } from './perun-state.js';

const FILE = 'perun.jsonl';
const MODE = 0o600;
const VERSION = 1;

const headerSchema = z.object({
  version: z.literal(VERSION),
  fixture: z.string(),
  lastMessageId: z.number().int(),
});
const key = z.union([z.string(), z.number()]);
const rowSchema = z.object({ table: z.string(), key, row: z.unknown().optional() });
const lineSchema = z.object({
  rows: z.array(rowSchema).optional(),
  messages: z.array(z.unknown()).optional(),
});

/**
 * The state on disk: one line of JSON a transaction, appended before its caller gets an answer. The
 * file is written anew, whole or not at all, at every start; a line that a crash tore is the last
 * one and counts as not committed.
 */
export class StateFile {
  private descriptor: number | undefined;

  constructor(private readonly folder: DataFolder) {}

  /**
   * Reads the state of an earlier run.
   *
   * @returns `false` when there is none, or only one of another fixture
   * @throws SandboxStartError when the file is of another version
   */
  load(perun: Perun, fixture: string): boolean {
    const text = this.folder.read(FILE);
    if (text === undefined) return false;
    const [first = '', ...lines] = text.split('\n');
    const header = headerSchema.safeParse(parsed(first));
    if (!header.success) {
      throw new SandboxStartError(
        `${FILE} in ${this.folder.path} is not of this version. Delete it to start afresh.`,
      );
    }
    if (header.data.fixture !== fixture) return false;
    const messages: AuditMessage[] = [];
    for (const line of lines) {
      const content = lineSchema.safeParse(parsed(line));
      if (!content.success) continue;
      for (const { table, key: at, row } of content.data.rows ?? []) {
        perun.state
          .tables()
          .find(({ name }) => name === table)
          ?.set(at, row ?? undefined);
      }
      messages.push(...((content.data.messages ?? []) as AuditMessage[]));
    }
    perun.audit.load(messages, Math.max(header.data.lastMessageId, messages.at(-1)?.id ?? 0));
    this.rewrite(perun, fixture);
    return true;
  }

  /** Writes everything anew. */
  rewrite(perun: Perun, fixture: string): void {
    this.close();
    const header = { version: VERSION, fixture, lastMessageId: perun.audit.lastId };
    const lines = [JSON.stringify(header)];
    for (const table of perun.state.tables()) {
      for (const [at, row] of table.entries()) {
        lines.push(lineOf({ rows: [{ table: table.name, key: at, row }] }));
      }
    }
    for (const message of perun.audit.all()) lines.push(messagesLine([message]));
    this.folder.write(FILE, `${lines.join('\n')}\n`);
    this.descriptor = openSync(join(this.folder.path, FILE), 'a', MODE);
  }

  /** Adds what one transaction wrote, or its audit messages. */
  append(committed: {
    readonly written: readonly WrittenRow[];
    readonly messages: readonly AuditMessage[];
  }): void {
    if (this.descriptor === undefined) return;
    const { written, messages } = committed;
    const line = written.length > 0 ? lineOf({ rows: written }) : messagesLine(messages);
    writeSync(this.descriptor, `${line}\n`);
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}

/** Maps stand as `{"$map": [[key, value], …]}`, because their order counts. */
function lineOf(content: { readonly rows: readonly WrittenRow[] }): string {
  return JSON.stringify(content, (_key, value: unknown) =>
    value instanceof Map ? { $map: [...value] } : value,
  );
}

function messagesLine(messages: readonly AuditMessage[]): string {
  const texts = messages.map(({ id, event, actor, createdAt, createdByUid }) =>
    jsonText({ id, event, actor, createdAt, createdByUid }),
  );
  return `{"messages":[${texts.join(',')}]}`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line, (_key, value: unknown) => {
      const isMap = typeof value === 'object' && value !== null && '$map' in value;
      return isMap ? new Map(value.$map as [string, string | null][]) : value;
    });
  } catch {
    return undefined;
  }
}
