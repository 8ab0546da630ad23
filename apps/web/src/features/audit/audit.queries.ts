import { auditResponse } from '@os-credits/contracts';
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet, apiUrl } from '../../shared/api/api-client.js';
import { creditRulesKeys } from '../../shared/credit-rules/index.js';
import { instantOfDay } from '../../shared/time/index.js';

const text = (lengthMax: number) => z.string().max(lengthMax).optional().catch(undefined);
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);

/** Search parameters of the trail; what cannot be read falls back. */
export const auditParams = z.object({
  subjectKind: text(60),
  subject: text(256),
  actor: text(256),
  action: text(60),
  /** First and last day, in the reader's zone. */
  from: day,
  to: day,
});
export type AuditParams = z.output<typeof auditParams>;

const pageSize = 50;

/** Who changed what, newest first. */
export function auditQuery({ from, to, ...params }: AuditParams) {
  return infiniteQueryOptions({
    queryKey: [...creditRulesKeys.audit(), { ...params, from, to }],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        auditResponse,
        apiUrl(['audit'], {
          ...params,
          from: instantOfDay(from),
          to: instantOfDay(to, 1),
          limit: pageSize,
          cursor: pageParam,
        }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.events),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
}
