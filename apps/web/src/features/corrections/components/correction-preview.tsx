import { Button } from '@mantine/core';
import { type CorrectionResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../../shared/amounts/index.js';
import { PlainTable } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../corrections.module.css';

type CorrectionPreviewProps = { outcome: CorrectionResponse; onChange: () => void };

const sums = ['granted', 'used', 'remaining'] as const;

/** What the server would post, and the account before and after it. */
export function CorrectionPreview({ outcome, onChange }: CorrectionPreviewProps) {
  const { t } = useTranslation('account');
  const { entry, before, after } = outcome;
  return (
    <div className={classes.preview}>
      <p>
        {t(`corrections.effect.${entry.credits.startsWith('-') ? 'take' : 'give'}`)}{' '}
        <strong className={classes.effect}>
          <Amount value={entry.credits} signed /> {t('corrections.credits')}
        </strong>
        {entry.correctsId === null ? null : (
          <> {t('corrections.undoes', { id: entry.correctsId })}</>
        )}
      </p>
      <PlainTable label={t('corrections.previewTitle')}>
        <thead>
          <tr>
            <th scope="col">{t('corrections.account')}</th>
            <th scope="col" data-number>
              {t('corrections.before')}
            </th>
            <th scope="col" data-number>
              {t('corrections.after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sums.map((sum) => (
            <tr key={sum} data-moved={before[sum] !== after[sum]}>
              <th scope="row">{t(`corrections.sums.${sum}`)}</th>
              <td data-number>
                <Amount value={before[sum]} />
              </td>
              <td data-number>
                <Amount value={after[sum]} />
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {after.remaining.startsWith('-') ? (
        <p className={classes.warning}>{t('corrections.overdrawn')}</p>
      ) : null}
      <p className={classes.soft}>
        {t('corrections.countsFrom')} <Time instant={entry.effectiveAt} style="date-time-zone" />
        {' · '}
        {entry.reason}
      </p>
      <p className={classes.soft}>{t('corrections.final')}</p>
      <div>
        <Button variant="default" size="compact-sm" onClick={onChange}>
          {t('corrections.change')}
        </Button>
      </div>
    </div>
  );
}
