import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Beside a run that only tried what it would do. */
export function DryRunBadge() {
  const { t } = useTranslation('staff');
  return (
    <Badge variant="light" color="gray" tt="none" title={t('jobs.dryRunMeaning')}>
      {t('jobs.dryRun')}
    </Badge>
  );
}
