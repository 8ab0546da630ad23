import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog, isReason, ReasonField } from '../../../shared/staff-ui/index.js';
import { StatePanel } from '../../../shared/ui/index.js';
import {
  useQuarantineDecision,
  type Decision,
  type QuarantineSelect,
} from '../use-quarantine-decision.js';
import { ResolutionCounts } from './resolution-counts.js';

export type QuarantineWish = { decision: Decision; select: QuarantineSelect };

type ResolveDialogProps = QuarantineWish & { onClose: () => void };

/** The dry run's counts, the reason, then the decision; what became of it stays to be read. */
export function ResolveDialog({ decision, select, onClose }: ResolveDialogProps) {
  const { t } = useTranslation('quality');
  const { trial, work, done } = useQuarantineDecision(decision, select);
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const isOver = work.isSuccess;
  const isNothing = trial.data?.selectedCount === 0;
  const confirm = (): void => {
    if (isOver || isNothing) {
      onClose();
      return;
    }
    setIsTried(true);
    if (trial.isSuccess && isReason(reason)) work.mutate(reason.trim());
  };
  return (
    <ConfirmDialog
      title={t(isOver ? `resolve.${decision}.doneTitle` : `resolve.${decision}.title`)}
      confirmLabel={t(isOver || isNothing ? 'resolve.close' : `resolve.${decision}.confirm`)}
      backLabel={isOver || isNothing ? null : undefined}
      isDangerous={decision === 'dismiss' && !isOver && !isNothing}
      isPending={work.isPending || trial.isPending}
      error={work.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {isOver ? null : <p>{t(`resolve.${decision}.text`)}</p>}
      {done === null ? (
        <StatePanel query={trial} skeleton={<Skeleton height={72} />}>
          {(counts) => <ResolutionCounts counts={counts} isDone={false} />}
        </StatePanel>
      ) : (
        <div role="status">
          <ResolutionCounts counts={done} isDone />
        </div>
      )}
      {isOver || isNothing ? null : (
        <ReasonField
          description={t('resolve.reasonText')}
          value={reason}
          isTried={isTried}
          onChange={setReason}
        />
      )}
    </ConfirmDialog>
  );
}
