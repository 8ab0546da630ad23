import { type ReRatingPlan } from '@os-credits/contracts';
import { IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  Fact,
  Facts,
  type FiguresColumn,
  FiguresTable,
  LoadMore,
  SearchField,
  SkeletonRows,
  type ViewChange,
} from '../../../shared/staff-ui/index.js';
import { EmptyState, Panel, StatePanel } from '../../../shared/ui/index.js';
import classes from '../plans.module.css';
import { planProjectsQuery } from '../plans.queries.js';

/** What the new amount is called: by another table, or by what is now known to be right. */
function newLabelOf(plan: ReRatingPlan): 'plan.new' | 'plan.newOtherwise' {
  return plan.subject.cause === 'cost-table' ? 'plan.new' : 'plan.newOtherwise';
}

type ProjectRow = {
  project: string;
  oldCredits: string;
  newCredits: string;
  difference: string;
  entryCount: number;
};

function useProjectColumns(
  plan: ReRatingPlan,
  onOpen: (project: string) => void,
): FiguresColumn<ProjectRow>[] {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  return [
    {
      head: t('impact.column.name'),
      isRowName: true,
      cell: ({ project }) => (
        <button type="button" className={classes.open} onClick={() => onOpen(project)}>
          {project}
        </button>
      ),
    },
    {
      head: t('plan.old'),
      isNumber: true,
      cell: ({ oldCredits }) => <Amount value={oldCredits} />,
    },
    {
      head: t(newLabelOf(plan)),
      isNumber: true,
      cell: ({ newCredits }) => <Amount value={newCredits} />,
    },
    {
      head: t('plan.difference'),
      isNumber: true,
      cell: ({ difference }) => <Amount value={difference} signed />,
    },
    {
      head: t('plan.entries'),
      isNumber: true,
      cell: ({ entryCount }) => new Intl.NumberFormat(locale).format(entryCount),
    },
  ];
}

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
  const newLabel = newLabelOf(plan);
  const columns = useProjectColumns(plan, (project) => onChange({ project }));
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
            <FiguresTable
              label={t('plan.projects')}
              columns={columns}
              rows={projects}
              keyOf={({ project }) => project}
              isDimmed={query.isPlaceholderData}
            />
            <LoadMore query={query} />
          </>
        )}
      </StatePanel>
    </Panel>
  );
}
