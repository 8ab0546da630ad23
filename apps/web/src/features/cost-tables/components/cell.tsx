import { useId, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react';
import { cellsOfText } from '../model/paste-cells.js';
import { moveInTable } from '../move-in-table.js';
import classes from './cell.module.css';

type CellControl = {
  'aria-label': string;
  'aria-invalid': boolean | undefined;
  'aria-describedby': string | undefined;
  'data-cell': string;
  value: string;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLInputElement | HTMLSelectElement>) => void;
  onPaste: (event: ClipboardEvent) => void;
};

type CellProps = {
  /** The column, for moving with the keyboard. */
  column: string;
  label: string;
  fault: string | null;
  value: string;
  onText: (text: string) => void;
  /** Several cells were pasted, this one the first of them. */
  onCells: (cells: string[][]) => void;
  children: (control: CellControl) => ReactNode;
};

/** A control in a table, with its fault beneath. Escape takes back what was typed since it was entered. */
export function Cell({ column, label, fault, value, onText, onCells, children }: CellProps) {
  const faultId = useId();
  const [entered, setEntered] = useState(value);
  return (
    <td className={classes.cell}>
      {children({
        'aria-label': label,
        'aria-invalid': fault === null ? undefined : true,
        'aria-describedby': fault === null ? undefined : faultId,
        'data-cell': column,
        value,
        onFocus: () => setEntered(value),
        onKeyDown: (event) => {
          if (event.key === 'Escape' && value !== entered) {
            event.preventDefault();
            onText(entered);
          } else moveInTable(event);
        },
        onPaste: (event) => {
          const cells = cellsOfText(event.clipboardData.getData('text'));
          if (cells === null) return;
          event.preventDefault();
          onCells(cells);
        },
      })}
      {fault === null ? null : (
        <p id={faultId} className={classes.fault} role="alert">
          {fault}
        </p>
      )}
    </td>
  );
}
