import { type ImpactResponse, type ImpactRow } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { ChangeShare } from '../../../shared/credit-rules/index.js';
import {
  type FiguresColumn,
  FiguresTable,
  RowNote,
  type ViewChange,
} from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { impactSorts, presentOrder, type ImpactParams } from '../impact.params.js';

type ImpactTableProps = {
  rows: readonly ImpactRow[];
  totals: ImpactResponse['totals'];
  params: ImpactParams;
  isDimmed: boolean;
  onChange: (next: ViewChange) => void;
};

/** Project by project: then, now, the difference, and how long what remains would last. */
export function ImpactTable({ rows, totals, params, isDimmed, onChange }: ImpactTableProps) {
  const { t } = useTranslation('rules');
  const order = presentOrder(params);
  const sortBy = (sort: ImpactParams['sort']): void =>
    onChange(
      sort === params.sort
        ? { order: order === 'asc' ? 'desc' : 'asc' }
        : { sort: sort === 'difference' ? undefined : sort, order: undefined },
    );
  const cells: Record<ImpactParams['sort'], Pick<FiguresColumn<ImpactRow>, 'cell' | 'foot'>> = {
    name: {
      cell: ({ project }) => (
        <Link to="/projects/$name" params={{ name: project }}>
          {project}
        </Link>
      ),
      foot: t('impact.allProjects'),
    },
    old: amountsOf(({ oldCredits }) => <Amount value={oldCredits} />, totals),
    new: amountsOf(({ newCredits }) => <Amount value={newCredits} />, totals),
    difference: amountsOf(({ difference }) => <Amount value={difference} signed />, totals),
    share: amountsOf(({ share }) => <ChangeShare share={share} />, totals),
    runway: { cell: (row) => <Runway row={row} /> },
  };
  return (
    <FiguresTable
      label={t('impact.table')}
      columns={impactSorts.map((sort) => ({
        head: t(`impact.column.${sort}`),
        isNumber: sort !== 'name',
        isRowName: sort === 'name',
        sort: { order: sort === params.sort ? order : null, onSort: () => sortBy(sort) },
        ...cells[sort],
      }))}
      rows={rows}
      keyOf={({ project }) => project}
      isDimmed={isDimmed}
    />
  );
}

type Totals = ImpactResponse['totals'];

/** A figure that projects have, and all of them together. */
function amountsOf(
  show: (figures: Totals | ImpactRow) => ReactNode,
  totals: Totals,
): Pick<FiguresColumn<ImpactRow>, 'cell' | 'foot'> {
  return { cell: show, foot: show(totals) };
}

/** The new date, and the old one where it is another. */
function Runway({ row: { remaining, oldRunwayAt, newRunwayAt } }: { row: ImpactRow }) {
  const { t } = useTranslation('rules');
  if (remaining.startsWith('-')) return <>{t('impact.overdrawn')}</>;
  const isSame = oldRunwayAt?.slice(0, 10) === newRunwayAt?.slice(0, 10);
  return (
    <>
      {newRunwayAt === null ? t('impact.noEnd') : <Time instant={newRunwayAt} style="date" />}
      {isSame ? null : (
        <RowNote>
          {oldRunwayAt === null ? (
            t('impact.insteadOfNoEnd')
          ) : (
            <>
              {t('impact.insteadOf')} <Time instant={oldRunwayAt} style="date" />
            </>
          )}
        </RowNote>
      )}
    </>
  );
}
