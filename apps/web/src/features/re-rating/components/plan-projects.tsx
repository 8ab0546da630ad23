import { type ReRatingPlan } from '@os-credits/contracts';
import { IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  Fact,
  Facts,
  LoadMore,
  PlainTable,
  SearchField,
  SkeletonRows,
  type ViewChange,
} from '../../../shared/staff-ui/index.js';
import { EmptyState, Panel, StatePanel } from '../../../shared/ui/index.js';
import classes from '../plans.module.css';
import { planProjectsQuery } from '../plans.queries.js';

type PlanProjectsProps = {
  plan: ReRatingPlan;
  totals: NonNullable<ReRatingPlan['totals']>;
  search: string | undefined;
  onChange: (next: ViewChange) => void;
};

/** Totals, and project by project what was booked and what would be. */
export function PlanProjects({ plan, totals, search, onChange }: PlanProjectsProps) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const newLabel = plan.subject.cause === 'cost-table' ? 'plan.new' : 'plan.newOtherwise';
  const query = useInfiniteQuery(planProjectsQuery(plan.id, search));
  const count = (value: number): string => new Intl.NumberFormat(locale).format(value);
  return (
    <Panel title={t('plan.projects')} description={t('plan.projectsMeaning')}>
      <div className={classes.totals}>
        <Facts>
          <Fact label={t('plan.projectCount')}>{count(totals.projectCount)}</Fact>
          <Fact label={t(plan.state === 'applied' ? 'plan.entriesPosted' : 'plan.entryCount')}>
            {count(totals.entryCount)}
          </Fact>
          <Fact label={t('plan.old')}>
            <Amount value={totals.oldCredits} />
          </Fact>
          <Fact label={t(newLabel)}>
            <Amount value={totals.newCredits} />
          </Fact>
          <Fact label={t('plan.difference')}>
            <Amount value={totals.difference} signed />
          </Fact>
        </Facts>
      </div>
      <search className={classes.search}>
        <SearchField
          label={t('impact.search')}
          value={search}
          onSearch={(text) => onChange({ search: text })}
        />
      </search>
      <StatePanel
        query={query}
        skeleton={<SkeletonRows count={6} height={40} />}
        isEmpty={(projects) => projects.length === 0}
        empty={
          <EmptyState
            icon={<IconSearchOff size={32} stroke={1.5} />}
            title={t('impact.noResultsTitle')}
            text={t(search === undefined ? 'plan.nothingChanges' : 'impact.noResultsText')}
          />
        }
      >
        {(projects) => (
          <>
            <PlainTable label={t('plan.projects')} isDimmed={query.isPlaceholderData}>
              <thead>
                <tr>
                  <th scope="col">{t('impact.column.name')}</th>
                  <th scope="col" data-number>
                    {t('plan.old')}
                  </th>
                  <th scope="col" data-number>
                    {t(newLabel)}
                  </th>
                  <th scope="col" data-number>
                    {t('plan.difference')}
                  </th>
                  <th scope="col" data-number>
                    {t('plan.entries')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {projects.map((row) => (
                  <tr key={row.project}>
                    <th scope="row">
                      <button
                        type="button"
                        className={classes.open}
                        onClick={() => onChange({ project: row.project })}
                      >
                        {row.project}
                      </button>
                    </th>
                    <td data-number>
                      <Amount value={row.oldCredits} />
                    </td>
                    <td data-number>
                      <Amount value={row.newCredits} />
                    </td>
                    <td data-number>
                      <Amount value={row.difference} signed />
                    </td>
                    <td data-number>{count(row.entryCount)}</td>
                  </tr>
                ))}
              </tbody>
            </PlainTable>
            <LoadMore query={query} />
          </>
        )}
      </StatePanel>
    </Panel>
  );
}
