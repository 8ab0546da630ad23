import { type CostTableSummary } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Row, RowNote } from '../../../shared/staff-ui/index.js';
import classes from '../cost-tables.module.css';
import { CostTableStateMark } from './cost-table-state-mark.js';
import { Since } from './since.js';

/** One cost table in the list: what it is, since when, whose. */
export function CostTableRow({ table }: { table: CostTableSummary }) {
  const { t } = useTranslation('rules');
  const isLate =
    table.appliesFrom !== null && Date.parse(table.appliesFrom) > Date.parse(table.effectiveFrom);
  return (
    <Row className={classes.row}>
      <div className={classes.name}>
        <span className={classes.nameLine}>
          <Link to="/cost-tables/$id" params={{ id: String(table.id) }}>
            {table.title}
          </Link>
          <CostTableStateMark state={table.state} />
        </span>
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
      <div>
        <span className={classes.label}>{t('tables.effectiveFrom')}</span>
        <Since instant={table.effectiveFrom} withDistance />
      </div>
      <div>
        <span className={classes.label}>{t('tables.appliesFrom')}</span>
        {table.appliesFrom === null ? (
          <span className={classes.soft}>{t('tables.notPublished')}</span>
        ) : (
          <Since instant={table.appliesFrom} />
        )}
        {isLate ? <RowNote isWarning>{t('tables.late')}</RowNote> : null}
      </div>
      <div>
        <span className={classes.label}>{t('tables.author')}</span>
        {table.createdBy}
        {table.published ? (
          <RowNote>{t('tables.publishedBy', { name: table.published.by })}</RowNote>
        ) : (
          <RowNote>{t('tables.version', { version: table.version })}</RowNote>
        )}
      </div>
    </Row>
  );
}
