import { type SyncItem, type SyncRun } from '@os-credits/contracts';
import { IconHandStop } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CheckField,
  GuardedButton,
  LoadMore,
  SkeletonRows,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import { Panel, StatePanel } from '../../../shared/ui/index.js';
import classes from '../change-set.module.css';
import { syncItemsQuery } from '../perun.queries.js';
import { DecideDialog, type Decision } from './decide-dialog.js';
import { ItemText } from './item-text.js';

/** What is beyond a limit: why, and the choice for each or for all. */
export function WaitingItems({ run }: { run: SyncRun }) {
  const { t } = useTranslation('staff');
  const query = useInfiniteQuery(syncItemsQuery(run, { status: 'waiting' }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [decision, setDecision] = useState<Decision | null>(null);
  const permission = useRefusal()('perun:sync');
  const refusal = run.isDryRun ? t('waiting.dryRun') : permission;
  // What somebody else decided meanwhile is no longer chosen.
  const picked = (query.data ?? []).map(({ id }) => id).filter((id) => chosen.has(id));
  const toggle = (ids: readonly string[], isChosen: boolean): void => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (isChosen) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  };
  const button = (kind: Decision['decision'], items: Decision['items'], count: number) => (
    <GuardedButton
      key={`${kind} ${typeof items}`}
      variant={kind === 'approve' ? 'filled' : 'outline'}
      color={kind === 'approve' ? 'pine' : 'brick'}
      showsReason={false}
      refusal={refusal ?? (count === 0 ? t('waiting.noneChosen') : null)}
      onClick={() => setDecision({ decision: kind, items, count })}
    >
      {t(typeof items === 'string' ? `waiting.${kind}All` : `waiting.${kind}Chosen`, { count })}
    </GuardedButton>
  );
  return (
    <Panel title={t('waiting.title', { count: run.waitingCount })} description={t('waiting.text')}>
      {refusal === null ? null : <p className={classes.soft}>{refusal}</p>}
      <StatePanel query={query} skeleton={<SkeletonRows count={4} height={52} />}>
        {(items) => (
          <>
            {guardsOf(items).map(({ guard, guarded }) => (
              <GuardedGroup
                key={guard ?? 'none'}
                guard={guard}
                items={guarded}
                chosen={chosen}
                isDisabled={refusal !== null}
                onToggle={toggle}
              />
            ))}
            <LoadMore query={query} />
          </>
        )}
      </StatePanel>
      <div className={classes.decisions}>
        {button('approve', picked, picked.length)}
        {button('reject', picked, picked.length)}
        <span className={classes.gap} />
        {button('approve', 'all-waiting', run.waitingCount)}
        {button('reject', 'all-waiting', run.waitingCount)}
      </div>
      {decision ? (
        <DecideDialog
          run={run}
          decision={decision}
          onClose={() => setDecision(null)}
          onDecided={() => setChosen(new Set())}
        />
      ) : null}
    </Panel>
  );
}

type Guard = SyncItem['guard'];

/** Items by what holds them back, in the order in which they came. */
function guardsOf(items: readonly SyncItem[]): { guard: Guard; guarded: SyncItem[] }[] {
  return [...new Set(items.map(({ guard }) => guard))].map((guard) => ({
    guard,
    guarded: items.filter((item) => item.guard === guard),
  }));
}

type GuardedGroupProps = {
  guard: Guard;
  items: readonly SyncItem[];
  chosen: ReadonlySet<string>;
  isDisabled: boolean;
  onToggle: (ids: readonly string[], isChosen: boolean) => void;
};

function GuardedGroup({ guard, items, chosen, isDisabled, onToggle }: GuardedGroupProps) {
  const { t } = useTranslation('staff');
  const name = t(`guard.${guard ?? 'none'}.title`);
  const ids = items.map(({ id }) => id);
  return (
    <section className={classes.guarded} aria-label={name}>
      <div className={classes.guard}>
        <IconHandStop size={19} aria-hidden />
        <div>
          <h3>{name}</h3>
          <p>{t(`guard.${guard ?? 'none'}.text`)}</p>
        </div>
      </div>
      <CheckField
        label={t('waiting.chooseShown', { count: items.length })}
        isChecked={ids.every((id) => chosen.has(id))}
        isDisabled={isDisabled}
        onChange={(isChosen) => onToggle(ids, isChosen)}
      />
      <ul className={classes.items}>
        {items.map((item) => (
          <li key={item.id} className={classes.waitingItem}>
            <input
              type="checkbox"
              aria-label={t('waiting.choose', {
                what: [t(`itemKind.${item.kind}`), item.project, item.subject]
                  .filter(Boolean)
                  .join(', '),
              })}
              checked={chosen.has(item.id)}
              disabled={isDisabled}
              onChange={(event) => onToggle([item.id], event.currentTarget.checked)}
            />
            <ItemText item={item} isKindShown />
          </li>
        ))}
      </ul>
    </section>
  );
}
