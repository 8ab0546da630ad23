import { type ResolveQuarantineResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import classes from '../data-quality.module.css';
import { ReasonText } from './reason-text.js';
import { ReleaseEffect } from './release-effect.js';
import { useDetail } from './use-detail.js';

type ResolutionCountsProps = { counts: ResolveQuarantineResponse; isDone: boolean };

const kinds = ['released', 'duplicate', 'dismissed', 'unchanged', 'refused'] as const;

/** What a decision does to readings, or did; zeros are left out. */
export function ResolutionCounts({ counts, isDone }: ResolutionCountsProps) {
  const { t } = useTranslation('quality');
  const detailOf = useDetail();
  const tense = isDone ? 'done' : 'would';
  return (
    <div className={classes.counts}>
      <p>
        <strong>{t('resolve.selected', { count: counts.selectedCount })}</strong>
      </p>
      <ul>
        {kinds
          .filter((kind) => counts[`${kind}Count`] > 0)
          .map((kind) => (
            <li key={kind}>{t(`resolve.${tense}.${kind}`, { count: counts[`${kind}Count`] })}</li>
          ))}
      </ul>
      {counts.refused.length === 0 ? null : (
        <ul className={classes.refusals}>
          {oneOfEachReason(counts.refused).map(({ id, reason, detail, explanation }) => (
            <li key={id}>
              <ReasonText reason={reason} />{' '}
              {t('quarantine.example', { detail: detailOf(detail, explanation) })}
            </li>
          ))}
        </ul>
      )}
      {!isDone && counts.releasedCount > 0 ? (
        <ReleaseEffect effect={counts.effect} remainingCount={counts.remainingCount} />
      ) : null}
      {!isDone && counts.remainingCount > 0 ? (
        <p>{t('resolve.more', { count: counts.remainingCount })}</p>
      ) : null}
    </div>
  );
}

/** Hundreds are refused for the same reason: one of them tells what is wrong. */
function oneOfEachReason(
  refused: ResolveQuarantineResponse['refused'],
): ResolveQuarantineResponse['refused'] {
  return [...new Map(refused.toReversed().map((each) => [each.reason, each])).values()].reverse();
}
