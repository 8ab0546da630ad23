import { type ChargePassport } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../charge-passport.module.css';
import { useFold } from '../use-fold.js';
import { localizedFormula } from '../model/localized-formula.js';

/** From each pair of neighbouring readings to the part of the growth that this hour bears. */
export function IntervalSteps({ charge }: { charge: ChargePassport }) {
  const { t } = useTranslation('account');
  const locale = useLocale();
  const { isFolded, unfold } = useFold(charge.intervals.length);
  if (charge.intervals.length === 0) return null;
  return (
    <>
      <ol className={classes.steps}>
        {charge.intervals.map((interval, index) => (
          <li key={interval.from} data-folded={isFolded(index)}>
            <p className={classes.stepTime}>
              <Time instant={interval.from} style="date-time-second" />
              {' – '}
              <Time instant={interval.to} style="time" />
              <IntervalTags interval={interval} />
            </p>
            <p className={classes.stepFormula}>{localizedFormula(interval.formula, locale)}</p>
            {interval.shareFormula === null ? null : (
              <p className={classes.stepFormula}>
                {t('passport.share')} {localizedFormula(interval.shareFormula, locale)}
              </p>
            )}
            <p className={classes.stepShare}>
              {t('passport.counted', {
                quantity: formatExact(interval.share, locale),
                unit: charge.unit,
              })}
            </p>
            <HeldDecision interval={interval} />
          </li>
        ))}
      </ol>
      {unfold}
      <p className={classes.sum}>
        {t('passport.quantity', {
          quantity: formatExact(charge.quantity, locale),
          unit: charge.unit,
        })}
      </p>
    </>
  );
}

type IntervalProps = { interval: ChargePassport['intervals'][number] };

function IntervalTags({ interval }: IntervalProps) {
  const { t } = useTranslation();
  const { t: words } = useTranslation('account');
  return (
    <>
      {interval.isReset ? <span className={classes.tag}>{t('charge.resetTag')}</span> : null}
      {interval.isSplit ? <span className={classes.tag}>{t('charge.splitTag')}</span> : null}
      {interval.isHeld ? <span className={classes.tag}>{words('passport.held')}</span> : null}
    </>
  );
}

/** What staff decided about implausible growth, or that nobody has yet. */
function HeldDecision({ interval: { isHeld, decision } }: IntervalProps) {
  const { t } = useTranslation('account');
  if (!isHeld) return null;
  if (decision === null) return <p className={classes.soft}>{t('passport.heldOpen')}</p>;
  return (
    <p className={classes.soft}>
      {t(`passport.heldDecision.${decision.status}`, {
        by: decision.by ?? t('passport.somebody'),
        reason: decision.reason ?? t('passport.noReason'),
      })}
      {decision.at === null ? null : (
        <>
          {' '}
          <Time instant={decision.at} />
        </>
      )}
    </p>
  );
}
