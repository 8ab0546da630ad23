import { useTranslation } from 'react-i18next';
import {
  DayField,
  SearchField,
  SelectField,
  type ViewChange,
} from '../../../shared/staff-ui/index.js';
import { type AuditParams } from '../audit.queries.js';
import classes from '../audit.module.css';
import { actions } from './actions.js';
import { subjectKinds } from './subject-kinds.js';

type AuditFiltersProps = { params: AuditParams; onChange: (next: ViewChange) => void };

/** Narrows the trail; the address holds all of it. */
export function AuditFilters({ params, onChange }: AuditFiltersProps) {
  const { t } = useTranslation('rules');
  const { subjectKind } = params;
  return (
    <search className={classes.filters}>
      <SelectField
        label={t('audit.subjectKind')}
        value={subjectKind}
        anyLabel={t('audit.anyKind')}
        options={subjectKinds}
        labelOf={(kind) => t(`audit.kind.${kind}`)}
        onSelect={(kind) => onChange({ subjectKind: kind, subject: undefined, action: undefined })}
      />
      <SearchField
        label={t('audit.actor')}
        value={params.actor}
        onSearch={(actor) => onChange({ actor })}
      />
      <SearchField
        label={t('audit.subject')}
        value={params.subject}
        onSearch={(subject) => onChange({ subject })}
      />
      <ActionField subjectKind={subjectKind} action={params.action} onChange={onChange} />
      {(['from', 'to'] as const).map((name) => (
        <DayField
          key={name}
          label={t(`audit.${name}`)}
          value={params[name]}
          onDay={(day) => onChange({ [name]: day })}
        />
      ))}
    </search>
  );
}

type ActionFieldProps = Pick<AuditParams, 'subjectKind' | 'action'> &
  Pick<AuditFiltersProps, 'onChange'>;

/** What was done, of the kind that is looked for. */
function ActionField({ subjectKind, action, onChange }: ActionFieldProps) {
  const { t } = useTranslation('rules');
  const isOffered = (name: string): boolean =>
    subjectKind === undefined || name.startsWith(`${subjectKind}.`) || name === action;
  return (
    <SelectField
      label={t('audit.action')}
      value={action}
      anyLabel={t('audit.anyAction')}
      options={actions.filter(isOffered)}
      labelOf={(name) => t(`audit.actions.${name}`)}
      onSelect={(name) => onChange({ action: name })}
    />
  );
}
