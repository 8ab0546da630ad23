import { Stack } from '@mantine/core';
import { type PerunStatus } from '@os-credits/contracts';
import { IconPlugOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../shared/i18n/index.js';
import { Fact, Facts, formatDuration, SkeletonRows } from '../../shared/staff-ui/index.js';
import { RelativeTime, Time } from '../../shared/time/index.js';
import {
  EmptyState,
  PageHeading,
  Panel,
  PanelBoundary,
  StatePanel,
} from '../../shared/ui/index.js';
import { AttributeTable } from './components/attribute-table.js';
import { ConnectionPanel } from './components/connection-panel.js';
import { ModeMark } from './components/mode-mark.js';
import { NeedsAttention } from './components/needs-attention.js';
import { SyncNow } from './components/sync-now.js';
import { perunStatusQuery } from './perun.queries.js';

/** Which Perun it is, whether it is in step, and who owns which value. */
export function PerunPage() {
  const { t } = useTranslation('staff');
  const query = useQuery(perunStatusQuery);
  return (
    <>
      <PageHeading
        title={t('perun.title')}
        intro={t('perun.intro')}
        actions={query.data && query.data.mode !== 'off' ? <SyncNow status={query.data} /> : null}
      >
        {query.data ? <ModeMark mode={query.data.mode} /> : null}
      </PageHeading>
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={3} height={160} />}
          isEmpty={({ mode }) => mode === 'off'}
          empty={
            <EmptyState
              icon={<IconPlugOff size={32} stroke={1.5} />}
              title={t('perun.offTitle')}
              text={t('perun.offText')}
            />
          }
        >
          {(status) => (
            <Stack gap="xl">
              <NeedsAttention status={status} />
              <Panel title={t('perun.state')}>
                <StateFacts status={status} />
              </Panel>
              <ConnectionPanel lastCheck={status.lastCheck} />
              <Panel
                title={t('perun.attributes')}
                description={t(`perun.grantsOwnedBy.${status.grantsOwnedBy}`)}
              >
                <AttributeTable attributes={status.attributes} />
              </Panel>
            </Stack>
          )}
        </StatePanel>
      </PanelBoundary>
    </>
  );
}

function StateFacts({ status }: { status: PerunStatus }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const count = (value: number): string => new Intl.NumberFormat(locale).format(value);
  const { lastSuccess, projectCounts } = status;
  return (
    <Facts>
      <Fact label={t('perun.host')}>{status.host ?? t('value.none')}</Fact>
      <Fact label={t('perun.lastSuccess')}>
        {lastSuccess === null ? (
          t('perun.never')
        ) : (
          <>
            <Link to="/perun/sync-runs/$id" params={{ id: lastSuccess.syncRunId }}>
              <Time instant={lastSuccess.at} />
            </Link>{' '}
            (<RelativeTime instant={lastSuccess.at} />)
          </>
        )}
      </Fact>
      {lastSuccess === null ? null : (
        <Fact label={t('perun.took')}>
          {t('perun.tookCalls', {
            duration: formatDuration(lastSuccess.durationMs / 1000, locale),
            calls: count(lastSuccess.callCount),
          })}
        </Fact>
      )}
      <Fact label={t('perun.next')}>
        {status.nextRunAt === null ? t('perun.noNext') : <Time instant={status.nextRunAt} />}
      </Fact>
      <Fact label={t('perun.projects')}>
        {t('perun.projectCounts', {
          active: count(projectCounts.active),
          inactive: count(projectCounts.inactive),
          unverified: count(projectCounts.unverified),
        })}
      </Fact>
    </Facts>
  );
}
