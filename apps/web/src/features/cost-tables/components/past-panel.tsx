import { type ImpactResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Fact, Facts, Notice } from '../../../shared/staff-ui/index.js';
import { formatInstantRange } from '../../../shared/time/index.js';
import { Panel } from '../../../shared/ui/index.js';

/** A table that takes effect in the past: what of the past it leaves alone. */
export function PastPanel({ past }: { past: NonNullable<ImpactResponse['past']> }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  return (
    <Panel title={t('past.title')}>
      <Notice>
        <p>{t('past.message')}</p>
        <p>{t('past.text')}</p>
      </Notice>
      <br />
      <Facts>
        <Fact label={t('past.stretch')}>{formatInstantRange({ ...past, locale })}</Fact>
        <Fact label={t('past.charges')}>
          {new Intl.NumberFormat(locale).format(past.chargeCount)}
        </Fact>
        <Fact label={t('past.credits')}>
          <Amount value={past.credits} />
        </Fact>
      </Facts>
    </Panel>
  );
}
