import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { jobTypesQuery, useLocalized } from '../../../shared/jobs/index.js';
import { Field, SearchField, type ViewChange } from '../../../shared/staff-ui/index.js';
import { type JobListParams } from '../job-list.params.js';
import classes from '../job-list.module.css';

type JobFiltersProps = { params: JobListParams; onChange: (next: ViewChange) => void };

/** Kind of work, who started it, and when. The address holds them. */
export function JobFilters({ params, onChange }: JobFiltersProps) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  const { data: types } = useQuery(jobTypesQuery);
  return (
    <search className={classes.filters}>
      <Field label={t('jobs.type')}>
        {(control) => (
          <select
            {...control}
            value={params.type ?? ''}
            onChange={(event) => onChange({ type: event.currentTarget.value || undefined })}
          >
            <option value="">{t('jobs.anyType')}</option>
            {types?.map(({ type, title }) => (
              <option key={type} value={type}>
                {localized(title)}
              </option>
            ))}
            {params.type !== undefined && !types?.some(({ type }) => type === params.type) ? (
              <option value={params.type}>{params.type}</option>
            ) : null}
          </select>
        )}
      </Field>
      <SearchField
        label={t('jobs.actor')}
        placeholder={t('jobs.actorPlaceholder')}
        value={params.actor}
        lengthMax={200}
        onSearch={(actor) => onChange({ actor })}
      />
      <Field label={t('jobs.from')}>
        {(control) => (
          <input
            {...control}
            type="date"
            value={params.from ?? ''}
            max={params.to}
            onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
          />
        )}
      </Field>
      <Field label={t('jobs.to')}>
        {(control) => (
          <input
            {...control}
            type="date"
            value={params.to ?? ''}
            min={params.from}
            onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
          />
        )}
      </Field>
    </search>
  );
}
