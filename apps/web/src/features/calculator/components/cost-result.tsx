import { Skeleton } from '@mantine/core';
import { type CalculatorResponse } from '@os-credits/contracts';
import { type UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Amount, formatExact, useFormatAmount } from '../../../shared/amounts/index.js';
import { ApiError } from '../../../shared/api/api-error.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { FailureNote } from '../../../shared/staff-ui/failure-note.js';
import { PlainTable } from '../../../shared/staff-ui/plain-table.js';
import { formatTime } from '../../../shared/time/index.js';
import classes from '../calculator.module.css';
import { type MachineText } from '../model/machines.js';

type CostResultProps = {
  query: UseQueryResult<CalculatorResponse>;
  machines: readonly MachineText[];
  /** The form stands for a request; else it says itself what is wrong with it. */
  isAsked: boolean;
};

/** Credits per hour, day and month with their working, and how long credits last. */
export function CostResult({ query, machines, isAsked }: CostResultProps) {
  const { t } = useTranslation('calculator');
  const { data, error } = query;
  if (!isAsked) return <p className={classes.soft}>{t('putRight')}</p>;
  if (error) return <Refusal error={error} />;
  if (!data) return <Skeleton height={240} radius="md" />;
  return (
    <div className={query.isPlaceholderData ? classes.dimmed : undefined} aria-live="polite">
      <dl className={classes.figures}>
        {(['creditsPerHour', 'creditsPerDay', 'creditsPerMonth'] as const).map((each) => (
          <div key={each}>
            <dt>{t(each)}</dt>
            <dd>
              <Amount value={data[each]} />
            </dd>
          </div>
        ))}
      </dl>
      <Working answer={data} isSeveral={machines.length > 1} />
      <Lasts answer={data} />
    </div>
  );
}

function Refusal({ error }: { error: Error }) {
  const { t } = useTranslation('calculator');
  const faults = error instanceof ApiError ? error.faults : [];
  if (error instanceof ApiError && error.code === 'project-not-found') {
    return <p role="alert">{t('projectUnknown')}</p>;
  }
  if (faults.length === 0) return <FailureNote error={error} />;
  return (
    <div role="alert">
      <p>{t('refused')}</p>
      <ul className={classes.faults}>
        {faults.map(({ pointer, detail }) => (
          <li key={pointer}>{detail}</li>
        ))}
      </ul>
    </div>
  );
}

function Working({ answer, isSeveral }: { answer: CalculatorResponse; isSeveral: boolean }) {
  const { t } = useTranslation('calculator');
  const locale = useLocale();
  const at = formatTime({ instant: answer.at, style: 'date-time-zone', locale });
  return (
    <>
      <p className={classes.soft}>{t('under', { title: answer.table.title, at })}</p>
      <PlainTable label={t('working')}>
        <thead>
          <tr>
            {isSeveral ? <th scope="col">{t('machineHead')}</th> : null}
            <th scope="col">{t('metric')}</th>
            <th scope="col" data-number>
              {t('perMachine')}
            </th>
            <th scope="col" data-number>
              {t('weight')}
            </th>
            <th scope="col" data-number>
              {t('count')}
            </th>
            <th scope="col" data-number>
              {t('rate')}
            </th>
            <th scope="col" data-number>
              {t('creditsPerHour')}
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.lines.map((line, index) => (
            <tr key={index}>
              {isSeveral ? <td>{t('machine', { number: line.machine + 1 })}</td> : null}
              <th scope="row">{line.friendlyName}</th>
              <td data-number>
                {formatExact(line.amount, locale)} {line.unit.replace(/·h$/, '')}
              </td>
              <td data-number>× {formatExact(line.weight, locale)}</td>
              <td data-number>× {new Intl.NumberFormat(locale).format(line.count)}</td>
              <td data-number>× {formatExact(line.rate, locale)}</td>
              <td data-number>= {formatExact(line.creditsPerHour, locale)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={isSeveral ? 6 : 5}>
              {t('sum')}
            </th>
            <td data-number>{formatExact(answer.creditsPerHour, locale)}</td>
          </tr>
        </tfoot>
      </PlainTable>
    </>
  );
}

function Lasts({ answer: { lasts } }: { answer: CalculatorResponse }) {
  const { t } = useTranslation('calculator');
  const locale = useLocale();
  const formatAmount = useFormatAmount();
  if (lasts === null) return null;
  const figures = {
    credits: formatAmount(lasts.credits),
    days: formatExact(lasts.days, locale),
    hours: formatExact(lasts.hours, locale),
  };
  return (
    <p className={classes.lasts}>
      {lasts.until === null
        ? t('lasts', figures)
        : t('lastsUntil', {
            ...figures,
            until: formatTime({ instant: lasts.until, style: 'date-time-zone', locale }),
          })}
    </p>
  );
}
