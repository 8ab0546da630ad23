import { useMutation, useQueryClient } from '@tanstack/react-query';
import { projectKeys } from '../../shared/api/project-keys.js';
import { useSession } from '../../shared/api/session.queries.js';
import { useIdempotencyKey } from '../../shared/jobs/index.js';
import { type CorrectionTarget } from './corrections.params.js';
import { postCorrection, tryCorrection, type CorrectionBody } from './corrections.queries.js';

/**
 * The dry run and the posting of one dialog. The dialog has one key: should an answer get lost and
 * somebody change the form and post again, the server refuses instead of posting a second entry.
 */
export function useCorrection(project: string, target: CorrectionTarget) {
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const keyOf = useIdempotencyKey();
  const trial = useMutation({
    mutationFn: (body: CorrectionBody) => tryCorrection({ project, target, body, csrfToken }),
  });
  const posting = useMutation({
    mutationFn: (body: CorrectionBody) =>
      postCorrection({ project, target, body, csrfToken, idempotencyKey: keyOf('dialog') }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: projectKeys.project(project) }),
        queryClient.invalidateQueries({ queryKey: projectKeys.list() }),
      ]),
  });
  return { trial, posting };
}
