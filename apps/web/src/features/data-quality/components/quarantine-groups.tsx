import { Button } from '@mantine/core';
import {
  type QuarantineDimension,
  type QuarantineFilter,
  type QuarantineGroup,
  type QuarantineStatus,
} from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { GuardedButton, Row, RowList, RowNote } from '../../../shared/staff-ui/index.js';
import { formatInstantRange } from '../../../shared/time/index.js';
import classes from '../data-quality.module.css';
import { groupSelection } from '../model/group-selection.js';
import { ReasonText } from './reason-text.js';
import { useDetail } from './use-detail.js';
import { type Decision } from '../use-quarantine-decision.js';

type QuarantineGroupsProps = {
  groups: readonly QuarantineGroup[];
  by: readonly QuarantineDimension[];
  status: QuarantineStatus;
  isDimmed: boolean;
  refusal: string | null;
  onShow: (selection: QuarantineFilter) => void;
  onDecide: (decision: Decision, selection: QuarantineFilter) => void;
};

/** What waits, by what it has in common: the largest first. */
export function QuarantineGroups({ groups, isDimmed, ...rest }: QuarantineGroupsProps) {
  const { t } = useTranslation('quality');
  return (
    <RowList label={t('quarantine.groups')} isDimmed={isDimmed}>
      {groups.map((group) => (
        <GroupRow
          key={JSON.stringify([group.reason, group.site, group.metric, group.project])}
          group={group}
          {...rest}
        />
      ))}
    </RowList>
  );
}

type GroupRowProps = Omit<QuarantineGroupsProps, 'groups' | 'isDimmed'> & {
  group: QuarantineGroup;
};

function GroupRow({ group, by, status, refusal, onShow, onDecide }: GroupRowProps) {
  const { t } = useTranslation('quality');
  const detailOf = useDetail();
  const locale = useLocale();
  const selection = groupSelection(group, by);
  const places = by
    .filter((dimension) => dimension !== 'reason')
    .map(
      (dimension) =>
        `${t(`quarantine.${dimension}`)}: ${group[dimension] ?? t('quarantine.unnamed')}`,
    );
  return (
    <Row className={classes.groupRow}>
      <div className={classes.groupCount}>
        <strong>{t('quarantine.count', { count: group.count })}</strong>
        <RowNote>{t('quarantine.releasable', { count: group.releasableCount })}</RowNote>
      </div>
      <div>
        {group.reason === null ? null : <ReasonText reason={group.reason} isLong />}
        {places.length === 0 ? null : <RowNote>{places.join(' · ')}</RowNote>}
        <RowNote>
          {t('quarantine.arrived', {
            range: formatInstantRange({
              from: group.firstReceivedAt,
              to: group.lastReceivedAt,
              locale,
            }),
          })}
        </RowNote>
        <RowNote>
          {t('quarantine.example', {
            detail: detailOf(group.exampleDetail, group.exampleExplanation),
          })}
        </RowNote>
      </div>
      <div className={classes.rowActions}>
        <Button variant="default" size="compact-sm" onClick={() => onShow(selection)}>
          {t('quarantine.show')}
        </Button>
        {status === 'open' ? (
          <>
            <GuardedButton
              variant="default"
              size="compact-sm"
              showsReason={false}
              refusal={
                refusal ?? (group.releasableCount === 0 ? t('quarantine.onlyDismiss') : null)
              }
              onClick={() => onDecide('release', selection)}
            >
              {t('resolve.release.button')}
            </GuardedButton>
            <GuardedButton
              variant="default"
              size="compact-sm"
              showsReason={false}
              refusal={refusal}
              onClick={() => onDecide('dismiss', selection)}
            >
              {t('resolve.dismiss.button')}
            </GuardedButton>
          </>
        ) : null}
      </div>
    </Row>
  );
}
