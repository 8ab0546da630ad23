import { Skeleton } from '@mantine/core';
import { IconHourglassEmpty } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useRefusal, useViewParams } from '../../shared/staff-ui/index.js';
import { Time } from '../../shared/time/index.js';
import { ChoiceGroup, EmptyState, PageHeading, Panel, StatePanel } from '../../shared/ui/index.js';
import { CompletenessTable } from './components/completeness-table.js';
import { EventList } from './components/event-list.js';
import classes from './data-quality.module.css';
import { dataQualityParams, spans, type Span } from './data-quality.params.js';
import { completenessQuery } from './quality.queries.js';

const spanNames = Object.keys(spans) as Span[];

/** What is missing or odd in what exporters send. */
export function DataQualityPage() {
  const { t } = useTranslation('quality');
  const [params, change] = useViewParams(dataQualityParams);
  const refusal = useRefusal()('quarantine:resolve');
  return (
    <>
      <PageHeading title={t('quality.title')} intro={t('quality.intro')} />
      {refusal === null ? null : (
        <p className={classes.soft}>{t('readOnly', { reason: refusal })}</p>
      )}
      <div className={classes.panels}>
        <Panel title={t('completeness.title')} description={t('completeness.text')}>
          <div className={classes.choices}>
            <ChoiceGroup
              label={t('completeness.span')}
              value={params.span}
              options={spanNames.map((value) => ({
                value,
                label: t(`completeness.spans.${value}`),
              }))}
              onChange={(span) => change({ span: span === '24h' ? undefined : span })}
            />
          </div>
          <Completeness hourCount={spans[params.span]} site={params.site} />
        </Panel>
        <Panel title={t('events.title')} description={t('events.text')}>
          <EventList params={params} refusal={refusal} onChange={change} />
        </Panel>
      </div>
    </>
  );
}

type CompletenessProps = { hourCount: number; site: string | undefined };

function Completeness({ hourCount, site }: CompletenessProps) {
  const { t } = useTranslation('quality');
  const query = useQuery(completenessQuery(hourCount, site));
  return (
    <StatePanel
      query={query}
      skeleton={<Skeleton height={260} radius="md" />}
      isEmpty={({ rows }) => rows.length === 0}
      empty={
        <EmptyState
          icon={<IconHourglassEmpty size={32} stroke={1.5} />}
          title={t('completeness.emptyTitle')}
          text={t('completeness.emptyText')}
        />
      }
    >
      {(completeness) => (
        <>
          <p className={classes.soft}>
            {completeness.countedTo === null ? (
              t('completeness.notCounted')
            ) : (
              <>
                {t('completeness.countedTo')}{' '}
                <Time instant={completeness.countedTo} style="date-time-zone" />
              </>
            )}
          </p>
          <CompletenessTable completeness={completeness} isDimmed={query.isPlaceholderData} />
        </>
      )}
    </StatePanel>
  );
}
