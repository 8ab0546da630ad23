import { reRatingCause } from '@os-credits/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../shared/api/api-error.js';
import {
  Breadcrumb,
  FailureNote,
  GuardedButton,
  ReasonField,
  useRefusal,
  useViewParams,
} from '../../shared/staff-ui/index.js';
import {
  ChoiceGroup,
  PageHeading,
  Panel,
  RouterAnchor,
  RouterButton,
} from '../../shared/ui/index.js';
import { PlanFields } from './components/plan-fields.js';
import {
  isComplete,
  newPlanParams,
  planFaults,
  refusedFields,
  requestOf,
  type PlanForm,
} from './model/plan-form.js';
import classes from './plans.module.css';
import { useRequestPlan } from './use-request-plan.js';

/** Asking for a plan: what was wrong with the past, since when, and why. */
export function NewPlanPage() {
  const { t } = useTranslation('rules');
  const [params, change] = useViewParams(newPlanParams);
  const refusal = useRefusal()('ledger:write');
  return (
    <>
      <Breadcrumb>
        <RouterAnchor to="/re-rating">{t('plans.title')}</RouterAnchor>
      </Breadcrumb>
      <PageHeading title={t('newPlan.title')} intro={t('newPlan.intro')} />
      <Panel title={t('newPlan.panel')}>
        <div className={classes.form}>
          <ChoiceGroup
            label={t('newPlan.cause')}
            value={params.cause}
            options={reRatingCause.options.map((value) => ({
              value,
              label: t(`planCause.${value}`),
            }))}
            onChange={(cause) => change({ cause })}
          />
          <p className={classes.lead}>{t(`newPlan.meaning.${params.cause}`)}</p>
          <RequestForm key={params.cause} first={params} refusal={refusal} />
        </div>
      </Panel>
    </>
  );
}

type RequestFormProps = {
  first: Omit<PlanForm, 'readingUnit' | 'reason'>;
  refusal: string | null;
};

function RequestForm({ first, refusal }: RequestFormProps) {
  const { t } = useTranslation('rules');
  const [form, setForm] = useState<PlanForm>({ ...first, readingUnit: '', reason: '' });
  const [isTried, setIsTried] = useState(false);
  const request = useRequestPlan();
  const own = isTried ? planFaults(form) : {};
  const failure = request.error instanceof ApiError ? request.error : null;
  const refused = refusedFields(failure?.faults ?? []);
  const isTold = Object.keys(refused).length > 0;
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsTried(true);
        if (isComplete(form) && !request.isPending) request.mutate(requestOf(form));
      }}
    >
      <PlanFields
        form={form}
        faultOf={(field) => {
          const fault = own[field];
          return fault === undefined ? (refused[field] ?? null) : t(`fault.${fault}`);
        }}
        onChange={(next) => {
          request.reset();
          setForm((current) => ({ ...current, ...next }));
        }}
      />
      <ReasonField
        description={t('late.reason')}
        value={form.reason}
        isTried={isTried}
        onChange={(reason) => setForm((current) => ({ ...current, reason }))}
      />
      <FailureNote error={isTold ? null : request.error} />
      <div className={classes.actions}>
        <GuardedButton type="submit" refusal={refusal} loading={request.isPending}>
          {t('late.compute')}
        </GuardedButton>
        <RouterButton to="/re-rating" variant="default">
          {t('plan.toPlans')}
        </RouterButton>
      </div>
    </form>
  );
}
