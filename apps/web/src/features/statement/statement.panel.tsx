import { Button, Skeleton, Stack } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Panel, StatePanel } from '../../shared/ui/index.js';
import { StatementTable } from './components/statement-table.js';
import classes from './statement.module.css';
import { statementQuery } from './statement.queries.js';

type StatementPanelProps = {
  project: string;
  /** Makes the link that opens a charge; the page knows the address of the drawer. */
  renderChargeLink: (chargeId: string, label: string) => ReactNode;
};

const skeletonRows = 8;

/** The ledger as a statement: lines by day with a running balance, each open to its hours. */
export function StatementPanel({ project, renderChargeLink }: StatementPanelProps) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(statementQuery(project));
  return (
    <Panel title={t('statement.title')} description={t('statement.description')}>
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
            title={t('statement.emptyTitle')}
            text={t('statement.emptyText')}
          />
        }
      >
        {(lines) => (
          <>
            <StatementTable
              project={project}
              lines={lines}
              isComplete={!query.hasNextPage}
              renderChargeLink={renderChargeLink}
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
    </Panel>
  );
}
