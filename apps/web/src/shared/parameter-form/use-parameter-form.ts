import { useMemo, useState } from 'react';
import { ApiError } from '../api/api-error.js';
import { parameterFields, type ParameterField } from './model/parameter-fields.js';
import {
  initialInputs,
  parametersOf,
  refusedFields,
  type ParameterFaults,
  type ParameterInput,
  type ParameterInputs,
} from './model/parameter-values.js';

export type ParameterForm = {
  fields: readonly ParameterField[];
  inputs: ParameterInputs;
  /** Faults to show: of fields that were left, and all after a vain try. */
  faults: ParameterFaults;
  isUploading: boolean;
  set: (name: string, input: ParameterInput) => void;
  leave: (name: string) => void;
  setUploading: (isUploading: boolean) => void;
  /** The parameters, or null (and every fault shows) where they are not complete. */
  submit: () => Record<string, unknown> | null;
};

/**
 * State of a form that is made from a JSON Schema. Give the component that calls it a `key` of the
 * job type, so that another type begins with a fresh form.
 *
 * @param error the failure of the last try; what the server says about single fields shows at them.
 */
export function useParameterForm(
  schema: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>> | undefined,
  error: unknown,
): ParameterForm {
  const fields = useMemo(() => parameterFields(schema), [schema]);
  const [inputs, setInputs] = useState(() => initialInputs(fields, given));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isTried, setIsTried] = useState(false);
  const [isUploading, setUploading] = useState(false);
  // A field that was changed after the server refused it is no longer the one it refused.
  const [changed, setChanged] = useState<{ since: unknown; names: ReadonlySet<string> }>({
    since: null,
    names: new Set(),
  });

  const own = parametersOf(fields, inputs);
  const refused = error instanceof ApiError ? refusedFields(fields, error.faults).byField : {};
  const changedNames = changed.since === error ? changed.names : new Set<string>();
  const faults = Object.fromEntries(
    fields.flatMap(({ name }) => {
      const fault =
        (isTried || left.has(name) ? own.faults[name] : undefined) ??
        (changedNames.has(name) ? undefined : refused[name]);
      return fault ? [[name, fault]] : [];
    }),
  );

  return {
    fields,
    inputs,
    faults,
    isUploading,
    set: (name, input) => {
      setInputs((current) => ({ ...current, [name]: input }));
      setChanged({ since: error, names: new Set([...changedNames, name]) });
    },
    leave: (name) => setLeft((names) => new Set([...names, name])),
    setUploading,
    submit: () => {
      setIsTried(true);
      return Object.keys(own.faults).length === 0 ? own.parameters : null;
    },
  };
}
