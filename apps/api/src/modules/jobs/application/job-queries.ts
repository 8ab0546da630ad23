import { Injectable } from '@nestjs/common';
import {
  instantParameter,
  jobId,
  jobState,
  type JobLogResponse,
  type JobReference,
  type JobRun,
  type JobRunDetail,
  type JobType as ShownJobType,
  type ListJobsQuery,
  type ListJobsResponse,
  type Localized,
} from '@os-credits/contracts';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../../platform/http/index.js';
import { jobNotFound } from './job-errors.js';
import { JobReads, type RunFilter, type RunReference, type ShownRun } from './job-reads.js';
import { type JobType } from './job-type.js';
import { JobTypes, parametersSchema, resultSchema } from './job-types.js';
import { allowedActions } from './run-actions.js';

/** Of the last run that was shown. */
const pageKey = z.tuple([instantParameter, jobId]);

/** What people see of types and runs. */
@Injectable()
export class JobQueries {
  constructor(
    private readonly reads: JobReads,
    private readonly types: JobTypes,
  ) {}

  listTypes(may: (type: JobType) => boolean): ShownJobType[] {
    return this.types.offered().map((type) => ({
      type: type.type,
      title: type.title,
      description: type.description,
      permission: type.permission,
      canStart: may(type),
      isDryRunnable: type.isDryRunnable,
      attemptsMax: type.retry.attemptsMax,
      concurrency: type.concurrency,
      parametersSchema: parametersSchema(type),
      resultView: type.resultView,
      resultSchema: resultSchema(type),
    }));
  }

  async list(query: ListJobsQuery): Promise<ListJobsResponse> {
    const filter: RunFilter = {
      states: query.state ?? null,
      type: query.type ?? null,
      actor: query.actor ?? null,
      parentId: query.parent ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
    };
    const key = decodeCursor(query.cursor, pageKey);
    const after = key && { createdAt: key[0], id: key[1] };
    const rows = await this.reads.page(filter, { limit: query.limit + 1, after });
    const counts = await this.reads.countByState(filter);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      jobs: shown.map((row) => this.toApiRun(row)),
      counts: Object.fromEntries(
        jobState.options.map((state) => [state, counts.get(state) ?? 0]),
      ) as ListJobsResponse['counts'],
      nextCursor:
        rows.length > query.limit && last !== undefined
          ? encodeCursor([last.createdAt, last.id])
          : null,
    };
  }

  /** @throws DomainError `job-not-found` */
  async find(id: string): Promise<JobRun> {
    const row = await this.reads.find(id);
    if (row === null) throw jobNotFound(id);
    return this.toApiRun(row);
  }

  /**
   * @param may whether the viewer may act on runs of a type
   * @throws DomainError `job-not-found`
   */
  async detail(id: string, may: (type: JobType) => boolean): Promise<JobRunDetail> {
    const row = await this.reads.detail(id);
    if (row === null) throw jobNotFound(id);
    const [attempts, children, ancestors, order, files] = await Promise.all([
      this.reads.attempts(id),
      this.reads.children(id),
      this.reads.ancestors(id),
      this.reads.order(id),
      this.reads.files(id),
    ]);
    const type = this.types.find(row.type);
    const isCancelRequested = row.cancelRequestedAt !== null;
    return {
      ...this.toApiRun(row),
      attempts,
      result: row.result,
      resultView: type?.resultView ?? 'generic',
      hasCheckpoint: row.hasCheckpoint,
      scheduleId: row.scheduleId,
      repeatOf: row.repeatOf,
      ancestors: ancestors.map((one) => this.toReference(one)),
      after: order.after.map((one) => this.toReference(one)),
      followedBy: order.followedBy.map((one) => this.toReference(one)),
      children: children.map((child) => this.toApiRun(child)),
      actions: type !== null && may(type) ? allowedActions({ ...row, isCancelRequested }) : [],
      files: files.map(({ id: fileId, name, mediaType, sizeBytes }) => ({
        id: fileId,
        name,
        mediaType,
        sizeBytes,
      })),
    };
  }

  /** @throws DomainError `job-not-found` */
  async log(id: string, after: string | null, limit: number): Promise<JobLogResponse> {
    const lines = await this.reads.log(id, after, limit);
    if (lines.length === 0) await this.find(id);
    return { lines, lastId: lines.at(-1)?.id ?? after };
  }

  private toReference(run: RunReference): JobReference {
    return { ...run, title: this.titleOf(run.type) };
  }

  toApiRun(row: ShownRun): JobRun {
    return {
      id: row.id,
      type: row.type,
      title: this.titleOf(row.type),
      state: row.state,
      isDryRun: row.isDryRun,
      parameters: row.parameters,
      progress: {
        done: row.progressDone,
        total: row.progressTotal,
        phase: row.progressPhase,
        perSecond: row.progressPerSecond,
        remainingSeconds: row.progressRemainingSeconds,
        updatedAt: row.progressAt,
      },
      attempt: row.attempt,
      attemptsMax: row.attemptsMax,
      actor: { kind: row.actorKind, name: row.actorName },
      parentId: row.parentId,
      childCount: row.childCount,
      createdAt: row.createdAt,
      availableAt: row.availableAt,
      startedAt: row.startedAt,
      endedAt: row.endedAt,
      cancelRequestedAt: row.cancelRequestedAt,
      error:
        row.errorClass === null
          ? null
          : { errorClass: row.errorClass, message: row.errorMessage ?? '' },
    };
  }

  /** Runs of types that were removed are still shown, under their name. */
  titleOf(type: string): Localized {
    return this.types.find(type)?.title ?? { en: type, de: type };
  }
}
