import { Group } from '@mantine/core';
import { type CostTable } from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { useSession } from '../../../shared/api/session.queries.js';
import { creditRulesKeys } from '../../../shared/credit-rules/index.js';
import {
  ConfirmDialog,
  FailureNote,
  GuardedButton,
  Notice,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { confirmPublication, withdrawPublication } from '../cost-tables.queries.js';

/** Somebody asked to publish; somebody else confirms it, or it is taken back. */
export function RequestNotice({ table }: { table: CostTable }) {
  const { t } = useTranslation('rules');
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const refusal = useRefusal()('credit-rules:publish');
  const [isAsking, setIsAsking] = useState(false);
  const refresh = () => queryClient.invalidateQueries({ queryKey: creditRulesKeys.all });
  const confirm = useMutation({
    mutationFn: () => confirmPublication(table, csrfToken),
    onSuccess: async ({ table: published }) => {
      setIsAsking(false);
      queryClient.setQueryData(creditRulesKeys.table(table.id), published);
      await refresh();
    },
  });
  const withdraw = useMutation({
    mutationFn: () => withdrawPublication(table.id, csrfToken),
    onSettled: refresh,
  });
  const { request } = table;
  if (request === null) return null;
  const whyNot = refusal ?? (request.isMine ? t('request.mine') : null);
  return (
    <Notice>
      <p>
        {t('request.message', { name: request.by })} <Time instant={request.at} />
      </p>
      <p>{t('request.reason', { reason: request.reason })}</p>
      <p>
        {t('request.impact')} <Amount value={request.impactCredits} /> {t('request.unit')}
      </p>
      <p>
        {request.isMine ? null : `${t('request.rule', { name: request.by })} `}
        {t('request.editing')}
      </p>
      {whyNot === null ? null : <p>{whyNot}</p>}
      <Group gap="sm" align="flex-start">
        <GuardedButton refusal={whyNot} showsReason={false} onClick={() => setIsAsking(true)}>
          {t('request.confirm')}
        </GuardedButton>
        <GuardedButton
          variant="default"
          refusal={refusal}
          showsReason={false}
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate()}
        >
          {t('request.withdraw')}
        </GuardedButton>
      </Group>
      <FailureNote error={withdraw.error} />
      {isAsking ? (
        <ConfirmDialog
          title={t('request.confirmTitle', { title: table.title })}
          confirmLabel={t('request.confirm')}
          isPending={confirm.isPending}
          error={confirm.error}
          onConfirm={() => confirm.mutate()}
          onClose={() => setIsAsking(false)}
        >
          <p>{t('request.confirmText')}</p>
        </ConfirmDialog>
      ) : null}
    </Notice>
  );
}
