import { type QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  redirect,
  stripSearchParams,
} from '@tanstack/react-router';
import { loadCatalogue, loadStaffCatalogue } from '../shared/i18n/index.js';
import { configQuery, sessionQuery } from '../shared/api/session.queries.js';
import {
  projectListDefaults,
  projectListParams,
} from '../features/project-list/project-list.params.js';
import { calculatorDefaults, calculatorParams } from '../features/calculator/calculator.params.js';
import { projectPageDefaults, projectPageParams } from './project-page/project.params.js';
import { RootError, RootPending } from './shell/bare-layout.js';
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
  pendingComponent: RootPending,
  errorComponent: RootError,
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

const chargePassportRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/projects/$name/charges/$id',
  loader: () => loadCatalogue('account'),
  component: lazyRouteComponent(
    () => import('../features/charge-passport/index.js'),
    'ChargePassportPage',
  ),
});

const calculatorRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/calculator',
  validateSearch: calculatorParams,
  search: { middlewares: [stripSearchParams(calculatorDefaults)] },
  loader: () => loadCatalogue('calculator'),
  component: lazyRouteComponent(() => import('../features/calculator/index.js'), 'CalculatorPage'),
});

/**
 * The operators' pages. Each parses its own search parameters (`useViewParams`), so that neither
 * their schemas nor their words are part of anybody's first load.
 */
const staffRoute = createRoute({
  getParentRoute: () => signedInRoute,
  id: 'staff',
  validateSearch: (search): Record<string, string | undefined> => search as Record<string, string>,
  loader: loadStaffCatalogue,
  component: lazyRouteComponent(() => import('./staff/staff-layout.js'), 'StaffLayout'),
});

const jobs = () => import('../features/jobs/index.js');
const jobSchedules = () => import('../features/job-schedules/index.js');
const intake = () => import('../features/intake/index.js');
const perun = () => import('../features/perun/index.js');
const costTables = () => import('../features/cost-tables/index.js');
const creditMetrics = () => import('../features/credit-metrics/index.js');
const dataQuality = () => import('../features/data-quality/index.js');
const reRating = () => import('../features/re-rating/index.js');
const audit = () => import('../features/audit/index.js');
const loadQualityCatalogue = () => loadCatalogue('quality');
const loadRulesCatalogue = () => loadCatalogue('rules');

const staffRoutes = [
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/jobs',
    component: lazyRouteComponent(jobs, 'JobListPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/jobs/new',
    component: lazyRouteComponent(jobs, 'JobStartPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/jobs/$id',
    // Results of imports name reasons of quarantine.
    loader: loadQualityCatalogue,
    component: lazyRouteComponent(jobs, 'JobPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/schedules',
    component: lazyRouteComponent(jobSchedules, 'ScheduleListPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/schedules/new',
    component: lazyRouteComponent(jobSchedules, 'ScheduleNewPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/schedules/$id',
    component: lazyRouteComponent(jobSchedules, 'SchedulePage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/intake',
    component: lazyRouteComponent(intake, 'IntakePage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/perun',
    component: lazyRouteComponent(perun, 'PerunPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/perun/sync-runs',
    component: lazyRouteComponent(perun, 'SyncRunListPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/perun/sync-runs/$id',
    component: lazyRouteComponent(perun, 'SyncRunPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/perun/drift',
    component: lazyRouteComponent(perun, 'DriftPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/data-quality',
    loader: loadQualityCatalogue,
    component: lazyRouteComponent(dataQuality, 'DataQualityPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/quarantine',
    loader: loadQualityCatalogue,
    component: lazyRouteComponent(dataQuality, 'QuarantinePage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/held-charges',
    loader: loadQualityCatalogue,
    component: lazyRouteComponent(dataQuality, 'HeldChargesPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/cost-tables',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(costTables, 'CostTableListPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/cost-tables/new',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(costTables, 'CostTableNewPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/cost-tables/compare',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(costTables, 'CostTableComparePage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/cost-tables/$id',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(costTables, 'CostTablePage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/cost-tables/$id/publish',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(costTables, 'CostTablePublishPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/credit-metrics',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(creditMetrics, 'MetricListPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/credit-metrics/new',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(creditMetrics, 'MetricNewPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/credit-metrics/$id',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(creditMetrics, 'MetricPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/re-rating',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(reRating, 'PlanListPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/re-rating/new',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(reRating, 'NewPlanPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/re-rating/$id',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(reRating, 'PlanPage'),
  }),
  createRoute({
    getParentRoute: () => staffRoute,
    path: '/audit',
    loader: loadRulesCatalogue,
    component: lazyRouteComponent(audit, 'AuditPage'),
  }),
] as const;

export const routeTree = rootRoute.addChildren([
  indexRoute,
  signInRoute,
  signInFailedRoute,
  signedInRoute.addChildren([
    projectListRoute,
    projectRoute,
    calculatorRoute,
    chargePassportRoute,
    staffRoute.addChildren(staffRoutes),
  ]),
]);
