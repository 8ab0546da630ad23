import { type DecideSyncItemsRequest, type SyncRun } from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { ConfirmDialog } from '../../../shared/staff-ui/index.js';
import { decideItems, perunKeys } from '../perun.queries.js';
import { ReasonField } from './reason-field.js';

export type Decision = Pick<DecideSyncItemsRequest, 'items' | 'decision'> & { count: number };

type DecideDialogProps = {
  run: SyncRun;
  decision: Decision;
  onClose: () => void;
  onDecided: () => void;
};

/** Asks for the reason, then decides; what becomes of it shows on the page. */
export function DecideDialog({ run, decision, onClose, onDecided }: DecideDialogProps) {
  const { t } = useTranslation('staff');
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const decide = useMutation({
    mutationFn: () =>
      decideItems(
        run.id,
        { items: decision.items, decision: decision.decision, reason: reason.trim() },
        csrfToken,
      ),
    onSuccess: (answer) => {
      queryClient.setQueryData(perunKeys.run(run.id), answer.run);
      onDecided();
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: perunKeys.all }),
  });
  const { count } = decision;
  const confirm = (): void => {
    setIsTried(true);
    if (reason.trim() !== '') decide.mutate();
  };
  return (
    <ConfirmDialog
      title={t(`waiting.${decision.decision}Title`, { count })}
      confirmLabel={t(`waiting.${decision.decision}`, { count })}
      isDangerous={decision.decision === 'reject'}
      isPending={decide.isPending}
      error={decide.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{t(`waiting.${decision.decision}Text`)}</p>
      <ReasonField
        reason={reason}
        isMissing={isTried && reason.trim() === ''}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
