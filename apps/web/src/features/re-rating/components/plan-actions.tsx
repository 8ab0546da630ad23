import { Group } from '@mantine/core';
import { type ReRatingPlan } from '@os-credits/contracts';
import { IconCheck, IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { useSession } from '../../../shared/api/session.queries.js';
import { creditRulesKeys } from '../../../shared/credit-rules/index.js';
import {
  ConfirmDialog,
  GuardedButton,
  isReason,
  ReasonField,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import { requestAgain } from '../model/plan-form.js';
import { decidePlan } from '../plans.queries.js';
import { useRequestPlan } from '../use-request-plan.js';

/** Deciding about a plan that is ready, and computing anew one that cannot be applied any more. */
export function PlanActions({ plan }: { plan: ReRatingPlan }) {
  const { t } = useTranslation('rules');
  const refusal = useRefusal()('ledger:write');
  const [asked, setAsked] = useState<'approve' | 'reject' | 'recompute' | null>(null);
  const close = (): void => setAsked(null);
  if (plan.state === 'ready') {
    return (
      <>
        <Group gap="sm" align="flex-start">
          <GuardedButton
            leftSection={<IconCheck size={16} aria-hidden />}
            refusal={
              refusal ?? (plan.needsSecondPerson && plan.isMine ? t('plan.ownAndLarge') : null)
            }
            onClick={() => setAsked('approve')}
          >
            {t('plan.approve')}
          </GuardedButton>
          <GuardedButton
            variant="outline"
            color="brick"
            leftSection={<IconX size={16} aria-hidden />}
            refusal={refusal}
            showsReason={false}
            onClick={() => setAsked('reject')}
          >
            {t('plan.reject')}
          </GuardedButton>
        </Group>
        {asked === 'approve' || asked === 'reject' ? (
          <DecisionDialog plan={plan} decision={asked} onClose={close} />
        ) : null}
      </>
    );
  }
  if (plan.state === 'outdated' || plan.state === 'failed' || plan.state === 'rejected') {
    return (
      <>
        <div>
          <GuardedButton
            leftSection={<IconRefresh size={16} aria-hidden />}
            refusal={refusal}
            onClick={() => setAsked('recompute')}
          >
            {t('plan.recompute')}
          </GuardedButton>
        </div>
        {asked === 'recompute' ? <RecomputeDialog plan={plan} onClose={close} /> : null}
      </>
    );
  }
  return null;
}

type DialogProps = { plan: ReRatingPlan; onClose: () => void };

function DecisionDialog({
  plan,
  decision,
  onClose,
}: DialogProps & { decision: 'approve' | 'reject' }) {
  const { t } = useTranslation('rules');
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const decide = useMutation({
    mutationFn: () => decidePlan(plan.id, { decision, reason: reason.trim() }, csrfToken),
    onSuccess: async (decided) => {
      onClose();
      queryClient.setQueryData(creditRulesKeys.plan(plan.id), decided);
      await queryClient.invalidateQueries({ queryKey: creditRulesKeys.plans() });
    },
  });
  const { totals } = plan;
  return (
    <ConfirmDialog
      title={t(`plan.${decision}Title`)}
      confirmLabel={t(`plan.${decision}`)}
      isDangerous={decision === 'reject'}
      isPending={decide.isPending}
      error={decide.error}
      onConfirm={() => {
        setIsTried(true);
        if (isReason(reason)) decide.mutate();
      }}
      onClose={onClose}
    >
      {totals === null ? null : (
        <p>
          {t('plan.moves', { projects: totals.projectCount, entries: totals.entryCount })}{' '}
          {t('plan.movesCredits')} <Amount value={totals.difference} signed />
        </p>
      )}
      <p>{t(`plan.${decision}Text`)}</p>
      <ReasonField
        description={t('plan.decisionReasonMeaning')}
        value={reason}
        isTried={isTried}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}

function RecomputeDialog({ plan, onClose }: DialogProps) {
  const { t } = useTranslation('rules');
  const [reason, setReason] = useState(plan.reason);
  const [isTried, setIsTried] = useState(false);
  const recompute = useRequestPlan();
  return (
    <ConfirmDialog
      title={t('plan.recomputeTitle')}
      confirmLabel={t('plan.recompute')}
      isPending={recompute.isPending}
      error={recompute.error}
      onConfirm={() => {
        setIsTried(true);
        if (isReason(reason))
          recompute.mutate(requestAgain(plan, reason.trim()), { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <p>{t('plan.recomputeText')}</p>
      <ReasonField
        description={t('late.reason')}
        value={reason}
        isTried={isTried}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
