import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { projectSuggestionsQuery } from '../../../shared/api/project-suggestions.queries.js';
import { Field } from '../../../shared/staff-ui/field.js';
import { InstantControl } from '../../../shared/staff-ui/instant-control.js';
import classes from '../calculator.module.css';
import { type CalculatorParams } from '../calculator.params.js';
import { type MachineFault } from '../model/machines.js';
import { useMachineFault } from './use-machine-fault.js';

type PlaceForm = Omit<CalculatorParams, 'machines'>;

type PlaceFieldsProps = {
  form: PlaceForm;
  creditsFault: MachineFault | undefined;
  sites: readonly { name: string; displayName: string | null }[];
  onChange: (next: Partial<PlaceForm>) => void;
};

const typingPauseMs = 200;

/** Where, when, for which project, and how many credits there are. */
export function PlaceFields({ form, creditsFault, sites, onChange }: PlaceFieldsProps) {
  const { t } = useTranslation('calculator');
  const faultText = useMachineFault();
  const listId = useId();
  const [typed] = useDebouncedValue(form.project.trim(), typingPauseMs);
  const { data: projects } = useQuery(projectSuggestionsQuery(typed));
  const isKnownSite = form.site === '' || sites.some(({ name }) => name === form.site);
  return (
    <div className={classes.place}>
      <Field label={t('site')}>
        {(control) => (
          <select
            {...control}
            value={form.site}
            onChange={(event) => onChange({ site: event.currentTarget.value })}
          >
            <option value="">{t('anySite')}</option>
            {sites.map(({ name, displayName }) => (
              <option key={name} value={name}>
                {displayName ?? name}
              </option>
            ))}
            {isKnownSite ? null : <option value={form.site}>{form.site}</option>}
          </select>
        )}
      </Field>
      <Field label={t('project')}>
        {(control) => (
          <>
            <input
              {...control}
              type="text"
              list={listId}
              autoComplete="off"
              spellCheck={false}
              maxLength={256}
              placeholder={t('anyProject')}
              value={form.project}
              onChange={(event) => onChange({ project: event.currentTarget.value })}
            />
            <datalist id={listId}>
              {projects?.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={t('at')}>
        {(control) => (
          <InstantControl control={control} value={form.at} onChange={(at) => onChange({ at })} />
        )}
      </Field>
      <Field label={t('credits')} fault={faultText(creditsFault)}>
        {(control) => (
          <input
            {...control}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            maxLength={64}
            placeholder={t('creditsPlaceholder')}
            value={form.credits}
            onChange={(event) => onChange({ credits: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}
