import { Skeleton } from '@mantine/core';
import { type CalculatorResponse } from '@os-credits/contracts';
import { type UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Amount, formatExact, useFormatAmount } from '../../../shared/amounts/index.js';
import { ApiError } from '../../../shared/api/api-error.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { FailureNote } from '../../../shared/staff-ui/failure-note.js';
import { type FiguresColumn, FiguresTable } from '../../../shared/staff-ui/figures-table.js';
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

type Line = CalculatorResponse['lines'][number];

/** Amount × size weight × number × rate = credits, line by line. */
function useWorkingColumns(answer: CalculatorResponse, isSeveral: boolean): FiguresColumn<Line>[] {
  const { t } = useTranslation('calculator');
  const locale = useLocale();
  const exact = (value: string): string => formatExact(value, locale);
  const factor = (head: string, valueOf: (line: Line) => string): FiguresColumn<Line> => ({
    head,
    isNumber: true,
    cell: (line) => `× ${valueOf(line)}`,
  });
  const machine: FiguresColumn<Line> = {
    head: t('machineHead'),
    cell: (line) => t('machine', { number: line.machine + 1 }),
    foot: t('sum'),
  };
  return [
    ...(isSeveral ? [machine] : []),
    {
      head: t('metric'),
      isRowName: true,
      cell: (line) => line.friendlyName,
      foot: isSeveral ? undefined : t('sum'),
    },
    {
      head: t('perMachine'),
      isNumber: true,
      cell: (line) => `${exact(line.amount)} ${line.unit.replace(/·h$/, '')}`,
    },
    factor(t('weight'), (line) => exact(line.weight)),
    factor(t('count'), (line) => new Intl.NumberFormat(locale).format(line.count)),
    factor(t('rate'), (line) => exact(line.rate)),
    {
      head: t('creditsPerHour'),
      isNumber: true,
      cell: (line) => `= ${exact(line.creditsPerHour)}`,
      foot: exact(answer.creditsPerHour),
    },
  ];
}

function Working({ answer, isSeveral }: { answer: CalculatorResponse; isSeveral: boolean }) {
  const { t } = useTranslation('calculator');
  const locale = useLocale();
  const at = formatTime({ instant: answer.at, style: 'date-time-zone', locale });
  const columns = useWorkingColumns(answer, isSeveral);
  return (
    <>
      <p className={classes.soft}>{t('under', { title: answer.table.title, at })}</p>
      <FiguresTable
        label={t('working')}
        columns={columns}
        rows={answer.lines}
        keyOf={(_, index) => index}
      />
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
