import { invalidRequest } from '../../../platform/problems/index.js';

/** A number in JSON as it was written, so that `2.0` can be told from `2`. */
class NumberText {
  constructor(readonly text: string) {}
}

type SourceReviver = (
  this: unknown,
  key: string,
  value: unknown,
  context: { readonly source?: string },
) => unknown;

/** `JSON.parse` with access to the source text (ECMAScript proposal, in Node since 21). */
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown;

/** What a machine needs of each metric, as it was asked: name and plain decimal, in the order given. */
export type MachineSpecs = readonly (readonly [metric: string, amount: string])[];

/** Fifteen digits are exact in every client's numbers. */
const WHOLE = /^\d{1,15}$/;
const PLAIN = /^\d{1,15}(\.\d{1,12})?$/;

/**
 * Reads the body of a question for costs.
 *
 * @param shape `2019`: whole numbers only; `2024`: decimals too, also as text
 * @throws DomainError `invalid-request`
 */
export function parseMachineSpecs(body: string, shape: '2019' | '2024'): MachineSpecs {
  const parsed = parseObject(body);
  return Object.entries(parsed).map(([metric, value]) => [metric, amountOf(metric, value, shape)]);
}

function parseObject(body: string): object {
  let parsed: unknown;
  try {
    parsed = parseWithSource(body, (_key, value, { source }) =>
      typeof value === 'number' ? new NumberText(source ?? String(value)) : value,
    );
  } catch {
    throw fault('/body', 'invalid-json', 'Invalid JSON');
  }
  const isObject =
    typeof parsed === 'object' &&
    parsed !== null &&
    !Array.isArray(parsed) &&
    !(parsed instanceof NumberText);
  if (isObject) return parsed as object;
  throw fault('/body', 'not-an-object', 'send an object such as {"cpu": 2, "ram": 4096}');
}

function amountOf(metric: string, value: unknown, shape: '2019' | '2024'): string {
  const pointer = `/body/${metric.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const text = value instanceof NumberText ? value.text : shape === '2024' ? value : null;
  const wrong = `Parameter ${metric.slice(0, 100)} had wrong type.`;
  if (typeof text !== 'string') throw fault(pointer, 'wrong-type', wrong);
  if (/^-\d/.test(text)) throw fault(pointer, 'negative', 'must not be negative');
  if (shape === '2019' ? WHOLE.test(text) : PLAIN.test(text)) return text;
  const hint = text.includes(',') ? ' Write decimals with a point, such as 1.5.' : '';
  if (/^\d+(\.\d+)?$/.test(text) && (shape === '2024' || !text.includes('.'))) {
    throw fault(
      pointer,
      'too-many-digits',
      'has too many digits: at most 15, and 12 after the point',
    );
  }
  throw fault(pointer, 'wrong-type', `${wrong}${hint}`);
}

function fault(pointer: string, code: string, detail: string): Error {
  return invalidRequest([{ pointer, code, detail }]);
}
