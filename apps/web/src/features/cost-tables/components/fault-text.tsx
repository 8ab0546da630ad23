import { useTranslation } from 'react-i18next';
import { type DraftFault } from '../model/draft-faults.js';

/** The words of a fault; null where there is none. */
export function useFaultText(): (fault: DraftFault | undefined) => string | null {
  const { t } = useTranslation('rules');
  return (fault) => {
    if (fault === undefined) return null;
    return fault.reason === 'refused' ? fault.text : t(`fault.${fault.reason}`);
  };
}
