import { type JobRun } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/index.js';
import classes from './job-progress-bar.module.css';
import { isActive } from './job.queries.js';
import { useLocalized } from './localized.js';

type JobProgressBarProps = { job: Pick<JobRun, 'progress' | 'state' | 'title'> };

/** How far a run is, as a bar and in figures; without a known total only what is done. */
export function JobProgressBar({ job }: JobProgressBarProps) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const localized = useLocalized();
  const { done, total, phase } = job.progress;
  const share = shareDone(job);
  const count = (value: number): string => new Intl.NumberFormat(locale).format(value);
  const figures =
    total === null
      ? done === 0
        ? ''
        : t('progress.done', { done: count(done) })
      : t('progress.doneOfTotal', { done: count(done), total: count(total) });
  const percent =
    share === null || total === null
      ? undefined
      : new Intl.NumberFormat(locale, { style: 'percent', roundingMode: 'floor' }).format(share);
  return (
    <div className={classes.progress} data-state={job.state}>
      <div
        role="progressbar"
        className={classes.track}
        aria-label={t('progress.label', { title: localized(job.title) })}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.floor(share * 100) })}
        aria-valuetext={[percent, figures].filter(Boolean).join(', ') || t('progress.unknown')}
      >
        <div
          className={classes.fill}
          data-indeterminate={share === null && job.state === 'running'}
          style={share === null ? undefined : { inlineSize: `${share * 100}%` }}
        />
      </div>
      <div className={classes.line}>
        <span className={classes.figures}>{[percent, figures].filter(Boolean).join(' · ')}</span>
        {phase && isActive(job.state) ? (
          <span className={classes.phase}>{localized(phase)}</span>
        ) : null}
      </div>
    </div>
  );
}

/** The share that is done, 0 to 1, for drawing; null where the total is not known. */
function shareDone({ progress, state }: Pick<JobRun, 'progress' | 'state'>): number | null {
  const { done, total } = progress;
  if (total === null) return state === 'succeeded' ? 1 : state === 'running' ? null : 0;
  if (total === 0) return state === 'succeeded' ? 1 : 0;
  return Math.min(1, done / total);
}
