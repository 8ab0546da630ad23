import { type ChargePassport } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Fact, Facts } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { RouterAnchor } from '../../../shared/ui/index.js';
import classes from '../charge-passport.module.css';

type RateFactsProps = { charge: ChargePassport; isStaff: boolean };

/** The rate, the row and version of the cost table that set it, and how readings become units. */
export function RateFacts({ charge, isStaff }: RateFactsProps) {
  const { t } = useTranslation('account');
  const { t: shared } = useTranslation();
  const locale = useLocale();
  const { costTable } = charge;
  // The first table holds from the epoch on, which stands for "from the beginning".
  const appliesFrom = costTable.appliesFrom ?? costTable.effectiveFrom;
  const title = shared('charge.costTableText', { title: costTable.title, id: costTable.id });
  return (
    <Facts>
      <Fact label={shared('charge.rate', { unit: charge.unit })}>
        {formatExact(charge.rate, locale)}
        {charge.rateScope === null ? null : (
          <span className={classes.note}>{t(`passport.scope.${charge.rateScope}`)}</span>
        )}
      </Fact>
      <Fact label={shared('charge.costTable')}>
        {isStaff ? (
          <RouterAnchor to="/cost-tables/$id" params={{ id: String(costTable.id) }}>
            {title}
          </RouterAnchor>
        ) : (
          title
        )}
        <span className={classes.note}>
          {t('passport.version', { version: costTable.version })}
        </span>
      </Fact>
      <Fact label={t('passport.inForce')}>
        {Date.parse(appliesFrom) === 0 ? (
          t('passport.fromTheBeginning')
        ) : (
          <Time instant={appliesFrom} style="date-time-zone" />
        )}
        {costTable.publishedAt === null ? null : (
          <span className={classes.note}>
            {t('passport.published', { by: costTable.publishedBy ?? t('passport.somebody') })}{' '}
            <Time instant={costTable.publishedAt} />
          </span>
        )}
      </Fact>
      <Fact label={shared('charge.conversion')}>
        {charge.unit === charge.readingUnit
          ? shared('charge.conversionNone', { unit: charge.unit })
          : shared('charge.conversionText', {
              readingUnit: charge.readingUnit,
              factor: formatExact(charge.readingFactor, locale),
              unit: charge.unit,
            })}
      </Fact>
      <Fact label={shared('charge.reset')}>
        {shared(`charge.resetPolicy.${charge.resetPolicy}`)}
      </Fact>
      <Fact label={t('passport.series')}>
        {t('passport.seriesText', { id: charge.series.id })}
        {charge.series.firstReadingAt === null ? null : (
          <span className={classes.note}>
            {t('passport.seriesSince')} <Time instant={charge.series.firstReadingAt} />
          </span>
        )}
      </Fact>
    </Facts>
  );
}
