import { type SyncItemStatus, type SyncRun } from '@os-credits/contracts';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { type KindGroup } from '../model/item-kinds.js';
import classes from '../change-set.module.css';
import { ItemList } from './item-list.js';

type ItemGroupProps = {
  run: SyncRun;
  group: KindGroup;
  status: SyncItemStatus | undefined;
  isOpenAtFirst: boolean;
};

/** All items of one kind, folded away until somebody wants them. */
export function ItemGroup({ run, group, status, isOpenAtFirst }: ItemGroupProps) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  const count = (value: number): string => new Intl.NumberFormat(locale).format(value);
  return (
    <details
      className={classes.group}
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>
        <IconChevronRight size={17} aria-hidden />
        <span className={classes.groupName}>{t(`itemKind.${group.kind}`)}</span>
        <span className={classes.groupCount}>{count(group.total)}</span>
        <span className={classes.groupStatuses}>
          {group.byStatus
            .map((each) =>
              t('changeSet.ofStatus', {
                count: each.count,
                number: count(each.count),
                status: t(`itemStatus.${each.status}`),
              }),
            )
            .join(', ')}
        </span>
      </summary>
      {isOpen ? (
        <ItemList
          run={run}
          filter={{ kind: group.kind, status }}
          label={t(`itemKind.${group.kind}`)}
          nothing={null}
        />
      ) : null}
    </details>
  );
}
