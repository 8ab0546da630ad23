import { type ChargeResponse } from '@os-credits/contracts';
import { IconCertificate } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount, formatExact } from '../../../shared/amounts/index.js';
import { RecomputedMark } from '../../../shared/charges/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatInstantRange } from '../../../shared/time/index.js';
import { RouterAnchor } from '../../../shared/ui/index.js';
import classes from '../charge-working.module.css';
import { EntryChain } from './entry-chain.js';
import { IntervalTable } from './interval-table.js';
import { ReadingTable } from './reading-table.js';

/** Readings → growth → unit → rate → credits, each step with its numbers. */
export function ChargeWorking({ charge }: { charge: ChargeResponse }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const exact = (value: string): string => formatExact(value, locale);
  return (
    <div className={classes.working}>
      <div className={classes.summary}>
        <p className={classes.what}>
          {t('charge.what', { metric: charge.metricFriendlyName, site: charge.site })}
          {charge.isOpen ? <span className={classes.open}>{t('charge.open')}</span> : null}
        </p>
        <p className={classes.result}>
          <Amount value={charge.credits} /> <span>{t('charge.credits')}</span>
        </p>
        <p className={classes.hour}>{formatInstantRange({ ...charge.hour, locale })}</p>
        <RecomputedMark charge={charge} />
        <RouterAnchor
          to="/projects/$name/charges/$id"
          params={{ name: charge.project, id: charge.id }}
          className={classes.passport ?? ''}
        >
          <IconCertificate size={18} aria-hidden />
          {t('charge.toPassport')}
        </RouterAnchor>
      </div>

      <section>
        <h3>{t('charge.formulaTitle')}</h3>
        <p className={classes.formula}>
          {t('charge.formula', {
            quantity: exact(charge.quantity),
            unit: charge.unit,
            rate: exact(charge.rate),
            credits: exact(charge.credits),
          })}
        </p>
        <dl className={classes.facts}>
          <Fact label={t('charge.exact')} value={exact(charge.credits)} />
          <Fact label={t('charge.rounded')} value={<Amount value={charge.creditsRounded} />} />
          <Fact label={t('charge.rate', { unit: charge.unit })} value={exact(charge.rate)} />
          <Fact
            label={t('charge.costTable')}
            value={t('charge.costTableText', {
              title: charge.costTable.title,
              id: charge.costTable.id,
            })}
          />
          <Fact
            label={t('charge.conversion')}
            value={
              charge.unit === charge.readingUnit
                ? t('charge.conversionNone', { unit: charge.unit })
                : t('charge.conversionText', {
                    readingUnit: charge.readingUnit,
                    factor: exact(charge.readingFactor),
                    unit: charge.unit,
                  })
            }
          />
          <Fact label={t('charge.reset')} value={t(`charge.resetPolicy.${charge.resetPolicy}`)} />
        </dl>
      </section>

      <section>
        <h3>{t('charge.readingsTitle')}</h3>
        {charge.readingsRetained ? (
          <>
            <ReadingTable charge={charge} />
            <IntervalTable charge={charge} />
          </>
        ) : (
          <p className={classes.note}>{t('charge.notRetained')}</p>
        )}
      </section>

      <section>
        <h3>{t('charge.entriesTitle')}</h3>
        <EntryChain charge={charge} />
      </section>
    </div>
  );
}

function Fact({ label, value }: { label: string; value: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
