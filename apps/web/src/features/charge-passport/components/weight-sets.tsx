import { type ChargePassport } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../charge-passport.module.css';

/** Size weights that exporters could know in this hour; they are in the readings already. */
export function WeightSets({ charge: { sizeWeights } }: { charge: ChargePassport }) {
  const { t } = useTranslation('account');
  const locale = useLocale();
  if (sizeWeights === null) return <p className={classes.soft}>{t('passport.noWeights')}</p>;
  return (
    <>
      <p className={classes.soft}>{t('passport.weightsText')}</p>
      <ul className={classes.weights}>
        {sizeWeights.map(({ setAt, costTable, weights }) => (
          <li key={`${setAt} ${costTable.id}`}>
            <p>
              {t('passport.weightsSet')} <Time instant={setAt} style="date-time-zone" />
              {' · '}
              {costTable.title}
            </p>
            <p className={classes.stepFormula}>
              {weights
                .map(({ value, weight }) =>
                  t('passport.weight', {
                    value: formatExact(value, locale),
                    weight: formatExact(weight, locale),
                  }),
                )
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
