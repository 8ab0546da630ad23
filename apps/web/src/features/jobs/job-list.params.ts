import { jobState, type JobState } from '@os-credits/contracts';
import { z } from 'zod';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);

/** Search parameters of the list; what cannot be read falls back instead of failing the page. */
export const jobListParams = z.object({
  /** States with commas between: `failed,dead`. */
  state: z
    .string()
    .catch('')
    .transform((text) =>
      text.split(',').filter((each): each is JobState => jobState.safeParse(each).success),
    ),
  type: z.string().max(60).optional().catch(undefined),
  actor: z.string().max(200).optional().catch(undefined),
  /** First and last day, in the reader's zone. */
  from: day,
  to: day,
});
export type JobListParams = z.output<typeof jobListParams>;

/** True where anything narrows the list. */
export function isNarrowed({ state, type, actor, from, to }: JobListParams): boolean {
  return state.length > 0 || [type, actor, from, to].some((each) => each !== undefined);
}
