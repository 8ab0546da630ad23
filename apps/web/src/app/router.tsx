import { type QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { PageError } from './shell/page-error.js';
import { parseSearch, stringifySearch } from './search-text.js';
import { NotFoundPage } from './shell/not-found.page.js';
import { PagePending } from './shell/page-pending.js';
import { routeTree } from './routes.js';

/** The router of one visit; tests make one per test, with a memory history. */
export function createAppRouter(
  queryClient: QueryClient,
  options: Partial<Pick<Parameters<typeof createRouter>[0], 'history'>> = {},
) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    // Query decides what is fresh; the router must not keep a second opinion.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
    ...options,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
