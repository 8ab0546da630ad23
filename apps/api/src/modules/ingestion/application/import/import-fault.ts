import { DomainError } from '../../../../platform/problems/index.js';

/** The file, or what was asked for it, cannot be imported; another attempt would meet the same. */
export function importRefused(message: string): DomainError {
  return new DomainError({ code: 'invalid-request', kind: 'invalid', message });
}
