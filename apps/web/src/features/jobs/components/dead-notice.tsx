import { Button } from '@mantine/core';
import { type ListJobsResponse } from '@os-credits/contracts';
import { IconSkull } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { jobKeys, jobTypesQuery } from '../../../shared/jobs/index.js';
import { ConfirmDialog, GuardedButton, type ViewChange } from '../../../shared/staff-ui/index.js';
import classes from '../job-list.module.css';
import { requeueDead } from '../jobs.queries.js';

type DeadNoticeProps = {
  counts: ListJobsResponse['counts'] | undefined;
  /** The type that the list is narrowed to; then only its dead runs are counted and requeued. */
  type: string | undefined;
  onShow: (next: ViewChange) => void;
};

/** Runs that used up their attempts wait for somebody: here they are seen and can be tried again. */
export function DeadNotice({ counts, type, onShow }: DeadNoticeProps) {
  const { t } = useTranslation('staff');
  const [isAsking, setIsAsking] = useState(false);
  const { data: types } = useQuery(jobTypesQuery);
  const csrfToken = useSession().csrfToken ?? '';
  const queryClient = useQueryClient();
  const requeue = useMutation({
    mutationFn: () => requeueDead({ type, csrfToken }),
    onSuccess: () => {
      setIsAsking(false);
      return queryClient.invalidateQueries({ queryKey: jobKeys.all });
    },
  });
  const count = counts?.dead ?? 0;
  const canRequeue = types?.some((each) =>
    type === undefined ? each.canStart : each.type === type && each.canStart,
  );

  if (count === 0) {
    return requeue.isSuccess ? (
      <p role="status">{t('jobs.requeued', { count: requeue.data.requeuedCount })}</p>
    ) : null;
  }
  return (
    <div className={classes.dead}>
      <IconSkull size={20} aria-hidden />
      <p>{t('jobs.deadNotice', { count })}</p>
      <Button variant="default" onClick={() => onShow({ state: 'dead' })}>
        {t('jobs.showDead')}
      </Button>
      <GuardedButton
        variant="default"
        refusal={canRequeue === false ? t('refused.jobType') : null}
        onClick={() => {
          requeue.reset();
          setIsAsking(true);
        }}
      >
        {t('jobs.requeueAll')}
      </GuardedButton>
      {isAsking ? (
        <ConfirmDialog
          title={t('jobs.requeueTitle', { count })}
          confirmLabel={t('jobs.requeueAll')}
          isPending={requeue.isPending}
          error={requeue.error}
          onConfirm={() => requeue.mutate()}
          onClose={() => setIsAsking(false)}
        >
          <p>{t('jobs.requeueText')}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
