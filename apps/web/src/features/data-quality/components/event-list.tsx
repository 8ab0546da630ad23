import { Button } from '@mantine/core';
import { dataQualityKind, dataQualityStatus } from '@os-credits/contracts';
import { IconCircleCheck, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Field,
  GuardedButton,
  LoadMore,
  RowList,
  SearchField,
  SkeletonRows,
  type ViewChange,
} from '../../../shared/staff-ui/index.js';
import { ChoiceGroup, EmptyState, StatePanel } from '../../../shared/ui/index.js';
import { eventNarrowingOf, type DataQualityParams } from '../data-quality.params.js';
import classes from '../data-quality.module.css';
import { eventsQuery } from '../quality.queries.js';
import { useChosen } from '../use-chosen.js';
import { EventRow } from './event-row.js';
import { MarkEventsDialog, type MarkWish } from './mark-events.dialog.js';

type EventListProps = {
  params: DataQualityParams;
  refusal: string | null;
  onChange: (next: ViewChange) => void;
};

/** Gaps, resets and silent sites, to be worked through. */
export function EventList({ params, refusal, onChange }: EventListProps) {
  const { t } = useTranslation('quality');
  const filter = eventNarrowingOf(params);
  const query = useInfiniteQuery(eventsQuery({ status: params.status, ...filter }));
  const [wish, setWish] = useState<MarkWish | null>(null);
  const mark = params.status === 'open' ? 'acknowledge' : 'reopen';
  const { picked, choiceOf } = useChosen((query.data?.items ?? []).map(({ id }) => id));
  return (
    <>
      <EventFilters params={params} counts={query.data?.counts ?? []} onChange={onChange} />
      <StatePanel
        query={query}
        skeleton={<SkeletonRows count={4} height={84} />}
        isEmpty={({ items }) => items.length === 0}
        empty={<NoEvents params={params} onChange={onChange} />}
      >
        {({ items }) => (
          <>
            <div className={classes.rowActions}>
              <GuardedButton
                variant="default"
                size="compact-sm"
                showsReason={false}
                refusal={refusal ?? (picked.length === 0 ? t('resolve.noneChosen') : null)}
                onClick={() => setWish({ mark, select: { ids: [...picked] } })}
              >
                {t(`events.${mark}Chosen`, { count: picked.length })}
              </GuardedButton>
              <GuardedButton
                variant="default"
                size="compact-sm"
                showsReason={false}
                refusal={refusal}
                onClick={() => setWish({ mark, select: { filter } })}
              >
                {t(`events.${mark}All`)}
              </GuardedButton>
            </div>
            <RowList label={t('events.title')} isDimmed={query.isPlaceholderData}>
              {items.map((event) => (
                <EventRow
                  key={event.id}
                  event={event}
                  refusal={refusal}
                  choice={refusal === null ? choiceOf(event.id) : null}
                  onMark={() => setWish({ mark, select: { ids: [event.id] } })}
                />
              ))}
            </RowList>
            <LoadMore query={query} />
          </>
        )}
      </StatePanel>
      {wish === null ? null : <MarkEventsDialog {...wish} onClose={() => setWish(null)} />}
    </>
  );
}

type EventFiltersProps = Pick<EventListProps, 'params' | 'onChange'> & {
  counts: readonly { kind: string; count: number }[];
};

function EventFilters({ params, counts, onChange }: EventFiltersProps) {
  const { t } = useTranslation('quality');
  const countOf = (kind: string): number => counts.find((each) => each.kind === kind)?.count ?? 0;
  return (
    <>
      <div className={classes.choices}>
        <ChoiceGroup
          label={t('quarantine.status')}
          value={params.status}
          options={dataQualityStatus.options.map((value) => ({
            value,
            label: t(`events.statuses.${value}`),
          }))}
          onChange={(status) => onChange({ status: status === 'open' ? undefined : status })}
        />
      </div>
      <search className={classes.filters}>
        <Field label={t('events.kindLabel')}>
          {(control) => (
            <select
              {...control}
              value={params.kind ?? ''}
              onChange={(event) => onChange({ kind: event.currentTarget.value || undefined })}
            >
              <option value="">{t('events.anyKind')}</option>
              {dataQualityKind.options.map((kind) => (
                <option key={kind} value={kind}>
                  {t('events.kindCount', {
                    kind: t(`events.kind.${kind}`),
                    number: countOf(kind),
                  })}
                </option>
              ))}
            </select>
          )}
        </Field>
        <SearchField
          label={t('quarantine.site')}
          value={params.site}
          placeholder={t('quarantine.any')}
          onSearch={(site) => onChange({ site })}
        />
        <SearchField
          label={t('quarantine.project')}
          value={params.project}
          placeholder={t('quarantine.any')}
          onSearch={(project) => onChange({ project })}
        />
      </search>
    </>
  );
}

function NoEvents({ params, onChange }: Pick<EventListProps, 'params' | 'onChange'>) {
  const { t } = useTranslation('quality');
  const { t: staff } = useTranslation('staff');
  if (Object.keys(eventNarrowingOf(params)).length > 0) {
    return (
      <EmptyState
        icon={<IconSearchOff size={32} stroke={1.5} />}
        title={t('events.noResultsTitle')}
        text={t('quarantine.noResultsText')}
        action={
          <Button
            onClick={() => onChange({ kind: undefined, site: undefined, project: undefined })}
          >
            {staff('list.clearFilters')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<IconCircleCheck size={32} stroke={1.5} />}
      title={t(`events.emptyTitle.${params.status}`)}
      text={t(`events.emptyText.${params.status}`)}
    />
  );
}
