import { Stack } from '@mantine/core';
import { type JobType, type PerunStatus } from '@os-credits/contracts';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import {
  jobKeys,
  jobTypesQuery,
  startJob,
  useIdempotencyKey,
  useLocalized,
} from '../../../shared/jobs/index.js';
import { ParameterFormFields, useParameterForm } from '../../../shared/parameter-form/index.js';
import {
  CheckField,
  ConfirmDialog,
  GuardedButton,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import { RouterButton } from '../../../shared/ui/index.js';
import { perunKeys } from '../perun.queries.js';

const syncType = 'perun-sync';

/** Starts a sync; while one is under way, leads there. */
export function SyncNow({ status }: { status: PerunStatus }) {
  const { t } = useTranslation('staff');
  const permission = useRefusal()('perun:sync');
  const { data: types } = useQuery(jobTypesQuery);
  const jobType = types?.find(({ type }) => type === syncType);
  const refusal = types && !jobType ? t('sync.noType') : permission;
  const [isAsking, setIsAsking] = useState(false);
  if (status.activeSyncRunId !== null) {
    return (
      <RouterButton
        to="/perun/sync-runs/$id"
        params={{ id: status.activeSyncRunId }}
        variant="default"
      >
        {t('sync.toActive')}
      </RouterButton>
    );
  }
  return (
    <>
      <GuardedButton
        leftSection={<IconRefresh size={17} aria-hidden />}
        refusal={refusal}
        onClick={() => setIsAsking(true)}
      >
        {t('sync.now')}
      </GuardedButton>
      {isAsking && jobType ? (
        <SyncDialog jobType={jobType} onClose={() => setIsAsking(false)} />
      ) : null}
    </>
  );
}

type SyncDialogProps = { jobType: JobType; onClose: () => void };

function SyncDialog({ jobType, onClose }: SyncDialogProps) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const keyOf = useIdempotencyKey();
  const [isDryRun, setIsDryRun] = useState(false);
  const start = useMutation({
    mutationFn: (parameters: Record<string, unknown>) => {
      const request = { type: syncType, parameters, isDryRun };
      return startJob({ request, csrfToken, idempotencyKey: keyOf(request) });
    },
    onSuccess: async ({ job, isNew }) => {
      void queryClient.invalidateQueries({ queryKey: perunKeys.all });
      void queryClient.invalidateQueries({ queryKey: jobKeys.lists() });
      await navigate({
        to: '/jobs/$id',
        params: { id: job.id },
        search: isNew ? {} : { already: 'true' },
      });
    },
  });
  const form = useParameterForm(jobType.parametersSchema, undefined, start.error);
  const confirm = (): void => {
    const parameters = form.submit();
    if (parameters) start.mutate(parameters);
  };
  return (
    <ConfirmDialog
      title={t('sync.title')}
      confirmLabel={t(isDryRun ? 'start.submitDryRun' : 'sync.now')}
      isPending={start.isPending}
      error={start.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{localized(jobType.description)}</p>
      <Stack gap="md">
        <ParameterFormFields form={form} />
        <CheckField
          label={t('start.dryRun')}
          description={t('sync.dryRunMeaning')}
          isChecked={isDryRun}
          onChange={setIsDryRun}
        />
      </Stack>
    </ConfirmDialog>
  );
}
