import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { costTablesQuery } from '../../../shared/credit-rules/index.js';
import { Field } from '../../../shared/staff-ui/field.js';
import classes from '../calculator.module.css';

type TableChoiceProps = { value: string | undefined; onChange: (id: string | undefined) => void };

/** Staff may ask what another cost table, a draft too, would do. */
export function TableChoice({ value, onChange }: TableChoiceProps) {
  const { t } = useTranslation('calculator');
  const { data: tables } = useQuery(costTablesQuery);
  return (
    <Field label={t('whatIf.table')} className={classes.table}>
      {(control) => (
        <select
          {...control}
          value={value ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        >
          <option value="">{t('whatIf.inForce')}</option>
          {tables?.map(({ id, title, published }) => (
            <option key={id} value={id}>
              {published === null ? t('whatIf.draft', { title }) : title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
