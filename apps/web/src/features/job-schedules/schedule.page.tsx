import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type JobSchedule, type JobType } from '@os-credits/contracts';
import { jobTypesQuery, useLocalized } from '../../shared/jobs/index.js';
import { DetailPage, DetailSkeleton, MissingPage } from '../../shared/staff-ui/index.js';
import { Time } from '../../shared/time/index.js';
import {
  PageHeading,
  Panel,
  RouterAnchor,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
import { DeleteSchedule } from './components/delete-schedule.js';
import { RunNow } from './components/run-now.js';
import { ScheduleForm } from './components/schedule-form.js';
import classes from './schedules.module.css';
import { schedulesQuery } from './schedules.queries.js';

const route = getRouteApi('/signed-in/staff/schedules/$id');

/** One schedule: when it runs, what it starts. */
export function SchedulePage() {
  const { t } = useTranslation('staff');
  const { id } = route.useParams();
  const query = useQuery({
    ...schedulesQuery,
    select: ({ schedules }) => schedules.find((each) => each.id === id) ?? null,
  });
  const types = useQuery(jobTypesQuery);
  return (
    <DetailPage
      back={<RouterAnchor to="/schedules">{t('navigation.schedules')}</RouterAnchor>}
      query={query}
      missing={<ScheduleMissing />}
    >
      {(schedule) => (
        <StatePanel query={types} skeleton={<DetailSkeleton />}>
          {(known) => (
            <ScheduleEditor
              key={id}
              schedule={schedule}
              jobType={known.find(({ type }) => type === schedule.type)}
            />
          )}
        </StatePanel>
      )}
    </DetailPage>
  );
}

function ScheduleMissing() {
  const { t } = useTranslation('staff');
  return (
    <MissingPage
      title={t('schedule.missingTitle')}
      heading={t('schedule.missingHeading')}
      text={t('schedule.missingText')}
      action={<RouterButton to="/schedules">{t('schedule.toSchedules')}</RouterButton>}
    />
  );
}

type ScheduleEditorProps = { schedule: JobSchedule; jobType: JobType | undefined };

function ScheduleEditor({ schedule, jobType }: ScheduleEditorProps) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  // The form begins with the version that was read first; a later one meets it as a conflict on saving.
  const [opened, setOpened] = useState(schedule);
  return (
    <>
      <PageHeading
        title={schedule.name}
        intro={localized(schedule.title)}
        actions={
          <>
            <RunNow schedule={schedule} />
            <DeleteSchedule schedule={schedule} />
          </>
        }
      />
      <Panel
        title={t('schedule.panel')}
        description={
          <>
            {t('schedule.changedBy', { name: schedule.updatedBy })}{' '}
            <Time instant={schedule.updatedAt} />
          </>
        }
      >
        {jobType ? (
          <ScheduleForm
            key={opened.version}
            jobType={jobType}
            schedule={opened}
            newest={schedule}
            onTaken={setOpened}
          />
        ) : (
          <p className={classes.refusal}>{t('schedule.typeGone', { type: schedule.type })}</p>
        )}
      </Panel>
    </>
  );
}
