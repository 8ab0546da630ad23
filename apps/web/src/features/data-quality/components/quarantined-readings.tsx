import { type QuarantineFilter, type QuarantineStatus } from '@os-credits/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CheckField,
  GuardedButton,
  LoadMore,
  RowList,
  SkeletonRows,
} from '../../../shared/staff-ui/index.js';
import { StatePanel } from '../../../shared/ui/index.js';
import classes from '../data-quality.module.css';
import { quarantineQuery } from '../quality.queries.js';
import { type QuarantineWish } from './resolve.dialog.js';
import { ReadingRow } from './reading-row.js';

type QuarantinedReadingsProps = {
  status: QuarantineStatus;
  filter: QuarantineFilter;
  refusal: string | null;
  empty: ReactNode;
  onDecide: (wish: QuarantineWish) => void;
};

/** Readings under the filter, to be chosen one by one or decided about all together. */
export function QuarantinedReadings({
  status,
  filter,
  refusal,
  empty,
  onDecide,
}: QuarantinedReadingsProps) {
  const { t } = useTranslation('quality');
  const query = useInfiniteQuery(quarantineQuery(status, filter));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const shown = (query.data ?? []).map(({ id }) => id);
  // What somebody else decided meanwhile is no longer chosen.
  const picked = shown.filter((id) => chosen.has(id));
  const toggle = (ids: readonly string[], isChosen: boolean): void => {
    const rest = [...chosen].filter((id) => !ids.includes(id));
    setChosen(new Set(isChosen ? [...rest, ...ids] : rest));
  };
  const isOpen = status === 'open';
  return (
    <StatePanel
      query={query}
      skeleton={<SkeletonRows count={6} height={96} />}
      isEmpty={(readings) => readings.length === 0}
      empty={empty}
    >
      {(readings) => (
        <>
          {isOpen ? (
            <div className={classes.bulk}>
              <CheckField
                label={t('quarantine.chooseShown', { count: readings.length })}
                isChecked={picked.length === readings.length}
                isDisabled={refusal !== null}
                onChange={(isChosen) => toggle(shown, isChosen)}
              />
              <BulkButtons picked={picked} filter={filter} refusal={refusal} onDecide={onDecide} />
            </div>
          ) : null}
          <RowList label={t('quarantine.readings')} isDimmed={query.isPlaceholderData}>
            {readings.map((reading) => (
              <ReadingRow
                key={reading.id}
                reading={reading}
                choice={
                  isOpen && refusal === null
                    ? {
                        isChosen: chosen.has(reading.id),
                        onChoose: (isChosen) => toggle([reading.id], isChosen),
                      }
                    : null
                }
              />
            ))}
          </RowList>
          <LoadMore query={query} />
        </>
      )}
    </StatePanel>
  );
}

type BulkButtonsProps = Pick<QuarantinedReadingsProps, 'filter' | 'refusal' | 'onDecide'> & {
  picked: readonly string[];
};

const decisions = ['release', 'dismiss'] as const;

function BulkButtons({ picked, filter, refusal, onDecide }: BulkButtonsProps) {
  const { t } = useTranslation('quality');
  const noneChosen = picked.length === 0 ? t('resolve.noneChosen') : null;
  return (
    <div className={classes.rowActions}>
      {decisions.map((decision) => (
        <GuardedButton
          key={decision}
          size="compact-sm"
          variant="default"
          showsReason={false}
          refusal={refusal ?? noneChosen}
          onClick={() => onDecide({ decision, select: { ids: [...picked] } })}
        >
          {t(`resolve.${decision}.chosen`, { count: picked.length })}
        </GuardedButton>
      ))}
      {decisions.map((decision) => (
        <GuardedButton
          key={`${decision} all`}
          size="compact-sm"
          variant="default"
          showsReason={false}
          refusal={refusal}
          onClick={() => onDecide({ decision, select: { filter } })}
        >
          {t(`resolve.${decision}.all`)}
        </GuardedButton>
      ))}
    </div>
  );
}
