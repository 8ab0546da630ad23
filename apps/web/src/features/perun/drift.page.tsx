import { Button } from '@mantine/core';
import { driftStatus } from '@os-credits/contracts';
import { IconCircleCheck, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import {
  LoadMore,
  RowList,
  SkeletonRows,
  useRefusal,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import {
  ChoiceGroup,
  EmptyState,
  PageHeading,
  PanelBoundary,
  StatePanel,
} from '../../shared/ui/index.js';
import { DriftRow } from './components/drift-row.js';
import { ResolveDialog, type Resolution } from './components/resolve-dialog.js';
import classes from './perun.module.css';
import { driftQuery, perunStatusQuery } from './perun.queries.js';

const shownStatuses = [...driftStatus.options, 'all'] as const;
const driftParams = z.object({ status: z.enum(shownStatuses).catch('open') });

/** Values that we own and somebody else changed in Perun. */
export function DriftPage() {
  const { t } = useTranslation('staff');
  const [{ status }, change] = useViewParams(driftParams);
  const query = useInfiniteQuery(driftQuery(status === 'all' ? undefined : status));
  const { data: perun } = useQuery(perunStatusQuery);
  const refusal = useRefusal()('perun:sync');
  const [asked, setAsked] = useState<Resolution | null>(null);
  const attributes = perun?.attributes ?? [];
  return (
    <>
      <PageHeading title={t('drift.title')} intro={t('drift.intro')} />
      <div className={classes.filters}>
        <ChoiceGroup
          label={t('drift.show')}
          value={status}
          options={shownStatuses.map((each) => ({ value: each, label: t(`driftStatus.${each}`) }))}
          onChange={(next) => change({ status: next === 'open' ? undefined : next })}
        />
      </div>
      {refusal === null ? null : (
        <p className={classes.refusal}>{t('drift.readOnly', { reason: refusal })}</p>
      )}
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={4} height={120} />}
          isEmpty={({ drift }) => drift.length === 0}
          empty={
            status === 'open' || status === 'all' ? (
              <EmptyState
                icon={<IconCircleCheck size={32} stroke={1.5} />}
                title={t('drift.emptyTitle')}
                text={t('drift.emptyText')}
              />
            ) : (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={t('drift.noResultsTitle')}
                text={t('drift.noResultsText')}
                action={
                  <Button onClick={() => change({ status: undefined })}>
                    {t('list.clearFilters')}
                  </Button>
                }
              />
            )
          }
        >
          {({ drift }) => {
            const current = drift.find(({ id }) => id === asked?.seen.id);
            return (
              <>
                <RowList label={t('drift.title')} isDimmed={query.isPlaceholderData}>
                  {drift.map((each) => (
                    <DriftRow
                      key={each.id}
                      drift={each}
                      attributes={attributes}
                      refusal={refusal}
                      onResolve={(resolution) => setAsked({ seen: each, resolution })}
                    />
                  ))}
                </RowList>
                <LoadMore query={query} />
                {asked ? (
                  <ResolveDialog
                    key={`${asked.seen.id} ${asked.resolution}`}
                    asked={asked}
                    current={current}
                    attributes={attributes}
                    onLookAgain={(seen) => setAsked({ ...asked, seen })}
                    onClose={() => setAsked(null)}
                  />
                ) : null}
              </>
            );
          }}
        </StatePanel>
      </PanelBoundary>
    </>
  );
}
