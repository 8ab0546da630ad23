import { Button } from '@mantine/core';
import { IconCalendarOff, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { RowList, SkeletonRows, useRefusal, useViewParams } from '../../shared/staff-ui/index.js';
import { browserZone } from '../../shared/time/index.js';
import {
  ChoiceGroup,
  EmptyState,
  PageHeading,
  PanelBoundary,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
import { ScheduleRow } from './components/schedule-row.js';
import classes from './schedules.module.css';
import { schedulesQuery } from './schedules.queries.js';

const shownKinds = ['all', 'on', 'paused'] as const;
const scheduleListParams = z.object({ show: z.enum(shownKinds).catch('all') });

/** What runs by the clock. */
export function ScheduleListPage() {
  const { t } = useTranslation('staff');
  const [{ show }, change] = useViewParams(scheduleListParams);
  const query = useQuery(schedulesQuery);
  const refusal = useRefusal()('schedules:write');
  const isShown = ({ isPaused }: { isPaused: boolean }): boolean =>
    show === 'all' || (show === 'paused') === isPaused;
  return (
    <>
      <PageHeading title={t('schedules.title')} intro={t('schedules.intro', { zone: browserZone })}>
        <span className={classes.start}>
          {refusal === null ? (
            <RouterButton to="/schedules/new" leftSection={<IconPlus size={17} aria-hidden />}>
              {t('schedules.create')}
            </RouterButton>
          ) : null}
        </span>
      </PageHeading>
      {refusal === null ? null : (
        <p className={classes.refusal}>{t('schedules.readOnly', { reason: refusal })}</p>
      )}
      <div className={classes.filters}>
        <ChoiceGroup
          label={t('schedules.show')}
          value={show}
          options={shownKinds.map((kind) => ({ value: kind, label: t(`schedules.shown.${kind}`) }))}
          onChange={(next) => change({ show: next === 'all' ? undefined : next })}
        />
      </div>
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={4} height={96} />}
          isEmpty={(schedules) => !schedules.some(isShown)}
          empty={
            show === 'all' ? (
              <EmptyState
                icon={<IconCalendarOff size={32} stroke={1.5} />}
                title={t('schedules.emptyTitle')}
                text={t('schedules.emptyText')}
              />
            ) : (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={t('schedules.noResultsTitle')}
                text={t('schedules.noResultsText')}
                action={
                  <Button onClick={() => change({ show: undefined })}>
                    {t('list.clearFilters')}
                  </Button>
                }
              />
            )
          }
        >
          {(schedules) => (
            <RowList label={t('schedules.title')}>
              {schedules.filter(isShown).map((schedule) => (
                <ScheduleRow key={schedule.id} schedule={schedule} refusal={refusal} />
              ))}
            </RowList>
          )}
        </StatePanel>
      </PanelBoundary>
    </>
  );
}
