import { type ReactNode } from 'react';
import { PlainTable } from './plain-table.js';
import { SortHeader } from './sort-header.js';

/** One column: its head, and what stands in it for each row. */
export type FiguresColumn<Row> = {
  head: string;
  /** Figures stand at the end of their column, digit below digit. */
  isNumber?: boolean;
  /** The cell that names its row. */
  isRowName?: boolean;
  /** Where the rows can be sorted by this column: by which order they are now, null for by another. */
  sort?: { order: 'asc' | 'desc' | null; onSort: () => void };
  className?: string | undefined;
  cell: (row: Row) => ReactNode;
  /** What stands in the last line, below all rows. */
  foot?: ReactNode;
};

type FiguresTableProps<Row> = {
  /** Names the table for those who do not see its heading. */
  label: string;
  columns: readonly FiguresColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string | number;
  isDimmed?: boolean;
};

/** Rows of figures under named columns, with a line of totals where the columns have some. */
export function FiguresTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  isDimmed = false,
}: FiguresTableProps<Row>) {
  return (
    <PlainTable label={label} isDimmed={isDimmed}>
      <thead>
        <tr>
          {columns.map((column) => (
            <ColumnHead key={column.head} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)}>
            {columns.map((column) => (
              <FigureCell key={column.head} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
      {columns.some(({ foot }) => foot !== undefined) ? <Totals columns={columns} /> : null}
    </PlainTable>
  );
}

function ColumnHead<Row>({ column: { head, isNumber, sort } }: { column: FiguresColumn<Row> }) {
  if (sort) return <SortHeader label={head} isNumber={isNumber ?? false} {...sort} />;
  return (
    <th scope="col" data-number={isNumber}>
      {head}
    </th>
  );
}

function FigureCell<Row>({ column, row }: { column: FiguresColumn<Row>; row: Row }) {
  const { isRowName = false, isNumber, className, cell } = column;
  if (isRowName) return <th scope="row">{cell(row)}</th>;
  return (
    <td data-number={isNumber} className={className}>
      {cell(row)}
    </td>
  );
}

/** The name of the line reaches to the first total. */
function Totals<Row>({ columns }: { columns: readonly FiguresColumn<Row>[] }) {
  const [name, ...others] = columns;
  const gap = others.findIndex(({ foot }) => foot !== undefined);
  return (
    <tfoot>
      <tr>
        <th scope="row" colSpan={gap + 1}>
          {name?.foot}
        </th>
        {others.slice(gap).map((column) => (
          <td key={column.head} data-number={column.isNumber}>
            {column.foot}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
