import { type ReRatingRequest } from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useSession } from '../../shared/api/session.queries.js';
import { creditRulesKeys } from '../../shared/credit-rules/index.js';
import { requestPlan } from './plans.queries.js';

/** Has a plan computed and goes to its page. */
export function useRequestPlan() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  return useMutation({
    mutationFn: (request: ReRatingRequest) => requestPlan(request, csrfToken),
    onSuccess: async (made) => {
      queryClient.setQueryData(creditRulesKeys.plan(made.id), made);
      // A unit that is fixed from now on changes the metric as well.
      await queryClient.invalidateQueries({ queryKey: creditRulesKeys.all });
      await navigate({ to: '/re-rating/$id', params: { id: made.id } });
    },
  });
}
