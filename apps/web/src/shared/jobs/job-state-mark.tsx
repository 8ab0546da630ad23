import { type JobState } from '@os-credits/contracts';
import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconHandStop,
  IconHourglass,
  IconPlayerPlay,
  IconSkull,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './job-state-mark.module.css';

const icons: Record<JobState, typeof IconBan> = {
  queued: IconHourglass,
  running: IconPlayerPlay,
  'waiting-for-approval': IconHandStop,
  succeeded: IconCircleCheck,
  failed: IconCircleX,
  cancelled: IconBan,
  dead: IconSkull,
};

/** The state of a run: symbol, colour and word. */
export function JobStateMark({ state }: { state: JobState }) {
  const { t } = useTranslation('staff');
  const Icon = icons[state];
  return (
    <span className={classes.mark} data-state={state} title={t(`jobState.meaning.${state}`)}>
      <Icon size={16} stroke={1.9} aria-hidden />
      {t(`jobState.${state}`)}
    </span>
  );
}
