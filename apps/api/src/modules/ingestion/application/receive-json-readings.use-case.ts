import { Inject, Injectable } from '@nestjs/common';
import type { ReadingsRequest, ReadingsResponse } from '@os-credits/contracts';
import {
  canonicalDecimal,
  decimalOfDouble,
  METRIC_LABEL,
  parseInstantMicros,
  ReadingBatch,
  type Rejection,
} from '@os-credits/usage-wire';
import { Clock } from '../../../platform/clock/index.js';
import {
  CREDITS_SETTINGS,
  INGESTION_SETTINGS,
  type CreditsSettings,
  type IngestionSettings,
} from '../../../platform/config/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { acceptedTimes, type AcceptedTimes } from './accepted-times.js';
import { IngestionRepository, type KnownSeries } from './ingestion.ports.js';
import { conflictWith, instantKey, knownInstants, takenBy, verdictOn } from './known-instants.js';
import { ReceiveReadings, type Sender } from './receive-readings.use-case.js';
import { SeriesRegistry } from './series-registry.js';

type JsonReading = ReadingsRequest['readings'][number];
type Verdict = ReadingsResponse['verdicts'][number];

/** A reading that is well formed; whether it is new is not known yet. */
interface Candidate {
  readonly index: number;
  readonly series: KnownSeries;
  readonly atMicros: number;
  readonly value: string;
}
type Reason = Pick<Rejection<KnownSeries>, 'reason' | 'detail'>;
type Fault = Pick<Candidate, 'index'> &
  Omit<Rejection<KnownSeries>, 'position' | 'sampleIndex' | 'raw'>;

/** A JSON batch: every reading gets its own verdict, and those that can be billed are durable. */
@Injectable()
export class ReceiveJsonReadings {
  constructor(
    private readonly receive: ReceiveReadings,
    private readonly registry: SeriesRegistry,
    private readonly repository: IngestionRepository,
    private readonly clock: Clock,
    @Inject(INGESTION_SETTINGS) private readonly settings: IngestionSettings,
    @Inject(CREDITS_SETTINGS) private readonly credits: CreditsSettings,
  ) {}

  /** @throws DomainError as {@link ReceiveReadings} does */
  async execute(request: ReadingsRequest, sender: Sender): Promise<ReadingsResponse> {
    this.checkSize(request.readings.length);
    await this.receive.admit();
    const times = acceptedTimes(this.clock.now(), { ...this.settings, ...this.credits });
    const verdicts: Verdict[] = request.readings.map((_, index) => ({
      index,
      verdict: 'unbilled',
    }));
    const candidates: Candidate[] = [];
    const batch = new ReadingBatch<KnownSeries>(request.readings.length);
    const refuse = ({ index, ...fault }: Fault) => {
      const { reason, detail } = fault;
      verdicts[index] = { index, verdict: 'quarantined', reason, detail };
      batch.reject({ ...fault, position: index, raw: JSON.stringify(request.readings[index]) });
    };
    for (const [index, reading] of request.readings.entries()) {
      const judged = this.judge(index, reading, times, sender);
      if (judged === 'unbilled') batch.skipUnbilled(1);
      else if ('reason' in judged) refuse(judged);
      else candidates.push(judged);
    }
    await this.sortOut(candidates, batch, verdicts, refuse);
    await (candidates.length === 0
      ? this.receive.execute(batch, sender)
      : this.receive.keep(batch, sender));
    const counts = countsOf(verdicts);
    this.receive.countDuplicates(sender, counts.duplicate);
    return { verdicts, ...counts };
  }

  /** Tells new readings from duplicates and contradictions, against the database and within the batch. */
  private async sortOut(
    candidates: readonly Candidate[],
    batch: ReadingBatch<KnownSeries>,
    verdicts: Verdict[],
    refuse: (fault: Fault) => void,
  ): Promise<void> {
    if (candidates.length === 0) return;
    await this.registry.identify(candidates.map((one) => one.series));
    const asked = candidates.map((one) => ({ ...idsOf(one.series), atMicros: one.atMicros }));
    const known = knownInstants(await this.repository.findStored(asked));
    for (const { index, series, atMicros, value } of candidates) {
      const key = instantKey({ ...idsOf(series), atMicros });
      const earlier = known.get(key);
      if (earlier === undefined) {
        known.set(key, takenBy(value));
        batch.accept(series, atMicros, value, index);
        verdicts[index] = { index, verdict: 'accepted' };
      } else if (verdictOn(earlier, value) === 'duplicate') {
        verdicts[index] = { index, verdict: 'duplicate' };
      } else {
        refuse({ index, series, timeMicros: atMicros, value, ...conflictWith(earlier) });
      }
    }
  }

  private judge(
    index: number,
    reading: JsonReading,
    times: AcceptedTimes,
    sender: Sender,
  ): Candidate | Fault | 'unbilled' {
    if (!this.registry.bills(reading.metric)) return 'unbilled';
    const labels = new Map([
      [METRIC_LABEL, reading.metric],
      [this.settings.INGEST_PROJECT_LABEL, reading.project],
    ]);
    if (reading.site !== undefined) labels.set(this.settings.INGEST_SITE_LABEL, reading.site);
    const key = `json:${JSON.stringify([reading.project, reading.site, reading.metric])}`;
    const verdict = this.registry.get(key) ?? this.registry.resolve(key, labels);
    if (verdict.kind === 'unbilled') return 'unbilled';
    const atMicros = parseInstantMicros(reading.at);
    const value =
      typeof reading.value === 'number'
        ? decimalOfDouble(reading.value)
        : canonicalDecimal(reading.value);
    const known = {
      ...(atMicros === null ? {} : { timeMicros: atMicros }),
      ...(typeof value === 'string' ? { value } : {}),
    };
    if (verdict.kind === 'rejected') {
      const { reason, detail, names = {} } = verdict;
      return { index, reason, detail, names, ...known };
    }
    const { series } = verdict;
    const fault =
      siteFault(series.siteName, sender) ??
      timeFault(reading.at, atMicros, times) ??
      (typeof value === 'string' ? null : value);
    if (fault === null && atMicros !== null && !this.registry.isActive(series, atMicros))
      return 'unbilled';
    if (fault === null && atMicros !== null && typeof value === 'string')
      return { index, series, atMicros, value };
    return {
      index,
      series,
      ...known,
      reason: fault?.reason ?? '',
      detail: fault?.detail ?? '',
    };
  }

  private checkSize(count: number): void {
    if (count <= this.settings.INGEST_READINGS_MAX) return;
    throw new DomainError({
      code: 'payload-too-large',
      kind: 'invalid',
      message: `Nothing was stored: ${count} readings in one request, at most ${this.settings.INGEST_READINGS_MAX} are taken.`,
    });
  }
}

function siteFault(siteName: string, { siteNames }: Sender): Reason | null {
  if (siteNames === null || siteNames.includes(siteName)) return null;
  const detail = `the token may not write for the site "${siteName}"`;
  return { reason: 'site-not-allowed', detail };
}

function timeFault(at: string, atMicros: number | null, times: AcceptedTimes): Reason | null {
  if (atMicros === null) {
    return {
      reason: 'bad-timestamp',
      detail: `"${at.slice(0, 60)}" is no instant such as 2026-11-22T13:00:00Z`,
    };
  }
  if (atMicros > times.maxAtMicros)
    return { reason: 'in-the-future', detail: `${at} lies too far in the future` };
  if (atMicros < times.minAtMicros)
    return { reason: 'too-old', detail: `${at} is older than readings are kept` };
  return null;
}

function idsOf(series: KnownSeries): { projectId: number; seriesId: number } {
  if (series.projectId === null || series.seriesId === null)
    throw new Error('series was not identified');
  return { projectId: series.projectId, seriesId: series.seriesId };
}

function countsOf(verdicts: readonly Verdict[]): Omit<ReadingsResponse, 'verdicts'> {
  const count = (verdict: Verdict['verdict']) =>
    verdicts.filter((one) => one.verdict === verdict).length;
  return {
    accepted: count('accepted'),
    duplicate: count('duplicate'),
    unbilled: count('unbilled'),
    quarantined: count('quarantined'),
  };
}
