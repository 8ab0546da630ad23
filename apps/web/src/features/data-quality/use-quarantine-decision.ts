import {
  type ResolveQuarantineRequest,
  type ResolveQuarantineResponse,
} from '@os-credits/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { projectKeys } from '../../shared/api/project-keys.js';
import { useSession } from '../../shared/api/session.queries.js';
import { addResolutions } from './model/add-resolutions.js';
import { qualityKeys, resolveQuarantine } from './quality.queries.js';

export type Decision = 'release' | 'dismiss';
export type QuarantineSelect = ResolveQuarantineRequest['select'];

/** A dry run needs a reason as well; nothing keeps it. */
const dryRunReason = 'dry run';

/**
 * What a decision about readings would do, and doing it. The API works on some thousand at a time; the
 * rest follows call by call, and what is done so far is told.
 */
export function useQuarantineDecision(decision: Decision, select: QuarantineSelect) {
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const [done, setDone] = useState<ResolveQuarantineResponse | null>(null);
  const trial = useQuery({
    queryKey: [...qualityKeys.quarantine(), 'trial', decision, select, csrfToken],
    queryFn: () =>
      resolveQuarantine(decision, { select, reason: dryRunReason, isDryRun: true }, csrfToken),
    staleTime: Infinity,
    gcTime: 0,
  });
  const work = useMutation({
    mutationFn: async (reason: string) => {
      let sum: ResolveQuarantineResponse | null = null;
      let after: string | null = null;
      do {
        const request = { select, reason, ...(after === null ? {} : { after }) };
        const part: ResolveQuarantineResponse = await resolveQuarantine(
          decision,
          request,
          csrfToken,
        );
        sum = sum === null ? part : addResolutions(sum, part);
        setDone(sum);
        after = part.continueAfter;
      } while (after !== null);
      return sum;
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({
          queryKey: qualityKeys.quarantine(),
          predicate: ({ queryKey }) => !queryKey.includes('trial'),
        }),
        queryClient.invalidateQueries({ queryKey: projectKeys.all }),
      ]),
  });
  return { trial, work, done };
}
