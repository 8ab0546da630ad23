import { type CostTableState } from '@os-credits/contracts';
import {
  IconCalendarTime,
  IconCircleCheck,
  IconHistory,
  IconPencil,
  IconPlayerSkipForward,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ToneMark, type Tone } from '../../../shared/staff-ui/index.js';

const marks: Record<CostTableState, { icon: Icon; tone: Tone }> = {
  draft: { icon: IconPencil, tone: 'quiet' },
  'awaiting-confirmation': { icon: IconUsers, tone: 'notice' },
  scheduled: { icon: IconCalendarTime, tone: 'notice' },
  'in-force': { icon: IconCircleCheck, tone: 'good' },
  superseded: { icon: IconHistory, tone: 'quiet' },
  overtaken: { icon: IconPlayerSkipForward, tone: 'quiet' },
};

/** The state of a cost table: symbol, colour and word. */
export function CostTableStateMark({ state }: { state: CostTableState }) {
  const { t } = useTranslation('rules');
  const { icon, tone } = marks[state];
  return (
    <ToneMark tone={tone} icon={icon} title={t(`tableState.meaning.${state}`)}>
      {t(`tableState.${state}`)}
    </ToneMark>
  );
}
