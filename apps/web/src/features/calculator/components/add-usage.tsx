import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../shared/staff-ui/field.js';
import classes from '../calculator.module.css';
import { changeFault, type ChangeText } from '../model/changes.js';

type AddUsageProps = {
  sites: readonly { name: string; displayName: string | null }[];
  metrics: readonly string[];
  onAdd: (change: ChangeText) => void;
};

const nothing = { metric: '', amount: '' };

/** Usage that the project does not have yet. */
export function AddUsage({ sites, metrics, onAdd }: AddUsageProps) {
  const { t } = useTranslation('calculator');
  const listId = useId();
  const [site, setSite] = useState('');
  const [{ metric, amount }, setTyped] = useState(nothing);
  const chosen = site === '' ? (sites[0]?.name ?? '') : site;
  const [isTried, setIsTried] = useState(false);
  const fault = changeFault(amount) ?? (isTried && amount.trim() === '' ? 'required' : null);
  const isNameless = isTried && metric.trim() === '';
  const add = (): void => {
    const isWhole = metric.trim() !== '' && amount.trim() !== '' && fault === null;
    setIsTried(!isWhole);
    if (chosen === '' || !isWhole) return;
    onAdd({ site: chosen, metric: metric.trim(), amount: amount.trim() });
    setTyped(nothing);
  };
  return (
    <form
      className={classes.added}
      noValidate
      aria-label={t('whatIf.addUsage')}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Field label={t('site')}>
        {(control) => (
          <select
            {...control}
            value={chosen}
            onChange={(event) => setSite(event.currentTarget.value)}
          >
            {sites.map(({ name, displayName }) => (
              <option key={name} value={name}>
                {displayName ?? name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('metric')} fault={isNameless ? t('fault.nameMissing') : null}>
        {(control) => (
          <>
            <input
              {...control}
              type="text"
              list={listId}
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              value={metric}
              onChange={(event) => setTyped({ amount, metric: event.currentTarget.value })}
            />
            <datalist id={listId}>
              {metrics.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={t('amount')} fault={fault === null ? null : t(`fault.${fault}`)}>
        {(control) => (
          <input
            {...control}
            type="text"
            autoComplete="off"
            maxLength={32}
            value={amount}
            onChange={(event) => setTyped({ metric, amount: event.currentTarget.value })}
          />
        )}
      </Field>
      <Button type="submit" variant="default" leftSection={<IconPlus size={16} aria-hidden />}>
        {t('whatIf.addUsage')}
      </Button>
    </form>
  );
}
