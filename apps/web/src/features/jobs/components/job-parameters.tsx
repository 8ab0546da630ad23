import { type JobRunDetail } from '@os-credits/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { jobTypesQuery, useLocalized } from '../../../shared/jobs/index.js';
import { parameterFields, useOptionTitle } from '../../../shared/parameter-form/index.js';
import { Fact, Facts, ValueTree } from '../../../shared/staff-ui/index.js';
import { Panel, RouterAnchor } from '../../../shared/ui/index.js';
import classes from '../job.module.css';

/** What the run was started with, under the titles of the form where its type is still known. */
export function JobParameters({ job }: { job: JobRunDetail }) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  const optionTitle = useOptionTitle();
  const { data: types } = useQuery(jobTypesQuery);
  const schema = types?.find(({ type }) => type === job.type)?.parametersSchema;
  const fields = schema ? parameterFields(schema) : [];
  const titleOf = (name: string): string => {
    const field = fields.find((each) => each.name === name);
    return field ? localized(field.title) : name;
  };
  // A choice is called as in the form; an upload is known by its file's name, not by the id that the job was given.
  const shownValue = (name: string, value: unknown): unknown => {
    const control = fields.find((each) => each.name === name)?.control;
    if (control?.kind === 'choice' && typeof value === 'string') return optionTitle(control, value);
    return job.files.find(({ id }) => id === value)?.name ?? value;
  };
  const entries = Object.entries(job.parameters);
  return (
    <Panel title={t('job.parameters')}>
      {entries.length === 0 ? (
        <p className={classes.none}>{t('job.noParameters')}</p>
      ) : (
        <Facts>
          {entries.map(([name, value]) => (
            <Fact key={name} label={titleOf(name)}>
              <ValueTree value={shownValue(name, value)} />
            </Fact>
          ))}
        </Facts>
      )}
      {job.scheduleId !== null ? (
        <p className={classes.origin}>
          <RouterAnchor to="/schedules/$id" params={{ id: job.scheduleId }}>
            {t('job.bySchedule')}
          </RouterAnchor>
        </p>
      ) : null}
      {job.repeatOf !== null ? (
        <p className={classes.origin}>
          <RouterAnchor to="/jobs/$id" params={{ id: job.repeatOf }}>
            {t('job.repeatOf')}
          </RouterAnchor>
        </p>
      ) : null}
    </Panel>
  );
}
