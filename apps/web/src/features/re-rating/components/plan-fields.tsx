import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  costTablesQuery,
  metricsQuery,
  rulesContextQuery,
} from '../../../shared/credit-rules/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  Field,
  FieldPair,
  InstantControl,
  type ControlProps,
} from '../../../shared/staff-ui/index.js';
import { browserZone, formatInstantRange } from '../../../shared/time/index.js';
import { readingUnitsOf, type PlanField, type PlanForm } from '../model/plan-form.js';

type PlanFieldsProps = {
  form: PlanForm;
  faultOf: (field: PlanField) => string | null;
  onChange: (next: Partial<PlanForm>) => void;
};

/** What a plan is about: a table, a metric and its unit, or the readings of a project. */
export function PlanFields(props: PlanFieldsProps) {
  switch (props.form.cause) {
    case 'cost-table':
      return <TableField {...props} />;
    case 'metric-unit':
      return <UnitFields {...props} />;
    case 'dismissed-readings':
      return <ReadingsFields {...props} />;
  }
}

/** Tables that apply from later than they were meant to. */
function TableField({ form, faultOf, onChange }: PlanFieldsProps) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const late = (useQuery(costTablesQuery).data ?? []).filter(
    ({ effectiveFrom, appliesFrom }) =>
      appliesFrom !== null && Date.parse(appliesFrom) > Date.parse(effectiveFrom),
  );
  return (
    <Field
      label={t('plan.table')}
      description={t(late.length === 0 ? 'newPlan.noLateTable' : 'newPlan.lateTable')}
      isRequired
      fault={faultOf('costTableId')}
    >
      {(control) => (
        <select
          {...control}
          value={form.costTableId}
          onChange={(event) => onChange({ costTableId: event.currentTarget.value })}
        >
          <option value="">{t('newPlan.choose')}</option>
          {late.map(({ id, title, effectiveFrom, appliesFrom }) => (
            <option key={id} value={id}>
              {`${title}: ${formatInstantRange({ from: effectiveFrom, to: appliesFrom ?? effectiveFrom, locale })}`}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function UnitFields(props: PlanFieldsProps) {
  const { form, faultOf, onChange } = props;
  const { t } = useTranslation('rules');
  const metrics = useQuery(metricsQuery).data ?? [];
  const units = useQuery(rulesContextQuery).data?.units ?? [];
  const metric = metrics.find(({ name }) => name === form.metric);
  const offered = readingUnitsOf(metric, units);
  return (
    <>
      <FieldPair>
        <MetricField {...props} />
        <Field
          label={t('newPlan.readingUnit')}
          description={
            metric
              ? t('newPlan.readingUnitNow', { unit: metric.readingUnit })
              : t('newPlan.readingUnitMeaning')
          }
          isRequired
          fault={faultOf('readingUnit')}
        >
          {(control) => (
            <select
              {...control}
              value={form.readingUnit}
              onChange={(event) => onChange({ readingUnit: event.currentTarget.value })}
            >
              <option value="">{t('newPlan.choose')}</option>
              {offered.map((unit) => (
                <option key={unit} value={unit}>
                  {unit}
                </option>
              ))}
            </select>
          )}
        </Field>
      </FieldPair>
      <StretchFields {...props} isEndOptional />
    </>
  );
}

function ReadingsFields(props: PlanFieldsProps) {
  const { form, faultOf, onChange } = props;
  const { t } = useTranslation('rules');
  const sites = useQuery(rulesContextQuery).data?.sites ?? [];
  return (
    <>
      <Field
        label={t('impact.column.name')}
        description={t('newPlan.projectMeaning')}
        isRequired
        fault={faultOf('project')}
      >
        {(control) => (
          <input
            {...control}
            type="text"
            autoComplete="off"
            spellCheck={false}
            maxLength={256}
            value={form.project}
            onChange={(event) => onChange({ project: event.currentTarget.value })}
          />
        )}
      </Field>
      <FieldPair>
        <MetricField {...props} />
        <Field
          label={t('editor.site')}
          description={t('newPlan.siteMeaning')}
          fault={faultOf('site')}
        >
          {(control) => (
            <select
              {...control}
              value={form.site}
              onChange={(event) => onChange({ site: event.currentTarget.value })}
            >
              <option value="">{t('newPlan.everySite')}</option>
              {sites.map(({ name, displayName }) => (
                <option key={name} value={name}>
                  {displayName ?? name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </FieldPair>
      <StretchFields {...props} />
    </>
  );
}

function MetricField({ form, faultOf, onChange }: PlanFieldsProps) {
  const { t } = useTranslation('rules');
  const metrics = useQuery(metricsQuery).data ?? [];
  return (
    <Field
      label={t('diff.metric')}
      description={t('newPlan.metricMeaning')}
      isRequired
      fault={faultOf('metric')}
    >
      {(control) => (
        <select
          {...control}
          value={form.metric}
          onChange={(event) => onChange({ metric: event.currentTarget.value, readingUnit: '' })}
        >
          <option value="">{t('newPlan.choose')}</option>
          {metrics
            .filter(({ lastReadingAt }) => lastReadingAt !== null)
            .map(({ name, friendlyName }) => (
              <option key={name} value={name}>
                {friendlyName}
              </option>
            ))}
        </select>
      )}
    </Field>
  );
}

function StretchFields({
  form,
  faultOf,
  onChange,
  isEndOptional = false,
}: PlanFieldsProps & { isEndOptional?: boolean }) {
  const { t } = useTranslation('rules');
  const instant = (field: 'from' | 'to') =>
    function InstantField(control: ControlProps) {
      return (
        <InstantControl
          control={control}
          value={form[field]}
          onChange={(value) => onChange({ [field]: value })}
        />
      );
    };
  const kind = isEndOptional ? 'unit' : 'readings';
  return (
    <FieldPair>
      <Field
        label={t('newPlan.from')}
        description={t(`newPlan.fromMeaning.${kind}`, { zone: browserZone })}
        isRequired
        fault={faultOf('from')}
      >
        {instant('from')}
      </Field>
      <Field
        label={t('newPlan.to')}
        description={t(`newPlan.toMeaning.${kind}`, { zone: browserZone })}
        isRequired={!isEndOptional}
        fault={faultOf('to')}
      >
        {instant('to')}
      </Field>
    </FieldPair>
  );
}
