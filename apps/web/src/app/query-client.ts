import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isTransient, isUnauthenticated } from '../shared/api/api-error.js';
import { sessionQuery } from '../shared/api/session.queries.js';

const retriesMax = 2;

/**
 * The cache of server data. An ended session, noticed by any call, empties the remembered session;
 * the router then leads to sign-in.
 */
export function createAppQueryClient(): QueryClient {
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (!isUnauthenticated(error)) return;
        queryClient.setQueryData(sessionQuery.queryKey, { user: null, csrfToken: null });
      },
    }),
    defaultOptions: {
      queries: {
        retry: (failureCount, error) => isTransient(error) && failureCount < retriesMax,
        retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 8000),
        refetchIntervalInBackground: false,
        // A failed refresh keeps what is shown; `networkMode: always` lets it fail visibly offline.
        networkMode: 'always',
      },
    },
  });
  return queryClient;
}
