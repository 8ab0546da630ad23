import { Badge } from '@mantine/core';
import { type JobSchedule } from '@os-credits/contracts';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../shared/api/session.queries.js';
import { JobStateMark, useLocalized } from '../../../shared/jobs/index.js';
import {
  ColumnRow,
  FailureNote,
  GuardedButton,
  RowCell,
  RowName,
  RowNote,
  RowNothing,
} from '../../../shared/staff-ui/index.js';
import { RelativeTime, Time } from '../../../shared/time/index.js';
import { asChange } from '../model/schedule-change.js';
import classes from '../schedules.module.css';
import { changeSchedule, scheduleKeys } from '../schedules.queries.js';
import { RunNow } from './run-now.js';

type ScheduleRowProps = { schedule: JobSchedule; refusal: string | null };

export function ScheduleRow({ schedule, refusal }: ScheduleRowProps) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  return (
    <ColumnRow className={classes.row}>
      <div>
        <RowName>
          <Link to="/schedules/$id" params={{ id: schedule.id }}>
            {schedule.name}
          </Link>
          {schedule.isPaused ? (
            <Badge variant="light" color="ochre" tt="none">
              {t('schedules.paused')}
            </Badge>
          ) : null}
          {schedule.isDryRun ? (
            <Badge variant="light" color="gray" tt="none" title={t('jobs.dryRunMeaning')}>
              {t('jobs.dryRun')}
            </Badge>
          ) : null}
        </RowName>
        <RowNote>
          {localized(schedule.title)} · <code>{schedule.cron}</code> · {schedule.timezone}
        </RowNote>
        {schedule.lastError === null ? null : <RowNote isWarning>{schedule.lastError}</RowNote>}
      </div>
      <RowCell label={t('schedules.next')}>
        {schedule.nextRunAt === null ? (
          <RowNothing>{t('schedules.noNext')}</RowNothing>
        ) : (
          <>
            <Time instant={schedule.nextRunAt} />
            <RowNote>
              <RelativeTime instant={schedule.nextRunAt} />
            </RowNote>
          </>
        )}
      </RowCell>
      <RowCell label={t('schedules.last')}>
        {schedule.lastRun === null ? (
          <RowNothing>{t('schedules.noLast')}</RowNothing>
        ) : (
          <>
            <Link to="/jobs/$id" params={{ id: schedule.lastRun.jobId }}>
              <Time instant={schedule.lastRun.at} />
            </Link>
            <JobStateMark state={schedule.lastRun.state} />
          </>
        )}
      </RowCell>
      <div className={classes.actions}>
        <RunNow schedule={schedule} isCompact />
        <PauseButton schedule={schedule} refusal={refusal} />
      </div>
    </ColumnRow>
  );
}

function PauseButton({ schedule, refusal }: ScheduleRowProps) {
  const { t } = useTranslation('staff');
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const toggle = useMutation({
    mutationFn: () =>
      changeSchedule(
        schedule.id,
        { ...asChange(schedule), isPaused: !schedule.isPaused },
        csrfToken,
      ),
    // Also after a failure: somebody else may have changed it, and then this shows theirs.
    onSettled: () => queryClient.invalidateQueries({ queryKey: scheduleKeys.all }),
  });
  return (
    <>
      <GuardedButton
        variant="subtle"
        size="compact-sm"
        showsReason={false}
        leftSection={
          schedule.isPaused ? (
            <IconPlayerPlay size={15} aria-hidden />
          ) : (
            <IconPlayerPause size={15} aria-hidden />
          )
        }
        refusal={refusal}
        loading={toggle.isPending}
        onClick={() => toggle.mutate()}
      >
        {t(schedule.isPaused ? 'schedules.resume' : 'schedules.pause')}
      </GuardedButton>
      {toggle.error ? <FailureNote error={toggle.error} /> : null}
    </>
  );
}
