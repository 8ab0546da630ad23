import { Button } from '@mantine/core';
import { quarantineStatus } from '@os-credits/contracts';
import { IconCircleCheck, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Notice,
  SkeletonRows,
  useRefusal,
  useViewParams,
  type ViewChange,
} from '../../shared/staff-ui/index.js';
import {
  ChoiceGroup,
  EmptyState,
  PageHeading,
  PanelBoundary,
  StatePanel,
} from '../../shared/ui/index.js';
import { DimensionChoice } from './components/dimension-choice.js';
import { QuarantineFilters } from './components/quarantine-filters.js';
import { QuarantineGroups } from './components/quarantine-groups.js';
import { QuarantinedReadings } from './components/quarantined-readings.js';
import { ReasonText } from './components/reason-text.js';
import { ResolveDialog, type QuarantineWish } from './components/resolve.dialog.js';
import classes from './data-quality.module.css';
import {
  quarantineFilterOf,
  quarantineParams,
  usualDimensions,
  type QuarantineParams,
} from './quarantine.params.js';
import { quarantineGroupsQuery } from './quality.queries.js';

const noFilter = {
  reason: undefined,
  site: undefined,
  metric: undefined,
  project: undefined,
  from: undefined,
  to: undefined,
};

/** Readings that could not be billed: what they have in common, then one by one. */
export function QuarantinePage() {
  const { t } = useTranslation('quality');
  const [params, change] = useViewParams(quarantineParams);
  const refusal = useRefusal()('quarantine:resolve');
  const [wish, setWish] = useState<QuarantineWish | null>(null);
  const filter = quarantineFilterOf(params);
  const empty = <NoReadings params={params} onClear={() => change(noFilter)} />;
  return (
    <>
      <PageHeading title={t('quarantine.title')} intro={t('quarantine.intro')} />
      <div className={classes.choices}>
        <ChoiceGroup
          label={t('quarantine.status')}
          value={params.status}
          options={quarantineStatus.options.map((value) => ({
            value,
            label: t(`quarantine.statuses.${value}`),
          }))}
          onChange={(status) => change({ status: status === 'open' ? undefined : status })}
        />
        <ChoiceGroup
          label={t('quarantine.view')}
          value={params.view}
          options={(['groups', 'readings'] as const).map((value) => ({
            value,
            label: t(`quarantine.views.${value}`),
          }))}
          onChange={(view) => change({ view: view === 'groups' ? undefined : view })}
        />
      </div>
      <QuarantineFilters params={params} onChange={change} />
      {Object.keys(filter).length === 0 ? null : (
        <p className={classes.clear}>
          <Button variant="subtle" size="compact-sm" onClick={() => change(noFilter)}>
            {t('quarantine.clear')}
          </Button>
        </p>
      )}
      {refusal === null ? null : (
        <p className={classes.soft}>{t('readOnly', { reason: refusal })}</p>
      )}
      {params.reason === undefined ? null : (
        <Notice tone="quiet">
          <ReasonText reason={params.reason} isLong />
        </Notice>
      )}
      <PanelBoundary>
        {params.view === 'groups' ? (
          <Groups params={params} refusal={refusal} onChange={change} onDecide={setWish} />
        ) : (
          <QuarantinedReadings
            key={JSON.stringify([params.status, filter])}
            status={params.status}
            filter={filter}
            refusal={refusal}
            empty={empty}
            onDecide={setWish}
          />
        )}
      </PanelBoundary>
      {wish === null ? null : <ResolveDialog {...wish} onClose={() => setWish(null)} />}
    </>
  );
}

type GroupsProps = {
  params: QuarantineParams;
  refusal: string | null;
  onChange: (next: ViewChange) => void;
  onDecide: (wish: QuarantineWish) => void;
};

function Groups({ params, refusal, onChange, onDecide }: GroupsProps) {
  const { t } = useTranslation('quality');
  const by = params.by.length === 0 ? usualDimensions : params.by;
  const filter = quarantineFilterOf(params);
  const query = useQuery(quarantineGroupsQuery(params.status, filter, by));
  return (
    <>
      <DimensionChoice
        chosen={by}
        onChange={(next) =>
          onChange({
            by: next.join(',') === usualDimensions.join(',') ? undefined : next.join(','),
          })
        }
      />
      <StatePanel
        query={query}
        skeleton={<SkeletonRows count={5} height={118} />}
        isEmpty={({ groups }) => groups.length === 0}
        empty={<NoReadings params={params} onClear={() => onChange(noFilter)} />}
      >
        {({ groups, totalCount, isComplete }) => (
          <>
            <p className={classes.soft}>
              {t('quarantine.total', { count: totalCount })}
              {isComplete ? null : ` ${t('quarantine.moreGroups', { count: groups.length })}`}
            </p>
            <QuarantineGroups
              groups={groups}
              by={by}
              status={params.status}
              isDimmed={query.isPlaceholderData}
              refusal={refusal}
              onShow={(selection) => onChange({ ...selection, view: 'readings' })}
              onDecide={(decision, selection) =>
                onDecide({ decision, select: { filter: { ...filter, ...selection } } })
              }
            />
          </>
        )}
      </StatePanel>
    </>
  );
}

type NoReadingsProps = { params: QuarantineParams; onClear: () => void };

/** Nothing waits at all, which is good, or nothing under these filters. */
function NoReadings({ params, onClear }: NoReadingsProps) {
  const { t } = useTranslation('quality');
  const { t: staff } = useTranslation('staff');
  if (Object.keys(quarantineFilterOf(params)).length > 0) {
    return (
      <EmptyState
        icon={<IconSearchOff size={32} stroke={1.5} />}
        title={t('quarantine.noResultsTitle')}
        text={t('quarantine.noResultsText')}
        action={<Button onClick={onClear}>{staff('list.clearFilters')}</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={<IconCircleCheck size={32} stroke={1.5} />}
      title={t(`quarantine.emptyTitle.${params.status}`)}
      text={t(`quarantine.emptyText.${params.status}`)}
    />
  );
}
