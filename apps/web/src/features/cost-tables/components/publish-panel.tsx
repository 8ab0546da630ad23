import {
  type CostTable,
  type ImpactResponse,
  type PublicationResponse,
} from '@os-credits/contracts';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { ApiError } from '../../../shared/api/api-error.js';
import { useSession } from '../../../shared/api/session.queries.js';
import { creditRulesKeys } from '../../../shared/credit-rules/index.js';
import {
  ConfirmDialog,
  GuardedButton,
  isReason,
  Notice,
  ReasonField,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import { Panel } from '../../../shared/ui/index.js';
import classes from '../cost-tables.module.css';
import { publishCostTable } from '../cost-tables.queries.js';
import { RatesFrom } from './rates-from.js';

type PublishPanelProps = {
  /** The draft in the version that is shown on the page. */
  table: CostTable;
  impact: ImpactResponse | undefined;
  onDone: (answer: PublicationResponse) => void;
};

/** The last step: why, and then what the preview showed happens. */
export function PublishPanel({ table, impact, onDone }: PublishPanelProps) {
  const { t } = useTranslation('rules');
  const refusal = useRefusal()('credit-rules:publish');
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const needsSecond = impact?.needsSecondPerson ?? false;
  const isStale = impact !== undefined && impact.table.version !== table.version;
  const waiting =
    impact === undefined ? t('publish.previewFirst') : isStale ? t('publish.stale') : null;
  return (
    <Panel title={t('publish.panel')}>
      <form
        className={classes.order}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (refusal === null && isReason(reason)) setIsAsking(true);
        }}
      >
        <p>
          {t(needsSecond ? 'publish.second' : 'publish.alone')}{' '}
          <RatesFrom table={table} isPast={impact?.past != null} />
        </p>
        {isStale ? (
          <Notice tone="warning">
            <p>{t('publish.stale')}</p>
          </Notice>
        ) : null}
        <ReasonField
          description={t('publish.reason')}
          value={reason}
          isTried={isTried}
          onChange={setReason}
        />
        <div>
          <GuardedButton
            type="submit"
            leftSection={<IconSend size={16} aria-hidden />}
            refusal={refusal ?? waiting}
          >
            {t(needsSecond ? 'publish.request' : 'publish.button')}
          </GuardedButton>
        </div>
      </form>
      {isAsking && impact ? (
        <PublishDialog
          table={table}
          impact={impact}
          reason={reason.trim()}
          onDone={onDone}
          onClose={() => setIsAsking(false)}
        />
      ) : null}
    </Panel>
  );
}

type PublishDialogProps = {
  table: CostTable;
  impact: ImpactResponse;
  reason: string;
  onDone: (answer: PublicationResponse) => void;
  onClose: () => void;
};

/** The figures once more, and the press that counts. Nothing is shown as done before the server says so. */
function PublishDialog({ table, impact, reason, onDone, onClose }: PublishDialogProps) {
  const { t } = useTranslation('rules');
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const { totals, needsSecondPerson, past } = impact;
  const publish = useMutation({
    mutationFn: () => publishCostTable(impact, reason, csrfToken),
    onSuccess: async (answer) => {
      onClose();
      onDone(answer);
      await queryClient.invalidateQueries({
        queryKey: creditRulesKeys.all,
        // The preview was of the draft; it is not computed again for a table that is out.
        predicate: ({ queryKey }) => !queryKey.includes('impact'),
      });
    },
    // Somebody may have changed the draft or published another: the page then shows what holds now.
    onError: (error) =>
      error instanceof ApiError && error.status === 409
        ? queryClient.invalidateQueries({ queryKey: creditRulesKeys.tables() })
        : undefined,
  });
  return (
    <ConfirmDialog
      title={t(needsSecondPerson ? 'publish.requestTitle' : 'publish.title', {
        title: table.title,
      })}
      confirmLabel={t(needsSecondPerson ? 'publish.request' : 'publish.button')}
      isPending={publish.isPending}
      error={publish.error}
      onConfirm={() => publish.mutate()}
      onClose={onClose}
    >
      <p>
        {t('publish.affects', { affected: totals.affectedCount, count: totals.projectCount })}{' '}
        {t('publish.difference')} <Amount value={totals.difference} signed />
      </p>
      <p>{t(needsSecondPerson ? 'publish.requestText' : 'publish.finalText')}</p>
      {past === null ? null : <p>{t('publish.pastText')}</p>}
      <p className={classes.soft}>{t('publish.yourReason', { reason })}</p>
    </ConfirmDialog>
  );
}
