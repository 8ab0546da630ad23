import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type StatusBadgeProps = { status: 'unverified' | 'active' | 'inactive' };

/** Only states that need a word: an active project is the normal case and stays silent. */
export function StatusBadge({ status }: StatusBadgeProps) {
  const { t } = useTranslation();
  if (status === 'active') return null;
  return (
    <Badge
      variant="light"
      color={status === 'unverified' ? 'ochre' : 'gray'}
      tt="none"
      fw={600}
      title={t(`status.${status}Meaning`)}
    >
      {t(`status.${status}`)}
    </Badge>
  );
}
