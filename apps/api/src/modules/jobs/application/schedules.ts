import { Injectable } from '@nestjs/common';
import {
  type JobSchedule,
  type jobScheduleChange,
  type jobScheduleInput,
} from '@os-credits/contracts';
import { type z } from 'zod';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { DomainError, invalidRequest } from '../../../platform/problems/index.js';
import { cronTimes, nextCronTime } from './cron-times.js';
import { JobQueries } from './job-queries.js';
import { type JobActor } from './job-type.js';
import { JobTypes, parseParameters } from './job-types.js';
import { ProductionGuard } from './production-guard.js';
import { ScheduleStore, type ScheduleValues, type StoredSchedule } from './schedule-store.js';
import { StartRun, type StartedRun } from './start-run.js';

const PREVIEW_COUNT = 5;

type ScheduleInput = z.output<typeof jobScheduleInput>;
type ScheduleChange = z.output<typeof jobScheduleChange>;

/** Staff's schedules: rows with a cron expression, a time zone and the parameters of a job type. */
@Injectable()
export class Schedules {
  constructor(
    private readonly database: Database,
    private readonly store: ScheduleStore,
    private readonly types: JobTypes,
    private readonly queries: JobQueries,
    private readonly starter: StartRun,
    private readonly guard: ProductionGuard,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<JobSchedule[]> {
    return (await this.store.list()).map((schedule) => this.toApi(schedule));
  }

  /** @throws DomainError `invalid-request`, `job-type-not-found`, `conflict` for a name that is taken */
  async create(input: ScheduleInput, actor: JobActor): Promise<JobSchedule> {
    const values = await this.checked(input, actor);
    const stamp = { at: this.clock.now(), by: actor.name };
    const id = await this.database.transaction((tx) => this.store.insert(tx, values, stamp));
    if (id === null) throw nameTaken(input.name);
    return this.show(id);
  }

  /** @throws DomainError as {@link create}, and `schedule-not-found`, `version-conflict` */
  async update(id: string, change: ScheduleChange, actor: JobActor): Promise<JobSchedule> {
    const values = await this.checked(change, actor);
    const stamp = { at: this.clock.now(), by: actor.name };
    const outcome = await this.database.transaction((tx) =>
      this.store.update(tx, id, change.version, values, stamp),
    );
    if (outcome === 'name-taken') throw nameTaken(change.name);
    if (outcome === 'other-version') {
      const present = await this.get(id);
      throw new DomainError({
        code: 'version-conflict',
        kind: 'conflict',
        message: `${present.updatedBy} changed the schedule meanwhile (version ${present.version}); load it again.`,
      });
    }
    return this.show(id);
  }

  /** @throws DomainError `schedule-not-found` */
  async remove(id: string): Promise<void> {
    const isRemoved = await this.database.transaction((tx) => this.store.remove(tx, id));
    if (!isRemoved) throw scheduleNotFound(id);
  }

  /** Starts a run of the schedule now; its next time stays. */
  async runNow(id: string, actor: JobActor): Promise<StartedRun> {
    return this.database.transaction(async (tx: Tx) => {
      const schedule = await this.get(id);
      return this.starter.start(
        {
          type: schedule.type,
          parameters: schedule.parameters,
          isDryRun: schedule.isDryRun,
          scheduleId: id,
          actor,
        },
        tx,
      );
    });
  }

  /** @throws DomainError `schedule-not-found` */
  async get(id: string): Promise<StoredSchedule> {
    const schedule = await this.store.find(id);
    if (schedule === null) throw scheduleNotFound(id);
    return schedule;
  }

  /** @throws DomainError `invalid-request` */
  preview(cron: string, timezone: string): Date[] {
    return cronTimes(cron, timezone, this.clock.now(), PREVIEW_COUNT);
  }

  private async show(id: string): Promise<JobSchedule> {
    return this.toApi(await this.get(id));
  }

  private async checked(input: ScheduleInput, actor: JobActor): Promise<ScheduleValues> {
    const type = this.types.get(input.type);
    await this.guard.require(type, actor);
    if (input.isDryRun && !type.isDryRunnable) {
      throw invalidRequest([
        {
          pointer: '/body/isDryRun',
          code: 'not-dry-runnable',
          detail: `${type.type} has no dry run`,
        },
      ]);
    }
    const next = nextCronTime(input.cron, input.timezone, this.clock.now());
    return {
      name: input.name,
      type: type.type,
      parameters: parseParameters(type, input.parameters),
      isDryRun: input.isDryRun,
      cron: input.cron,
      timezone: input.timezone,
      missedRule: input.missedRule,
      isPaused: input.isPaused,
      nextRunAt: input.isPaused ? null : next,
    };
  }

  private toApi(schedule: StoredSchedule): JobSchedule {
    const { lastRunId, lastRunAt, lastRunState, ...shown } = schedule;
    return {
      ...shown,
      title: this.queries.titleOf(schedule.type),
      lastRun:
        lastRunId === null || lastRunAt === null || lastRunState === null
          ? null
          : { jobId: lastRunId, at: lastRunAt, state: lastRunState },
    };
  }
}

export function scheduleActor(schedule: Pick<StoredSchedule, 'id' | 'name'>): JobActor {
  return { kind: 'schedule', id: schedule.id, name: schedule.name };
}

function scheduleNotFound(id: string): DomainError {
  return new DomainError({
    code: 'schedule-not-found',
    kind: 'not-found',
    message: `There is no schedule ${id}.`,
  });
}

function nameTaken(name: string): DomainError {
  return new DomainError({
    code: 'conflict',
    kind: 'conflict',
    message: `There is a schedule called "${name}" already; choose another name.`,
  });
}
