import { type SyncRunState } from '@os-credits/contracts';
import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconHandStop,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../perun.module.css';

const icons: Record<SyncRunState, typeof IconBan> = {
  computing: IconPlayerPlay,
  applying: IconPlayerPlay,
  waiting: IconHandStop,
  done: IconCircleCheck,
  failed: IconCircleX,
  cancelled: IconBan,
};

/** The state of a sync run: symbol, colour and word. */
export function SyncRunMark({ state }: { state: SyncRunState }) {
  const { t } = useTranslation('staff');
  const Icon = icons[state];
  return (
    <span className={classes.mark} data-state={state} title={t(`syncState.meaning.${state}`)}>
      <Icon size={16} stroke={1.9} aria-hidden />
      {t(`syncState.${state}`)}
    </span>
  );
}
