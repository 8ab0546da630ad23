import { Badge } from '@mantine/core';
import { type PerunMode } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';

const colors: Record<PerunMode, string> = { off: 'gray', simulated: 'ochre', live: 'pine' };

/** Whether this is a real Perun. */
export function ModeMark({ mode }: { mode: PerunMode }) {
  const { t } = useTranslation('staff');
  return (
    <Badge color={colors[mode]} variant="light" tt="none" title={t(`perun.modeMeaning.${mode}`)}>
      {t(`perun.mode.${mode}`)}
    </Badge>
  );
}
