import { driftStatus } from '@os-credits/contracts';
import { IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import {
  LoadMore,
  RowList,
  StaffListPage,
  useRefusal,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import { ChoiceGroup } from '../../shared/ui/index.js';
import { DriftRow } from './components/drift-row.js';
import { ResolveDialog, type Resolution } from './components/resolve-dialog.js';
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
  const isFiltered = status !== 'open' && status !== 'all';
  return (
    <StaffListPage
      title={t('drift.title')}
      intro={t('drift.intro')}
      readOnly={refusal === null ? null : t('drift.readOnly', { reason: refusal })}
      filters={
        <ChoiceGroup
          label={t('drift.show')}
          value={status}
          options={shownStatuses.map((each) => ({ value: each, label: t(`driftStatus.${each}`) }))}
          onChange={(next) => change({ status: next === 'open' ? undefined : next })}
        />
      }
      query={query}
      skeleton={{ count: 4, height: 120 }}
      isEmpty={({ drift }) => drift.length === 0}
      nothing={{ icon: IconCircleCheck, title: t('drift.emptyTitle'), text: t('drift.emptyText') }}
      noResults={
        isFiltered
          ? {
              title: t('drift.noResultsTitle'),
              text: t('drift.noResultsText'),
              onClear: () => change({ status: undefined }),
            }
          : null
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
    </StaffListPage>
  );
}
