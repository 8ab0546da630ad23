import { type JobSchedule } from '@os-credits/contracts';
import { IconPlayerSkipForward } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { jobKeys, jobTypesQuery } from '../../../shared/jobs/index.js';
import { ConfirmDialog, GuardedButton, useRefusal } from '../../../shared/staff-ui/index.js';
import { runScheduleNow } from '../schedules.queries.js';

type RunNowProps = { schedule: JobSchedule; isCompact?: boolean };

/** Starts now what the schedule starts, beside its own times. */
export function RunNow({ schedule, isCompact = false }: RunNowProps) {
  const { t } = useTranslation('staff');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const refusalOf = useRefusal();
  const { data: types } = useQuery(jobTypesQuery);
  const [isAsking, setIsAsking] = useState(false);
  const jobType = types?.find(({ type }) => type === schedule.type);
  const run = useMutation({
    mutationFn: () => runScheduleNow(schedule.id, csrfToken),
    onSuccess: async ({ job, isNew }) => {
      void queryClient.invalidateQueries({ queryKey: jobKeys.lists() });
      await navigate({
        to: '/jobs/$id',
        params: { id: job.id },
        search: isNew ? {} : { already: 'true' },
      });
    },
  });
  const refusal =
    jobType && !jobType.canStart ? (refusalOf(jobType.permission) ?? t('refused.jobType')) : null;
  return (
    <>
      <GuardedButton
        variant={isCompact ? 'subtle' : 'default'}
        {...(isCompact ? { size: 'compact-sm' } : {})}
        showsReason={!isCompact}
        leftSection={<IconPlayerSkipForward size={15} aria-hidden />}
        refusal={refusal}
        onClick={() => setIsAsking(true)}
      >
        {t('schedules.runNow')}
      </GuardedButton>
      {isAsking ? (
        <ConfirmDialog
          title={t('schedules.runNowTitle', { name: schedule.name })}
          confirmLabel={t('schedules.runNow')}
          isPending={run.isPending}
          error={run.error}
          onConfirm={() => run.mutate()}
          onClose={() => setIsAsking(false)}
        >
          <p>{t('schedules.runNowText')}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
