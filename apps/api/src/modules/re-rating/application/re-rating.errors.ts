import { DomainError } from '../../../platform/problems/index.js';

export function planNotFound(id: string): DomainError {
  return new DomainError({
    code: 're-rating-plan-not-found',
    kind: 'not-found',
    message: `There is no re-rating plan ${id}.`,
  });
}

export function costTableNotFound(id: number): DomainError {
  return new DomainError({
    code: 'cost-table-not-found',
    kind: 'not-found',
    message: `There is no cost table ${id}.`,
  });
}

export function metricNotFound(name: string): DomainError {
  return new DomainError({
    code: 'metric-not-found',
    kind: 'not-found',
    message: `There is no metric "${name}".`,
  });
}

export function planRefused(message: string): DomainError {
  return new DomainError({ code: 'conflict', kind: 'conflict', message });
}

/** Readings came, or were decided about, since the plan was computed: its entries would be wrong. */
export class PlanOutdated extends Error {
  constructor(readonly projectId: number) {
    super(`the plan no longer fits the readings of project ${projectId}`);
    this.name = 'PlanOutdated';
  }
}
