import { useTranslation } from 'react-i18next';
import { knownReasons } from '../../../shared/quarantine/index.js';
import {
  DayField,
  SearchField,
  SelectField,
  type ViewChange,
} from '../../../shared/staff-ui/index.js';
import classes from '../data-quality.module.css';
import { type QuarantineParams } from '../quarantine.params.js';

type QuarantineFiltersProps = { params: QuarantineParams; onChange: (next: ViewChange) => void };

const named = ['site', 'metric', 'project'] as const;

/** Reason, site, metric, project and days of arrival; the address holds them. */
export function QuarantineFilters({ params, onChange }: QuarantineFiltersProps) {
  const { t } = useTranslation('quality');
  return (
    <search className={classes.filters}>
      <SelectField
        label={t('quarantine.reason')}
        value={params.reason}
        anyLabel={t('quarantine.anyReason')}
        options={knownReasons}
        labelOf={(reason) => t(`reason.${reason}.title`)}
        onSelect={(reason) => onChange({ reason })}
      />
      {named.map((name) => (
        <SearchField
          key={name}
          label={t(`quarantine.${name}`)}
          value={params[name] ?? ''}
          placeholder={params[name] === '' ? t('quarantine.unnamed') : t('quarantine.any')}
          onSearch={(found) => onChange({ [name]: found })}
        />
      ))}
      <DayField
        label={t('quarantine.from')}
        value={params.from}
        max={params.to}
        onDay={(from) => onChange({ from })}
      />
      <DayField
        label={t('quarantine.to')}
        value={params.to}
        min={params.from}
        onDay={(to) => onChange({ to })}
      />
    </search>
  );
}
