import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { metricsQuery, rulesContextQuery } from '../../shared/credit-rules/index.js';
import { Breadcrumb, SkeletonRows } from '../../shared/staff-ui/index.js';
import { PageHeading, RouterAnchor, StatePanel } from '../../shared/ui/index.js';
import { DraftEditor } from './components/draft-editor.js';

/** Making a draft from nothing; copying an existing table is quicker and offered there. */
export function CostTableNewPage() {
  const { t } = useTranslation('rules');
  const navigate = useNavigate();
  const context = useQuery(rulesContextQuery);
  const metrics = useQuery(metricsQuery);
  return (
    <>
      <Breadcrumb>
        <RouterAnchor to="/cost-tables">{t('tables.title')}</RouterAnchor>
      </Breadcrumb>
      <PageHeading title={t('table.newTitle')} intro={t('table.newIntro')} />
      <StatePanel query={context} skeleton={<SkeletonRows count={6} height={52} />}>
        {(known) => (
          <StatePanel query={metrics} skeleton={<SkeletonRows count={6} height={52} />}>
            {(all) => (
              <DraftEditor
                table={null}
                context={known}
                metrics={all}
                onSaved={({ id }) =>
                  void navigate({
                    to: '/cost-tables/$id',
                    params: { id: String(id) },
                    ignoreBlocker: true,
                  })
                }
              />
            )}
          </StatePanel>
        )}
      </StatePanel>
    </>
  );
}
