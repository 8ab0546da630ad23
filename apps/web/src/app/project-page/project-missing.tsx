import { IconFolderQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState, PageHeading, RouterButton } from '../../shared/ui/index.js';

/** No such project, or none that this person may see: the two are not told apart on purpose. */
export function ProjectMissing({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHeading title={name} />
      <EmptyState
        icon={<IconFolderQuestion size={32} stroke={1.5} />}
        title={t('error.project-not-found')}
        text={t('project.missingText')}
        action={<RouterButton to="/projects">{t('notFound.toProjects')}</RouterButton>}
      />
    </>
  );
}
