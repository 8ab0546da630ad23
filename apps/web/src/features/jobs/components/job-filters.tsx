import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { jobTypesQuery, useLocalized } from '../../../shared/jobs/index.js';
import {
  DayField,
  SearchField,
  SelectField,
  type ViewChange,
} from '../../../shared/staff-ui/index.js';
import { type JobListParams } from '../job-list.params.js';
import classes from '../job-list.module.css';

type JobFiltersProps = { params: JobListParams; onChange: (next: ViewChange) => void };

/** Kind of work, who started it, and when. The address holds them. */
export function JobFilters({ params, onChange }: JobFiltersProps) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  const { data: types } = useQuery(jobTypesQuery);
  const titleOf = (name: string): string => {
    const known = types?.find(({ type }) => type === name);
    return known ? localized(known.title) : name;
  };
  return (
    <search className={classes.filters}>
      <SelectField
        label={t('jobs.type')}
        value={params.type}
        anyLabel={t('jobs.anyType')}
        options={types?.map(({ type }) => type) ?? []}
        labelOf={titleOf}
        onSelect={(type) => onChange({ type })}
      />
      <SearchField
        label={t('jobs.actor')}
        placeholder={t('jobs.actorPlaceholder')}
        value={params.actor}
        lengthMax={200}
        onSearch={(actor) => onChange({ actor })}
      />
      <DayField
        label={t('jobs.from')}
        value={params.from}
        max={params.to}
        onDay={(from) => onChange({ from })}
      />
      <DayField
        label={t('jobs.to')}
        value={params.to}
        min={params.from}
        onDay={(to) => onChange({ to })}
      />
    </search>
  );
}
