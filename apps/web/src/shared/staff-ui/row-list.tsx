import { clsx } from 'clsx';
import { type ReactNode } from 'react';
import classes from './row-list.module.css';

type RowListProps = { label: string; isDimmed?: boolean; children: ReactNode };

/** Things of one kind below each other, each a row of a card. */
export function RowList({ label, isDimmed = false, children }: RowListProps) {
  return (
    <ul className={classes.list} aria-label={label} data-dimmed={isDimmed}>
      {children}
    </ul>
  );
}

type RowProps = { className?: string | undefined; children: ReactNode };

export function Row({ className, children }: RowProps) {
  return <li className={clsx(classes.row, className)}>{children}</li>;
}

/**
 * A row whose parts stand in columns: the class sets them as `--row-columns`. Where there is little
 * room the first part, the name, gets a line of its own and the others share the lines below it.
 */
export function ColumnRow({ className, children }: RowProps) {
  return <li className={clsx(classes.row, classes.columns, className)}>{children}</li>;
}

/** The name of a row, with the marks of its state beside it. */
export function RowName({ children }: { children: ReactNode }) {
  return <span className={classes.name}>{children}</span>;
}

type RowCellProps = { label: string; children: ReactNode };

/** One part of a row under a small label of its own: rows have no common head. */
export function RowCell({ label, children }: RowCellProps) {
  return (
    <div>
      <span className={classes.label}>{label}</span>
      {children}
    </div>
  );
}

/** Stands for a value that is not there. */
export function RowNothing({ children }: { children: ReactNode }) {
  return <span className={classes.nothing}>{children}</span>;
}

/** A small line below a name. */
export function RowNote({
  children,
  isWarning = false,
}: {
  children: ReactNode;
  isWarning?: boolean;
}) {
  return (
    <span className={classes.note} data-warning={isWarning}>
      {children}
    </span>
  );
}
