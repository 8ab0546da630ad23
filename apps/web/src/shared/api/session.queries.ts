import { appConfig, logoutResult, me } from '@os-credits/contracts';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { apiGet, apiUrl, apiWrite } from './api-client.js';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => apiGet(me, apiUrl(['me']), signal),
  staleTime: 60_000,
});

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: ({ signal }) => apiGet(appConfig, apiUrl(['config']), signal),
  staleTime: Infinity,
});

/** What the browser must know before the first render; the root route has loaded it by then. */
export function useConfig() {
  return useSuspenseQuery(configQuery).data;
}

export function useSession() {
  return useSuspenseQuery(sessionQuery).data;
}

/** Address that starts sign-in at the identity provider and comes back to `returnTo`. */
export function loginUrl(returnTo: string): string {
  return `/api/auth/login?${new URLSearchParams({ returnTo }).toString()}`;
}

/** Ends the session here; the answer names where it is ended at the provider too. */
export function signOut(csrfToken: string) {
  return apiWrite(logoutResult, { url: apiUrl(['auth', 'logout']), csrfToken });
}
