import { type CostTable } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { costTablesQuery } from '../../../shared/credit-rules/index.js';
import { browserZone, Time, useNow } from '../../../shared/time/index.js';
import { tableAfter } from '../model/table-after.js';

type RatesFromProps = { table: CostTable; isPast: boolean };

/** From when on a draft rates usage once it is published, and which table takes over from it. */
export function RatesFrom({ table, isPast }: RatesFromProps) {
  const { t } = useTranslation('rules');
  const nowMs = useNow();
  const next = tableAfter(table.effectiveFrom, useQuery(costTablesQuery).data ?? []);
  if (isPast && next !== null && Date.parse(next.appliesFrom) <= nowMs)
    return <>{t('publish.overtaken', { title: next.title })}</>;
  return (
    <>
      {isPast ? (
        t('publish.fromNow')
      ) : (
        <>
          {t('publish.ratesFrom')} <Time instant={table.effectiveFrom} style="date-time-zone" />{' '}
          {t('publish.zone', { zone: browserZone })}
        </>
      )}
      {next === null ? null : (
        <>
          {' '}
          {t('publish.until', { title: next.title })} <Time instant={next.appliesFrom} />
        </>
      )}
    </>
  );
}
