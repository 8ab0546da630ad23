import { type SyncItem } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from '../change-set.module.css';
import { perunStatusQuery } from '../perun.queries.js';
import { ItemDetail } from './item-detail.js';
import { ValueChange } from './value-change.js';

type ItemTextProps = { item: SyncItem; isKindShown: boolean };

/** One change in words: whose, of what, from which value to which. */
export function ItemText({ item, isKindShown }: ItemTextProps) {
  const { t } = useTranslation('staff');
  const { data: perun } = useQuery(perunStatusQuery);
  const use = perun?.attributes.find(({ attribute }) => attribute === item.subject)?.use;
  return (
    <span className={classes.itemText}>
      <span className={classes.nameLine}>
        {isKindShown ? <span className={classes.kind}>{t(`itemKind.${item.kind}`)}</span> : null}
        {item.project === null ? (
          item.groupId === null ? null : (
            <span>{t('changeSet.group', { id: item.groupId })}</span>
          )
        ) : item.kind === 'project-new' ? (
          // Before it is applied there is no page of it.
          <strong>{item.project}</strong>
        ) : (
          <Link to="/projects/$name" params={{ name: item.project }} className={classes.project}>
            {item.project}
          </Link>
        )}
        {item.subject === null ? null : (
          <span className={classes.subject} title={item.subject}>
            {use ? t(`perun.uses.${use}`) : item.subject}
          </span>
        )}
        <ValueChange
          before={statusWord(item.before, t)}
          after={item.kind === 'project-new' ? null : statusWord(item.after, t)}
        />
      </span>
      {item.detail === null ? null : <ItemDetail detail={item.detail} />}
    </span>
  );

  function statusWord(value: string | null, translate: typeof t): string | null {
    if (item.kind === 'grant' || item.kind === 'push' || item.kind === 'drift') return value;
    return value === 'active' || value === 'inactive' || value === 'unverified'
      ? translate(`changeSet.projectStatus.${value}`)
      : value;
  }
}
