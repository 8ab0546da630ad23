import { Stack } from '@mantine/core';
import { type CreditRulesContext, type Metric } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../shared/amounts/index.js';
import { metricsQuery, rulesContextQuery } from '../../shared/credit-rules/index.js';
import { useLocale } from '../../shared/i18n/index.js';
import {
  DetailPage,
  DetailSkeleton,
  Fact,
  Facts,
  MissingPage,
} from '../../shared/staff-ui/index.js';
import { browserZone, Time } from '../../shared/time/index.js';
import {
  PageHeading,
  Panel,
  RouterAnchor,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
import { MetricEditor } from './components/metric-editor.js';
import classes from './metrics.module.css';

const route = getRouteApi('/signed-in/staff/credit-metrics/$id');

/** One metric: what it is, what of it can still change, and changing it. */
export function MetricPage() {
  const { t } = useTranslation('rules');
  const { id } = route.useParams();
  const query = useQuery({
    ...metricsQuery,
    select: ({ metrics }) => metrics.find((each) => String(each.id) === id) ?? null,
  });
  const context = useQuery(rulesContextQuery);
  return (
    <DetailPage
      back={<RouterAnchor to="/credit-metrics">{t('metrics.title')}</RouterAnchor>}
      query={query}
      missing={<MetricMissing />}
    >
      {(metric) => (
        <StatePanel query={context} skeleton={<DetailSkeleton />}>
          {(known) => <OneMetric key={id} newest={metric} context={known} />}
        </StatePanel>
      )}
    </DetailPage>
  );
}

function MetricMissing() {
  const { t } = useTranslation('rules');
  return (
    <MissingPage
      title={t('metric.missingTitle')}
      heading={t('metric.missingHeading')}
      text={t('metric.missingText')}
      action={<RouterButton to="/credit-metrics">{t('metric.toMetrics')}</RouterButton>}
    />
  );
}

type OneMetricProps = { newest: Metric; context: CreditRulesContext };

function OneMetric({ newest, context }: OneMetricProps) {
  const { t } = useTranslation('rules');
  // The form begins with the version that was read first; a later one meets it as a conflict on saving.
  const [opened, setOpened] = useState(newest);
  const [savedVersion, setSavedVersion] = useState<number | null>(null);
  return (
    <>
      <PageHeading title={newest.friendlyName} intro={newest.name} />
      <Stack gap="xl">
        <MetricFacts metric={newest} />
        <Panel title={t('metric.panel')}>
          <MetricEditor
            key={opened.version}
            metric={opened}
            context={context}
            savedVersion={savedVersion}
            onSaved={(saved) => {
              setOpened(saved);
              setSavedVersion(saved.version);
            }}
            onTaken={(theirs) => {
              setOpened(theirs);
              setSavedVersion(null);
            }}
          />
        </Panel>
      </Stack>
    </>
  );
}

function MetricFacts({ metric }: { metric: Metric }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const orNone = (instant: string | null) =>
    instant === null ? t('metrics.noReading') : <Time instant={instant} />;
  return (
    <Panel title={t('metric.facts')} description={t('table.zone', { zone: browserZone })}>
      <Facts>
        <Fact label={t('metrics.rate')}>
          {metric.rateInForce === null
            ? t('metrics.notBilled')
            : t('metric.ratePer', {
                rate: formatExact(metric.rateInForce, locale),
                unit: metric.unit,
                count: metric.rateInForce === '1' ? 1 : 2,
              })}
        </Fact>
        <Fact label={t('metric.conversion')}>
          {metric.readingUnit === metric.unit
            ? t('metric.noConversion', { unit: metric.unit })
            : t('metric.converts', {
                readingUnit: metric.readingUnit,
                factor: formatExact(metric.readingFactor, locale),
                unit: metric.unit,
              })}
        </Fact>
        <Fact label={t('metric.firstReading')}>{orNone(metric.firstReadingAt)}</Fact>
        <Fact label={t('metrics.lastReading')}>{orNone(metric.lastReadingAt)}</Fact>
        <Fact label={t('metric.seriesCount')}>{metric.seriesCount}</Fact>
        <Fact label={t('metric.rulesFrom')}>
          {metric.rulesFrom === null ? t('metric.sinceEver') : <Time instant={metric.rulesFrom} />}
        </Fact>
        <Fact label={t('table.changed')}>
          {metric.changedBy}, <Time instant={metric.changedAt} />
        </Fact>
        <Fact label={t('table.version')}>{metric.version}</Fact>
      </Facts>
      {metric.lastReadingAt === null ? null : (
        <p className={classes.aside}>
          {t('metric.unitWasWrongText')}{' '}
          <RouterAnchor to="/re-rating/new" search={{ cause: 'metric-unit', metric: metric.name }}>
            {t('metric.unitWasWrong')}
          </RouterAnchor>
        </p>
      )}
    </Panel>
  );
}
