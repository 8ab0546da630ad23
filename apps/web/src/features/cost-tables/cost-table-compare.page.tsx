import { type CostTableSummary } from '@os-credits/contracts';
import { IconArrowsDiff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import {
  costTablesQuery,
  metricsQuery,
  rulesContextQuery,
} from '../../shared/credit-rules/index.js';
import {
  Breadcrumb,
  CheckField,
  Field,
  SkeletonRows,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import { EmptyState, PageHeading, Panel, RouterAnchor, StatePanel } from '../../shared/ui/index.js';
import { DiffTable } from './components/diff-table.js';
import classes from './cost-tables.module.css';
import { costTableDiffQuery } from './cost-tables.queries.js';

const tableId = z.coerce.number().int().min(1).optional().catch(undefined);
const compareParams = z.object({
  from: tableId,
  to: tableId,
  all: z
    .literal('true')
    .optional()
    .catch(undefined)
    .transform((text) => text === 'true'),
});

/** Any two tables, row by row. */
export function CostTableComparePage() {
  const { t } = useTranslation('rules');
  const [params, change] = useViewParams(compareParams);
  const tables = useQuery(costTablesQuery);
  return (
    <>
      <Breadcrumb>
        <RouterAnchor to="/cost-tables">{t('tables.title')}</RouterAnchor>
      </Breadcrumb>
      <PageHeading title={t('compare.title')} intro={t('compare.intro')} />
      <Panel title={t('compare.panel')}>
        <StatePanel query={tables} skeleton={<SkeletonRows count={3} height={48} />}>
          {(all) => (
            <div className={classes.choose}>
              <TableChoice
                label={t('compare.from')}
                tables={all}
                value={params.from}
                onChange={(from) => change({ from })}
              />
              <TableChoice
                label={t('compare.to')}
                tables={all}
                value={params.to}
                onChange={(to) => change({ to })}
              />
            </div>
          )}
        </StatePanel>
        {params.from === undefined || params.to === undefined ? (
          <EmptyState
            icon={<IconArrowsDiff size={32} stroke={1.5} />}
            title={t('compare.chooseTitle')}
            text={t('compare.chooseText')}
          />
        ) : (
          <>
            <CheckField
              label={t('compare.all')}
              isChecked={params.all}
              onChange={(isChecked) => change({ all: isChecked ? 'true' : undefined })}
            />
            <Comparison from={params.from} to={params.to} showsAll={params.all} />
          </>
        )}
      </Panel>
    </>
  );
}

type TableChoiceProps = {
  label: string;
  tables: readonly CostTableSummary[];
  value: number | undefined;
  onChange: (id: string | undefined) => void;
};

function TableChoice({ label, tables, value, onChange }: TableChoiceProps) {
  const { t } = useTranslation('rules');
  return (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          value={value ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        >
          <option value="">{t('compare.choose')}</option>
          {tables.map(({ id, title, state }) => (
            <option key={id} value={id}>
              {t('compare.option', { title, state: t(`tableState.${state}`) })}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Comparison({ from, to, showsAll }: { from: number; to: number; showsAll: boolean }) {
  const query = useQuery(costTableDiffQuery(to, from));
  const metrics = useQuery(metricsQuery);
  const context = useQuery(rulesContextQuery);
  return (
    <StatePanel query={query} skeleton={<SkeletonRows count={5} height={40} />}>
      {(diff) => (
        <DiffTable
          diff={diff}
          showsAll={showsAll}
          metrics={metrics.data ?? []}
          sites={context.data?.sites ?? []}
        />
      )}
    </StatePanel>
  );
}
