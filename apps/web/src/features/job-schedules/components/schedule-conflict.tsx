import { Button, Group } from '@mantine/core';
import { type JobSchedule, type JobScheduleInput } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { ValueTree } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { differencesOf } from '../model/schedule-change.js';
import classes from '../schedules.module.css';

type ScheduleConflictProps = {
  mine: JobScheduleInput | undefined;
  theirs: JobSchedule;
  onTakeTheirs: () => void;
  onSaveMine: () => void;
  isSaving: boolean;
};

/** Somebody else changed the schedule meanwhile: both versions, and the choice between them. */
export function ScheduleConflict({
  mine,
  theirs,
  onTakeTheirs,
  onSaveMine,
  isSaving,
}: ScheduleConflictProps) {
  const { t } = useTranslation('staff');
  const differences = mine ? differencesOf(mine, theirs) : [];
  return (
    <div role="alert" className={classes.conflict}>
      <p>
        {t('schedule.conflict', { name: theirs.updatedBy })} <Time instant={theirs.updatedAt} />
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('schedule.what')}</th>
            <th scope="col">{t('schedule.mine')}</th>
            <th scope="col">{t('schedule.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((each) => (
            <tr key={each.field}>
              <th scope="row">{t(`schedule.compared.${each.field}`)}</th>
              <td>
                <ValueTree value={each.mine} />
              </td>
              <td>
                <ValueTree value={each.theirs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Group gap="sm">
        <Button variant="default" onClick={onTakeTheirs}>
          {t('schedule.takeTheirs')}
        </Button>
        <Button variant="default" onClick={onSaveMine} loading={isSaving}>
          {t('schedule.saveMine')}
        </Button>
      </Group>
    </div>
  );
}
