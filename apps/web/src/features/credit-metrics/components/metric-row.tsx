import { Badge } from '@mantine/core';
import { type Metric } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Row, RowNote } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../metrics.module.css';

/** One metric in the list: names, unit, rate, last reading. */
export function MetricRow({ metric }: { metric: Metric }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  return (
    <Row className={classes.row}>
      <div className={classes.name}>
        <span className={classes.nameLine}>
          <Link to="/credit-metrics/$id" params={{ id: String(metric.id) }}>
            {metric.friendlyName}
          </Link>
          {metric.isActive ? null : (
            <Badge variant="light" color="gray" tt="none">
              {t('metrics.notActive')}
            </Badge>
          )}
        </span>
        <RowNote>
          <code>{metric.name}</code>
        </RowNote>
        <RowNote>
          {t('metrics.whenItFalls', { rule: t(`policy.${metric.resetPolicy}.name`) })}
        </RowNote>
      </div>
      <div>
        <span className={classes.label}>{t('metrics.unit')}</span>
        {metric.unit}
        {metric.readingUnit === metric.unit ? null : (
          <RowNote>{t('metrics.reportedIn', { unit: metric.readingUnit })}</RowNote>
        )}
      </div>
      <div>
        <span className={classes.label}>{t('metrics.rate')}</span>
        {metric.rateInForce === null ? (
          <span className={classes.soft}>{t('metrics.notBilled')}</span>
        ) : (
          formatExact(metric.rateInForce, locale)
        )}
      </div>
      <div>
        <span className={classes.label}>{t('metrics.lastReading')}</span>
        {metric.lastReadingAt === null ? (
          <span className={classes.soft}>{t('metrics.noReading')}</span>
        ) : (
          <Time instant={metric.lastReadingAt} />
        )}
        <RowNote>{t('metrics.series', { count: metric.seriesCount })}</RowNote>
      </div>
    </Row>
  );
}
