import { type ProjectDetail } from '@os-credits/contracts';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeading, StatusBadge } from '../../shared/ui/index.js';

type ProjectHeadingProps = {
  name: string;
  project: ProjectDetail | undefined;
  /** What staff may do with the project. */
  actions: ReactNode;
};

/** The name stands at once, from the address; what is known about the project joins it. */
export function ProjectHeading({ name, project, actions }: ProjectHeadingProps) {
  const { t } = useTranslation();
  const parts = project
    ? [
        t(`project.role.${project.role}`),
        project.sites.length > 0 ? project.sites.join(', ') : t('project.noSite'),
      ]
    : ['\u00a0'];
  return (
    <PageHeading title={name} intro={parts.join(' · ')} actions={actions}>
      {project ? <StatusBadge status={project.status} /> : null}
    </PageHeading>
  );
}
