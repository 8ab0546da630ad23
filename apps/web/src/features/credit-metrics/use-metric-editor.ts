import {
  metric as metricContract,
  type CreditRulesContext,
  type Metric,
} from '@os-credits/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../shared/api/api-error.js';
import { useSession } from '../../shared/api/session.queries.js';
import { creditRulesKeys } from '../../shared/credit-rules/index.js';
import { isReason } from '../../shared/staff-ui/index.js';
import { changeMetric, createMetric } from './metrics.queries.js';
import {
  formOf,
  inputOf,
  metricFaults,
  refusedMetricFields,
  type MetricForm,
} from './model/metric-form.js';

type MetricEditorOptions = {
  metric: Metric | null;
  context: CreditRulesContext;
  onSaved: (metric: Metric) => void;
};

/** The text of a metric while it is edited, what is wrong with it, and saving it with its version. */
export function useMetricEditor({ metric, context, onSaved }: MetricEditorOptions) {
  const queryClient = useQueryClient();
  const csrfToken = useSession().csrfToken ?? '';
  const [first] = useState(() => formOf(metric, context.units));
  const [form, setForm] = useState(first);
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const save = useMutation({
    mutationFn: ({ sent, version }: { sent: MetricForm; version: number | null }) =>
      metric === null || version === null
        ? createMetric(inputOf(sent), csrfToken)
        : changeMetric(
            { id: metric.id, version },
            { ...inputOf(sent), reason: reason.trim() },
            csrfToken,
          ),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: creditRulesKeys.all });
      onSaved(saved);
    },
  });
  const failure = save.error instanceof ApiError ? save.error : null;
  const refused = refusedMetricFields(failure?.faults ?? []);
  const own = metricFaults(form, isTried);
  const isAsSent = save.variables?.sent === form;
  const submit = (version: number | null = metric?.version ?? null): void => {
    setIsTried(true);
    if (save.isPending || Object.keys(metricFaults(form, true)).length > 0) return;
    if (metric !== null && !isReason(reason)) return;
    save.mutate({ sent: form, version });
  };
  const theirs = metricContract.safeParse(failure?.conflict?.current).data ?? null;
  return {
    form,
    change: (next: Partial<MetricForm>) => setForm((current) => ({ ...current, ...next })),
    reason,
    setReason,
    isTried,
    faults: isAsSent ? { ...refused.byField, ...own } : own,
    isChanged: JSON.stringify(inputOf(form)) !== JSON.stringify(inputOf(first)),
    save,
    submit,
    conflict: failure?.conflict && theirs ? { conflict: failure.conflict, theirs } : null,
    /** The failure as a whole, where no single field tells it. */
    error: save.error && (failure?.faults.length === 0 || refused.hasOthers) ? save.error : null,
  };
}
