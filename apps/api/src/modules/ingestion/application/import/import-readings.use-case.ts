import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { detectReadingsFile } from '@os-credits/usage-wire';
import { Clock } from '../../../../platform/clock/index.js';
import {
  CREDITS_SETTINGS,
  INGESTION_SETTINGS,
  type CreditsSettings,
  type IngestionSettings,
} from '../../../../platform/config/index.js';
import { Database, toTimestamp } from '../../../../platform/database/index.js';
import { JobFiles, type JobContext } from '../../../jobs/index.js';
import { acceptedTimes } from '../accepted-times.js';
import { IngestionRepository } from '../ingestion.ports.js';
import { SeriesRegistry } from '../series-registry.js';
import { judgeBlock, type JudgedBlock } from './judge-block.js';
import {
  FORMATS,
  type ImportCheckpoint,
  type ImportReadingsParameters,
  type ImportReadingsResult,
} from './import-readings.contract.js';
import { importRefused } from './import-fault.js';
import { EMPTY_REPORT, withOutcome, type ImportReport } from './import-report.js';
import { DryRunTarget, IntakeTarget, type ImportTarget } from './import-target.js';
import { nextBlock } from './next-block.js';
import { openUpload } from './open-upload.js';
import { startOf, type FileOptions } from './read-block.js';
import { type SortedOut } from './sort-out.js';
import { TextBlocks } from './text-blocks.js';

type Context = JobContext<ImportReadingsParameters, ImportCheckpoint>;

const HEAD_BYTES = 16 * 1024;
/** A fraction of what senders may have waiting, so that an import never makes the product refuse them. */
const BACKLOG_SHARE = 0.1;
const BACKLOG_POLL_MS = 250;
const LOGGED_FAULTS_MAX = 200;

/**
 * Takes a file of readings in through the intake that senders use: what can be billed waits for rating, what
 * cannot is in quarantine. Each block and the place behind it are one transaction, so that an import that was
 * killed goes on exactly where it stopped.
 */
@Injectable()
export class ImportReadings {
  constructor(
    private readonly database: Database,
    private readonly repository: IngestionRepository,
    private readonly clock: Clock,
    @Inject(INGESTION_SETTINGS) private readonly ingestion: IngestionSettings,
    @Inject(CREDITS_SETTINGS) private readonly credits: CreditsSettings,
    @Inject(JobFiles) private readonly files: Pick<JobFiles, 'find'>,
  ) {}

  /**
   * @throws DomainError `invalid-request` for a file that cannot be read, or with too many bad lines
   * @throws DomainError `database-unavailable`: it goes on from the checkpoint
   */
  async execute(context: Context): Promise<ImportReadingsResult> {
    const registry = this.registryFor(context.parameters);
    if (!context.isDryRun) {
      return this.run(context, registry, (wire) =>
        Promise.resolve(
          new IntakeTarget(this.database, this.repository, registry, {
            wire,
            jobId: context.jobId,
          }),
        ),
      );
    }
    return this.database.transaction((tx) =>
      this.run(context, registry, () => DryRunTarget.open(tx, this.repository)),
    );
  }

  private async run(
    context: Context,
    registry: SeriesRegistry,
    openTarget: (wire: string) => Promise<ImportTarget>,
  ): Promise<ImportReadingsResult> {
    const upload = await this.files.find(context.parameters.file);
    const reading = await openFile(context, upload?.sizeBytes ?? null);
    let { checkpoint } = reading;
    const target = await openTarget(`import-${checkpoint.position.format}`);
    for (;;) {
      context.signal.throwIfAborted();
      await registry.refresh();
      if (!context.isDryRun) await this.waitForRating(context);
      const block = await nextBlock(
        reading.blocks,
        checkpoint.position,
        this.fileOptions(context.parameters, registry),
      );
      if (block === null) break;
      for (const note of block.notes) context.log('info', note);
      const judged = judgeBlock(block, context.parameters.from, (series, atMicros) =>
        registry.isActive(series, atMicros),
      );
      checkpoint = await takeBlock(context, target, judged, {
        position: block.position,
        report: checkpoint.report,
      });
      context.progress({ ...reading.bytes, phase: PHASE });
    }
    return toResult(checkpoint);
  }

  /** Its own memory of series: a default site of the import must not reach other readings. */
  private registryFor({ site }: ImportReadingsParameters): SeriesRegistry {
    return new SeriesRegistry(this.repository, this.clock, {
      ...this.ingestion,
      ...(site === undefined ? {} : { INGEST_DEFAULT_SITE: site }),
    });
  }

  private fileOptions(
    { precision, database, retentionPolicy }: ImportReadingsParameters,
    registry: SeriesRegistry,
  ): FileOptions {
    return {
      parse: {
        cache: registry,
        ...acceptedTimes(this.clock.now(), { ...this.ingestion, ...this.credits }),
        limits: {
          labelsPerSeries: this.ingestion.INGEST_LABELS_MAX,
          labelNameBytes: this.ingestion.INGEST_LABEL_NAME_LENGTH_MAX,
          labelValueBytes: this.ingestion.INGEST_LABEL_VALUE_LENGTH_MAX,
          // Blocks are bounded by their bytes.
          readingsPerRequest: Infinity,
        },
      },
      precision,
      projectLabel: this.ingestion.INGEST_PROJECT_LABEL,
      siteLabel: this.ingestion.INGEST_SITE_LABEL,
      field: this.ingestion.INGEST_VALUE_FIELD,
      selection: {
        ...(database === undefined ? {} : { database }),
        ...(retentionPolicy === undefined ? {} : { retentionPolicy }),
      },
    };
  }

  private async waitForRating(context: Context): Promise<void> {
    const readingsMax = this.ingestion.INGEST_BACKLOG_READINGS_MAX * BACKLOG_SHARE;
    let hasTold = false;
    while ((await this.repository.backlogReadings()) > readingsMax) {
      if (!hasTold)
        context.log('info', {
          en: `More than ${readingsMax} readings wait for rating; waiting for it.`,
          de: `Mehr als ${readingsMax} Zählerstände warten auf ihre Bewertung; es wird gewartet.`,
        });
      hasTold = true;
      await delay(BACKLOG_POLL_MS, undefined, { signal: context.signal });
    }
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const PHASE = { en: 'Reading the file', de: 'Datei wird gelesen' };

/** The file behind what an earlier attempt has read; `bytes` moves on as it is read. */
async function openFile(context: Context, total: number | null) {
  const { file, format } = context.parameters;
  const bytes = { done: 0, total };
  const blocks = new TextBlocks(openUpload(counted(context.readUpload(file), bytes)));
  const earlier = context.isDryRun ? null : context.checkpoint;
  if (earlier !== null) {
    await blocks.skip(earlier.position.offset);
    const { line } = earlier.position;
    context.log('info', { en: `Goes on at line ${line}.`, de: `Geht bei Zeile ${line} weiter.` });
    return { blocks, bytes, checkpoint: earlier };
  }
  const { bytes: head } = await blocks.peek(HEAD_BYTES);
  if (head.length === 0) throw importRefused('The file is empty.');
  const bom = head.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? 3 : 0;
  const found = format === 'auto' ? detectReadingsFile(head.subarray(bom, HEAD_BYTES)) : format;
  blocks.take(bom);
  context.log('info', {
    en: `The file is read as ${found}.`,
    de: `Die Datei wird gelesen als: ${FORMATS[found].de}.`,
  });
  return { blocks, bytes, checkpoint: { position: startOf(found, bom), report: EMPTY_REPORT } };
}

async function* counted(upload: AsyncIterable<Uint8Array>, bytes: { done: number }) {
  for await (const piece of upload) {
    bytes.done += piece.length;
    yield piece;
  }
}

/** @returns the checkpoint behind the block, which is durable where the block is */
async function takeBlock(
  context: Context,
  target: ImportTarget,
  judged: JudgedBlock,
  before: ImportCheckpoint,
): Promise<ImportCheckpoint> {
  const { candidates, quarantined, unbilled, leftOut } = judged;
  const { position } = before;
  const after = (sorted: SortedOut): ImportCheckpoint => ({
    position,
    report: withOutcome(before.report, {
      acceptedMicros: sorted.fresh.map((one) => one.atMicros),
      duplicates: sorted.duplicates,
      conflicts: sorted.conflicts.length,
      quarantined: [...quarantined, ...sorted.conflicts],
      unbilled,
      leftOut,
    }),
  });
  // Headings and blank lines: nothing that would have to be durable.
  if (candidates.length + quarantined.length + unbilled + leftOut === 0)
    return { position, report: before.report };
  const sorted = await target.take(candidates, quarantined, async (sorted, tx) => {
    const checkpoint = after(sorted);
    refuseTooManyFaults(checkpoint.report, context.parameters.badLinesMax);
    if (!context.isDryRun) await context.saveCheckpoint(checkpoint, tx);
  });
  const checkpoint = after(sorted);
  logFaults(context, checkpoint.report, [...quarantined, ...sorted.conflicts]);
  return checkpoint;
}

function refuseTooManyFaults(report: ImportReport, badLinesMax: number): void {
  const bad = report.quarantined + report.conflicts;
  if (bad <= badLinesMax) return;
  const reasons = Object.entries(report.reasons)
    .sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => `${count} × ${reason}`);
  const [first] = report.faults;
  throw importRefused(
    `${bad} lines cannot be billed, and badLinesMax is ${badLinesMax}: ${reasons.join(', ')}. ` +
      `The first one is line ${first?.line ?? '?'}: ${first?.detail ?? ''}. ` +
      'Mend the file, or raise the limit, and import it again; what was taken before counts as duplicate then.',
  );
}

const ONLY_COUNTED = {
  en: 'Further bad lines are only counted.',
  de: 'Weitere fehlerhafte Zeilen werden nur gezählt.',
};
const badLine = (position: number | null, what: string) => ({
  en: `line ${position ?? '?'}: ${what}`,
  de: `Zeile ${position ?? '?'}: ${what}`,
});

function logFaults(
  context: Context,
  report: ImportReport,
  added: readonly { position: number | null; reason: string; detail: string }[],
): void {
  const before = report.quarantined + report.conflicts - added.length;
  for (const [index, { position, reason, detail }] of added.entries()) {
    if (before + index > LOGGED_FAULTS_MAX) return;
    if (before + index === LOGGED_FAULTS_MAX) context.log('warn', ONLY_COUNTED);
    else context.log('warn', badLine(position, `${reason}: ${detail}`));
  }
}

function toResult({ position, report }: ImportCheckpoint): ImportReadingsResult {
  const { earliestMicros, latestMicros, ...counts } = report;
  return {
    format: position.format,
    ...counts,
    faults: [...report.faults],
    earliest: toInstantText(earliestMicros),
    latest: toInstantText(latestMicros),
  };
}

function toInstantText(micros: number | null): string | null {
  return micros === null ? null : toTimestamp(micros);
}
