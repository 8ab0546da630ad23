import { type FieldFault } from '../../api/api-error.js';
import { instantOfLocal, localMinute } from '../../time/index.js';
import { type ParameterField } from './parameter-fields.js';

/** What stands in a control: its text, its tick, or the ticked options. */
export type ParameterInput = string | boolean | readonly string[];
export type ParameterInputs = Readonly<Record<string, ParameterInput>>;

/** Why an input is no value of its parameter; the figures go into the sentence. */
export type ParameterFault =
  | { reason: 'required' | 'number' | 'whole' | 'pattern' | 'json' | 'instant' | 'option' }
  | { reason: 'min' | 'max' | 'tooShort' | 'tooLong'; limit: number }
  /** The server's own words. */
  | { reason: 'refused'; text: string };

export type ParameterFaults = Readonly<Partial<Record<string, ParameterFault>>>;

/** What the controls hold at first: given values (of an earlier run), else the defaults, else nothing. */
export function initialInputs(
  fields: readonly ParameterField[],
  given: Readonly<Record<string, unknown>> = {},
): ParameterInputs {
  return Object.fromEntries(
    fields.map((field) => [field.name, inputOf(field, given[field.name] ?? field.defaultValue)]),
  );
}

function inputOf({ control }: ParameterField, value: unknown): ParameterInput {
  switch (control.kind) {
    case 'switch':
      return value === true;
    case 'choices':
      return Array.isArray(value) ? value.map(String) : [];
    case 'texts':
      return Array.isArray(value) ? value.map(String).join('\n') : '';
    case 'instant':
      return typeof value === 'string' ? localMinute(value) : '';
    case 'json':
      return value === undefined ? '' : JSON.stringify(value, null, 2);
    case 'text':
    case 'number':
    case 'choice':
    case 'day':
    case 'project':
    case 'upload':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }
}

/**
 * The parameters that the inputs stand for, or what is wrong with them by field. An empty input of an
 * optional parameter leaves it out (null where the schema asks for one).
 */
export function parametersOf(
  fields: readonly ParameterField[],
  inputs: ParameterInputs,
): { parameters: Record<string, unknown>; faults: ParameterFaults } {
  const parameters: Record<string, unknown> = {};
  const faults: Record<string, ParameterFault> = {};
  for (const field of fields) {
    const input = inputs[field.name] ?? '';
    if (typeof input === 'string' && input.trim() === '') {
      if (field.isRequired) faults[field.name] = { reason: 'required' };
      else if (field.isNullable) parameters[field.name] = null;
      continue;
    }
    const { value, fault } = valueOf(field, input);
    if (fault) faults[field.name] = fault;
    else if (value !== undefined) parameters[field.name] = value;
  }
  return { parameters, faults };
}

type Parsed = { value?: unknown; fault?: ParameterFault };

function valueOf({ control, isRequired }: ParameterField, input: ParameterInput): Parsed {
  if (typeof input === 'boolean') return { value: input };
  if (typeof input !== 'string') {
    if (input.length === 0) return isRequired ? { fault: { reason: 'required' } } : {};
    return { value: input };
  }
  const text = input.trim();
  switch (control.kind) {
    case 'number':
      return numberOf(control, text);
    case 'instant':
      return instantOf(text);
    case 'texts':
      return {
        value: text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      };
    case 'json':
      return jsonOf(text);
    case 'text':
      return textOf(control, text);
    case 'choice':
      return control.options.includes(text) ? { value: text } : { fault: { reason: 'option' } };
    case 'switch':
    case 'choices':
    case 'day':
    case 'project':
    case 'upload':
      return { value: text };
  }
}

type Control<K> = Extract<ParameterField['control'], { kind: K }>;

function numberOf({ isWhole, min, max }: Control<'number'>, text: string): Parsed {
  const value = Number(text);
  if (!Number.isFinite(value)) return { fault: { reason: 'number' } };
  if (isWhole && !Number.isSafeInteger(value)) return { fault: { reason: 'whole' } };
  if (min !== null && value < min) return { fault: { reason: 'min', limit: min } };
  if (max !== null && value > max) return { fault: { reason: 'max', limit: max } };
  return { value };
}

function textOf({ pattern, lengthMin, lengthMax }: Control<'text'>, text: string): Parsed {
  if (lengthMin !== null && text.length < lengthMin) {
    return { fault: { reason: 'tooShort', limit: lengthMin } };
  }
  if (lengthMax !== null && text.length > lengthMax) {
    return { fault: { reason: 'tooLong', limit: lengthMax } };
  }
  if (pattern !== null && !matches(pattern, text)) return { fault: { reason: 'pattern' } };
  return { value: text };
}

/** A pattern that this browser cannot read lets everything pass: the server looks again. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

function instantOf(text: string): Parsed {
  const instant = instantOfLocal(text);
  return instant === null ? { fault: { reason: 'instant' } } : { value: instant };
}

function jsonOf(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { fault: { reason: 'json' } };
  }
}

/**
 * The server's complaints by field (`/body/parameters/steps`, or less of that), and those that belong to none.
 */
export function refusedFields(
  fields: readonly ParameterField[],
  faults: readonly FieldFault[],
): { byField: ParameterFaults; others: readonly FieldFault[] } {
  const byField: Record<string, ParameterFault> = {};
  const others: FieldFault[] = [];
  for (const fault of faults) {
    const name = fault.pointer.replace(/^(\/body)?(\/parameters)?(?=\/)/, '').split('/')[1];
    const field = fields.find((each) => each.name === name);
    if (field) byField[field.name] = { reason: 'refused', text: fault.detail };
    else others.push(fault);
  }
  return { byField, others };
}
