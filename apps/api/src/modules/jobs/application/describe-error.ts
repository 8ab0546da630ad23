import { DomainError } from '../../../platform/problems/index.js';
import { type ErrorRecord } from './jobs.ports.js';
import { type Redactor } from './redact.js';

const CAUSES_MAX = 8;
const LINES_MAX = 200;
const MESSAGE_LENGTH_MAX = 2000;

/** An error as staff read it: class, message, and its stack line by line with everything that caused it. */
export function describeError(error: unknown, redactor: Redactor): ErrorRecord {
  const stack: string[] = [];
  let current = error;
  for (let depth = 0; depth < CAUSES_MAX && current !== undefined && current !== null; depth += 1) {
    const [head = '', ...rest] = stackOf(current).split('\n');
    stack.push(depth === 0 ? head : `Caused by: ${head}`, ...rest);
    current = causeOf(current);
  }
  return {
    errorClass: classOf(error),
    message: cut(redactor.redact(messageOf(error))),
    stack: stack.slice(0, LINES_MAX).map((line) => cut(redactor.redact(line.trimEnd()))),
  };
}

function stackOf(error: unknown): string {
  const stack = property(error, 'stack');
  return typeof stack === 'string' && stack !== ''
    ? stack
    : `${classOf(error)}: ${messageOf(error)}`;
}

function messageOf(error: unknown): string {
  const message = property(error, 'message');
  if (typeof message === 'string') return message;
  return typeof error === 'string' ? error : JSON.stringify(error ?? null);
}

/** Of an error whose reason is known that reason's code, which has a page of its own; else its name. */
function classOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  const name = property(error, 'name');
  return typeof name === 'string' && name !== '' ? name.slice(0, 200) : typeof error;
}

/** The first of an aggregate's errors stands for all of them. */
function causeOf(error: unknown): unknown {
  const errors = property(error, 'errors');
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return property(error, 'cause') ?? (property(first, 'stack') === undefined ? undefined : first);
}

/** Not `instanceof Error`: errors of other realms and plain objects are thrown too. */
function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function cut(text: string): string {
  return text.length <= MESSAGE_LENGTH_MAX ? text : `${text.slice(0, MESSAGE_LENGTH_MAX)}…`;
}
