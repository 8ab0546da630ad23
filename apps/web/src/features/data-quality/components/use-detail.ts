import { type QuarantineExplanation } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';

/** Words for what is wrong with a reading in particular; the server's own where there are none. */
export function useDetail(): (detail: string, explanation: QuarantineExplanation) => string {
  const { t } = useTranslation('quality');
  return (detail, explanation) =>
    explanation === null
      ? detail
      : t(`detail.${explanation.code}`, { replace: explanation.params });
}
