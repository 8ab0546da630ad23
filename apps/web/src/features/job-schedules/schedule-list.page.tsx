import { IconCalendarOff, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { RowList, StaffListPage, useRefusal, useViewParams } from '../../shared/staff-ui/index.js';
import { browserZone } from '../../shared/time/index.js';
import { ChoiceGroup, RouterButton } from '../../shared/ui/index.js';
import { ScheduleRow } from './components/schedule-row.js';
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
    <StaffListPage
      title={t('schedules.title')}
      intro={t('schedules.intro', { zone: browserZone })}
      actions={
        refusal === null ? (
          <RouterButton to="/schedules/new" leftSection={<IconPlus size={17} aria-hidden />}>
            {t('schedules.create')}
          </RouterButton>
        ) : undefined
      }
      readOnly={refusal === null ? null : t('schedules.readOnly', { reason: refusal })}
      filters={
        <ChoiceGroup
          label={t('schedules.show')}
          value={show}
          options={shownKinds.map((kind) => ({ value: kind, label: t(`schedules.shown.${kind}`) }))}
          onChange={(next) => change({ show: next === 'all' ? undefined : next })}
        />
      }
      query={query}
      skeleton={{ count: 4, height: 96 }}
      isEmpty={(schedules) => !schedules.some(isShown)}
      nothing={{
        icon: IconCalendarOff,
        title: t('schedules.emptyTitle'),
        text: t('schedules.emptyText'),
      }}
      noResults={
        show === 'all'
          ? null
          : {
              title: t('schedules.noResultsTitle'),
              text: t('schedules.noResultsText'),
              onClear: () => change({ show: undefined }),
            }
      }
    >
      {(schedules) => (
        <RowList label={t('schedules.title')}>
          {schedules.filter(isShown).map((schedule) => (
            <ScheduleRow key={schedule.id} schedule={schedule} refusal={refusal} />
          ))}
        </RowList>
      )}
    </StaffListPage>
  );
}
