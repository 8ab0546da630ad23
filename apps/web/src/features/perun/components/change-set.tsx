import { Button } from '@mantine/core';
import { syncItemKind, syncItemStatus, type SyncRun } from '@os-credits/contracts';
import { IconEqual, IconSearchOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SearchField, SelectField, type ViewChange } from '../../../shared/staff-ui/index.js';
import { EmptyState, Panel } from '../../../shared/ui/index.js';
import { kindGroups, type KindGroup } from '../model/item-kinds.js';
import classes from '../change-set.module.css';
import { ItemGroup } from './item-group.js';
import { ItemList } from './item-list.js';

type Narrowed = {
  status?: (typeof syncItemStatus.options)[number] | undefined;
  kind?: (typeof syncItemKind.options)[number] | undefined;
  project?: string | undefined;
};

type ChangeSetProps = { run: SyncRun; params: Narrowed; onChange: (next: ViewChange) => void };

/** Up to this many items everything is shown opened. */
const openTotalMax = 30;

/** What the run changes here and there, by kind; the items of a kind are fetched when it is opened. */
export function ChangeSet({ run, params, onChange }: ChangeSetProps) {
  const { t } = useTranslation('staff');
  const groups = kindGroups(run.counts, params);
  const isNarrowed = [params.status, params.kind, params.project].some(
    (each) => each !== undefined,
  );
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  const clear = (): void => onChange({ status: undefined, kind: undefined, project: undefined });
  // Where the groups were never counted, nothing was compared either.
  const emptiness =
    run.state === 'computing' ? 'computing' : run.groupCount === null ? 'uncompared' : 'empty';
  const nothing = isNarrowed ? (
    <EmptyState
      icon={<IconSearchOff size={32} stroke={1.5} />}
      title={t('changeSet.noResultsTitle')}
      text={t('changeSet.noResultsText')}
      action={<Button onClick={clear}>{t('list.clearFilters')}</Button>}
    />
  ) : (
    <EmptyState
      icon={<IconEqual size={32} stroke={1.5} />}
      title={t(`changeSet.${emptiness}Title`)}
      text={t(`changeSet.${emptiness}Text`)}
    />
  );
  return (
    <Panel title={t('changeSet.title')} description={t('changeSet.description')}>
      <ItemFilters params={params} onChange={onChange} />
      {params.project !== undefined ? (
        <ItemList run={run} filter={params} label={t('changeSet.title')} nothing={nothing} />
      ) : groups.length === 0 ? (
        nothing
      ) : (
        <div className={classes.groups}>
          {groups.map((group) => (
            <ItemGroup
              key={`${group.kind} ${params.status ?? ''}`}
              run={run}
              group={group}
              status={params.status}
              isOpenAtFirst={
                // What waits is shown above already.
                params.kind !== undefined || (total <= openTotalMax && !isOnlyWaiting(group))
              }
            />
          ))}
        </div>
      )}
    </Panel>
  );
}

function isOnlyWaiting({ byStatus }: KindGroup): boolean {
  return byStatus.every(({ status }) => status === 'waiting');
}

type ItemFiltersProps = { params: Narrowed; onChange: (next: ViewChange) => void };

function ItemFilters({ params, onChange }: ItemFiltersProps) {
  const { t } = useTranslation('staff');
  return (
    <search className={classes.itemFilters}>
      <SearchField
        label={t('changeSet.project')}
        value={params.project}
        onSearch={(project) => onChange({ project })}
      />
      <SelectField
        label={t('changeSet.kind')}
        value={params.kind}
        anyLabel={t('changeSet.anyKind')}
        options={syncItemKind.options}
        labelOf={(kind) => t(`itemKind.${kind}`)}
        onSelect={(kind) => onChange({ kind })}
      />
      <SelectField
        label={t('changeSet.status')}
        value={params.status}
        anyLabel={t('changeSet.anyStatus')}
        options={syncItemStatus.options}
        labelOf={(status) => t(`itemStatus.${status}`)}
        onSelect={(status) => onChange({ status })}
      />
    </search>
  );
}
