import '@mantine/core/styles/ActionIcon.layer.css';
import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { addRow } from '../move-in-table.js';
import classes from '../cost-tables.module.css';

type GroupHeadProps = {
  metric: string;
  addLabel: string;
  /** The button's name where several stand below each other. */
  addName: string;
  /** The cell of a new row that takes the focus. */
  firstCell: string;
  onAdd: () => void;
  children: ReactNode;
};

/** Begins the rows of a metric: its name, and the button that adds a row. */
export function GroupHead({
  metric,
  addLabel,
  addName,
  firstCell,
  onAdd,
  children,
}: GroupHeadProps) {
  return (
    <tr data-group-head>
      <th scope="rowgroup" colSpan={2}>
        {children}
      </th>
      <td colSpan={2} className={classes.addCell}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} aria-hidden />}
          aria-label={addName}
          data-adds={metric}
          onClick={(event) => addRow(event.currentTarget, firstCell, onAdd)}
        >
          {addLabel}
        </Button>
      </td>
    </tr>
  );
}

type RemoveCellProps = { label: string; onRemove: () => void };

/** The end of a row: takes it out. */
export function RemoveCell({ label, onRemove }: RemoveCellProps) {
  return (
    <td>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        title={label}
        onClick={onRemove}
      >
        <IconTrash size={17} aria-hidden />
      </ActionIcon>
    </td>
  );
}
