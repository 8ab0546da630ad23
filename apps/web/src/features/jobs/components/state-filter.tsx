import { jobState, type JobState, type ListJobsResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { type ViewChange } from '../../../shared/staff-ui/index.js';
import classes from '../job-list.module.css';

type StateFilterProps = {
  chosen: readonly JobState[];
  counts: ListJobsResponse['counts'] | undefined;
  onChange: (next: ViewChange) => void;
};

const alarming: readonly JobState[] = ['failed', 'dead'];

/** How many runs are in each state; pressing one shows only those (several may be pressed). */
export function StateFilter({ chosen, counts, onChange }: StateFilterProps) {
  const { t } = useTranslation('staff');
  const locale = useLocale();
  const toggle = (state: JobState): void => {
    const next = jobState.options.filter((each) =>
      each === state ? !chosen.includes(each) : chosen.includes(each),
    );
    onChange({ state: next.length === 0 ? undefined : next.join(',') });
  };
  return (
    <fieldset className={classes.states}>
      <legend>{t('jobs.state')}</legend>
      {jobState.options.map((state) => (
        <button
          key={state}
          type="button"
          className={classes.state}
          aria-pressed={chosen.includes(state)}
          data-alarming={alarming.includes(state) && (counts?.[state] ?? 0) > 0}
          title={t(`jobState.meaning.${state}`)}
          onClick={() => toggle(state)}
        >
          {t(`jobState.${state}`)}
          <span className={classes.count}>
            {counts ? new Intl.NumberFormat(locale).format(counts[state]) : '–'}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
