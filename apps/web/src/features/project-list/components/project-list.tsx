import { Button } from '@mantine/core';
import { type ProjectSummary } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import classes from './project-list.module.css';
import { ProjectRow } from './project-row.js';

type ProjectListProps = {
  projects: readonly ProjectSummary[];
  /** Old rows stay, paler, while new ones are on their way. */
  isDimmed: boolean;
  isLoadingMore: boolean;
  onLoadMore: (() => void) | null;
};

export function ProjectList({ projects, isDimmed, isLoadingMore, onLoadMore }: ProjectListProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.columns} aria-hidden>
        <span>{t('projects.column.project')}</span>
        <span>{t('projects.column.used')}</span>
        <span className={classes.right}>{t('projects.column.remaining')}</span>
        <span>{t('projects.column.runway')}</span>
        <span>{t('projects.column.trend')}</span>
      </div>
      <ul className={classes.list} data-dimmed={isDimmed} aria-label={t('projects.list')}>
        {projects.map((project) => (
          <ProjectRow key={project.name} project={project} />
        ))}
      </ul>
      {onLoadMore ? (
        <div className={classes.more}>
          <Button variant="default" onClick={onLoadMore} loading={isLoadingMore}>
            {t('projects.loadMore')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
