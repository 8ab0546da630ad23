import { useTranslation } from 'react-i18next';
import { type MachineFault } from '../model/machines.js';

/** The words of a fault; null where there is none. */
export function useMachineFault(): (fault: MachineFault | undefined) => string | null {
  const { t } = useTranslation('calculator');
  return (fault) => (fault === undefined ? null : t(`fault.${fault}`));
}
