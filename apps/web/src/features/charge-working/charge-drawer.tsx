import { Drawer, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chargeQuery } from '../../shared/charges/index.js';
import { PanelBoundary, StatePanel } from '../../shared/ui/index.js';
import classes from './charge-working.module.css';
import { ChargeWorking } from './components/charge-working.js';

type ChargeDrawerProps = { project: string; chargeId: string; onClose: () => void };

/** The working of one charge beside the page; the address names it, so it can be shared. */
export function ChargeDrawer({ project, chargeId, onClose }: ChargeDrawerProps) {
  const { t } = useTranslation();
  const query = useQuery(chargeQuery(project, chargeId));
  const [opener] = useState(() => document.activeElement);

  // Gives the browser's focus back to the link that opened the drawer, once it is gone.
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected)
        opener.focus({ preventScroll: true });
    },
    [opener],
  );

  return (
    <Drawer.Root opened onClose={onClose} position="right" size="min(46rem, 100vw)">
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content>
        {/* Not Drawer.Header, which is a second banner beside the page's own. */}
        <div className={classes.header}>
          <Drawer.Title className={classes.title}>{t('charge.title')}</Drawer.Title>
          <Drawer.CloseButton size="lg" aria-label={t('charge.close')} />
        </div>
        <Drawer.Body p="xl" pt={0}>
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
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
