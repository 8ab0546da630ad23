import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { moveInTable } from '../move-in-table.js';
import classes from './cell.module.css';

type CellControl = {
  'aria-label': string;
  'aria-invalid': boolean | undefined;
  'aria-describedby': string | undefined;
  'data-cell': string;
  onKeyDown: (event: KeyboardEvent<HTMLInputElement | HTMLSelectElement>) => void;
};

type CellProps = {
  /** The column, for moving with the keyboard. */
  column: string;
  label: string;
  fault: string | null;
  children: (control: CellControl) => ReactNode;
};

/** A control in a table, with its fault beneath. */
export function Cell({ column, label, fault, children }: CellProps) {
  const faultId = useId();
  return (
    <td className={classes.cell}>
      {children({
        'aria-label': label,
        'aria-invalid': fault === null ? undefined : true,
        'aria-describedby': fault === null ? undefined : faultId,
        'data-cell': column,
        onKeyDown: moveInTable,
      })}
      {fault === null ? null : (
        <p id={faultId} className={classes.fault} role="alert">
          {fault}
        </p>
      )}
    </td>
  );
}
