import { type Metric } from '@os-credits/contracts';
import { IconGauge, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { metricsQuery } from '../../shared/credit-rules/index.js';
import { RowList, StaffListPage, useRefusal, useViewParams } from '../../shared/staff-ui/index.js';
import { ChoiceGroup, RouterButton } from '../../shared/ui/index.js';
import { MetricRow } from './components/metric-row.js';

const shownKinds = ['all', 'active', 'ended'] as const;
const listParams = z.object({ show: z.enum(shownKinds).catch('all') });

/** Every kind of usage that can be billed. */
export function MetricListPage() {
  const { t } = useTranslation('rules');
  const [{ show }, change] = useViewParams(listParams);
  const query = useQuery(metricsQuery);
  const refusal = useRefusal()('credit-rules:write');
  const isShown = ({ isActive }: Metric): boolean =>
    show === 'all' || (show === 'active') === isActive;
  return (
    <StaffListPage
      title={t('metrics.title')}
      intro={t('metrics.intro')}
      actions={
        refusal === null ? (
          <RouterButton to="/credit-metrics/new" leftSection={<IconPlus size={17} aria-hidden />}>
            {t('metrics.create')}
          </RouterButton>
        ) : undefined
      }
      readOnly={refusal === null ? null : t('tables.readOnly', { reason: refusal })}
      filters={
        <ChoiceGroup
          label={t('tables.show')}
          value={show}
          options={shownKinds.map((kind) => ({ value: kind, label: t(`metrics.shown.${kind}`) }))}
          onChange={(next) => change({ show: next === 'all' ? undefined : next })}
        />
      }
      query={query}
      skeleton={{ count: 4, height: 84 }}
      isEmpty={(metrics) => !metrics.some(isShown)}
      nothing={{ icon: IconGauge, title: t('metrics.emptyTitle'), text: t('metrics.emptyText') }}
      noResults={
        show === 'all'
          ? null
          : {
              title: t('metrics.noResultsTitle'),
              text: t(`metrics.noResultsText.${show}`),
              onClear: () => change({ show: undefined }),
            }
      }
    >
      {(metrics) => (
        <RowList label={t('metrics.title')}>
          {metrics.filter(isShown).map((metric) => (
            <MetricRow key={metric.id} metric={metric} />
          ))}
        </RowList>
      )}
    </StaffListPage>
  );
}
