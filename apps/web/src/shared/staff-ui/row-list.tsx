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
