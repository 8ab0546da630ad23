import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../../shared/staff-ui/index.js';
import { browserZone, Time } from '../../../shared/time/index.js';
import classes from '../schedules.module.css';

type CronPreviewProps = {
  next: readonly string[] | undefined;
  timezone: string;
  isDimmed: boolean;
  error: Error | null;
};

/** The next times of a schedule, in its zone and in the reader's where that is another. */
export function CronPreview({ next, timezone, isDimmed, error }: CronPreviewProps) {
  const { t } = useTranslation('staff');
  const isOtherZone = timezone !== browserZone;
  if (error) return <FailureNote error={error} />;
  if (!next) return <p className={classes.soft}>{t('schedule.noPreview')}</p>;
  return (
    <table className={classes.preview} data-dimmed={isDimmed}>
      <caption>{t('schedule.preview')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('schedule.inZone', { zone: timezone })}</th>
          {isOtherZone ? <th scope="col">{t('schedule.inYours', { zone: browserZone })}</th> : null}
        </tr>
      </thead>
      <tbody>
        {next.map((instant) => (
          <tr key={instant}>
            <td>
              <Time instant={instant} style="date-time-zone" zone={timezone} />
            </td>
            {isOtherZone ? (
              <td>
                <Time instant={instant} style="date-time-zone" />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
