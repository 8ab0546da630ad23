import { type CostTable } from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { creditRulesKeys } from '../../../shared/credit-rules/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  ConfirmDialog,
  GuardedButton,
  isReason,
  Notice,
  ReasonField,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import { formatInstantRange } from '../../../shared/time/index.js';
import { requestReRating } from '../cost-tables.queries.js';

/** A table that was published after its effective time: what lies between keeps the earlier rates. */
export function ReRatingNotice({ table }: { table: CostTable }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const refusal = useRefusal()('ledger:write');
  const [isAsking, setIsAsking] = useState(false);
  const stretch = lateStretch(table);
  if (stretch === null) return null;
  return (
    <Notice>
      <p>{t('late.message', { range: formatInstantRange({ ...stretch, locale }) })}</p>
      <p>{t('late.text')}</p>
      <div>
        <GuardedButton refusal={refusal} onClick={() => setIsAsking(true)}>
          {t('late.compute')}
        </GuardedButton>
      </div>
      {isAsking ? <PlanDialog table={table} onClose={() => setIsAsking(false)} /> : null}
    </Notice>
  );
}

/** The stretch that the author meant a table for and that earlier ones rated; null where there is none. */
export function lateStretch(
  table: Pick<CostTable, 'effectiveFrom' | 'appliesFrom'>,
): { from: string; to: string } | null {
  const { effectiveFrom, appliesFrom } = table;
  if (appliesFrom === null || Date.parse(appliesFrom) <= Date.parse(effectiveFrom)) return null;
  return { from: effectiveFrom, to: appliesFrom };
}

function PlanDialog({ table, onClose }: { table: CostTable; onClose: () => void }) {
  const { t } = useTranslation('rules');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const request = useMutation({
    mutationFn: () => requestReRating(table.id, reason.trim(), csrfToken),
    onSuccess: async (plan) => {
      onClose();
      queryClient.setQueryData(creditRulesKeys.plan(plan.id), plan);
      await queryClient.invalidateQueries({ queryKey: creditRulesKeys.plans() });
      await navigate({ to: '/re-rating/$id', params: { id: plan.id } });
    },
  });
  return (
    <ConfirmDialog
      title={t('late.title', { title: table.title })}
      confirmLabel={t('late.compute')}
      isPending={request.isPending}
      error={request.error}
      onConfirm={() => {
        setIsTried(true);
        if (isReason(reason)) request.mutate();
      }}
      onClose={onClose}
    >
      <p>{t('late.dialogText')}</p>
      <ReasonField
        description={t('late.reason')}
        value={reason}
        isTried={isTried}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
