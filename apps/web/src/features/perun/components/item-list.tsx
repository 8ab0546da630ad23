import { type SyncItem, type SyncRun } from '@os-credits/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadMore, SkeletonRows } from '../../../shared/staff-ui/index.js';
import { StatePanel } from '../../../shared/ui/index.js';
import classes from '../change-set.module.css';
import { syncItemsQuery, type SyncItemFilter } from '../perun.queries.js';
import { ItemText } from './item-text.js';

type ItemListProps = {
  run: SyncRun;
  filter: SyncItemFilter;
  label: string;
  nothing: ReactNode;
};

/** Items of a change set, page by page. */
export function ItemList({ run, filter, label, nothing }: ItemListProps) {
  const query = useInfiniteQuery(syncItemsQuery(run, filter));
  return (
    <StatePanel
      query={query}
      skeleton={<SkeletonRows count={3} height={44} />}
      isEmpty={(items) => items.length === 0}
      empty={nothing}
    >
      {(items) => (
        <>
          <ul className={classes.items} aria-label={label}>
            {items.map((item) => (
              <li key={item.id} className={classes.item}>
                <ItemText item={item} isKindShown={filter.kind === undefined} />
                <ItemStatus item={item} />
              </li>
            ))}
          </ul>
          <LoadMore query={query} />
        </>
      )}
    </StatePanel>
  );
}

function ItemStatus({ item }: { item: SyncItem }) {
  const { t } = useTranslation('staff');
  return (
    <span className={classes.itemStatus} data-status={item.status}>
      {t(`itemStatus.${item.status}`)}
      {item.decidedBy === null ? null : (
        <span className={classes.decided}>
          {t('changeSet.decidedBy', { name: item.decidedBy })}
          {item.decisionReason ? `: ${item.decisionReason}` : null}
        </span>
      )}
    </span>
  );
}
