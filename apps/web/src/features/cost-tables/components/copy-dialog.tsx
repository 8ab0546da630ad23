import { type CostTable } from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../shared/api/api-error.js';
import { useSession } from '../../../shared/api/session.queries.js';
import { creditRulesKeys } from '../../../shared/credit-rules/index.js';
import { useIdempotencyKey } from '../../../shared/jobs/index.js';
import { ConfirmDialog, Field, InstantControl } from '../../../shared/staff-ui/index.js';
import { browserZone } from '../../../shared/time/index.js';
import { copyCostTable } from '../cost-tables.queries.js';

const hourMs = 3_600_000;
const titleMax = 120;

type CopyDialogProps = { table: CostTable; onClose: () => void };

/** A new draft with everything of this table, under another title and from another time on. */
export function CopyDialog({ table, onClose }: CopyDialogProps) {
  const { t } = useTranslation('rules');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const keyOf = useIdempotencyKey();
  const [title, setTitle] = useState(() =>
    t('table.copyOf', { title: table.title }).slice(0, titleMax),
  );
  const [effectiveFrom, setEffectiveFrom] = useState(() =>
    new Date((Math.floor(Date.now() / hourMs) + 2) * hourMs).toISOString(),
  );
  const [isTried, setIsTried] = useState(false);
  const copy = useMutation({
    mutationFn: () => {
      const body = { title: title.trim(), effectiveFrom };
      return copyCostTable(table.id, body, { csrfToken, idempotencyKey: keyOf(body) });
    },
    onSuccess: async ({ id }) => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: creditRulesKeys.tables() });
      await navigate({ to: '/cost-tables/$id', params: { id: String(id) } });
    },
  });
  const faultOf = (field: string, value: string): string | null => {
    if (isTried && value.trim() === '') return t('fault.required');
    const { error } = copy;
    const faults = error instanceof ApiError ? error.faults : [];
    return faults.find(({ pointer }) => pointer === `/body/${field}`)?.detail ?? null;
  };
  return (
    <ConfirmDialog
      title={t('table.copyTitle', { title: table.title })}
      confirmLabel={t('table.copyConfirm')}
      isPending={copy.isPending}
      error={copy.error}
      onConfirm={() => {
        setIsTried(true);
        if (title.trim() !== '' && effectiveFrom !== '') copy.mutate();
      }}
      onClose={onClose}
    >
      <p>{t('table.copyText')}</p>
      <Field label={t('editor.title')} isRequired fault={faultOf('title', title)}>
        {(control) => (
          <input
            {...control}
            type="text"
            maxLength={titleMax}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field
        label={t('editor.effectiveFrom')}
        description={t('table.inZone', { zone: browserZone })}
        isRequired
        fault={faultOf('effectiveFrom', effectiveFrom)}
      >
        {(control) => (
          <InstantControl control={control} value={effectiveFrom} onChange={setEffectiveFrom} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
