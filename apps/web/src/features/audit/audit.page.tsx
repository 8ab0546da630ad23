import { Button } from '@mantine/core';
import { IconFileSearch, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LoadMore, RowList, SkeletonRows, useViewParams } from '../../shared/staff-ui/index.js';
import { browserZone } from '../../shared/time/index.js';
import { EmptyState, PageHeading, PanelBoundary, StatePanel } from '../../shared/ui/index.js';
import { auditParams, auditQuery } from './audit.queries.js';
import { AuditFilters } from './components/audit-filters.js';
import { AuditRow } from './components/audit-row.js';

/** Who changed what, when and why, with what was before and after. */
export function AuditPage() {
  const { t } = useTranslation('rules');
  const { t: staff } = useTranslation('staff');
  const [params, change] = useViewParams(auditParams);
  const query = useInfiniteQuery(auditQuery(params));
  const isNarrowed = Object.values(params).some((value) => value !== undefined);
  const clear = (): void =>
    change({
      subjectKind: undefined,
      subject: undefined,
      actor: undefined,
      action: undefined,
      from: undefined,
      to: undefined,
    });
  return (
    <>
      <PageHeading title={t('audit.title')} intro={t('audit.intro', { zone: browserZone })} />
      <AuditFilters params={params} onChange={change} />
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={8} height={70} />}
          isEmpty={(events) => events.length === 0}
          empty={
            isNarrowed ? (
              <EmptyState
                icon={<IconSearchOff size={32} stroke={1.5} />}
                title={t('audit.noResultsTitle')}
                text={t('audit.noResultsText')}
                action={<Button onClick={clear}>{staff('list.clearFilters')}</Button>}
              />
            ) : (
              <EmptyState
                icon={<IconFileSearch size={32} stroke={1.5} />}
                title={t('audit.emptyTitle')}
                text={t('audit.emptyText')}
              />
            )
          }
        >
          {(events) => (
            <>
              <RowList label={t('audit.title')} isDimmed={query.isPlaceholderData}>
                {events.map((event) => (
                  <AuditRow key={event.id} event={event} />
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
