import { VisuallyHidden } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsErrorHeld } from './held-errors.js';
import { ErrorState } from './error-state.js';
import { StaleNotice } from './stale-notice.js';

/** The part of a query (plain or infinite) that decides which state is shown. */
type QueryState<T> = {
  data: T | undefined;
  error: Error | null;
  dataUpdatedAt: number;
  isFetching: boolean;
  refetch: () => Promise<unknown>;
};

type StatePanelProps<T> = {
  query: QueryState<T>;
  /** Same height as what it stands for, so that nothing jumps. */
  skeleton: ReactNode;
  isEmpty?: (value: T) => boolean;
  empty?: ReactNode;
  children: (value: T) => ReactNode;
};

/** The four states of a panel: loading, failed, empty, and shown (with a notice when stale). */
export function StatePanel<T>({ query, skeleton, isEmpty, empty, children }: StatePanelProps<T>) {
  const { t } = useTranslation();
  const isHeld = useIsErrorHeld();
  const { data, error } = query;
  const retry = (): void => {
    void query.refetch();
  };
  if (data === undefined) {
    if (error && !isHeld(error)) {
      return <ErrorState error={error} onRetry={retry} isRetrying={query.isFetching} />;
    }
    return (
      <div aria-busy="true">
        <VisuallyHidden role="status">{t('state.loading')}</VisuallyHidden>
        {skeleton}
      </div>
    );
  }
  return (
    <>
      {error ? <StaleNotice updatedAtMs={query.dataUpdatedAt} onRetry={retry} /> : null}
      {isEmpty?.(data) ? empty : children(data)}
    </>
  );
}
