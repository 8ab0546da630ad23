import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { rulesContextQuery } from '../../shared/credit-rules/index.js';
import { Breadcrumb, SkeletonRows } from '../../shared/staff-ui/index.js';
import { PageHeading, Panel, RouterAnchor, StatePanel } from '../../shared/ui/index.js';
import { MetricEditor } from './components/metric-editor.js';

/** Making a metric; readings of it are taken within seconds, without a new version of the service. */
export function MetricNewPage() {
  const { t } = useTranslation('rules');
  const navigate = useNavigate();
  const context = useQuery(rulesContextQuery);
  return (
    <>
      <Breadcrumb>
        <RouterAnchor to="/credit-metrics">{t('metrics.title')}</RouterAnchor>
      </Breadcrumb>
      <PageHeading title={t('metric.newTitle')} intro={t('metric.newIntro')} />
      <Panel title={t('metric.panel')}>
        <StatePanel query={context} skeleton={<SkeletonRows count={6} height={52} />}>
          {(known) => (
            <MetricEditor
              metric={null}
              context={known}
              onSaved={({ id }) =>
                void navigate({ to: '/credit-metrics/$id', params: { id: String(id) } })
              }
            />
          )}
        </StatePanel>
      </Panel>
    </>
  );
}
