import { describe, expect, it } from '@jest/globals';
import { CONFORMANCE_CASES } from './conformance-cases.js';
import { faultsOf } from './perun-conformance.js';

describe('the conformance cases', () => {
  it('are 26, by their numbers', () => {
    expect(CONFORMANCE_CASES.map(({ number }) => number)).toEqual(
      Array.from({ length: 26 }, (_, index) => index + 1),
    );
  });

  it('each fail on an answer that has nothing of what is expected', () => {
    const answer = { status: 200, contentType: 'text/html', text: '<html>' };
    const passing = CONFORMANCE_CASES.filter(({ steps }) =>
      steps.every((step) => faultsOf(step.expect, answer).length === 0),
    );
    expect(passing).toEqual([]);
  });
});

describe('faults of an answer', () => {
  const json = (value: unknown, status = 200) => ({
    status,
    contentType: 'application/json',
    text: JSON.stringify(value),
  });

  it.each([
    ['status', { status: 200 }, json({}, 500)],
    ['identity', { status: 400, err: 'A' }, json({ name: 'B', type: 'A' }, 400)],
    ['a missing member', { status: 200, present: ['a'] }, json({})],
    ['a member too many', { status: 200, absent: ['name'] }, json([{ name: 1 }])],
    ['too many items', { status: 200, count: 1 }, json([1, 2])],
    ['another order', { status: 200, inOrder: ['n', [1, 2]] as const }, json([{ n: 2 }, { n: 1 }])],
    ['attributes', { status: 200, attributesEach: 1 }, json([{ attributes: [] }])],
    ['JSON', { status: 200, isJson: false }, json({})],
    ['text', { status: 200, text: 'null' }, json('null')],
    ['content type', { status: 200, contentType: /^text/ }, json(null)],
  ])('%s', (_what, expected, answer) => {
    expect(faultsOf(expected, answer)).toHaveLength(1);
  });

  it('are none where everything is as expected', () => {
    const answer = json([{ n: 1, attributes: [{}] }]);
    const expected = { status: 200, count: 1, attributesEach: 1, absent: ['x'], body: [{ n: 1 }] };
    expect(faultsOf(expected, answer)).toEqual([]);
  });
});
