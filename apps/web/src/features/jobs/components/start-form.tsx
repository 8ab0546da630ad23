import { type JobRunDetail, type JobType } from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { jobKeys, startJob, useIdempotencyKey, useLocalized } from '../../../shared/jobs/index.js';
import { ParameterFormFields, useParameterForm } from '../../../shared/parameter-form/index.js';
import {
  CheckField,
  FailureNote,
  GuardedButton,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import classes from '../job-start.module.css';
import { TypeNotes } from './type-notes.js';

type StartFormProps = {
  jobType: JobType;
  /** A run to begin like. */
  like: JobRunDetail | undefined;
};

/** The generated form of one kind of work, and what starts it. */
export function StartForm({ jobType, like }: StartFormProps) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  const refusalOf = useRefusal();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const keyOf = useIdempotencyKey();
  const [isDryRun, setIsDryRun] = useState(like?.isDryRun ?? false);
  const start = useMutation({
    mutationFn: (parameters: Record<string, unknown>) => {
      const request = { type: jobType.type, parameters, isDryRun };
      return startJob({ request, csrfToken, idempotencyKey: keyOf(request) });
    },
    onSuccess: async ({ job, isNew }) => {
      void queryClient.invalidateQueries({ queryKey: jobKeys.lists() });
      await navigate({
        to: '/jobs/$id',
        params: { id: job.id },
        search: isNew ? {} : { already: 'true' },
      });
    },
  });
  const form = useParameterForm(jobType.parametersSchema, like?.parameters, start.error);
  const refusal = jobType.canStart
    ? form.isUploading
      ? t('start.uploading')
      : null
    : (refusalOf(jobType.permission) ?? t('refused.jobType'));
  const submit = (): void => {
    if (refusal !== null || start.isPending || start.isSuccess) return;
    const parameters = form.submit();
    if (parameters) start.mutate(parameters);
  };
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
        focusFirstFault(event.currentTarget);
      }}
    >
      <div>
        <p className={classes.description}>{localized(jobType.description)}</p>
        <TypeNotes jobType={jobType} />
      </div>
      <ParameterFormFields form={form} />
      {jobType.isDryRunnable ? (
        <CheckField
          label={t('start.dryRun')}
          description={t('start.dryRunMeaning')}
          isChecked={isDryRun}
          onChange={setIsDryRun}
        />
      ) : null}
      {start.error ? <FailureNote error={start.error} /> : null}
      <div>
        <GuardedButton type="submit" refusal={refusal} loading={start.isPending || start.isSuccess}>
          {t(isDryRun ? 'start.submitDryRun' : 'start.submit')}
        </GuardedButton>
      </div>
    </form>
  );
}

/** After the faults are shown, the first of them has the keyboard. */
function focusFirstFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
