import { Button } from '@mantine/core';
import { type ImpactResponse } from '@os-credits/contracts';
import { IconDownload, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { ChangeShare } from '../../../shared/credit-rules/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  DayField,
  Fact,
  Facts,
  LoadMore,
  SearchField,
  SkeletonRows,
  type ViewChange,
} from '../../../shared/staff-ui/index.js';
import { formatDayRange } from '../../../shared/time/index.js';
import { EmptyState, Panel, StatePanel } from '../../../shared/ui/index.js';
import classes from '../cost-tables.module.css';
import { impactCsvUrl, impactQuery } from '../cost-tables.queries.js';
import { lastDayOf, viewOf, type ImpactParams } from '../impact.params.js';
import { ImpactTable } from './impact-table.js';
import { NotIncluded } from './not-included.js';

type ImpactPanelProps = {
  tableId: number;
  params: ImpactParams;
  onChange: (next: ViewChange) => void;
};

/** What every project would have used under the table, over a window that the address holds. */
export function ImpactPanel({ tableId, params, onChange }: ImpactPanelProps) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const view = viewOf(params);
  const query = useInfiniteQuery(impactQuery(tableId, view));
  const first = query.data?.pages[0];
  return (
    <Panel
      title={t('impact.title')}
      description={
        first
          ? t('impact.description', {
              range: formatDayRange({ from: first.from, to: first.to, locale }),
              base: first.base?.title ?? t('diff.noTable'),
            })
          : t('impact.meaning')
      }
      actions={
        <Button
          component="a"
          href={impactCsvUrl(tableId, view)}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('impact.csv')}
        </Button>
      }
    >
      <search className={classes.window}>
        <DayField
          label={t('impact.from')}
          value={params.from ?? first?.from.slice(0, 10)}
          onDay={(from) => onChange({ from })}
        />
        <DayField
          label={t('impact.to')}
          value={params.to ?? (first ? lastDayOf(first.to) : undefined)}
          onDay={(to) => onChange({ to })}
        />
        <SearchField
          label={t('impact.search')}
          value={params.search}
          onSearch={(search) => onChange({ search })}
        />
        {params.from === undefined && params.to === undefined ? null : (
          <Button variant="default" onClick={() => onChange({ from: undefined, to: undefined })}>
            {t('impact.lastThirtyDays')}
          </Button>
        )}
      </search>
      <StatePanel query={query} skeleton={<SkeletonRows count={8} height={40} />}>
        {({ pages }) => {
          const page = pages[0];
          if (!page) return null;
          const rows = pages.flatMap((each) => each.rows);
          return (
            <>
              <Totals totals={page.totals} />
              <NotIncluded series={page.notIncluded} />
              {rows.length === 0 ? (
                <EmptyState
                  icon={<IconSearchOff size={32} stroke={1.5} />}
                  title={t('impact.noResultsTitle')}
                  text={t(
                    params.search === undefined ? 'impact.emptyText' : 'impact.noResultsText',
                  )}
                />
              ) : (
                <>
                  <ImpactTable
                    rows={rows}
                    totals={page.totals}
                    params={params}
                    isDimmed={query.isPlaceholderData}
                    onChange={onChange}
                  />
                  <p className={classes.count}>
                    {t('impact.shown', { shown: rows.length, count: page.rowCount })}
                  </p>
                </>
              )}
              <LoadMore query={query} />
            </>
          );
        }}
      </StatePanel>
    </Panel>
  );
}

function Totals({ totals }: { totals: ImpactResponse['totals'] }) {
  const { t } = useTranslation('rules');
  return (
    <div className={classes.totals}>
      <Facts>
        <Fact label={t('impact.affected')}>
          {t('impact.affectedOf', { affected: totals.affectedCount, count: totals.projectCount })}
        </Fact>
        <Fact label={t('impact.dearerCheaper')}>
          {t('impact.counts', { dearer: totals.dearerCount, cheaper: totals.cheaperCount })}
        </Fact>
        <Fact label={t('impact.total')}>
          <Amount value={totals.difference} signed /> (<ChangeShare share={totals.share} />)
        </Fact>
        <Fact label={t('impact.moved')}>
          <Amount value={totals.impactCredits30Days} />
        </Fact>
      </Facts>
    </div>
  );
}
