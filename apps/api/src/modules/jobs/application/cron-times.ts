import { Cron } from 'croner';
import { invalidRequest } from '../../../platform/problems/index.js';

/**
 * The instants of a cron expression (five fields: minute hour day-of-month month day-of-week) in a time zone,
 * after one, at most `count`.
 *
 * A wall-clock time that a change to summer time leaves out happens when the clocks go forward; one that a
 * change back repeats happens the first time only.
 *
 * @throws DomainError `invalid-request` pointing to `/body/cron` or `/body/timezone`
 */
export function cronTimes(cron: string, timezone: string, after: Date, count: number): Date[] {
  requireTimezone(timezone);
  return parse(cron, timezone).nextRuns(count, after);
}

/** The next instant. An expression that never happens (the 30th of February) is refused. */
export function nextCronTime(cron: string, timezone: string, after: Date): Date {
  const [next] = cronTimes(cron, timezone, after, 1);
  if (next === undefined) throw invalidCron('names a day that never comes');
  return next;
}

function parse(cron: string, timezone: string): Cron {
  if (!/^\S+(\s+\S+){4}$/.test(cron)) {
    throw invalidCron('must have five fields: minute hour day-of-month month day-of-week');
  }
  try {
    return new Cron(cron, { timezone, mode: '5-part', paused: true });
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : '';
    throw invalidCron(said === '' ? 'is no cron expression' : said);
  }
}

function requireTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw invalidRequest([
      {
        pointer: '/body/timezone',
        code: 'invalid',
        detail: 'must be an IANA time zone such as "Europe/Berlin"',
      },
    ]);
  }
}

function invalidCron(detail: string): Error {
  return invalidRequest([{ pointer: '/body/cron', code: 'invalid', detail }]);
}
