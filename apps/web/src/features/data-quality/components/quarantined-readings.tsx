import { type QuarantineFilter, type QuarantineStatus } from '@os-credits/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckField, LoadMore, RowList, SkeletonRows } from '../../../shared/staff-ui/index.js';
import { StatePanel } from '../../../shared/ui/index.js';
import classes from '../data-quality.module.css';
import { quarantineQuery } from '../quality.queries.js';
import { useChosen } from '../use-chosen.js';
import { BulkButtons } from './bulk-buttons.js';
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
  const shown = (query.data ?? []).map(({ id }) => id);
  const { picked, toggle, choiceOf } = useChosen(shown);
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
                choice={isOpen && refusal === null ? choiceOf(reading.id) : null}
              />
            ))}
          </RowList>
          <LoadMore query={query} />
        </>
      )}
    </StatePanel>
  );
}
