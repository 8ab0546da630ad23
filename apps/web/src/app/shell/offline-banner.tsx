import { useNetwork } from '@mantine/hooks';
import { IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './offline-banner.module.css';

/** Says that figures stand still because the browser has no network. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const { online } = useNetwork();
  return (
    <div role="status">
      {online ? null : (
        <p className={classes.banner}>
          <IconWifiOff size={18} aria-hidden />
          {t('shell.offline')}
        </p>
      )}
    </div>
  );
}
