import { metric, type MetricInput } from '@os-credits/contracts';
import { apiUrl, apiWrite } from '../../shared/api/api-client.js';

export function createMetric(input: MetricInput, csrfToken: string) {
  return apiWrite(metric, { url: apiUrl(['credit-rules', 'metrics']), csrfToken, body: input });
}

/** Replaces a metric that is still in the version that was read. */
export function changeMetric(
  { id, version }: { id: number; version: number },
  change: MetricInput & { reason: string },
  csrfToken: string,
) {
  return apiWrite(metric, {
    method: 'PUT',
    url: apiUrl(['credit-rules', 'metrics', String(id)]),
    csrfToken,
    body: { ...change, version },
  });
}
