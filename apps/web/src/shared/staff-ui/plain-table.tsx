import { type ReactNode } from 'react';
import classes from './plain-table.module.css';
import { ScrollBox } from './scroll-box.js';

type PlainTableProps = {
  /** Names the table for those who do not see its heading. */
  label: string;
  isDimmed?: boolean;
  children: ReactNode;
};

/** A table that scrolls sideways by itself where there is little room. Cells with amounts: `data-number`. */
export function PlainTable({ label, isDimmed = false, children }: PlainTableProps) {
  return (
    <ScrollBox label={label} className={classes.box} role="group">
      <table className={classes.table} data-dimmed={isDimmed}>
        <caption>{label}</caption>
        {children}
      </table>
    </ScrollBox>
  );
}
