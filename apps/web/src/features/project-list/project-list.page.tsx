import { Button } from '@mantine/core';
import { IconFolderOpen, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../shared/api/session.queries.js';
import { EmptyState, PageHeading, PanelBoundary, StatePanel } from '../../shared/ui/index.js';
import { ProjectFilters } from './components/project-filters.js';
import { ProjectList } from './components/project-list.js';
import { ProjectListSkeleton } from './components/project-list-skeleton.js';
import { type ProjectListParams } from './project-list.params.js';
import { projectListQuery } from './project-list.queries.js';

const route = getRouteApi('/signed-in/projects');

export function ProjectListPage() {
  const { t } = useTranslation();
  const params = route.useSearch();
  const navigate = route.useNavigate();
  const isStaff = useSession().user?.staffRole != null;
  const query = useInfiniteQuery(projectListQuery(params));
  const isFiltered = params.search !== undefined || params.status !== undefined;
  const hasNone = !isFiltered && query.data?.length === 0;

  const change = (next: Partial<ProjectListParams>): void => {
    void navigate({ search: (current) => ({ ...current, ...next }), replace: true });
  };
  const clearFilters = (): void => change({ search: undefined, status: undefined });

  return (
    <>
      <PageHeading
        title={isStaff ? t('projects.titleStaff') : t('projects.title')}
        intro={hasNone ? null : t('projects.intro')}
      />
      {hasNone ? null : <ProjectFilters params={params} isStaff={isStaff} onChange={change} />}
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<ProjectListSkeleton />}
          isEmpty={(projects) => projects.length === 0}
          empty={
            isFiltered ? (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={t('projects.noResultsTitle')}
                text={t('projects.noResultsText')}
                action={<Button onClick={clearFilters}>{t('projects.clearFilters')}</Button>}
              />
            ) : (
              <EmptyState
                icon={<IconFolderOpen size={32} stroke={1.5} />}
                title={t('projects.emptyTitle')}
                text={t('projects.emptyText')}
              />
            )
          }
        >
          {(projects) => (
            <ProjectList
              projects={projects}
              isDimmed={query.isPlaceholderData}
              isLoadingMore={query.isFetchingNextPage}
              onLoadMore={query.hasNextPage ? () => void query.fetchNextPage() : null}
            />
          )}
        </StatePanel>
      </PanelBoundary>
    </>
  );
}
