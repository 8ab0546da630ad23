import { type ReRatingPlan, type ReRatingReading } from '@os-credits/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { LoadMore, PlainTable, SkeletonRows } from '../../../shared/staff-ui/index.js';
import { browserZone, Time } from '../../../shared/time/index.js';
import { Panel, StatePanel } from '../../../shared/ui/index.js';
import classes from '../plans.module.css';
import { planReadingsQuery } from '../plans.queries.js';

/** The readings that a plan takes out of what counts: which, where they came from, and what counts instead. */
export function PlanReadings({ plan }: { plan: ReRatingPlan }) {
  const { t } = useTranslation('rules');
  const query = useInfiniteQuery(planReadingsQuery(plan.id));
  return (
    <Panel
      title={t('plan.dismissed')}
      description={t(plan.state === 'applied' ? 'plan.readingsGone' : 'plan.readingsPlanned', {
        zone: browserZone,
      })}
    >
      <StatePanel
        query={query}
        skeleton={<SkeletonRows count={4} height={36} />}
        isEmpty={(readings) => readings.length === 0}
        empty={<p className={classes.soft}>{t('plan.noReadings')}</p>}
      >
        {(readings) => (
          <>
            <ReadingTable readings={readings} />
            <LoadMore query={query} />
          </>
        )}
      </StatePanel>
    </Panel>
  );
}

function ReadingTable({ readings }: { readings: readonly ReRatingReading[] }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  return (
    <PlainTable label={t('plan.dismissed')}>
      <thead>
        <tr>
          <th scope="col">{t('plan.readingAt')}</th>
          <th scope="col">{t('editor.site')}</th>
          <th scope="col" data-number>
            {t('plan.readingValue')}
          </th>
          <th scope="col">{t('plan.readingOrigin')}</th>
          <th scope="col" data-number>
            {t('plan.countsNow')}
          </th>
        </tr>
      </thead>
      <tbody>
        {readings.map((reading) => (
          <tr key={`${reading.site} ${reading.at}`}>
            <td>
              <Time instant={reading.at} style="date-time-second" />
            </td>
            <td>{reading.site}</td>
            <td data-number>
              {formatExact(reading.value, locale)} {reading.unit}
            </td>
            <td>
              <Origin reading={reading} />
            </td>
            <td data-number>
              {reading.countsNow === null
                ? t('plan.countsNothing')
                : `${formatExact(reading.countsNow, locale)} ${reading.unit}`}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

function Origin({ reading: { wire, tokenName, receivedAt } }: { reading: ReRatingReading }) {
  const { t } = useTranslation('rules');
  const sender = [wire, tokenName].filter((part) => part !== null).join(' · ');
  return (
    <>
      {sender === '' ? t('plan.originUnknown') : sender}
      {receivedAt === null ? null : (
        <span className={classes.label}>
          <Time instant={receivedAt} style="date-time-second" />
        </span>
      )}
    </>
  );
}
