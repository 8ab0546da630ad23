import { Skeleton } from '@mantine/core';
import {
  type DecideHeldChargesRequest,
  type DecideHeldChargesResponse,
} from '@os-credits/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { projectKeys } from '../../../shared/api/project-keys.js';
import { useSession } from '../../../shared/api/session.queries.js';
import { ConfirmDialog, isReason, ReasonField } from '../../../shared/staff-ui/index.js';
import { StatePanel } from '../../../shared/ui/index.js';
import classes from '../data-quality.module.css';
import { decideHeldCharges, qualityKeys } from '../quality.queries.js';
import { type Decision } from '../use-quarantine-decision.js';

export type HeldWish = { decision: Decision; select: DecideHeldChargesRequest['select'] };

type DecideHeldDialogProps = HeldWish & { onClose: () => void };

/** A dry run needs a reason as well; nothing keeps it. */
const dryRunReason = 'dry run';

/** What releasing or dismissing bills, by the server's dry run; then the reason; then what came of it. */
export function DecideHeldDialog({ decision, select, onClose }: DecideHeldDialogProps) {
  const { t } = useTranslation('quality');
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const trial = useQuery({
    queryKey: [...qualityKeys.all, 'held-trial', decision, select, csrfToken],
    queryFn: () =>
      decideHeldCharges(decision, { select, reason: dryRunReason, isDryRun: true }, csrfToken),
    staleTime: Infinity,
    gcTime: 0,
  });
  const work = useMutation({
    mutationFn: () => decideHeldCharges(decision, { select, reason: reason.trim() }, csrfToken),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: qualityKeys.held() }),
        queryClient.invalidateQueries({ queryKey: projectKeys.all }),
      ]),
  });
  const done = work.data;
  const isIdle = done !== undefined || trial.data?.decidedCount === 0;
  const confirm = (): void => {
    if (isIdle) {
      onClose();
      return;
    }
    setIsTried(true);
    if (trial.isSuccess && isReason(reason)) work.mutate();
  };
  return (
    <ConfirmDialog
      title={t(done ? `held.${decision}.doneTitle` : `held.${decision}.title`)}
      confirmLabel={t(isIdle ? 'resolve.close' : `held.${decision}.confirm`)}
      backLabel={isIdle ? null : undefined}
      isDangerous={decision === 'dismiss' && !isIdle}
      isPending={work.isPending || trial.isPending}
      error={work.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {done ? (
        <div role="status">
          <HeldOutcome outcome={done} isDone />
        </div>
      ) : (
        <>
          <p>{t(`held.${decision}.text`)}</p>
          <StatePanel query={trial} skeleton={<Skeleton height={72} />}>
            {(outcome) => <HeldOutcome outcome={outcome} isDone={false} />}
          </StatePanel>
        </>
      )}
      {isIdle ? null : (
        <ReasonField
          description={t('held.reasonText')}
          value={reason}
          isTried={isTried}
          onChange={setReason}
        />
      )}
    </ConfirmDialog>
  );
}

type HeldOutcomeProps = { outcome: DecideHeldChargesResponse; isDone: boolean };

function HeldOutcome({ outcome, isDone }: HeldOutcomeProps) {
  const { t } = useTranslation('quality');
  const { decidedCount, unchangedCount, missing, remainingCount, credits } = outcome;
  return (
    <div className={classes.counts}>
      <p>
        <strong>{t('held.decided', { count: decidedCount })}</strong>
      </p>
      <p>
        {t(isDone ? 'held.billed' : 'held.wouldBill')}{' '}
        <strong>
          <Amount value={credits} signed />
        </strong>
      </p>
      <ul>
        {unchangedCount > 0 ? <li>{t('held.unchanged', { count: unchangedCount })}</li> : null}
        {missing.length > 0 ? <li>{t('held.missing', { count: missing.length })}</li> : null}
        {remainingCount > 0 ? <li>{t('held.remaining', { count: remainingCount })}</li> : null}
      </ul>
    </div>
  );
}
