import { type ChargeResponse } from '@os-credits/contracts';
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../amounts/index.js';
import { useLocale } from '../i18n/index.js';
import classes from './recomputed-mark.module.css';

/** Whether the readings shown lead to the quantity that was charged. */
export function RecomputedMark({ charge }: { charge: ChargeResponse }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { recomputed } = charge;
  if (recomputed === null) {
    return (
      <p className={classes.mark} data-kind="unknown">
        <IconHelpCircle size={18} aria-hidden />
        {t('charge.recomputedUnknown')}
      </p>
    );
  }
  if (recomputed.matches) {
    return (
      <p className={classes.mark} data-kind="match">
        <IconCircleCheck size={18} aria-hidden />
        {t('charge.recomputedMatches')}
      </p>
    );
  }
  return (
    <p className={classes.mark} data-kind="differs">
      <IconAlertTriangle size={18} aria-hidden />
      {t('charge.recomputedDiffers', {
        quantity: formatExact(recomputed.quantity, locale),
        unit: charge.unit,
      })}
    </p>
  );
}
