import { Stack } from '@mantine/core';
import { type CostTable, type CreditRulesContext, type Metric } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { metricsQuery, rulesContextQuery } from '../../shared/credit-rules/index.js';
import {
  DetailPage,
  DetailSkeleton,
  MissingPage,
  useRefusal,
} from '../../shared/staff-ui/index.js';
import { PageHeading, RouterAnchor, RouterButton, StatePanel } from '../../shared/ui/index.js';
import { CostTableActions } from './components/cost-table-actions.js';
import { CostTableContent } from './components/cost-table-content.js';
import { CostTableFacts } from './components/cost-table-facts.js';
import { CostTableStateMark } from './components/cost-table-state-mark.js';
import { DraftEditor } from './components/draft-editor.js';
import { RequestNotice } from './components/request-notice.js';
import { ReRatingNotice } from './components/re-rating-notice.js';
import { costTableQuery } from './cost-tables.queries.js';

const route = getRouteApi('/signed-in/staff/cost-tables/$id');

/** One cost table: a draft in its editor, a published one to read. */
export function CostTablePage() {
  const { t } = useTranslation('rules');
  const id = Number(route.useParams().id);
  const query = useQuery(costTableQuery(id));
  const context = useQuery(rulesContextQuery);
  const metrics = useQuery(metricsQuery);
  return (
    <DetailPage
      back={<RouterAnchor to="/cost-tables">{t('tables.title')}</RouterAnchor>}
      query={query}
      missing={<CostTableMissing />}
    >
      {(table) => (
        <StatePanel query={context} skeleton={<DetailSkeleton />}>
          {(known) => (
            <StatePanel query={metrics} skeleton={<DetailSkeleton />}>
              {(all) => <OneCostTable key={id} newest={table} context={known} metrics={all} />}
            </StatePanel>
          )}
        </StatePanel>
      )}
    </DetailPage>
  );
}

/** What stands at the address of a table that is not there. */
export function CostTableMissing() {
  const { t } = useTranslation('rules');
  return (
    <MissingPage
      title={t('table.missingTitle')}
      heading={t('table.missingHeading')}
      text={t('table.missingText')}
      action={<RouterButton to="/cost-tables">{t('table.toTables')}</RouterButton>}
    />
  );
}

type OneCostTableProps = {
  newest: CostTable;
  context: CreditRulesContext;
  metrics: readonly Metric[];
};

function OneCostTable({ newest, context, metrics }: OneCostTableProps) {
  const mayWrite = useRefusal()('credit-rules:write') === null;
  // The editor begins with the version that was read first; a later one meets it as a conflict on saving.
  const [opened, setOpened] = useState(newest);
  const [savedVersion, setSavedVersion] = useState<number | null>(null);
  const isDraft = newest.published === null;
  const take = (table: CostTable): void => {
    setOpened(table);
    setSavedVersion(null);
  };
  return (
    <>
      <PageHeading title={newest.title} actions={<CostTableActions table={newest} />}>
        <CostTableStateMark state={newest.state} />
      </PageHeading>
      <Stack gap="xl">
        {newest.request ? <RequestNotice table={newest} /> : null}
        <ReRatingNotice table={newest} />
        <CostTableFacts table={newest} />
        {isDraft && mayWrite ? (
          <DraftEditor
            key={opened.version}
            table={opened}
            context={context}
            metrics={metrics}
            savedVersion={savedVersion}
            onSaved={(saved) => {
              setOpened(saved);
              setSavedVersion(saved.version);
            }}
            onTaken={take}
          />
        ) : (
          <CostTableContent table={newest} context={context} metrics={metrics} />
        )}
      </Stack>
    </>
  );
}
