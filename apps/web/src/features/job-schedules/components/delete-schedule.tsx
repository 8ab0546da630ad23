import { type JobSchedule } from '@os-credits/contracts';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { ConfirmDialog, GuardedButton, useRefusal } from '../../../shared/staff-ui/index.js';
import { deleteSchedule, scheduleKeys } from '../schedules.queries.js';

/** Removes a schedule after a question; the runs that it started stay. */
export function DeleteSchedule({ schedule }: { schedule: JobSchedule }) {
  const { t } = useTranslation('staff');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const refusal = useRefusal()('schedules:write');
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteSchedule(schedule.id, csrfToken),
    onSuccess: async () => {
      await navigate({ to: '/schedules' });
      await queryClient.invalidateQueries({ queryKey: scheduleKeys.all });
    },
  });
  return (
    <>
      <GuardedButton
        variant="outline"
        color="brick"
        leftSection={<IconTrash size={16} aria-hidden />}
        refusal={refusal}
        onClick={() => setIsAsking(true)}
      >
        {t('schedule.delete')}
      </GuardedButton>
      {isAsking ? (
        <ConfirmDialog
          title={t('schedule.deleteTitle', { name: schedule.name })}
          confirmLabel={t('schedule.delete')}
          isDangerous
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setIsAsking(false)}
        >
          <p>{t('schedule.deleteText')}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
