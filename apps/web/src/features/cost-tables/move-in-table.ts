import { type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';

type Control = HTMLInputElement | HTMLSelectElement;

/**
 * Lets a table of controls be worked with the keyboard like a sheet. Controls carry `data-cell` (the
 * column), their rows `data-row` and `data-group`, and the button that adds a row to a group `data-adds`.
 * Up and Down go to the same column of the next row, Left and Right at the ends of a text to its
 * neighbours, Enter down, and from the last row of a group into a new one. Controls that need a key for
 * themselves (choices, suggestions) keep it. Groups are metric names, so nothing is escaped in selectors.
 */
export function moveInTable(event: KeyboardEvent<Control>): void {
  const control = event.currentTarget;
  const table = control.closest('table');
  const row = control.closest<HTMLElement>('[data-row]');
  if (table === null || row === null || event.altKey || event.ctrlKey || event.metaKey) return;
  const { cell = '' } = control.dataset;
  const { group = '' } = row.dataset;
  switch (event.key) {
    case 'Enter': {
      // Never sends the form: a slip in the middle of a table must not save it.
      event.preventDefault();
      const next = neighbour(table.querySelectorAll<Control>(cellsOf(group, cell)), control, 1);
      if (next) focus(next);
      else table.querySelector<HTMLElement>(`[data-adds="${group}"]`)?.click();
      return;
    }
    case 'ArrowUp':
    case 'ArrowDown': {
      if (control instanceof HTMLSelectElement || control.hasAttribute('list')) return;
      event.preventDefault();
      const step = event.key === 'ArrowUp' ? -1 : 1;
      const inColumn = table.querySelectorAll<Control>(`[data-row] [data-cell="${cell}"]`);
      focus(neighbour(inColumn, control, step));
      return;
    }
    case 'ArrowLeft':
    case 'ArrowRight': {
      const step = event.key === 'ArrowLeft' ? -1 : 1;
      const next = neighbour(row.querySelectorAll<Control>('[data-cell]'), control, step);
      if (!next || !isAtEnd(control, step)) return;
      event.preventDefault();
      focus(next);
    }
  }
}

/** Adds a row by pressing the button of its group, and puts the focus into the new row. */
export function addRow(button: HTMLElement, cell: string, add: () => void): void {
  const table = button.closest('table');
  const group = button.dataset['adds'] ?? '';
  // The row must be there before it can take the focus.
  flushSync(add);
  focus([...(table?.querySelectorAll<Control>(cellsOf(group, cell)) ?? [])].at(-1));
}

function cellsOf(group: string, cell: string): string {
  return `[data-row][data-group="${group}"] [data-cell="${cell}"]`;
}

function neighbour(
  controls: NodeListOf<Control>,
  control: Control,
  step: -1 | 1,
): Control | undefined {
  const all = [...controls];
  return all[all.indexOf(control) + step];
}

function focus(control: Control | undefined): void {
  control?.focus();
  if (control instanceof HTMLInputElement) control.select();
}

/** True where the caret cannot move further; a choice keeps Left and Right for itself. */
function isAtEnd(control: Control, step: -1 | 1): boolean {
  if (control instanceof HTMLSelectElement) return false;
  const { selectionStart, selectionEnd, value } = control;
  return step === -1
    ? selectionStart === 0 && selectionEnd === 0
    : selectionStart === value.length && selectionEnd === value.length;
}
