import { Drawer, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PanelBoundary, StatePanel } from '../../shared/ui/index.js';
import { chargeQuery } from './charge-working.queries.js';
import { ChargeWorking } from './components/charge-working.js';

type ChargeDrawerProps = { project: string; chargeId: string; onClose: () => void };

/** The working of one charge beside the page; the address names it, so it can be shared. */
export function ChargeDrawer({ project, chargeId, onClose }: ChargeDrawerProps) {
  const { t } = useTranslation();
  const query = useQuery(chargeQuery(project, chargeId));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(46rem, 100vw)"
      padding="xl"
      title={t('charge.title')}
      styles={{ title: { fontSize: '1.25rem', fontWeight: 640 } }}
      closeButtonProps={{ 'aria-label': t('charge.close') }}
      overlayProps={{ backgroundOpacity: 0.35 }}
    >
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={
            <Stack>
              <Skeleton height={110} />
              <Skeleton height={220} />
              <Skeleton height={160} />
            </Stack>
          }
        >
          {(charge) => <ChargeWorking charge={charge} />}
        </StatePanel>
      </PanelBoundary>
    </Drawer>
  );
}
