import { type Permission } from '@os-credits/contracts';
import { type LinkProps } from '@tanstack/react-router';

/** The operators' pages, in the order of their menu. A new page is one line here and one route. */
export const staffNavigation = [
  { group: 'work', to: '/jobs', label: 'jobs', permission: 'jobs:read' },
  { group: 'work', to: '/schedules', label: 'schedules', permission: 'jobs:read' },
  { group: 'work', to: '/intake', label: 'intake', permission: 'operations:read' },
  { group: 'quality', to: '/data-quality', label: 'dataQuality', permission: 'quarantine:read' },
  { group: 'quality', to: '/quarantine', label: 'quarantine', permission: 'quarantine:read' },
  { group: 'quality', to: '/held-charges', label: 'heldCharges', permission: 'quarantine:read' },
  { group: 'perun', to: '/perun', label: 'perun', permission: 'perun:read' },
  { group: 'perun', to: '/perun/sync-runs', label: 'syncRuns', permission: 'perun:read' },
  { group: 'perun', to: '/perun/drift', label: 'drift', permission: 'perun:read' },
  { group: 'rules', to: '/cost-tables', label: 'costTables', permission: 'credit-rules:read' },
  {
    group: 'rules',
    to: '/credit-metrics',
    label: 'creditMetrics',
    permission: 'credit-rules:read',
  },
  { group: 'rules', to: '/re-rating', label: 'reRating', permission: 'credit-rules:read' },
  { group: 'rules', to: '/audit', label: 'audit', permission: 'audit:read' },
] as const satisfies readonly {
  group: string;
  to: LinkProps['to'];
  label: string;
  permission: Permission;
}[];
