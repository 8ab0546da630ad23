import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { jobTypesQuery, useLocalized } from '../../../shared/jobs/index.js';
import { Field, type ViewChange } from '../../../shared/staff-ui/index.js';
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
      {/* A new key when the address changed from elsewhere (Back, "clear filters"). */}
      <ActorField
        key={params.actor ?? ''}
        initial={params.actor ?? ''}
        onActor={(actor) => onChange({ actor })}
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

const typingPauseMs = 300;

type ActorFieldProps = { initial: string; onActor: (actor: string | undefined) => void };

function ActorField({ initial, onActor }: ActorFieldProps) {
  const { t } = useTranslation('staff');
  const [text, setText] = useState(initial);
  const search = useDebouncedCallback((typed: string) => {
    onActor(typed.trim() === '' ? undefined : typed.trim());
  }, typingPauseMs);
  return (
    <Field label={t('jobs.actor')}>
      {(control) => (
        <input
          {...control}
          type="search"
          placeholder={t('jobs.actorPlaceholder')}
          maxLength={200}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
      )}
    </Field>
  );
}
