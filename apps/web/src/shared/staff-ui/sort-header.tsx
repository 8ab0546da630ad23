import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import classes from './sort-header.module.css';

type SortHeaderProps = {
  label: string;
  /** The present order of this column; null where another column decides. */
  order: 'asc' | 'desc' | null;
  isNumber?: boolean;
  onSort: () => void;
};

/** The head of a column by which the rows can be sorted. */
export function SortHeader({ label, order, isNumber = false, onSort }: SortHeaderProps) {
  const Arrow = order === null ? IconArrowsSort : order === 'asc' ? IconArrowUp : IconArrowDown;
  return (
    <th
      scope="col"
      data-number={isNumber}
      aria-sort={order === null ? undefined : order === 'asc' ? 'ascending' : 'descending'}
    >
      <button type="button" className={classes.sort} data-active={order !== null} onClick={onSort}>
        {label}
        <Arrow size={14} aria-hidden />
      </button>
    </th>
  );
}
