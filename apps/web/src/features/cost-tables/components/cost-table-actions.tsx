import { type CostTable } from '@os-credits/contracts';
import { IconArrowsDiff, IconCopy, IconSend, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { creditRulesKeys } from '../../../shared/credit-rules/index.js';
import { ConfirmDialog, GuardedButton, useRefusal } from '../../../shared/staff-ui/index.js';
import { RouterButton } from '../../../shared/ui/index.js';
import { deleteCostTable } from '../cost-tables.queries.js';
import { CopyDialog } from './copy-dialog.js';

/** What can be done with a table as a whole. */
export function CostTableActions({ table }: { table: CostTable }) {
  const { t } = useTranslation('rules');
  const refusal = useRefusal()('credit-rules:write');
  const [asked, setAsked] = useState<'copy' | 'delete' | null>(null);
  const id = String(table.id);
  return (
    <>
      {table.published === null ? (
        <RouterButton
          to="/cost-tables/$id/publish"
          params={{ id }}
          leftSection={<IconSend size={16} aria-hidden />}
        >
          {t('table.preview')}
        </RouterButton>
      ) : null}
      <RouterButton
        to="/cost-tables/compare"
        search={{ to: id }}
        variant="default"
        leftSection={<IconArrowsDiff size={16} aria-hidden />}
      >
        {t('table.compare')}
      </RouterButton>
      <GuardedButton
        variant="default"
        leftSection={<IconCopy size={16} aria-hidden />}
        refusal={refusal}
        onClick={() => setAsked('copy')}
      >
        {t('table.copy')}
      </GuardedButton>
      {table.published === null ? (
        <GuardedButton
          variant="outline"
          color="brick"
          leftSection={<IconTrash size={16} aria-hidden />}
          refusal={refusal}
          showsReason={false}
          onClick={() => setAsked('delete')}
        >
          {t('table.delete')}
        </GuardedButton>
      ) : null}
      {asked === 'copy' ? <CopyDialog table={table} onClose={() => setAsked(null)} /> : null}
      {asked === 'delete' ? <DeleteDialog table={table} onClose={() => setAsked(null)} /> : null}
    </>
  );
}

type DialogProps = { table: CostTable; onClose: () => void };

function DeleteDialog({ table, onClose }: DialogProps) {
  const { t } = useTranslation('rules');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const remove = useMutation({
    mutationFn: () => deleteCostTable(table, csrfToken),
    onSuccess: async () => {
      await navigate({ to: '/cost-tables', ignoreBlocker: true });
      queryClient.removeQueries({ queryKey: creditRulesKeys.table(table.id) });
      await queryClient.invalidateQueries({ queryKey: creditRulesKeys.all });
    },
  });
  return (
    <ConfirmDialog
      title={t('table.deleteTitle', { title: table.title })}
      confirmLabel={t('table.delete')}
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{t('table.deleteText')}</p>
    </ConfirmDialog>
  );
}
