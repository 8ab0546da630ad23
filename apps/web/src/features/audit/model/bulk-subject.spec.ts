import { expect, it } from '@jest/globals';
import { bulkSubject } from './bulk-subject.js';

it('tells how readings were found and what became of them, without zeros', () => {
  const after = { releasedCount: 3, dismissedCount: 0, duplicateCount: 2, refusedCount: 1 };
  expect(bulkSubject('{"reason":"too-old","site":""}', after)).toEqual({
    count: 5,
    filter: [
      ['reason', 'too-old'],
      ['site', ''],
    ],
    outcomes: [
      { name: 'releasedCount', count: 3 },
      { name: 'duplicateCount', count: 2 },
      { name: 'refusedCount', count: 1 },
    ],
    credits: null,
  });
});

it('tells the credits that a decision about held charges moved', () => {
  expect(bulkSubject('7.12.1-2', { decidedCount: 1, credits: '39000' })).toEqual({
    count: 1,
    filter: null,
    outcomes: [],
    credits: '39000',
  });
});

it.each(['{"reason":', '{"reason":1}'])('takes %s for something without a filter', (subject) => {
  expect(bulkSubject(subject, null)).toMatchObject({ count: null, filter: null });
});
