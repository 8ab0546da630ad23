import { type JobAction, type JobRunDetail } from '@os-credits/contracts';
import {
  IconPlayerSkipForward,
  IconPlayerStop,
  IconPlaylistAdd,
  IconRefresh,
  IconRepeat,
} from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { isActive, jobKeys, jobTypesQuery, useIdempotencyKey } from '../../../shared/jobs/index.js';
import { ConfirmDialog, GuardedButton, useRefusal } from '../../../shared/staff-ui/index.js';
import { RouterButton } from '../../../shared/ui/index.js';
import { actOnJob } from '../jobs.queries.js';

type JobActionsProps = {
  job: JobRunDetail;
  /** The run has moved on since its actions were asked for; none is offered until they are again. */
  isOutdated: boolean;
};

const icons: Record<JobAction, typeof IconRefresh> = {
  cancel: IconPlayerStop,
  retry: IconRefresh,
  resume: IconPlayerSkipForward,
  'run-again': IconRepeat,
  requeue: IconPlaylistAdd,
};

/** What may be done with the run now, as the server says; each is asked for once more. */
export function JobActions({ job, isOutdated }: JobActionsProps) {
  const { t } = useTranslation('staff');
  const [asked, setAsked] = useState<JobAction | null>(null);
  const refusal = useTypeRefusal(job.type);
  const offered = isOutdated ? [] : job.actions;
  const isCancelling = job.cancelRequestedAt !== null && isActive(job.state);
  // Who may not act gets told so at the action they would look for.
  const hinted: JobAction | null =
    refusal !== null && offered.length === 0
      ? isActive(job.state)
        ? 'cancel'
        : 'run-again'
      : null;
  return (
    <>
      {offered
        .filter((action) => !(action === 'cancel' && isCancelling))
        .map((action) => {
          const Icon = icons[action];
          return (
            <GuardedButton
              key={action}
              variant={action === 'cancel' ? 'outline' : 'default'}
              color={action === 'cancel' ? 'brick' : 'pine'}
              leftSection={<Icon size={16} aria-hidden />}
              refusal={refusal}
              onClick={() => setAsked(action)}
            >
              {t(`action.${action}.button`)}
            </GuardedButton>
          );
        })}
      {hinted !== null && !isOutdated ? (
        <GuardedButton variant="default" refusal={refusal}>
          {t(`action.${hinted}.button`)}
        </GuardedButton>
      ) : null}
      {!isActive(job.state) && refusal === null ? (
        <RouterButton to="/jobs/new" search={{ type: job.type, like: job.id }} variant="subtle">
          {t('action.similar')}
        </RouterButton>
      ) : null}
      {asked !== null && offered.includes(asked) ? (
        <ActionDialog key={asked} job={job} action={asked} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

/** Why this person may not act on runs of a type; null where they may, or while it is not known. */
function useTypeRefusal(type: string): string | null {
  const { t } = useTranslation('staff');
  const refusalOf = useRefusal();
  const { data: types } = useQuery(jobTypesQuery);
  const jobType = types?.find((each) => each.type === type);
  if (!jobType || jobType.canStart) return null;
  return refusalOf(jobType.permission) ?? t('refused.jobType');
}

type ActionDialogProps = { job: JobRunDetail; action: JobAction; onClose: () => void };

function ActionDialog({ job, action, onClose }: ActionDialogProps) {
  const { t } = useTranslation('staff');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const keyOf = useIdempotencyKey();
  const act = useMutation({
    mutationFn: () =>
      actOnJob({ id: job.id, action, csrfToken, idempotencyKey: keyOf([job.id, action]) }),
    onSuccess: async ({ job: concerned }) => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: jobKeys.all });
      if (concerned.id !== job.id) {
        await navigate({ to: '/jobs/$id', params: { id: concerned.id }, search: {} });
      }
    },
    // The run moved on meanwhile: what may be done now is asked again, and this dialog goes with it.
    onError: () => queryClient.invalidateQueries({ queryKey: jobKeys.detail(job.id) }),
  });
  return (
    <ConfirmDialog
      title={t(`action.${action}.title`)}
      confirmLabel={t(`action.${action}.button`)}
      isDangerous={action === 'cancel'}
      isPending={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate()}
      onClose={onClose}
    >
      <p>{t(`action.${action}.text`)}</p>
    </ConfirmDialog>
  );
}
