import { useTranslation } from 'react-i18next';
import { Field, SearchField, type ViewChange } from '../../../shared/staff-ui/index.js';
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
      <Field label={t('audit.subjectKind')}>
        {(control) => (
          <select
            {...control}
            value={subjectKind ?? ''}
            onChange={(event) =>
              onChange({
                subjectKind: event.currentTarget.value || undefined,
                subject: undefined,
                action: undefined,
              })
            }
          >
            <option value="">{t('audit.anyKind')}</option>
            {subjectKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`audit.kind.${kind}`)}
              </option>
            ))}
            {subjectKind !== undefined && !subjectKinds.some((kind) => kind === subjectKind) ? (
              <option value={subjectKind}>{subjectKind}</option>
            ) : null}
          </select>
        )}
      </Field>
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
        <Field key={name} label={t(`audit.${name}`)}>
          {(control) => (
            <input
              {...control}
              type="date"
              value={params[name] ?? ''}
              onChange={(event) => onChange({ [name]: event.currentTarget.value || undefined })}
            />
          )}
        </Field>
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
    <Field label={t('audit.action')}>
      {(control) => (
        <select
          {...control}
          value={action ?? ''}
          onChange={(event) => onChange({ action: event.currentTarget.value || undefined })}
        >
          <option value="">{t('audit.anyAction')}</option>
          {actions.filter(isOffered).map((name) => (
            <option key={name} value={name}>
              {t(`audit.actions.${name}`)}
            </option>
          ))}
          {action !== undefined && !actions.some((name) => name === action) ? (
            <option value={action}>{action}</option>
          ) : null}
        </select>
      )}
    </Field>
  );
}
