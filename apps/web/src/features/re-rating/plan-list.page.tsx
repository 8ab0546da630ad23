import { Button } from '@mantine/core';
import { reRatingState } from '@os-credits/contracts';
import { IconHistoryToggle, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import {
  Field,
  LiveMark,
  LoadMore,
  RowList,
  SkeletonRows,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import {
  EmptyState,
  PageHeading,
  PanelBoundary,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
import { PlanRow } from './components/plan-row.js';
import classes from './plans.module.css';
import { isAtWork, planListQuery } from './plans.queries.js';

const listParams = z.object({ state: reRatingState.optional().catch(undefined) });

/** Every plan to rate a stretch of the past anew. */
export function PlanListPage() {
  const { t } = useTranslation('rules');
  const { t: staff } = useTranslation('staff');
  const [{ state }, change] = useViewParams(listParams);
  const query = useInfiniteQuery(planListQuery({ state }));
  const isLive = query.data?.some((plan) => isAtWork(plan.state)) ?? false;
  return (
    <>
      <PageHeading title={t('plans.title')} intro={t('plans.intro')} />
      <search className={classes.filters}>
        <Field label={t('plans.state')}>
          {(control) => (
            <select
              {...control}
              value={state ?? ''}
              onChange={(event) => change({ state: event.currentTarget.value || undefined })}
            >
              <option value="">{t('plans.anyState')}</option>
              {reRatingState.options.map((each) => (
                <option key={each} value={each}>
                  {t(`planState.${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <LiveMark isLive={isLive}>{t(isLive ? 'plans.live' : 'plans.quiet')}</LiveMark>
      </search>
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={4} height={84} />}
          isEmpty={(plans) => plans.length === 0}
          empty={
            state === undefined ? (
              <EmptyState
                icon={<IconHistoryToggle size={32} stroke={1.5} />}
                title={t('plans.emptyTitle')}
                text={t('plans.emptyText')}
                action={<RouterButton to="/cost-tables">{t('table.toTables')}</RouterButton>}
              />
            ) : (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={t('plans.noResultsTitle')}
                text={t('plans.noResultsText')}
                action={
                  <Button onClick={() => change({ state: undefined })}>
                    {staff('list.clearFilters')}
                  </Button>
                }
              />
            )
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
        </StatePanel>
      </PanelBoundary>
    </>
  );
}
