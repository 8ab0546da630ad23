import { Button } from '@mantine/core';
import { IconArrowsDiff, IconPlus, IconSearchOff, IconTable } from '@tabler/icons-react';
import { type CostTableSummary } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { costTablesQuery } from '../../shared/credit-rules/index.js';
import { RowList, SkeletonRows, useRefusal, useViewParams } from '../../shared/staff-ui/index.js';
import { browserZone } from '../../shared/time/index.js';
import {
  ChoiceGroup,
  EmptyState,
  PageHeading,
  PanelBoundary,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
import { CostTableRow } from './components/cost-table-row.js';
import classes from './cost-tables.module.css';

const shownKinds = ['all', 'drafts', 'published'] as const;
const listParams = z.object({ show: z.enum(shownKinds).catch('all') });

/** Every cost table, drafts first. */
export function CostTableListPage() {
  const { t } = useTranslation('rules');
  const { t: staff } = useTranslation('staff');
  const [{ show }, change] = useViewParams(listParams);
  const query = useQuery(costTablesQuery);
  const refusal = useRefusal()('credit-rules:write');
  const isShown = ({ published }: CostTableSummary): boolean =>
    show === 'all' || (show === 'published') === (published !== null);
  return (
    <>
      <PageHeading title={t('tables.title')} intro={t('tables.intro', { zone: browserZone })}>
        <span className={classes.end}>
          <RouterButton
            to="/cost-tables/compare"
            variant="default"
            leftSection={<IconArrowsDiff size={17} aria-hidden />}
          >
            {t('tables.compare')}
          </RouterButton>
          {refusal === null ? (
            <RouterButton to="/cost-tables/new" leftSection={<IconPlus size={17} aria-hidden />}>
              {t('tables.create')}
            </RouterButton>
          ) : null}
        </span>
      </PageHeading>
      {refusal === null ? null : (
        <p className={classes.refusal}>{t('tables.readOnly', { reason: refusal })}</p>
      )}
      <div className={classes.filters}>
        <ChoiceGroup
          label={t('tables.show')}
          value={show}
          options={shownKinds.map((kind) => ({ value: kind, label: t(`tables.shown.${kind}`) }))}
          onChange={(next) => change({ show: next === 'all' ? undefined : next })}
        />
      </div>
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={4} height={84} />}
          isEmpty={(tables) => !tables.some(isShown)}
          empty={
            show === 'all' ? (
              <EmptyState
                icon={<IconTable size={32} stroke={1.5} />}
                title={t('tables.emptyTitle')}
                text={t('tables.emptyText')}
              />
            ) : (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={t('tables.noResultsTitle')}
                text={t(`tables.noResultsText.${show}`)}
                action={
                  <Button onClick={() => change({ show: undefined })}>
                    {staff('list.clearFilters')}
                  </Button>
                }
              />
            )
          }
        >
          {(tables) => (
            <RowList label={t('tables.title')}>
              {tables.filter(isShown).map((table) => (
                <CostTableRow key={table.id} table={table} />
              ))}
            </RowList>
          )}
        </StatePanel>
      </PanelBoundary>
    </>
  );
}
