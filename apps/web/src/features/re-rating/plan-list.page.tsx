import { reRatingCause, reRatingState } from '@os-credits/contracts';
import { IconHistoryToggle, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import {
  FilterLine,
  LiveMark,
  LoadMore,
  RowList,
  SelectField,
  StaffListPage,
  useRefusal,
  useViewParams,
  type ViewChange,
} from '../../shared/staff-ui/index.js';
import { RouterButton } from '../../shared/ui/index.js';
import { PlanRow } from './components/plan-row.js';
import classes from './plans.module.css';
import { isAtWork, planListQuery } from './plans.queries.js';

const listParams = z.object({
  state: reRatingState.optional().catch(undefined),
  cause: reRatingCause.optional().catch(undefined),
});
type ListParams = z.output<typeof listParams>;

/** Every plan to rate a stretch of the past anew. */
export function PlanListPage() {
  const { t } = useTranslation('rules');
  const [params, change] = useViewParams(listParams);
  const query = useInfiniteQuery(planListQuery(params));
  const refusal = useRefusal()('ledger:write');
  const isLive = query.data?.some((plan) => isAtWork(plan.state)) ?? false;
  const isFiltered = params.state !== undefined || params.cause !== undefined;
  return (
    <StaffListPage
      title={t('plans.title')}
      intro={t('plans.intro')}
      actions={
        refusal === null ? (
          <RouterButton to="/re-rating/new" leftSection={<IconPlus size={17} aria-hidden />}>
            {t('plans.create')}
          </RouterButton>
        ) : undefined
      }
      filters={
        <FilterLine>
          <PlanFilters params={params} onChange={change} />
          <LiveMark isLive={isLive}>{t(isLive ? 'plans.live' : 'plans.quiet')}</LiveMark>
        </FilterLine>
      }
      query={query}
      skeleton={{ count: 4, height: 84 }}
      isEmpty={(plans) => plans.length === 0}
      nothing={{
        icon: IconHistoryToggle,
        title: t('plans.emptyTitle'),
        text: t('plans.emptyText'),
        action: (
          <RouterButton to="/cost-tables" variant="default">
            {t('table.toTables')}
          </RouterButton>
        ),
      }}
      noResults={
        isFiltered
          ? {
              title: t('plans.noResultsTitle'),
              text: t('plans.noResultsText'),
              onClear: () => change({ state: undefined, cause: undefined }),
            }
          : null
      }
    >
      {(plans) => (
        <>
          <RowList label={t('plans.title')} isDimmed={query.isPlaceholderData}>
            {plans.map((plan) => (
              <PlanRow key={plan.id} plan={plan} />
            ))}
          </RowList>
          <LoadMore query={query} />
        </>
      )}
    </StaffListPage>
  );
}

type PlanFiltersProps = { params: ListParams; onChange: (next: ViewChange) => void };

function PlanFilters({ params, onChange }: PlanFiltersProps) {
  const { t } = useTranslation('rules');
  return (
    <div className={classes.filters}>
      <SelectField
        label={t('newPlan.cause')}
        value={params.cause}
        anyLabel={t('plans.anyCause')}
        options={reRatingCause.options}
        labelOf={(each) => t(`planCause.${each}`)}
        onSelect={(cause) => onChange({ cause })}
      />
      <SelectField
        label={t('plans.state')}
        value={params.state}
        anyLabel={t('plans.anyState')}
        options={reRatingState.options}
        labelOf={(each) => t(`planState.${each}`)}
        onSelect={(state) => onChange({ state })}
      />
    </div>
  );
}
