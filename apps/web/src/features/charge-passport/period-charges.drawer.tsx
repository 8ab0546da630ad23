import { Button, Drawer } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../shared/i18n/index.js';
import { SkeletonRows } from '../../shared/staff-ui/index.js';
import { formatInstantRange } from '../../shared/time/index.js';
import { EmptyState, PanelBoundary, StatePanel } from '../../shared/ui/index.js';
import { chargesOfPeriodQuery } from './charge-passport.queries.js';
import classes from './charge-passport.module.css';
import { ChargeTable } from './components/charge-table.js';

type PeriodChargesDrawerProps = {
  project: string;
  /** Half-open, whole hours. */
  period: { from: string; to: string };
  onClose: () => void;
};

/** The charges behind one bar of the chart, each with the way to its passport. */
export function PeriodChargesDrawer({ project, period, onClose }: PeriodChargesDrawerProps) {
  const { t } = useTranslation('account');
  const { t: shared } = useTranslation();
  const locale = useLocale();
  const query = useInfiniteQuery(chargesOfPeriodQuery(project, period));
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="min(46rem, 100vw)">
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content>
        {/* Not Drawer.Header, which is a second banner beside the page's own. */}
        <div className={classes.drawerHead}>
          <Drawer.Title className={classes.drawerTitle}>{t('bar.title')}</Drawer.Title>
          <Drawer.CloseButton size="lg" aria-label={shared('charge.close')} />
        </div>
        <Drawer.Body className={classes.drawerBody ?? ''}>
          <p className={classes.drawerText}>{formatInstantRange({ ...period, locale })}</p>
          <PanelBoundary>
            <StatePanel
              query={query}
              skeleton={<SkeletonRows count={6} height={44} />}
              isEmpty={(charges) => charges.length === 0}
              empty={
                <EmptyState
                  icon={<IconReceiptOff size={32} stroke={1.5} />}
                  title={t('bar.emptyTitle')}
                  text={t('bar.emptyText')}
                />
              }
            >
              {(charges) => <ChargeTable project={project} charges={charges} />}
            </StatePanel>
          </PanelBoundary>
          {query.hasNextPage ? (
            <Button
              variant="default"
              mt="md"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {shared('statement.loadMore')}
            </Button>
          ) : null}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
