import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { jobTypesQuery, useLocalized } from '../../shared/jobs/index.js';
import { Breadcrumb, Field, SkeletonRows, useViewParams } from '../../shared/staff-ui/index.js';
import { PageHeading, Panel, RouterAnchor, StatePanel } from '../../shared/ui/index.js';
import { ScheduleForm } from './components/schedule-form.js';
import classes from './schedules.module.css';

const scheduleNewParams = z.object({ type: z.string().max(60).optional().catch(undefined) });

/** Making a schedule: what it starts, then when. */
export function ScheduleNewPage() {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  const [params, change] = useViewParams(scheduleNewParams);
  const query = useQuery(jobTypesQuery);
  return (
    <>
      <Breadcrumb>
        <RouterAnchor to="/schedules">{t('navigation.schedules')}</RouterAnchor>
      </Breadcrumb>
      <PageHeading title={t('schedule.newTitle')} />
      <Panel title={t('schedule.panel')}>
        <StatePanel query={query} skeleton={<SkeletonRows count={5} height={48} />}>
          {(types) => {
            const chosen = types.find(({ type }) => type === params.type);
            return (
              <>
                <Field label={t('jobs.type')} className={classes.type}>
                  {(control) => (
                    <select
                      {...control}
                      value={chosen?.type ?? ''}
                      onChange={(event) => change({ type: event.currentTarget.value || undefined })}
                    >
                      <option value="">{t('start.choose')}</option>
                      {types.map(({ type, title }) => (
                        <option key={type} value={type}>
                          {localized(title)}
                        </option>
                      ))}
                    </select>
                  )}
                </Field>
                {chosen ? (
                  <ScheduleForm key={chosen.type} jobType={chosen} schedule={null} />
                ) : null}
              </>
            );
          }}
        </StatePanel>
      </Panel>
    </>
  );
}
