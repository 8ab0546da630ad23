import { type PerunStatus } from '@os-credits/contracts';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { RouterAnchor } from '../../../shared/ui/index.js';
import classes from '../perun.module.css';

/** What waits for a person; nothing where nothing does. */
export function NeedsAttention({ status }: { status: PerunStatus }) {
  const { t } = useTranslation('staff');
  const { waitingItemCount, openDriftCount, activeSyncRunId } = status;
  if (waitingItemCount === 0 && openDriftCount === 0) return null;
  return (
    <div className={classes.attention}>
      <IconAlertTriangle size={20} aria-hidden />
      <ul>
        {waitingItemCount > 0 ? (
          <li>
            {t('perun.waitingItems', { count: waitingItemCount })}{' '}
            {activeSyncRunId === null ? (
              <RouterAnchor to="/perun/sync-runs" search={{ state: 'waiting' }}>
                {t('perun.toWaiting')}
              </RouterAnchor>
            ) : (
              <RouterAnchor to="/perun/sync-runs/$id" params={{ id: activeSyncRunId }}>
                {t('perun.toWaiting')}
              </RouterAnchor>
            )}
          </li>
        ) : null}
        {openDriftCount > 0 ? (
          <li>
            {t('perun.openDrift', { count: openDriftCount })}{' '}
            <RouterAnchor to="/perun/drift">{t('perun.toDrift')}</RouterAnchor>
          </li>
        ) : null}
      </ul>
    </div>
  );
}
