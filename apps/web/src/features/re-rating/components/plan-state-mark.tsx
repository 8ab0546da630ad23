import { type ReRatingState } from '@os-credits/contracts';
import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClockExclamation,
  IconHandStop,
  IconLoader,
  IconPlayerPlay,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ToneMark, type Tone } from '../../../shared/staff-ui/index.js';

const marks: Record<ReRatingState, { icon: Icon; tone: Tone }> = {
  computing: { icon: IconLoader, tone: 'good' },
  ready: { icon: IconHandStop, tone: 'notice' },
  applying: { icon: IconPlayerPlay, tone: 'good' },
  applied: { icon: IconCircleCheck, tone: 'good' },
  outdated: { icon: IconClockExclamation, tone: 'notice' },
  rejected: { icon: IconBan, tone: 'quiet' },
  failed: { icon: IconCircleX, tone: 'warning' },
};

/** The state of a plan: symbol, colour and word. */
export function PlanStateMark({ state }: { state: ReRatingState }) {
  const { t } = useTranslation('rules');
  const { icon, tone } = marks[state];
  return (
    <ToneMark tone={tone} icon={icon} title={t(`planState.meaning.${state}`)}>
      {t(`planState.${state}`)}
    </ToneMark>
  );
}
