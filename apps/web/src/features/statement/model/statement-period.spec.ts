import { describe, expect, it } from '@jest/globals';
import { statementParams } from '../statement.params.js';
import { statementPeriod } from './statement-period.js';

const nowMs = Date.parse('2026-01-22T13:20:00Z');
const period = (search: object) => statementPeriod(statementParams.parse(search), nowMs);

describe('statementPeriod', () => {
  it.each([
    [{}, {}],
    [{ booked: 'this-month' }, { from: '2026-01-01T00:00:00.000Z' }],
    [
      { booked: 'last-month' },
      { from: '2025-12-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' },
    ],
    [
      { booked: 'custom', bookedFrom: '2025-09-01', bookedTo: '2025-09-30' },
      { from: '2025-09-01T00:00:00.000Z', to: '2025-10-01T00:00:00.000Z' },
    ],
    [{ booked: 'custom', bookedTo: '2025-09-30' }, { to: '2025-10-01T00:00:00.000Z' }],
    [
      { booked: 'custom', bookedFrom: '2026-01-10', bookedTo: '2026-01-22' },
      { from: '2026-01-10T00:00:00.000Z' },
    ],
    [{ booked: 'custom', bookedFrom: '2026-01-10', bookedTo: '2026-01-09' }, {}],
    [{ booked: 'last week', bookedFrom: 'yesterday' }, {}],
  ])('%j is %j', (search, expected) => {
    expect(period(search)).toEqual(expected);
  });
});
