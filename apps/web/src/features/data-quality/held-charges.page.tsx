import { Button } from '@mantine/core';
import { heldChargeStatus } from '@os-credits/contracts';
import { IconCircleCheck, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormatAmount } from '../../shared/amounts/index.js';
import {
  LoadMore,
  RowList,
  SearchField,
  SkeletonRows,
  useRefusal,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import {
  ChoiceGroup,
  EmptyState,
  PageHeading,
  PanelBoundary,
  RouterButton,
  StatePanel,
} from '../../shared/ui/index.js';
import { BulkButtons } from './components/bulk-buttons.js';
import { DecideHeldDialog, type HeldWish } from './components/decide-held.dialog.js';
import { HeldRow } from './components/held-row.js';
import classes from './data-quality.module.css';
import { heldChargesParams, heldFilterOf } from './held-charges.params.js';
import { heldChargesQuery } from './quality.queries.js';
import { useChosen } from './use-chosen.js';

const filterNames = ['project', 'site', 'metric'] as const;

/** Implausible growth: computed, but not billed until staff decide. */
export function HeldChargesPage() {
  const { t } = useTranslation('quality');
  const [params, change] = useViewParams(heldChargesParams);
  const filter = heldFilterOf(params);
  const query = useInfiniteQuery(heldChargesQuery(params.status, filter));
  const refusal = useRefusal()('quarantine:resolve');
  const format = useFormatAmount();
  const [wish, setWish] = useState<HeldWish | null>(null);
  const isHeld = params.status === 'held';
  const { picked, choiceOf } = useChosen((query.data?.items ?? []).map(({ id }) => id));
  return (
    <>
      <PageHeading title={t('held.title')} intro={t('held.intro')} />
      <div className={classes.choices}>
        <ChoiceGroup
          label={t('quarantine.status')}
          value={params.status}
          options={heldChargeStatus.options.map((value) => ({
            value,
            label: t(`held.statuses.${value}`),
          }))}
          onChange={(status) => change({ status: status === 'held' ? undefined : status })}
        />
      </div>
      <search className={classes.filters}>
        {filterNames.map((name) => (
          <SearchField
            key={name}
            label={t(`quarantine.${name}`)}
            value={params[name]}
            placeholder={t('quarantine.any')}
            onSearch={(found) => change({ [name]: found })}
          />
        ))}
      </search>
      {refusal === null ? null : (
        <p className={classes.soft}>{t('readOnly', { reason: refusal })}</p>
      )}
      <PanelBoundary>
        <StatePanel
          query={query}
          skeleton={<SkeletonRows count={4} height={110} />}
          isEmpty={({ items }) => items.length === 0}
          empty={
            <NoHeldCharges
              isNarrowed={Object.keys(filter).length > 0}
              status={params.status}
              onClear={() => change({ project: undefined, site: undefined, metric: undefined })}
            />
          }
        >
          {({ items, total }) => (
            <>
              <div className={classes.bulk}>
                <p className={classes.soft}>
                  {t('held.total', { count: total.count, credits: format(total.credits) })}
                </p>
                {isHeld ? (
                  <BulkButtons
                    picked={picked}
                    filter={filter}
                    refusal={refusal}
                    onDecide={setWish}
                  />
                ) : null}
              </div>
              <RowList label={t('held.title')} isDimmed={query.isPlaceholderData}>
                {items.map((held) => (
                  <HeldRow
                    key={held.id}
                    held={held}
                    refusal={refusal}
                    choice={isHeld && refusal === null ? choiceOf(held.id) : null}
                    onDecide={(decision) => setWish({ decision, select: { ids: [held.id] } })}
                  />
                ))}
              </RowList>
              <LoadMore query={query} />
            </>
          )}
        </StatePanel>
      </PanelBoundary>
      {wish === null ? null : <DecideHeldDialog {...wish} onClose={() => setWish(null)} />}
    </>
  );
}

type NoHeldChargesProps = {
  isNarrowed: boolean;
  status: 'held' | 'released' | 'dismissed' | 'superseded';
  onClear: () => void;
};

function NoHeldCharges({ isNarrowed, status, onClear }: NoHeldChargesProps) {
  const { t } = useTranslation('quality');
  const { t: staff } = useTranslation('staff');
  if (isNarrowed) {
    return (
      <EmptyState
        icon={<IconSearchOff size={32} stroke={1.5} />}
        title={t('held.noResultsTitle')}
        text={t('quarantine.noResultsText')}
        action={<Button onClick={onClear}>{staff('list.clearFilters')}</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={<IconCircleCheck size={32} stroke={1.5} />}
      title={t(status === 'held' ? 'held.emptyTitle' : 'held.emptyOtherTitle')}
      text={t(status === 'held' ? 'held.emptyText' : 'held.emptyOtherText')}
      action={
        status === 'held' ? (
          <RouterButton to="/credit-metrics" variant="default">
            {t('held.toMetrics')}
          </RouterButton>
        ) : null
      }
    />
  );
}
