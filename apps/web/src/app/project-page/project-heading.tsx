import { type ProjectDetail } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { PageHeading, StatusBadge } from '../../shared/ui/index.js';

type ProjectHeadingProps = { name: string; project: ProjectDetail | undefined };

/** The name stands at once, from the address; what is known about the project joins it. */
export function ProjectHeading({ name, project }: ProjectHeadingProps) {
  const { t } = useTranslation();
  const parts = project
    ? [
        t(`project.role.${project.role}`),
        project.sites.length > 0 ? project.sites.join(', ') : t('project.noSite'),
      ]
    : ['\u00a0'];
  return (
    <PageHeading title={name} intro={parts.join(' · ')}>
      {project ? <StatusBadge status={project.status} /> : null}
    </PageHeading>
  );
}
