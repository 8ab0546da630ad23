import { Stack } from '@mantine/core';
import { type CostTable, type PublicationResponse } from '@os-credits/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { metricsQuery, rulesContextQuery } from '../../shared/credit-rules/index.js';
import { DetailPage, Notice, SkeletonRows, useViewParams } from '../../shared/staff-ui/index.js';
import { PageHeading, Panel, RouterAnchor, StatePanel } from '../../shared/ui/index.js';
import { CostTableStateMark } from './components/cost-table-state-mark.js';
import { DiffTable } from './components/diff-table.js';
import { ImpactPanel } from './components/impact-panel.js';
import { PastPanel } from './components/past-panel.js';
import { PublishPanel } from './components/publish-panel.js';
import { RequestNotice } from './components/request-notice.js';
import { ReRatingNotice } from './components/re-rating-notice.js';
import { Since } from './components/since.js';
import { CostTableMissing } from './cost-table.page.js';
import { costTableDiffQuery, costTableQuery, impactQuery } from './cost-tables.queries.js';
import { impactParams, viewOf } from './impact.params.js';

const route = getRouteApi('/signed-in/staff/cost-tables/$id/publish');

/** What publishing a draft does, shown before it is done: differences, impact, past; then the deed. */
export function CostTablePublishPage() {
  const { t } = useTranslation('rules');
  const { id } = route.useParams();
  const query = useQuery(costTableQuery(Number(id)));
  return (
    <DetailPage
      back={
        <RouterAnchor to="/cost-tables/$id" params={{ id }}>
          {query.data?.title ?? t('tables.title')}
        </RouterAnchor>
      }
      query={query}
      missing={<CostTableMissing />}
    >
      {(table) => <Publication key={id} table={table} />}
    </DetailPage>
  );
}

function Publication({ table }: { table: CostTable }) {
  const { t } = useTranslation('rules');
  const [answer, setAnswer] = useState<PublicationResponse | null>(null);
  return (
    <>
      <PageHeading
        title={
          table.published === null ? t('publish.pageTitle', { title: table.title }) : table.title
        }
      >
        <CostTableStateMark state={table.state} />
      </PageHeading>
      <Stack gap="xl">
        {table.published === null ? (
          <>
            {table.request ? <RequestNotice table={table} /> : null}
            <Preview table={table} onDone={setAnswer} />
          </>
        ) : (
          <Published table={table} isNews={answer?.outcome === 'published'} />
        )}
      </Stack>
    </>
  );
}

/** What follows from a publication that is done. */
function Published({ table, isNews }: { table: CostTable; isNews: boolean }) {
  const { t } = useTranslation('rules');
  return (
    <>
      <Notice tone="good" isNews={isNews}>
        <p>{t('published.message', { title: table.title })}</p>
        {table.appliesFrom === null ? null : (
          <p>
            {t('published.appliesFrom')} <Since instant={table.appliesFrom} />
          </p>
        )}
        <p>
          <RouterAnchor to="/cost-tables/$id" params={{ id: String(table.id) }}>
            {t('published.toTable')}
          </RouterAnchor>
        </p>
      </Notice>
      <ReRatingNotice table={table} />
    </>
  );
}

type PreviewProps = { table: CostTable; onDone: (answer: PublicationResponse) => void };

function Preview({ table, onDone }: PreviewProps) {
  const { t } = useTranslation('rules');
  const [params, change] = useViewParams(impactParams);
  const diff = useQuery(costTableDiffQuery(table.id));
  const context = useQuery(rulesContextQuery);
  const metrics = useQuery(metricsQuery);
  const impact = useInfiniteQuery(impactQuery(table.id, viewOf(params))).data?.pages[0];
  return (
    <>
      <Panel title={t('publish.diff')} description={t('publish.diffMeaning')}>
        <StatePanel query={diff} skeleton={<SkeletonRows count={4} height={40} />}>
          {(known) => (
            <DiffTable
              diff={known}
              showsAll={false}
              metrics={metrics.data ?? []}
              sites={context.data?.sites ?? []}
            />
          )}
        </StatePanel>
      </Panel>
      <ImpactPanel tableId={table.id} params={params} onChange={change} />
      {impact?.past ? <PastPanel past={impact.past} /> : null}
      {table.request === null ? (
        <PublishPanel table={table} impact={impact} onDone={onDone} />
      ) : null}
    </>
  );
}
