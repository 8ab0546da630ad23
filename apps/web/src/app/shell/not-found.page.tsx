import { IconCompassOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState, PageHeading, RouterButton } from '../../shared/ui/index.js';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeading title={t('notFound.title')} />
      <EmptyState
        icon={<IconCompassOff size={32} stroke={1.5} />}
        title={t('notFound.heading')}
        text={t('notFound.text')}
        action={<RouterButton to="/projects">{t('notFound.toProjects')}</RouterButton>}
      />
    </>
  );
}
