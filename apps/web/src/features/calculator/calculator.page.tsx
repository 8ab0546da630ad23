import { Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../shared/api/session.queries.js';
import { browserZone } from '../../shared/time/index.js';
import { PageHeading, Panel, PanelBoundary } from '../../shared/ui/index.js';
import { type CalculatorParams } from './calculator.params.js';
import { costQuery, optionsQuery } from './calculator.queries.js';
import classes from './calculator.module.css';
import { CostResult } from './components/cost-result.js';
import { MachineFields } from './components/machine-fields.js';
import { PlaceFields } from './components/place-fields.js';
import { machinesOf, machinesText, requestOf } from './model/machines.js';
import { useAddressText } from './use-address-text.js';

const route = getRouteApi('/signed-in/calculator');
const typingPauseMs = 300;

type CalculatorForm = Omit<CalculatorParams, 'machines'> & {
  machines: ReturnType<typeof machinesOf>;
};

/** What machines cost, and how long credits last for them. The address holds all of the question. */
export function CalculatorPage() {
  const { t } = useTranslation('calculator');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const csrfToken = useSession().csrfToken ?? '';
  const [form, setForm] = useAddressText<CalculatorForm>({
    text: JSON.stringify(search),
    parse: (text) => {
      const { machines, ...rest } = JSON.parse(text) as CalculatorParams;
      return { ...rest, machines: machinesOf(machines) };
    },
    stringify: (value) => JSON.stringify({ ...search, ...textsOf(value) }),
    onText: (text) => {
      void navigate({
        search: JSON.parse(text) as CalculatorParams,
        replace: true,
        resetScroll: false,
      });
    },
  });
  const { machines, ...rest } = form;
  const { data: options } = useQuery(optionsQuery);
  const { request, faults } = requestOf(machines, rest);
  const [asked] = useDebouncedValue(request === null ? '' : JSON.stringify(request), typingPauseMs);
  const query = useQuery(costQuery(asked === '' ? null : requestFrom(asked), csrfToken));
  return (
    <>
      <PageHeading title={t('title')} intro={t('intro', { zone: browserZone })} />
      <Stack gap="xl">
        <Panel title={t('machines')} description={t('linkHint')}>
          <div className={classes.form}>
            <MachineFields
              machines={machines}
              faults={faults}
              metrics={options?.metrics ?? []}
              onChange={(next) => setForm({ ...form, machines: next })}
            />
            <PlaceFields
              form={rest}
              creditsFault={faults['credits']}
              sites={options?.sites ?? []}
              onChange={(next) => setForm({ ...form, ...next })}
            />
          </div>
        </Panel>
        <Panel title={t('result')}>
          <PanelBoundary>
            <CostResult query={query} machines={machines} isAsked={request !== null} />
          </PanelBoundary>
        </Panel>
      </Stack>
    </>
  );
}

function textsOf({ machines, ...rest }: CalculatorForm): CalculatorParams {
  return { ...rest, machines: machinesText(machines) };
}

function requestFrom(text: string): NonNullable<ReturnType<typeof requestOf>['request']> {
  return JSON.parse(text) as NonNullable<ReturnType<typeof requestOf>['request']>;
}
