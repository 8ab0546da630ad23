import { Button } from '@mantine/core';
import { type ChargePassport } from '@os-credits/contracts';
import { IconBraces, IconPrinter, IconReceipt } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { chargeUrl, RecomputedMark } from '../../../shared/charges/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatInstantRange } from '../../../shared/time/index.js';
import { RouterButton } from '../../../shared/ui/index.js';
import classes from '../charge-passport.module.css';

/** What was charged, for which hour, and whether the readings lead to it. */
export function PassportSummary({ charge }: { charge: ChargePassport }) {
  const { t } = useTranslation();
  const { t: words } = useTranslation('account');
  const locale = useLocale();
  const day = charge.hour.from.slice(0, 10);
  return (
    <section className={classes.summary} aria-label={words('passport.summary')}>
      <div>
        <p className={classes.what}>
          {t('charge.what', { metric: charge.metricFriendlyName, site: charge.site })}
          {charge.isOpen ? <span className={classes.tag}>{t('charge.open')}</span> : null}
        </p>
        <p className={classes.result}>
          <Amount value={charge.credits} /> <span>{t('charge.credits')}</span>
        </p>
        <p className={classes.soft}>{formatInstantRange({ ...charge.hour, locale })}</p>
        <RecomputedMark charge={charge} />
      </div>
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<IconPrinter size={17} aria-hidden />}
          onClick={() => window.print()}
        >
          {words('passport.print')}
        </Button>
        <Button
          component="a"
          variant="default"
          href={chargeUrl(charge.project, charge.id)}
          leftSection={<IconBraces size={17} aria-hidden />}
        >
          {words('passport.json')}
        </Button>
        <RouterButton
          to="/projects/$name"
          params={{ name: charge.project }}
          search={{ booked: 'custom', bookedFrom: day, bookedTo: day }}
          variant="default"
          leftSection={<IconReceipt size={17} aria-hidden />}
        >
          {words('passport.toStatement')}
        </RouterButton>
      </div>
    </section>
  );
}
