import { type CostTableSummary } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import {
  ColumnRow,
  RowCell,
  RowName,
  RowNote,
  RowNothing,
} from '../../../shared/staff-ui/index.js';
import classes from '../cost-tables.module.css';
import { CostTableStateMark } from './cost-table-state-mark.js';
import { Since } from './since.js';

/** One cost table in the list: what it is, since when, whose. */
export function CostTableRow({ table }: { table: CostTableSummary }) {
  const { t } = useTranslation('rules');
  const isLate =
    table.appliesFrom !== null && Date.parse(table.appliesFrom) > Date.parse(table.effectiveFrom);
  return (
    <ColumnRow className={classes.row}>
      <div>
        <RowName>
          <Link to="/cost-tables/$id" params={{ id: String(table.id) }}>
            {table.title}
          </Link>
          <CostTableStateMark state={table.state} />
        </RowName>
        <RowNote>
          {t('tables.rates', { count: table.rateCount })} ·{' '}
          {t('tables.weights', { count: table.weightCount })}
          {table.copiedFrom
            ? ` · ${t('tables.copiedFrom', { title: table.copiedFrom.title })}`
            : ''}
        </RowNote>
        {table.request ? (
          <RowNote isWarning>{t('tables.awaits', { name: table.request.by })}</RowNote>
        ) : null}
      </div>
      <RowCell label={t('tables.effectiveFrom')}>
        <Since instant={table.effectiveFrom} withDistance />
      </RowCell>
      <RowCell label={t('tables.appliesFrom')}>
        {table.appliesFrom === null ? (
          <RowNothing>{t('tables.notPublished')}</RowNothing>
        ) : (
          <Since instant={table.appliesFrom} />
        )}
        {isLate ? <RowNote isWarning>{t('tables.late')}</RowNote> : null}
      </RowCell>
      <RowCell label={t('tables.author')}>
        {table.createdBy}
        {table.published ? (
          <RowNote>{t('tables.publishedBy', { name: table.published.by })}</RowNote>
        ) : (
          <RowNote>{t('tables.version', { version: table.version })}</RowNote>
        )}
      </RowCell>
    </ColumnRow>
  );
}
