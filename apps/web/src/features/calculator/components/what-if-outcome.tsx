import { type WhatIfResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatDayRange, Time } from '../../../shared/time/index.js';
import classes from '../calculator.module.css';

/** Now and then beside each other: credits per day, and how long what remains lasts. */
export function WhatIfOutcome({ answer }: { answer: WhatIfResponse }) {
  const { t } = useTranslation('calculator');
  const locale = useLocale();
  const { windowFrom, windowTo } = answer;
  return (
    <>
      <dl className={classes.outcome} aria-live="polite">
        {(['now', 'then'] as const).map((side) => (
          <div key={side}>
            <dt>{t(`whatIf.side.${side}`)}</dt>
            <dd>
              <Amount value={answer[side].creditsPerDay} /> {t('whatIf.perDay')}
            </dd>
            <dd>
              <Runway pace={answer[side]} remaining={answer.remaining} />
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.soft}>
        {windowFrom === null || windowTo === null
          ? t('whatIf.noWindow')
          : t('whatIf.window', {
              range: formatDayRange({ from: windowFrom, to: windowTo, locale }),
            })}{' '}
        {answer.table === null ? null : t('whatIf.under', { title: answer.table.title })}
      </p>
    </>
  );
}

type RunwayProps = { pace: WhatIfResponse['now']; remaining: string };

function Runway({ pace, remaining }: RunwayProps) {
  const { t } = useTranslation('calculator');
  if (!/[1-9]/.test(remaining) || remaining.startsWith('-')) return <>{t('whatIf.usedUp')}</>;
  if (pace.exhaustedAt === null) {
    return <>{t(/[1-9]/.test(pace.creditsPerDay) ? 'whatIf.unknown' : 'whatIf.forEver')}</>;
  }
  return (
    <>
      {t('whatIf.lastsUntil')} <Time instant={pace.exhaustedAt} style="date" />
    </>
  );
}
