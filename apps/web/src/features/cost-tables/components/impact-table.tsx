import { type ImpactResponse, type ImpactRow } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { ChangeShare } from '../../../shared/credit-rules/index.js';
import { PlainTable, SortHeader, type ViewChange } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../cost-tables.module.css';
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
  return (
    <PlainTable label={t('impact.table')} isDimmed={isDimmed}>
      <thead>
        <tr>
          {impactSorts.map((sort) => (
            <SortHeader
              key={sort}
              label={t(`impact.column.${sort}`)}
              isNumber={sort !== 'name'}
              order={sort === params.sort ? order : null}
              onSort={() => sortBy(sort)}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.project}>
            <th scope="row">
              <Link to="/projects/$name" params={{ name: row.project }}>
                {row.project}
              </Link>
            </th>
            <td data-number>
              <Amount value={row.oldCredits} />
            </td>
            <td data-number>
              <Amount value={row.newCredits} />
            </td>
            <td data-number>
              <Amount value={row.difference} signed />
            </td>
            <td data-number>
              <ChangeShare share={row.share} />
            </td>
            <td data-number>
              <Runway row={row} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('impact.allProjects')}</th>
          <td data-number>
            <Amount value={totals.oldCredits} />
          </td>
          <td data-number>
            <Amount value={totals.newCredits} />
          </td>
          <td data-number>
            <Amount value={totals.difference} signed />
          </td>
          <td data-number>
            <ChangeShare share={totals.share} />
          </td>
          <td />
        </tr>
      </tfoot>
    </PlainTable>
  );
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
        <span className={classes.label}>
          {oldRunwayAt === null ? (
            t('impact.insteadOfNoEnd')
          ) : (
            <>
              {t('impact.insteadOf')} <Time instant={oldRunwayAt} style="date" />
            </>
          )}
        </span>
      )}
    </>
  );
}
