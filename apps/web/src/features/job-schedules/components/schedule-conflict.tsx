import { type JobSchedule, type JobScheduleInput } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { ValueTree, VersionConflict } from '../../../shared/staff-ui/index.js';
import { differencesOf } from '../model/schedule-change.js';

type ScheduleConflictProps = {
  mine: JobScheduleInput | undefined;
  theirs: JobSchedule;
  onTakeTheirs: () => void;
  onSaveMine: () => void;
  isSaving: boolean;
};

/** Somebody else changed the schedule meanwhile: both versions, and the choice between them. */
export function ScheduleConflict({ mine, theirs, ...choice }: ScheduleConflictProps) {
  const { t } = useTranslation('staff');
  const rows = (mine ? differencesOf(mine, theirs) : []).map((each) => ({
    key: each.field,
    label: t(`schedule.compared.${each.field}`),
    mine: <ValueTree value={each.mine} />,
    theirs: <ValueTree value={each.theirs} />,
  }));
  return (
    <VersionConflict
      changedBy={theirs.updatedBy}
      changedAt={theirs.updatedAt}
      rows={rows}
      {...choice}
    />
  );
}
