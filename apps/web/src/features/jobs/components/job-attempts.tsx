import { type JobRunDetail } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatDuration, ScrollBox } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { Panel } from '../../../shared/ui/index.js';
import classes from '../job.module.css';

type Attempt = JobRunDetail['attempts'][number];

/** Each time a worker took the run up, and how that ended. */
export function JobAttempts({ attempts }: { attempts: readonly Attempt[] }) {
  const { t } = useTranslation('staff');
  if (attempts.length === 0) return null;
  return (
    <Panel title={t('attempts.title')}>
      <ol className={classes.attempts}>
        {attempts.map((attempt) => (
          <li key={attempt.attempt}>
            <AttemptLine attempt={attempt} />
            {attempt.error ? (
              <div className={classes.attemptError}>
                <p>
                  <code>{attempt.error.errorClass}</code>:{' '}
                  <span lang="en">{attempt.error.message}</span>
                </p>
                {attempt.error.stack.length > 0 ? (
                  <details>
                    <summary>{t('attempts.stack')}</summary>
                    <ScrollBox label={t('attempts.stack')} className={classes.stack}>
                      <ol>
                        {attempt.error.stack.map((line, index) => (
                          <li key={index}>{line}</li>
                        ))}
                      </ol>
                    </ScrollBox>
                  </details>
                ) : null}
              </div>
            ) : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function AttemptLine({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const seconds =
    attempt.endedAt === null
      ? null
      : (Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt)) / 1000;
  return (
    <p className={classes.attemptLine}>
      <strong>{t('attempts.number', { attempt: attempt.attempt })}</strong>
      <span className={classes.outcome} data-outcome={attempt.outcome ?? 'running'}>
        {t(`attempts.outcome.${attempt.outcome ?? 'running'}`)}
      </span>
      <span>
        <Time instant={attempt.startedAt} />
        {seconds === null ? null : ` · ${formatDuration(seconds, locale)}`}
      </span>
      <span className={classes.worker}>{t('attempts.worker', { worker: attempt.worker })}</span>
    </p>
  );
}
