import { instantOfLocal, localMinute } from '../time/index.js';
import { type ControlProps } from './field.js';

type InstantControlProps = {
  control: ControlProps;
  /** ISO 8601, or '' for none. */
  value: string;
  onChange: (instant: string) => void;
};

/**
 * A date with a time in the browser's zone, which the field's explanation has to name. An instant that is
 * not touched stays as it is to the millisecond, though only its minute is shown.
 */
export function InstantControl({ control, value, onChange }: InstantControlProps) {
  return (
    <input
      {...control}
      type="datetime-local"
      value={localMinute(value)}
      onChange={(event) => onChange(instantOfLocal(event.currentTarget.value) ?? '')}
    />
  );
}
