import { expect, it } from '@jest/globals';
import { type StatementLine } from '@os-credits/contracts';
import { hourOfCharge } from '../../../shared/charges/index.js';
import { statementEnds } from './statement-ends.js';

const line = (credits: string, balanceAfter: string): StatementLine => ({
  key: balanceAfter,
  kind: 'charge',
  isOpen: false,
  from: '2026-11-21T00:00:00.000Z',
  to: '2026-11-22T00:00:00.000Z',
  credits,
  balanceAfter,
  charge: null,
  entryId: null,
  correctsId: null,
  correctedById: null,
  reason: null,
  source: null,
  actor: null,
});

it('opens with the balance before the oldest line and closes with the newest', () => {
  const ends = statementEnds([line('-0.1', '9.7'), line('-0.2', '9.8')]);
  expect(ends).toMatchObject({ opening: '10', closing: '9.7' });
});

it('has no ends without lines', () => {
  expect(statementEnds([])).toBeNull();
});

it('reads the hour out of a charge id and refuses anything else', () => {
  expect(hourOfCharge('12.2026112213.1')).toBe('2026-11-22T13:00:00.000Z');
  expect(() => hourOfCharge('12.20261122.1')).toThrow('is not a charge id');
});
