import {
  type CompletenessResponse,
  type DataQualityEvent,
  type HeldCharge,
  type QuarantinedReading,
} from '@os-credits/contracts';

export function quarantinedOf(
  number: number,
  change: Partial<QuarantinedReading> = {},
): QuarantinedReading {
  return {
    id: String(number),
    status: 'open',
    reason: 'in-the-future',
    detail: '2026-11-22T14:00:00Z lies too far in the future',
    explanation: { code: 'time-still-ahead', params: { at: '2026-11-22T14:00:00Z' } },
    receivedAt: '2026-11-22T09:30:12.000Z',
    wire: 'line protocol',
    tokenName: 'bielefeld-exporter',
    batchId: '90001',
    position: number,
    project: 'protein-folding',
    site: 'bielefeld',
    metric: 'project_vcpu_usage',
    at: '2026-11-22T14:00:00.000Z',
    value: '123.5',
    raw: null,
    canRelease: true,
    resolution: null,
    ...change,
  };
}

export const firstReadings = (): QuarantinedReading[] => [
  quarantinedOf(1),
  quarantinedOf(2),
  quarantinedOf(3, { project: 'metagenome-atlas' }),
  quarantinedOf(4, {
    reason: 'site-not-allowed',
    detail: 'the token may not write for the site "heidelberg"',
    explanation: { code: 'site-not-allowed', params: { site: 'heidelberg' } },
    site: 'heidelberg',
    at: '2026-11-22T09:30:00.000Z',
  }),
  quarantinedOf(5, {
    reason: 'syntax',
    detail: 'a field has no value',
    explanation: { code: 'field-form', params: {} },
    project: null,
    site: null,
    metric: null,
    at: null,
    value: null,
    raw: 'project_vcpu_usage,project=a value= 1763800000',
    canRelease: false,
  }),
  quarantinedOf(6, {
    reason: 'invented-later',
    detail: 'something new',
    explanation: null,
    canRelease: false,
  }),
  quarantinedOf(7, {
    status: 'released',
    resolution: {
      at: '2026-11-21T10:00:00.000Z',
      by: 'Mira Holm',
      reason: 'clock was ahead',
      outcome: 'accepted',
    },
  }),
];

export function heldOf(number: number, change: Partial<HeldCharge> = {}): HeldCharge {
  return {
    id: `11.${number}.1763800000000-1763803600000`,
    status: 'held',
    project: 'protein-folding',
    site: 'bielefeld',
    metric: 'project_vcpu_usage',
    metricFriendlyName: 'cpu',
    unit: 'vCPU·h',
    from: '2026-11-22T08:00:00.000Z',
    to: '2026-11-22T09:00:00.000Z',
    quantity: '5000',
    limitPerHour: '512',
    credits: '5000',
    heldAt: '2026-11-22T09:00:03.000Z',
    decision: null,
    ...change,
  };
}

export const firstHeld = (): HeldCharge[] => [
  heldOf(1),
  heldOf(2, { project: 'metagenome-atlas', credits: '1200.5', quantity: '1200.5' }),
  heldOf(3, {
    status: 'released',
    decision: { at: '2026-11-21T10:00:00.000Z', by: 'Mira Holm', reason: 'a large import' },
  }),
];

export function eventOf(number: number, change: Partial<DataQualityEvent> = {}): DataQualityEvent {
  return {
    id: `series.${number}`,
    kind: 'reset',
    status: 'open',
    project: 'protein-folding',
    site: 'bielefeld',
    metric: 'project_vcpu_usage',
    metricFriendlyName: 'cpu',
    from: '2026-11-22T07:00:00.000Z',
    to: '2026-11-22T07:10:00.000Z',
    fromValue: '9000',
    toValue: '12.5',
    rhythmSeconds: 600,
    noticedAt: '2026-11-22T07:10:02.000Z',
    acknowledgement: null,
    ...change,
  };
}

export const firstEvents = (): DataQualityEvent[] => [
  eventOf(1, {
    id: 'site.1',
    kind: 'silent-site',
    project: null,
    metric: null,
    metricFriendlyName: null,
    site: 'berlin',
    to: null,
    fromValue: null,
    toValue: null,
  }),
  eventOf(2),
  eventOf(3, {
    kind: 'gap',
    project: 'plant-phenotyping',
    to: '2026-11-22T09:30:00.000Z',
    fromValue: null,
    toValue: null,
  }),
  eventOf(4, {
    status: 'acknowledged',
    acknowledgement: {
      at: '2026-11-21T10:00:00.000Z',
      by: 'Mira Holm',
      note: 'exporter was restarted',
    },
  }),
];

const hourMs = 3_600_000;

/** Two sites; the second lacks most of its latest hours. */
export function completenessOf(fromMs: number, toMs: number): CompletenessResponse {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const rowOf = (site: string, siteName: string, missingHours: number) => {
    const count = Math.round((toMs - fromMs) / hourMs);
    const hours = Array.from({ length: count }, (_, index) => {
      const isMissing = index >= count - missingHours;
      return {
        hour: iso(fromMs + index * hourMs),
        expectedCount: 12,
        receivedCount: isMissing ? 3 : 12,
        shareReceived: isMissing ? '0.25' : '1',
      };
    });
    const received = hours.reduce((sum, { receivedCount }) => sum + receivedCount, 0);
    return {
      site,
      siteName,
      metric: 'project_vcpu_usage',
      metricFriendlyName: 'cpu',
      seriesCount: 2,
      silentSeriesCount: missingHours > 0 ? 1 : 0,
      expectedCount: count * 12,
      receivedCount: received,
      shareReceived: missingHours === 0 ? '1' : '0.8125',
      lastReadingAt: iso(toMs - (missingHours > 0 ? 5 : 0.1) * hourMs),
      isSilent: missingHours > 0,
      hours,
    };
  };
  return {
    from: iso(fromMs),
    to: iso(toMs),
    countedTo: iso(toMs),
    rows: [rowOf('8676', 'bielefeld', 0), rowOf('9001', 'berlin', 6)],
  };
}
