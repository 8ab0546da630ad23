import { Button } from '@mantine/core';
import { type Metric } from '@os-credits/contracts';
import { IconGauge, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { metricsQuery } from '../../shared/credit-rules/index.js';
import { RowList, SkeletonRows, useRefusal, useViewParams } from '../../shared/staff-ui/index.js';
import {
  ChoiceGroup,
  EmptyState,
  PageHeading,
  PanelBoundary,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
import { MetricRow } from './components/metric-row.js';
import classes from './metrics.module.css';

const shownKinds = ['all', 'active', 'ended'] as const;
const listParams = z.object({ show: z.enum(shownKinds).catch('all') });

/** Every kind of usage that can be billed. */
export function MetricListPage() {
  const { t } = useTranslation('rules');
  const { t: staff } = useTranslation('staff');
  const [{ show }, change] = useViewParams(listParams);
  const query = useQuery(metricsQuery);
  const refusal = useRefusal()('credit-rules:write');
  const isShown = ({ isActive }: Metric): boolean =>
    show === 'all' || (show === 'active') === isActive;
  return (
    <>
      <PageHeading title={t('metrics.title')} intro={t('metrics.intro')}>
        <span className={classes.end}>
          {refusal === null ? (
            <RouterButton to="/credit-metrics/new" leftSection={<IconPlus size={17} aria-hidden />}>
              {t('metrics.create')}
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
          options={shownKinds.map((kind) => ({ value: kind, label: t(`metrics.shown.${kind}`) }))}
          onChange={(next) => change({ show: next === 'all' ? undefined : next })}
        />
      </div>
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={4} height={84} />}
          isEmpty={(metrics) => !metrics.some(isShown)}
          empty={
            show === 'all' ? (
              <EmptyState
                icon={<IconGauge size={32} stroke={1.5} />}
                title={t('metrics.emptyTitle')}
                text={t('metrics.emptyText')}
              />
            ) : (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={t('metrics.noResultsTitle')}
                text={t(`metrics.noResultsText.${show}`)}
                action={
                  <Button onClick={() => change({ show: undefined })}>
                    {staff('list.clearFilters')}
                  </Button>
                }
              />
            )
          }
        >
          {(metrics) => (
            <RowList label={t('metrics.title')}>
              {metrics.filter(isShown).map((metric) => (
                <MetricRow key={metric.id} metric={metric} />
              ))}
            </RowList>
          )}
        </StatePanel>
      </PanelBoundary>
    </>
  );
}
