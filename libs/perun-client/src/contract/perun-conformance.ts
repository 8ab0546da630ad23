import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  CONFORMANCE_CASES,
  type ConformanceStep,
  type ExpectedAnswer,
} from './conformance-cases.js';
import { FIXTURE_USERS } from './fixture.js';
import { mismatches } from './match.js';

/** A server with the conformance fixture: organisations, groups, resources, attributes and users. */
export interface ConformanceTarget {
  /** Server without the prefix, e.g. `http://127.0.0.1:8086`. Asked when a test runs. */
  readonly baseUrl: () => string;
  /** Puts the fixture back as it was; called before each case. */
  readonly reset: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Declares one test per conformance case, over plain HTTP, without our client. */
export function perunConformance(target: ConformanceTarget): void {
  describe('Perun RPC over HTTP', () => {
    beforeEach(async () => {
      await target.reset();
    });

    it.each(CONFORMANCE_CASES)('case $number: $title', async ({ steps }) => {
      for (const step of steps) {
        const faults = faultsOf(step.expect, await send(target.baseUrl(), step));
        expect({ step: step.path, faults }).toEqual({ step: step.path, faults: [] });
      }
    });
  });
}

async function send(baseUrl: string, step: ConformanceStep): Promise<Answer> {
  const user = step.as ?? 'admin';
  const basic = Buffer.from(`${user}:${step.password ?? FIXTURE_USERS[user]}`).toString('base64');
  const hasBody = step.body !== undefined;
  const response = await fetch(`${baseUrl}/ba/rpc/${step.path}`, {
    method: step.verb ?? 'POST',
    headers: {
      authorization: `Basic ${basic}`,
      ...(hasBody ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    },
    body: hasBody ? JSON.stringify(step.body) : null,
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    text: await response.text(),
  };
}

/** In what an answer differs from what is expected; empty when in nothing. */
export function faultsOf(expected: ExpectedAnswer, answer: Answer): string[] {
  const json = parse(answer.text);
  const faults = [
    ...unless(answer.status === expected.status, `status ${answer.status}: ${answer.text}`),
    ...unless(
      expected.contentType?.test(answer.contentType) ?? true,
      `content type ${answer.contentType}`,
    ),
    ...unless(isText(expected.text, answer.text), `text ${JSON.stringify(answer.text)}`),
    ...unless((json !== undefined) === (expected.isJson ?? json !== undefined), 'JSON or not'),
  ];
  if (expected.err !== undefined)
    faults.push(...unless(identityOf(json?.value) === expected.err, `identity in ${answer.text}`));
  if (expected.body !== undefined) faults.push(...mismatches(expected.body, json?.value));
  return [...faults, ...listFaults(expected, json?.value), ...memberFaults(expected, json?.value)];
}

function listFaults(expected: ExpectedAnswer, value: unknown): string[] {
  const items = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  const { count, inOrder, attributesEach } = expected;
  const ordered = inOrder === undefined ? [] : items.map((item) => item[inOrder[0]]);
  const attributeCounts = items.map((item) => [item['attributes']].flat().length);
  return [
    ...unless(count === undefined || items.length === count, `${items.length} items`),
    ...unless(
      inOrder === undefined || JSON.stringify(ordered) === JSON.stringify(inOrder[1]),
      `order ${JSON.stringify(ordered)}`,
    ),
    ...unless(
      attributesEach === undefined || attributeCounts.every((length) => length === attributesEach),
      `attributes of the items: ${attributeCounts.join(', ')}`,
    ),
  ];
}

function memberFaults(expected: ExpectedAnswer, value: unknown): string[] {
  const objects = [value].flat().filter((item) => typeof item === 'object' && item !== null);
  const has = (member: string): boolean => objects.some((item) => Object.hasOwn(item, member));
  return [
    ...(expected.present ?? []).flatMap((member) => unless(has(member), `no member ${member}`)),
    ...(expected.absent ?? []).flatMap((member) => unless(!has(member), `a member ${member}`)),
  ];
}

function identityOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, type } = value as { name?: unknown; type?: unknown };
  return name ?? type;
}

function isText(expected: RegExp | string | undefined, text: string): boolean {
  if (expected === undefined) return true;
  return typeof expected === 'string' ? text === expected : expected.test(text);
}

function unless(isRight: boolean, fault: string): string[] {
  return isRight ? [] : [fault];
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
