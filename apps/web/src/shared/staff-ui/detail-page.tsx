import { Skeleton, Stack } from '@mantine/core';
import { type ReactNode } from 'react';
import { ApiError } from '../api/api-error.js';
import { PanelBoundary, StatePanel } from '../ui/index.js';
import { Breadcrumb } from './breadcrumb.js';

type DetailPageProps<T> = {
  /** The way back to the list. */
  back: ReactNode;
  /** Null is an answer too: what was looked for is not among what there is. */
  query: Parameters<typeof StatePanel<T | null>>[0]['query'];
  /** What stands there where the server knows no such thing. */
  missing: ReactNode;
  children: (value: T) => ReactNode;
};

/** The page of one thing: the way back, and the thing in each of its states. */
export function DetailPage<T>({ back, query, missing, children }: DetailPageProps<T>) {
  return (
    <>
      <Breadcrumb>{back}</Breadcrumb>
      {isMissing(query.error) ? (
        missing
      ) : (
        <PanelBoundary>
          <StatePanel query={query} skeleton={<DetailSkeleton />}>
            {(value) => (value === null ? missing : children(value))}
          </StatePanel>
        </PanelBoundary>
      )}
    </>
  );
}

/** Stands for the page of one thing: its name and its panels. */
export function DetailSkeleton() {
  return (
    <Stack gap="xl">
      <Skeleton height={48} width="min(24rem, 80%)" />
      <Skeleton height={190} radius="lg" />
      <Skeleton height={340} radius="lg" />
    </Stack>
  );
}

/** An address that cannot be the name of anything (400) leads as little anywhere as an old one (404). */
function isMissing(error: Error | null): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 400);
}
