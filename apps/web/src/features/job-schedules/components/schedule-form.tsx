import { Stack } from '@mantine/core';
import { type JobSchedule, type JobScheduleInput, type JobType } from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../shared/api/api-error.js';
import { useSession } from '../../../shared/api/session.queries.js';
import { ParameterFormFields, useParameterForm } from '../../../shared/parameter-form/index.js';
import {
  CheckField,
  FailureNote,
  GuardedButton,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import { browserZone } from '../../../shared/time/index.js';
import classes from '../schedules.module.css';
import { changeSchedule, createSchedule, scheduleKeys } from '../schedules.queries.js';
import { ScheduleConflict } from './schedule-conflict.js';
import { ScheduleTimes, type ScheduleTimesInput } from './schedule-times.js';

type ScheduleFormProps = {
  jobType: JobType;
  /** The version that is changed; null for a new schedule. */
  schedule: JobSchedule | null;
  /** The schedule as it is now. */
  newest?: JobSchedule;
  /** The form shall begin anew with a version. */
  onTaken?: (schedule: JobSchedule) => void;
};

/** When, and with what: makes a schedule or changes one. */
export function ScheduleForm({ jobType, schedule, newest, onTaken }: ScheduleFormProps) {
  const { t } = useTranslation('staff');
  const refusal = useWriteRefusal(jobType);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const [isTried, setIsTried] = useState(false);
  const [isDryRun, setIsDryRun] = useState(schedule?.isDryRun ?? false);
  const [times, setTimes] = useState<ScheduleTimesInput>({
    name: schedule?.name ?? '',
    cron: schedule?.cron ?? '0 3 * * *',
    timezone: schedule?.timezone ?? browserZone,
    missedRule: schedule?.missedRule ?? 'run-once',
    isPaused: schedule?.isPaused ?? false,
  });
  const save = useMutation({
    mutationFn: ({ input, version }: { input: JobScheduleInput; version: number | null }) =>
      schedule === null || version === null
        ? createSchedule(input, csrfToken)
        : changeSchedule(schedule.id, { ...input, version }, csrfToken),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: scheduleKeys.all });
      await navigate({ to: '/schedules' });
    },
    // Somebody else may have changed it: theirs is shown beside ours.
    onError: () => queryClient.invalidateQueries({ queryKey: scheduleKeys.all }),
  });
  const form = useParameterForm(jobType.parametersSchema, schedule?.parameters, save.error);
  const isConflict = save.error instanceof ApiError && save.error.code === 'version-conflict';
  const submit = (version: number | null): void => {
    setIsTried(true);
    const parameters = form.submit();
    if (!parameters || times.name.trim() === '' || refusal !== null || save.isPending) return;
    save.mutate({ input: { ...times, type: jobType.type, parameters, isDryRun }, version });
  };
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(schedule?.version ?? null);
      }}
    >
      <ScheduleTimes times={times} isTried={isTried} error={save.error} onChange={setTimes} />
      <section aria-label={t('job.parameters')}>
        <h3 className={classes.subheading}>{t('job.parameters')}</h3>
        <Stack gap="lg">
          <ParameterFormFields form={form} />
          {jobType.isDryRunnable ? (
            <CheckField
              label={t('start.dryRun')}
              description={t('start.dryRunMeaning')}
              isChecked={isDryRun}
              onChange={setIsDryRun}
            />
          ) : null}
        </Stack>
      </section>
      {isConflict && newest && schedule && newest.version !== schedule.version ? (
        <ScheduleConflict
          mine={save.variables?.input}
          theirs={newest}
          onTakeTheirs={() => onTaken?.(newest)}
          onSaveMine={() => submit(newest.version)}
          isSaving={save.isPending}
        />
      ) : save.error ? (
        <FailureNote error={save.error} />
      ) : null}
      <div>
        <GuardedButton type="submit" refusal={refusal} loading={save.isPending}>
          {t(schedule ? 'schedule.save' : 'schedule.create')}
        </GuardedButton>
      </div>
    </form>
  );
}

/** A schedule takes the right to write schedules, and that of the work it starts. */
function useWriteRefusal(jobType: JobType): string | null {
  const { t } = useTranslation('staff');
  const refusalOf = useRefusal();
  return (
    refusalOf('schedules:write') ??
    (jobType.canStart ? null : (refusalOf(jobType.permission) ?? t('refused.jobType')))
  );
}
