import { Badge } from '@mantine/core';
import { type Metric } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  ColumnRow,
  RowCell,
  RowName,
  RowNote,
  RowNothing,
} from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../metrics.module.css';

/** One metric in the list: names, unit, rate, last reading. */
export function MetricRow({ metric }: { metric: Metric }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  return (
    <ColumnRow className={classes.row}>
      <div>
        <RowName>
          <Link to="/credit-metrics/$id" params={{ id: String(metric.id) }}>
            {metric.friendlyName}
          </Link>
          {metric.isActive ? null : (
            <Badge variant="light" color="gray" tt="none">
              {t('metrics.notActive')}
            </Badge>
          )}
        </RowName>
        <RowNote>
          <code>{metric.name}</code>
        </RowNote>
        <RowNote>
          {t('metrics.whenItFalls', { rule: t(`policy.${metric.resetPolicy}.name`) })}
        </RowNote>
      </div>
      <RowCell label={t('metrics.unit')}>
        {metric.unit}
        {metric.readingUnit === metric.unit ? null : (
          <RowNote>{t('metrics.reportedIn', { unit: metric.readingUnit })}</RowNote>
        )}
      </RowCell>
      <RowCell label={t('metrics.rate')}>
        {metric.rateInForce === null ? (
          <RowNothing>{t('metrics.notBilled')}</RowNothing>
        ) : (
          t('metric.ratePer', {
            rate: formatExact(metric.rateInForce, locale),
            unit: metric.unit,
            count: metric.rateInForce === '1' ? 1 : 2,
          })
        )}
      </RowCell>
      <RowCell label={t('metrics.lastReading')}>
        {metric.lastReadingAt === null ? (
          <RowNothing>{t('metrics.noReading')}</RowNothing>
        ) : (
          <Time instant={metric.lastReadingAt} />
        )}
        <RowNote>{t('metrics.series', { count: metric.seriesCount })}</RowNote>
      </RowCell>
    </ColumnRow>
  );
}
