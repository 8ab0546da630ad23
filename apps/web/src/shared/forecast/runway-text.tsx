import { type ProjectSummary } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/index.js';
import { formatTime, useNow } from '../time/index.js';
import { forecastOf } from './forecast-of.js';
import classes from './runway-text.module.css';

type RunwayTextProps = {
  project: Pick<ProjectSummary, 'burnRate' | 'runway' | 'remaining' | 'shareUsed'>;
};

/** Runway as a date with its basis, or the reason why there is none. */
export function RunwayText({ project }: RunwayTextProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const forecast = forecastOf(project, useNow());
  switch (forecast.kind) {
    case 'date': {
      const date = formatTime({
        instant: forecast.exhaustedAt,
        style: 'date',
        locale,
      });
      return (
        <Lines
          main={t('forecast.date', { date })}
          basis={t('forecast.basis', { count: forecast.windowDays })}
        />
      );
    }
    case 'far':
      return (
        <Lines
          main={t('forecast.far')}
          basis={t('forecast.basis', { count: forecast.windowDays })}
        />
      );
    case 'no-use':
      return <Lines main={null} basis={t('forecast.noUse', { count: forecast.windowDays })} />;
    case 'exhausted':
      return <Lines main={t('forecast.exhausted')} basis={t('forecast.exhaustedBasis')} />;
    case 'no-grant':
      return <Lines main={null} basis={t('forecast.noGrant')} />;
    case 'too-early':
      return <Lines main={null} basis={t('forecast.tooEarly')} />;
  }
}

function Lines({ main, basis }: { main: string | null; basis: string }) {
  return (
    <span className={classes.lines}>
      {main ? <span className={classes.main}>{main}</span> : null}
      <span className={classes.basis}>{basis}</span>
    </span>
  );
}
