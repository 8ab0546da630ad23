import '@mantine/core/styles/ActionIcon.layer.css';
import { ActionIcon, Button } from '@mantine/core';
import { type CalculatorOptions } from '@os-credits/contracts';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../shared/staff-ui/field.js';
import classes from '../calculator.module.css';
import { oneMachine, type CalculatorFaults, type MachineText } from '../model/machines.js';
import { useMachineFault } from './use-machine-fault.js';

type MachineFieldsProps = {
  machines: readonly MachineText[];
  faults: CalculatorFaults;
  /** Further metrics to suggest. */
  metrics: CalculatorOptions['metrics'];
  onChange: (machines: MachineText[]) => void;
};

const machinesMax = 100;

/** Machines of one or more kinds. */
export function MachineFields({ machines, faults, metrics, onChange }: MachineFieldsProps) {
  const { t } = useTranslation('calculator');
  const suggestionsId = useId();
  const replace = (index: number, next: Partial<MachineText>): void =>
    onChange(machines.map((each, at) => (at === index ? { ...each, ...next } : each)));
  return (
    <div className={classes.machines}>
      {machines.map((machine, index) => (
        <fieldset key={index} className={classes.machine}>
          <legend>{t('machine', { number: index + 1 })}</legend>
          <Amounts
            machine={machine}
            faults={faults}
            index={index}
            onChange={(next) => replace(index, next)}
          />
          <FurtherAmounts
            machine={machine}
            faults={faults}
            index={index}
            suggestionsId={suggestionsId}
            onChange={(further) => replace(index, { further })}
          />
          <div className={classes.actions}>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() =>
                replace(index, { further: [...machine.further, { name: '', amount: '' }] })
              }
            >
              {t('addMetric')}
            </Button>
            {machines.length > 1 ? (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                leftSection={<IconTrash size={15} aria-hidden />}
                aria-label={t('removeMachineOf', { number: index + 1 })}
                onClick={() => onChange(machines.filter((_, at) => at !== index))}
              >
                {t('removeMachine')}
              </Button>
            ) : null}
          </div>
        </fieldset>
      ))}
      <datalist id={suggestionsId}>
        {metrics.map(({ name, friendlyName }) => (
          <option key={name} value={friendlyName} />
        ))}
      </datalist>
      {machines.length < machinesMax ? (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => onChange([...machines, oneMachine])}
          >
            {t('addMachine')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

type OneMachineProps<Change> = {
  machine: MachineText;
  faults: CalculatorFaults;
  index: number;
  onChange: (next: Change) => void;
};

function Amounts({ machine, faults, index, onChange }: OneMachineProps<Partial<MachineText>>) {
  const { t } = useTranslation('calculator');
  const textOf = useMachineFault();
  return (
    <div className={classes.amounts}>
      {(['count', 'vcpus', 'ram'] as const).map((field) => (
        <Field key={field} label={t(field)} fault={textOf(faults[`${index}.${field}`])}>
          {(control) => (
            <input
              {...control}
              type="text"
              inputMode={field === 'count' ? 'numeric' : 'decimal'}
              autoComplete="off"
              maxLength={64}
              value={machine[field]}
              onChange={(event) => onChange({ [field]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

function FurtherAmounts({
  machine: { further },
  faults,
  index,
  suggestionsId,
  onChange,
}: OneMachineProps<MachineText['further']> & { suggestionsId: string }) {
  const { t } = useTranslation('calculator');
  const textOf = useMachineFault();
  const replace = (number: number, next: Partial<(typeof further)[number]>): void =>
    onChange(further.map((each, at) => (at === number ? { ...each, ...next } : each)));
  return further.map(({ name, amount }, number) => (
    <div key={number} className={classes.further}>
      <Field label={t('metric')} fault={textOf(faults[`${index}.further.${number}`])}>
        {(control) => (
          <input
            {...control}
            type="text"
            list={suggestionsId}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={name}
            onChange={(event) => replace(number, { name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t('amount')}>
        {(control) => (
          <input
            {...control}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            maxLength={64}
            value={amount}
            onChange={(event) => replace(number, { amount: event.currentTarget.value })}
          />
        )}
      </Field>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('removeMetric', { name })}
        onClick={() => onChange(further.filter((_, at) => at !== number))}
      >
        <IconTrash size={17} aria-hidden />
      </ActionIcon>
    </div>
  ));
}
