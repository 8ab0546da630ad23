import { isPerunAnswer, PerunError } from '@os-credits/perun-client';
import { DomainError } from '../../../platform/problems/index.js';

/**
 * A failed call as a DomainError that says what to do: kind `dependency` where the same may succeed later,
 * `precondition` where somebody has to change something first. Other errors are given back as they are.
 */
export function toPerunFault(error: unknown): unknown {
  if (!(error instanceof PerunError)) return error;
  return new DomainError({
    code: 'perun-failed',
    kind: error.isTransient ? 'dependency' : 'precondition',
    message: `${error.message}${adviceFor(error)}`,
    params: {
      manager: error.manager,
      method: error.method,
      kind: error.kind,
      attempts: error.attempts,
    },
    cause: error,
  });
}

function adviceFor(error: PerunError): string {
  if (error.kind === 'connection')
    return ' (no connection: is PERUN_URL right, and the network or tunnel to Perun open?)';
  if (error.kind === 'timeout')
    return ' (no answer in time: Perun is slow, or the tunnel to it is closed; see PERUN_TIMEOUT_SECONDS)';
  if (error.kind === 'credentials')
    return ' (Perun refuses the account: check PERUN_AUTH, PERUN_USER and PERUN_PASSWORD, or PERUN_TOKEN)';
  if (isPerunAnswer(error, 'PrivilegeException'))
    return ' (the account lacks the right; `cli perun check` says which ones are needed)';
  return '';
}
