import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemDocument, type ProblemDocument } from '@os-credits/contracts';
import { IngestionStage } from './ingestion-stage.js';
import { type Credentials } from './test-app.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
}
type Method = 'get' | 'post' | 'put' | 'delete' | 'patch';

const NOW = '2026-11-22T12:30:00.000Z';
/** Addresses that answer as long as the client listens, or lead to the identity provider. */
const NOT_SWEPT = /\/(stream|events)$|^\/auth\//;
const BAD_TEXTS = [
  '',
  '%00',
  'a%00b',
  '%ED%A0%80',
  '%F0%9F%92%B0',
  '-1',
  '0',
  '1,5',
  'NaN',
  'Infinity',
  '1e400',
  '9999999999999999999',
  '99999999999999999999.9999999999.1',
  '0000-01-01',
  '0001-01-01T00:00:00%2B14:00',
  '9999-12-31T23:59:59-14:00',
  '-271821-04-20',
  "'%22;%3C--",
  '9'.repeat(1000),
  'AAAA',
  Buffer.from('["0000-01-01T00:00:00.000Z",1,"1"]').toString('base64url'),
];
const BAD_BODIES = [
  '',
  'null',
  '[]',
  '{}',
  '"text"',
  '1e400',
  '{"select":{"ids":[]},"reason":"x"}',
  '{"reason":"\\u0000","select":{"filter":{"project":"\\ud800"}}}',
  '{"a":',
  '['.repeat(100_000) + ']'.repeat(100_000),
  '{"__proto__":{"x":1}}',
  '{"parameters":{"x":"\\u0000"},"version":1e99}',
];

/**
 * Every route of the API with input that no caller means: what is wrong is the caller's, so nothing may end
 * as an unexpected error. What each route says about its own fields is in the modules' bad-input specs.
 */
describe('input that nobody means', () => {
  let stage: IngestionStage;
  let admin: Credentials & { csrfToken: string };
  let operations: { method: Method; path: string; operation: Operation }[] = [];

  beforeAll(async () => {
    stage = await IngestionStage.open({}, NOW);
    admin = await stage.app.signIn({ staffRole: 'admin', name: 'Ada', subject: 'ada' });
    await stage.readings([
      {
        project: 'known',
        site: '8676',
        metric: 'project_vcpu_usage',
        at: '2026-11-22T12:00:00Z',
        value: '1',
      },
    ]);
    await stage.rate();
    const { body } = await stage.app.get<{
      paths: Record<string, Partial<Record<Method, Operation>>>;
    }>('/api/docs-json', admin);
    operations = Object.entries(body.paths)
      .filter(([path]) => !NOT_SWEPT.test(path))
      .flatMap(([path, methods]) =>
        (Object.entries(methods) as [Method, Operation][]).map(([method, operation]) => ({
          method,
          path,
          operation,
        })),
      );
  });
  afterAll(() => stage.close());

  async function send(method: Method, path: string, body?: string): Promise<string | null> {
    const answer = await stage.app.get(path, admin, {
      method: method.toUpperCase(),
      headers: {
        'x-csrf-token': admin.csrfToken,
        'idempotency-key': 'sweep-0001',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined || method === 'get' ? {} : { body }),
    });
    if (answer.status < 400) return null;
    const problem = problemDocument.safeParse(answer.body);
    if (problem.success && answer.status < 500 && saysWhatIsWrong(problem.data)) return null;
    return `${method} ${path.slice(0, 200)} ${body?.slice(0, 60) ?? ''} -> ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`;
  }

  const filled = (path: string, parameter: string, text: string): string =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === parameter ? text : name === 'name' ? 'known' : '1',
    );

  it('in path and query is refused or finds nothing', async () => {
    const faults: string[] = [];
    let count = 0;
    for (const { method, path, operation } of operations) {
      for (const { name, in: where } of operation.parameters ?? []) {
        if (where !== 'path' && (where !== 'query' || method !== 'get')) continue;
        const body = method === 'get' ? undefined : '{}';
        const sent = BAD_TEXTS.map((text) =>
          where === 'path' ? filled(path, name, text) : `${filled(path, '', '')}?${name}=${text}`,
        ).map((address) => send(method, address, body));
        count += sent.length;
        faults.push(...(await Promise.all(sent)).filter((fault) => fault !== null));
      }
    }
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThan(1000);
  }, 600_000);

  it('in bodies is refused', async () => {
    const faults: string[] = [];
    const writing = operations.filter(({ operation }) => operation.requestBody !== undefined);
    for (const { method, path } of writing) {
      const sent = BAD_BODIES.map((body) => send(method, filled(path, '', ''), body));
      faults.push(...(await Promise.all(sent)).filter((fault) => fault !== null));
    }
    expect(faults).toEqual([]);
    expect(writing.length).toBeGreaterThan(15);
  }, 600_000);
});

/** Not only that something is: the schema library's words for "fits none of several shapes" help nobody. */
function saysWhatIsWrong({ detail, errors = [] }: ProblemDocument): boolean {
  return detail.length > 10 && errors.every((error) => error.detail !== 'Invalid input');
}
