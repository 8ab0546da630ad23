import { describe, expect, it } from '@jest/globals';
import { forecastOf } from './forecast-of.js';

const nowMs = Date.parse('2026-11-22T12:00:00Z');
const burnRate = {
  creditsPerDay: '10',
  windowDays: 7,
  from: '2026-11-15T12:00:00.000Z',
  to: '2026-11-22T12:00:00.000Z',
};
const runway = { exhaustedAt: '2026-12-12T12:00:00.000Z', daysLeft: '20' };
const project = { remaining: '200', shareUsed: '0.5', burnRate, runway };

describe('forecastOf', () => {
  it('gives the date with its basis', () => {
    expect(forecastOf(project, nowMs)).toEqual({
      kind: 'date',
      exhaustedAt: runway.exhaustedAt,
      windowDays: 7,
    });
  });

  it.each([
    ['without a grant', { ...project, shareUsed: null }, 'no-grant'],
    ['when nothing is left', { ...project, remaining: '0' }, 'exhausted'],
    ['when overdrawn', { ...project, remaining: '-0.01' }, 'exhausted'],
    ['under three days of usage', { ...project, burnRate: null, runway: null }, 'too-early'],
    ['without use', { ...project, runway: null }, 'no-use'],
    [
      'beyond five years',
      { ...project, runway: { ...runway, exhaustedAt: '2032-01-01T00:00:00.000Z' } },
      'far',
    ],
  ] as const)('gives no date %s', (_, given, kind) => {
    expect(forecastOf(given, nowMs).kind).toBe(kind);
  });
});
