import {
  type CostTable,
  type CostTableSummary,
  type CreditRulesContext,
  type ImpactResponse,
  type Metric,
} from '@os-credits/contracts';

export const cpu = 'project_vcpu_usage';
export const ram = 'project_mb_usage';

export const rulesContext: CreditRulesContext = {
  now: '2026-11-22T12:00:00.000Z',
  accountingStart: '2024-01-01T00:00:00.000Z',
  fourEyesCredits: '100000',
  tableInForce: { id: 1, title: 'Autumn 2026' },
  units: [
    { unit: 'vCPU·h', readingUnits: ['vCPU·h'] },
    { unit: 'GiB·h', readingUnits: ['GiB·h', 'MiB·h'] },
    { unit: 'GPU·h', readingUnits: ['GPU·h'] },
  ],
  sites: [
    { name: 'bielefeld', displayName: 'Bielefeld' },
    { name: 'giessen', displayName: null },
  ],
};

export function metricOf(change: Partial<Metric> = {}): Metric {
  return {
    id: 1,
    name: cpu,
    friendlyName: 'cpu',
    description: 'Cores of running machines.',
    unit: 'vCPU·h',
    readingUnit: 'vCPU·h',
    resetPolicy: 'rebaseline',
    plausibleMaxPerHour: null,
    activeFrom: null,
    activeTo: null,
    readingFactor: '1',
    rulesFrom: null,
    isActive: true,
    isPriced: true,
    seriesCount: 12,
    firstReadingAt: '2025-03-01T00:00:00.000Z',
    lastReadingAt: '2026-11-22T11:59:00.000Z',
    rateInForce: '1',
    locked: [
      {
        field: 'name',
        reason: 'Readings came in under "project_vcpu_usage"; make a new metric instead.',
      },
      { field: 'unit', reason: 'Rates and charges refer to vCPU·h. Make a new metric.' },
    ],
    version: 2,
    changedAt: '2026-10-01T08:00:00.000Z',
    changedBy: 'Jonas Editor',
    ...change,
  };
}

export const firstMetrics = (): Metric[] => [
  metricOf(),
  metricOf({
    id: 3,
    name: 'project_gpu_usage',
    friendlyName: 'gpu',
    unit: 'GPU·h',
    readingUnit: 'GPU·h',
    isPriced: false,
    seriesCount: 0,
    firstReadingAt: null,
    lastReadingAt: null,
    rateInForce: null,
    locked: [],
    version: 1,
  }),
  metricOf({
    id: 2,
    name: ram,
    friendlyName: 'ram',
    unit: 'GiB·h',
    readingUnit: 'MiB·h',
    readingFactor: '0.0009765625',
    plausibleMaxPerHour: '5000',
    rateInForce: '0.3',
  }),
];

export function costTableOf(change: Partial<CostTable> = {}): CostTable {
  const table: CostTable = {
    id: 1,
    title: 'Autumn 2026',
    note: '',
    state: 'in-force',
    effectiveFrom: '2026-09-01T00:00:00.000Z',
    appliesFrom: '2026-09-01T00:00:00.000Z',
    appliesTo: null,
    version: 3,
    rateCount: 0,
    weightCount: 0,
    createdAt: '2026-08-20T09:00:00.000Z',
    createdBy: 'Jonas Editor',
    changedAt: '2026-08-21T09:00:00.000Z',
    changedBy: 'Jonas Editor',
    copiedFrom: null,
    request: null,
    published: {
      at: '2026-08-22T09:00:00.000Z',
      by: 'Jonas Editor',
      confirmedBy: null,
      reason: 'yearly prices',
    },
    rates: [
      { metric: cpu, site: null, project: null, rate: '1' },
      { metric: cpu, site: 'giessen', project: null, rate: '0.8' },
      { metric: ram, site: null, project: null, rate: '0.3' },
    ],
    weights: [
      { metric: cpu, value: '8', weight: '1', setAt: '2026-08-20T09:00:00.000Z' },
      { metric: cpu, value: '32', weight: '1.25', setAt: '2026-08-20T09:00:00.000Z' },
    ],
    ...change,
  };
  return { ...table, rateCount: table.rates.length, weightCount: table.weights.length };
}

const draft = {
  state: 'draft',
  effectiveFrom: '2026-12-01T00:00:00.000Z',
  appliesFrom: null,
  published: null,
  copiedFrom: { id: 1, title: 'Autumn 2026' },
  createdBy: 'Wanda Admin',
  changedBy: 'Wanda Admin',
} as const;

export const firstCostTables = (): CostTable[] => [
  costTableOf({
    ...draft,
    id: 3,
    title: 'Winter 2026',
    version: 4,
    rates: [
      { metric: cpu, site: null, project: null, rate: '1.25' },
      { metric: cpu, site: 'giessen', project: null, rate: '0.8' },
      { metric: ram, site: null, project: null, rate: '0.3' },
    ],
  }),
  costTableOf({
    ...draft,
    id: 4,
    title: 'Large change',
    state: 'awaiting-confirmation',
    request: {
      by: 'Wanda Admin',
      at: '2026-11-22T10:00:00.000Z',
      reason: 'energy prices',
      impactCredits: '250000.5',
      isMine: false,
    },
  }),
  costTableOf(),
  costTableOf({
    id: 2,
    title: 'Late spring',
    state: 'superseded',
    effectiveFrom: '2026-04-01T00:00:00.000Z',
    appliesFrom: '2026-04-10T12:00:00.000Z',
    appliesTo: '2026-09-01T00:00:00.000Z',
  }),
];

export function summaryOfTable({ rates, weights, ...summary }: CostTable): CostTableSummary {
  return { ...summary, rateCount: rates.length, weightCount: weights.length };
}

export function impactOf(table: CostTable, change: Partial<ImpactResponse> = {}): ImpactResponse {
  return {
    table: {
      id: table.id,
      title: table.title,
      version: table.version,
      effectiveFrom: table.effectiveFrom,
    },
    base: { id: 1, title: 'Autumn 2026' },
    from: '2026-10-23T00:00:00.000Z',
    to: '2026-11-22T00:00:00.000Z',
    computedAt: '2026-11-22T12:00:00.000Z',
    totals: {
      projectCount: 3,
      affectedCount: 2,
      dearerCount: 2,
      cheaperCount: 0,
      oldCredits: '30000',
      newCredits: '36000',
      difference: '6000',
      share: '0.2',
      impactCredits30Days: '6000',
    },
    needsSecondPerson: false,
    past: null,
    notIncluded: [],
    rows: [
      {
        project: 'protein-folding',
        oldCredits: '20000',
        newCredits: '25000',
        difference: '5000',
        share: '0.25',
        remaining: '40000',
        oldRunwayAt: '2027-01-21T00:00:00.000Z',
        newRunwayAt: '2027-01-09T00:00:00.000Z',
      },
      {
        project: 'single-cell-heart',
        oldCredits: '10000',
        newCredits: '11000',
        difference: '1000',
        share: '0.1',
        remaining: '-20',
        oldRunwayAt: null,
        newRunwayAt: null,
      },
      {
        project: 'quiet-one',
        oldCredits: '0',
        newCredits: '0',
        difference: '0',
        share: null,
        remaining: '100',
        oldRunwayAt: null,
        newRunwayAt: null,
      },
    ],
    rowCount: 3,
    nextCursor: null,
    ...change,
  };
}
