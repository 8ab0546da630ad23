import { Button } from '@mantine/core';
import { IconSearchOff, type Icon } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, PageHeading, PanelBoundary, StatePanel } from '../ui/index.js';
import { SkeletonRows } from './skeleton-rows.js';
import classes from './staff-list-page.module.css';

type StaffListPageProps<T> = {
  title: string;
  intro: string;
  /** Beside the title: what can be made. */
  actions?: ReactNode;
  /** Why nothing can be made or changed here; null where it can. */
  readOnly?: string | null;
  filters: ReactNode;
  query: Parameters<typeof StatePanel<T>>[0]['query'];
  skeleton: { count: number; height: number };
  isEmpty: (value: T) => boolean;
  /** What stands there while nothing has been made yet. */
  nothing: { icon: Icon; title: string; text: string; action?: ReactNode };
  /** What stands there when nothing fits the filters; null while nothing is filtered. */
  noResults: { title: string; text: string; onClear: () => void } | null;
  children: (value: T) => ReactNode;
};

/** A list of the operators' area: heading, filters, and the list in each of its states. */
export function StaffListPage<T>({
  title,
  intro,
  actions,
  readOnly = null,
  filters,
  query,
  skeleton,
  isEmpty,
  nothing,
  noResults,
  children,
}: StaffListPageProps<T>) {
  const { t } = useTranslation('staff');
  const Symbol = nothing.icon;
  return (
    <>
      <PageHeading title={title} intro={intro} actions={actions} />
      {readOnly === null ? null : <p className={classes.readOnly}>{readOnly}</p>}
      <div className={classes.filters}>{filters}</div>
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows {...skeleton} />}
          isEmpty={isEmpty}
          empty={
            noResults === null ? (
              <EmptyState
                icon={<Symbol size={32} stroke={1.5} />}
                title={nothing.title}
                text={nothing.text}
                action={nothing.action}
              />
            ) : (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={noResults.title}
                text={noResults.text}
                action={<Button onClick={noResults.onClear}>{t('list.clearFilters')}</Button>}
              />
            )
          }
        >
          {children}
        </StatePanel>
      </PanelBoundary>
    </>
  );
}

/** Filters on one side, on the other how fresh the list keeps itself. */
export function FilterLine({ children }: { children: ReactNode }) {
  return <search className={classes.line}>{children}</search>;
}
