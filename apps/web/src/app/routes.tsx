import { type QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  redirect,
  stripSearchParams,
} from '@tanstack/react-router';
import { configQuery, sessionQuery } from '../shared/api/session.queries.js';
import {
  projectListDefaults,
  projectListParams,
} from '../features/project-list/project-list.params.js';
import { projectPageDefaults, projectPageParams } from './project-page/project.params.js';
import { RootLayout } from './shell/root-layout.js';
import { signInFailedParams, signInParams } from '../features/sign-in/sign-in.params.js';

/** Asks once and then goes by what is known: a moving route must not wait for the server. */
function remembered<T extends object>(query: T) {
  return { ...query, staleTime: 'static' as const };
}

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  loader: async ({ context }) => {
    await Promise.all([
      context.queryClient.query(remembered(configQuery)),
      context.queryClient.query(remembered(sessionQuery)),
    ]);
  },
  component: RootLayout,
});

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/projects', replace: true, throw: true });
  },
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInParams,
  beforeLoad: async ({ context, search }) => {
    const session = await context.queryClient.query(remembered(sessionQuery));
    if (session.user) redirect({ href: search.returnTo, replace: true, throw: true });
  },
  component: lazyRouteComponent(() => import('../features/sign-in/index.js'), 'SignInPage'),
});

const signInFailedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in-failed',
  validateSearch: signInFailedParams,
  component: lazyRouteComponent(() => import('../features/sign-in/index.js'), 'SignInFailedPage'),
});

/** Everything below needs a session; who has none comes back to the same address after sign-in. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.query(remembered(sessionQuery));
    if (!session.user) {
      redirect({ to: '/sign-in', search: { returnTo: location.href }, replace: true, throw: true });
    }
  },
});

const projectListRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/projects',
  validateSearch: projectListParams,
  search: { middlewares: [stripSearchParams(projectListDefaults)] },
  component: lazyRouteComponent(
    () => import('../features/project-list/index.js'),
    'ProjectListPage',
  ),
});

const projectRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/projects/$name',
  validateSearch: projectPageParams,
  search: { middlewares: [stripSearchParams(projectPageDefaults)] },
  component: lazyRouteComponent(() => import('./project-page/project.page.js'), 'ProjectPage'),
});

export const routeTree = rootRoute.addChildren([
  indexRoute,
  signInRoute,
  signInFailedRoute,
  signedInRoute.addChildren([projectListRoute, projectRoute]),
]);
