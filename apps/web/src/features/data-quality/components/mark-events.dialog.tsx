import { Skeleton } from '@mantine/core';
import { type MarkDataQualityEventsRequest } from '@os-credits/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { ConfirmDialog, Field } from '../../../shared/staff-ui/index.js';
import { StatePanel } from '../../../shared/ui/index.js';
import { markEvents, qualityKeys } from '../quality.queries.js';

export type MarkWish = {
  mark: 'acknowledge' | 'reopen';
  select: MarkDataQualityEventsRequest['select'];
};

type MarkEventsDialogProps = MarkWish & { onClose: () => void };

/** How many events, what was found out about them, and done. */
export function MarkEventsDialog({ mark, select, onClose }: MarkEventsDialogProps) {
  const { t } = useTranslation('quality');
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const [note, setNote] = useState('');
  const trial = useQuery({
    queryKey: [...qualityKeys.all, 'mark-trial', mark, select, csrfToken],
    queryFn: () => markEvents(mark, { select, isDryRun: true }, csrfToken),
    staleTime: Infinity,
    gcTime: 0,
  });
  const work = useMutation({
    mutationFn: () => markEvents(mark, { select, note: note.trim() }, csrfToken),
    onSettled: async (_answer, error) => {
      // The list first: the dialog then knows whether what opened it is still there to take the focus.
      await queryClient.invalidateQueries({ queryKey: qualityKeys.events() });
      if (error === null) onClose();
    },
  });
  return (
    <ConfirmDialog
      title={t(`events.${mark}Title`)}
      confirmLabel={t(`events.${mark}Confirm`)}
      isPending={work.isPending || trial.isPending}
      error={work.error}
      onConfirm={() => {
        if (trial.isSuccess) work.mutate();
      }}
      onClose={onClose}
    >
      <StatePanel query={trial} skeleton={<Skeleton height={28} />}>
        {({ changedCount }) => <p>{t('events.willChange', { count: changedCount })}</p>}
      </StatePanel>
      <Field label={t('events.note')} description={t('events.noteText')}>
        {(control) => (
          <textarea
            {...control}
            data-autofocus
            rows={3}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
