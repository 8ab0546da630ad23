import { Skeleton, Stack } from '@mantine/core';
import { type ReactNode } from 'react';
import { ApiError } from '../api/api-error.js';
import { PanelBoundary, StatePanel } from '../ui/index.js';
import { Breadcrumb } from './breadcrumb.js';

type RunPageProps<T> = {
  /** The way back to the list. */
  back: ReactNode;
  query: Parameters<typeof StatePanel<T>>[0]['query'];
  /** What stands there where the server knows no such run. */
  missing: ReactNode;
  children: (run: T) => ReactNode;
};

/** The page of one run of work: the way back, and the run in each of its states. */
export function RunPage<T>({ back, query, missing, children }: RunPageProps<T>) {
  const isMissing = query.error instanceof ApiError && query.error.status === 404;
  return (
    <>
      <Breadcrumb>{back}</Breadcrumb>
      {isMissing ? (
        missing
      ) : (
        <PanelBoundary>
          <StatePanel
            query={query}
            skeleton={
              <Stack gap="xl">
                <Skeleton height={48} width="min(24rem, 80%)" />
                <Skeleton height={190} radius="lg" />
                <Skeleton height={340} radius="lg" />
              </Stack>
            }
          >
            {children}
          </StatePanel>
        </PanelBoundary>
      )}
    </>
  );
}
