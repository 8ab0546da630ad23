import { type JobSchedule, type JobScheduleChange } from '@os-credits/contracts';

/** A schedule as it is, as the change that would leave it so; the base of every change to it. */
export function asChange(schedule: JobSchedule): JobScheduleChange {
  const { name, type, parameters, isDryRun, cron, timezone, missedRule, isPaused, version } =
    schedule;
  return { name, type, parameters, isDryRun, cron, timezone, missedRule, isPaused, version };
}

const compared = [
  'name',
  'cron',
  'timezone',
  'missedRule',
  'isDryRun',
  'isPaused',
  'parameters',
] as const;
export type ComparedField = (typeof compared)[number];

export type Difference = { field: ComparedField; mine: unknown; theirs: unknown };

/** Where a change of ours and the schedule as somebody else left it are not the same. */
export function differencesOf(
  mine: Omit<JobScheduleChange, 'version'>,
  theirs: JobSchedule,
): Difference[] {
  return compared
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] }))
    .filter((each) => JSON.stringify(each.mine) !== JSON.stringify(each.theirs));
}
