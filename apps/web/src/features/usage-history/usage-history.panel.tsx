import { Button, Skeleton, Switch } from '@mantine/core';
import { type HistoryResponse } from '@os-credits/contracts';
import { IconChartBarOff, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadCsv } from '../../shared/csv/index.js';
import { useNow } from '../../shared/time/index.js';
import { EmptyState, Panel, StatePanel } from '../../shared/ui/index.js';
import { HistoryControls } from './components/history-controls.js';
import { HistorySentence } from './components/history-sentence.js';
import { HistoryTable } from './components/history-table.js';
import classes from './usage-history.module.css';
import { accountOutlook, type Account } from './model/account-outlook.js';
import { historyRange } from './model/history-range.js';
import { historyCsvRows } from './model/history-rows.js';
import { type UsageHistoryParams } from './usage-history.params.js';
import { usageHistoryQuery } from './usage-history.queries.js';

// The charts library is as large as the rest of the page and nobody waits for it to read a balance.
const HistoryChart = lazy(() =>
  import('./components/history-chart.js').then((module) => ({ default: module.HistoryChart })),
);

type UsageHistoryPanelProps = {
  project: string;
  account: Account | undefined;
  params: UsageHistoryParams;
  onParamsChange: (next: Partial<UsageHistoryParams>) => void;
  /** Shows the charges behind a bar. */
  onBucketOpen: (bucket: { from: string; to: string }) => void;
};

const chartHeight = 320;

/** Credits used over time, as a chart and as a table with the same numbers. */
export function UsageHistoryPanel({
  project,
  account,
  params,
  onParamsChange,
  onBucketOpen,
}: UsageHistoryPanelProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const range = historyRange(params, nowMs);
  const query = useQuery(usageHistoryQuery({ project, range, by: params.by }));
  const skeleton = <Skeleton height={chartHeight} radius="md" />;
  return (
    <Panel
      title={t('history.title')}
      description={t(range.bucket === 'hour' ? 'history.unitHours' : 'history.unitDays')}
      actions={
        <>
          {params.view === 'chart' ? (
            <Switch
              label={t('history.showRemaining')}
              checked={params.line === 'on'}
              onChange={({ currentTarget }) =>
                onParamsChange({ line: currentTarget.checked ? 'on' : 'off' })
              }
            />
          ) : null}
          {query.data ? <DownloadButton history={query.data} /> : null}
        </>
      }
    >
      <HistoryControls params={params} range={range} onChange={onParamsChange} />
      <div className={classes.body} data-dimmed={query.isPlaceholderData}>
        <StatePanel
          query={query}
          skeleton={skeleton}
          isEmpty={(history) => history.buckets.every((bucket) => Number(bucket.total) === 0)}
          empty={
            <EmptyState
              icon={<IconChartBarOff size={32} stroke={1.5} />}
              title={t('history.emptyTitle')}
              text={t('history.emptyText')}
            />
          }
        >
          {(history) => {
            const showsRemaining = params.view === 'chart' && params.line === 'on';
            const outlook = showsRemaining ? accountOutlook({ history, account, nowMs }) : null;
            return (
              <>
                <HistorySentence history={history} outlook={outlook} />
                {params.view === 'table' ? (
                  <HistoryTable history={history} onBucketOpen={onBucketOpen} />
                ) : (
                  <Suspense fallback={skeleton}>
                    <HistoryChart history={history} outlook={outlook} onBucketOpen={onBucketOpen} />
                  </Suspense>
                )}
              </>
            );
          }}
        </StatePanel>
      </div>
    </Panel>
  );
}

function DownloadButton({ history }: { history: HistoryResponse }) {
  const { t } = useTranslation();
  const download = (): void => {
    const rows = historyCsvRows(history, {
      from: t('history.csvFrom'),
      to: t('history.csvTo'),
      total: t('history.total'),
      remaining: t('history.remaining'),
      credits: t('history.credits'),
    });
    const name = `${history.project}-${history.from.slice(0, 10)}-${history.bucket}.csv`;
    downloadCsv(name, rows);
  };
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={17} aria-hidden />}
      onClick={download}
    >
      {t('history.download')}
    </Button>
  );
}
