import pg from 'pg';

const TIMESTAMPTZ = 1184;
const TIMESTAMPTZ_ARRAY = 1185;
const DATE = 1082;
const NUMERIC_ARRAY = 1231;
const DATE_ARRAY = 1182;
const TEXT_ARRAY = 1009;

/** The driver's own parsers; its typings list only some types by number. */
const builtIn = pg.types.getTypeParser as unknown as (
  oid: number,
  format: 'text' | 'binary',
) => (value: string) => unknown;

const parseTextArray = builtIn(TEXT_ARRAY, 'text') as (value: string) => string[];

function parserOf(oid: number, format: 'text' | 'binary' = 'text'): (value: string) => unknown {
  if (format === 'binary') return builtIn(oid, 'binary');
  switch (oid) {
    case TIMESTAMPTZ:
      return toInstant;
    case DATE:
      return asIs;
    case NUMERIC_ARRAY:
    case DATE_ARRAY:
      return textArray;
    case TIMESTAMPTZ_ARRAY:
      return (value: string) => textArray(value).map(toInstant);
    default:
      return builtIn(oid, 'text');
  }
}

/**
 * How columns arrive: `numeric` and `int8` as text digit by digit, `timestamptz` as ISO 8601 text in UTC
 * with all the microseconds it has (a `Date` would cut them off), `date` as `YYYY-MM-DD`.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: parserOf as typeof pg.types.getTypeParser,
};

function textArray(value: string): string[] {
  return parseTextArray(value);
}

function asIs(value: string): string {
  return value;
}

/**
 * PostgreSQL's `2026-11-22 13:00:00.5+00` (the pool's sessions are in UTC) as
 * `2026-11-22T13:00:00.500Z`; microseconds appear only where there are any.
 */
export function toInstant(value: string): string {
  const match = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(value);
  if (match === null) return value;
  const [, day, time, fraction = ''] = match;
  return `${day ?? ''}T${time ?? ''}.${fraction.padEnd(3, '0')}Z`;
}
