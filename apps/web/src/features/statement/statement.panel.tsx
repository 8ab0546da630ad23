import { Button, Skeleton, Stack } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../shared/time/index.js';
import { EmptyState, Panel, StatePanel } from '../../shared/ui/index.js';
import { StatementControls } from './components/statement-controls.js';
import { StatementTable } from './components/statement-table.js';
import { statementPeriod } from './model/statement-period.js';
import classes from './statement.module.css';
import { type StatementParams } from './statement.params.js';
import { type StatementFilesRenderer, type StatementLinks } from './statement-links.js';
import { statementQuery } from './statement.queries.js';

type StatementPanelProps = StatementLinks & {
  project: string;
  params: StatementParams;
  onParamsChange: (next: Partial<StatementParams>) => void;
  /** Usage is complete to this instant; undefined while the page does not know. */
  asOf: string | null | undefined;
  renderFiles: StatementFilesRenderer;
};

const skeletonRows = 8;

/** The ledger as a statement: lines by day with a running balance, each open to its hours. */
export function StatementPanel({
  project,
  params,
  onParamsChange,
  asOf,
  renderFiles,
  ...links
}: StatementPanelProps) {
  const { t } = useTranslation();
  const period = statementPeriod(params, useNow());
  const query = useInfiniteQuery(statementQuery(project, period));
  const isWhole = period.from === undefined && period.to === undefined;
  return (
    <Panel id="statement" title={t('statement.title')} description={t('statement.description')}>
      <StatementControls params={params} onChange={onParamsChange} />
      {renderFiles(period)}
      <div className={classes.body} data-dimmed={query.isPlaceholderData}>
        <StatePanel
          query={query}
          skeleton={
            <Stack gap="xs">
              {Array.from({ length: skeletonRows }, (_, index) => (
                <Skeleton key={index} height={44} />
              ))}
            </Stack>
          }
          isEmpty={(lines) => lines.length === 0}
          empty={
            <EmptyState
              icon={<IconReceiptOff size={32} stroke={1.5} />}
              title={t(isWhole ? 'statement.emptyTitle' : 'statement.emptyPeriodTitle')}
              text={t(isWhole ? 'statement.emptyText' : 'statement.emptyPeriodText')}
            />
          }
        >
          {(lines) => (
            <>
              <StatementTable
                project={project}
                lines={lines}
                period={period}
                asOf={asOf}
                isComplete={!query.hasNextPage}
                {...links}
              />
              {query.hasNextPage ? (
                <div className={classes.more}>
                  <Button
                    variant="default"
                    loading={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t('statement.loadMore')}
                  </Button>
                </div>
              ) : null}
            </>
          )}
        </StatePanel>
      </div>
    </Panel>
  );
}
