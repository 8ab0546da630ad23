import { z } from 'zod';
import { projectStatus } from '@os-credits/contracts';

export const projectListDefaults = { sort: 'attention' } as const;

/** Search parameters of the list; an unreadable one falls back instead of failing the page. */
export const projectListParams = z.object({
  search: z.string().max(256).optional().catch(undefined),
  status: projectStatus.optional().catch(undefined),
  sort: z.enum(['attention', 'name']).default('attention').catch('attention'),
});
export type ProjectListParams = z.output<typeof projectListParams>;
