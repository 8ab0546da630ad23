import { type CorrectionResponse } from '@os-credits/contracts';
import { IconScale } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormatAmount } from '../../shared/amounts/index.js';
import { ConfirmDialog, GuardedButton, Notice, useRefusal } from '../../shared/staff-ui/index.js';
import { CorrectionDialog } from './components/correction.dialog.js';
import { type CorrectionTarget } from './corrections.params.js';

type CorrectionsPanelProps = {
  project: string;
  /** What the address says is being corrected. */
  target: CorrectionTarget | undefined;
  onTargetChange: (target: CorrectionTarget | undefined) => void;
};

/** Staff give, take and undo; what was posted is a link to the entry. */
export function CorrectionsPanel({ project, target, onTargetChange }: CorrectionsPanelProps) {
  const { t } = useTranslation('account');
  const refusal = useRefusal()('ledger:write');
  const [posted, setPosted] = useState<CorrectionResponse | null>(null);
  return (
    <>
      <GuardedButton
        variant="default"
        leftSection={<IconScale size={16} aria-hidden />}
        refusal={refusal}
        onClick={() => onTargetChange('adjustment')}
      >
        {t('corrections.adjust')}
      </GuardedButton>
      {posted === null ? null : <PostedDialog outcome={posted} onClose={() => setPosted(null)} />}
      {target !== undefined && refusal === null ? (
        <CorrectionDialog
          key={target}
          project={project}
          target={target}
          onPosted={(outcome) => {
            setPosted(outcome);
            onTargetChange(undefined);
          }}
          onClose={() => onTargetChange(undefined)}
        />
      ) : null}
    </>
  );
}

type PostedDialogProps = { outcome: CorrectionResponse; onClose: () => void };

/** Says what was posted, wherever on the page it was asked for, and leads to the entry. */
function PostedDialog({ outcome: { project, entry, after }, onClose }: PostedDialogProps) {
  const { t } = useTranslation('account');
  const format = useFormatAmount();
  const navigate = useNavigate();
  const id = entry.id ?? '';
  const day = entry.effectiveAt.slice(0, 10);
  const showEntry = (): void => {
    onClose();
    void navigate({
      to: '/projects/$name',
      params: { name: project },
      search: { booked: 'custom', bookedFrom: day, bookedTo: day },
      hash: `entry-${id}`,
      resetScroll: false,
    });
  };
  return (
    <ConfirmDialog
      title={t('corrections.postedTitle', { id })}
      confirmLabel={t('corrections.toEntry', { id })}
      backLabel={t('corrections.close')}
      isPending={false}
      error={null}
      onConfirm={showEntry}
      onClose={onClose}
    >
      <Notice tone="good" isNews>
        <p>
          {t(`corrections.posted.${entry.kind}`, {
            project,
            credits: format(entry.credits),
            remaining: format(after.remaining),
            corrects: entry.correctsId ?? '',
          })}
        </p>
      </Notice>
    </ConfirmDialog>
  );
}
