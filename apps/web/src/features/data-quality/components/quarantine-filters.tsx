import { useTranslation } from 'react-i18next';
import { Field, SearchField, type ViewChange } from '../../../shared/staff-ui/index.js';
import classes from '../data-quality.module.css';
import { knownReason, knownReasons } from '../model/known-reason.js';
import { type QuarantineParams } from '../quarantine.params.js';

type QuarantineFiltersProps = { params: QuarantineParams; onChange: (next: ViewChange) => void };

const named = ['site', 'metric', 'project'] as const;

/** Reason, site, metric, project and days of arrival; the address holds them. */
export function QuarantineFilters({ params, onChange }: QuarantineFiltersProps) {
  const { t } = useTranslation('quality');
  return (
    <search className={classes.filters}>
      <Field label={t('quarantine.reason')}>
        {(control) => (
          <select
            {...control}
            value={params.reason ?? ''}
            onChange={(event) => onChange({ reason: event.currentTarget.value || undefined })}
          >
            <option value="">{t('quarantine.anyReason')}</option>
            {knownReasons.map((reason) => (
              <option key={reason} value={reason}>
                {t(`reason.${reason}.title`)}
              </option>
            ))}
            {params.reason !== undefined && knownReason(params.reason) === null ? (
              <option value={params.reason}>{params.reason}</option>
            ) : null}
          </select>
        )}
      </Field>
      {named.map((name) => (
        <SearchField
          key={name}
          label={t(`quarantine.${name}`)}
          value={params[name] ?? ''}
          placeholder={params[name] === '' ? t('quarantine.unnamed') : t('quarantine.any')}
          onSearch={(found) => onChange({ [name]: found })}
        />
      ))}
      <Field label={t('quarantine.from')}>
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
      <Field label={t('quarantine.to')}>
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
