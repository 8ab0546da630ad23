import { describe, expect, it } from '@jest/globals';
import { wordedDetail } from './worded-detail.js';

describe('what the sync says about an entry', () => {
  it.each([
    ['12.5 credits are used already.', 'grantBelowUsed', { credits: '12.5' }],
    ['30 of 36 projects would go at once.', 'manyVanished', { gone: '30', present: '36' }],
    [
      'Perun answered with no group at all for resource 8676, 8675.',
      'emptyAnswer',
      { resources: '8676, 8675' },
    ],
    [
      'Perun\'s grant "a lot" is not a number of credits (zero or more). The grant stays as it was; correct it in Perun.',
      'grantNoNumber',
      { text: 'a lot' },
    ],
    ['The project would have no lead any more.', 'allLeadsGone', {}],
  ])('%s has words of its own', (detail, key, values) => {
    expect(wordedDetail(detail)).toEqual({
      worded: { key, values: expect.objectContaining(values) as unknown },
      rest: detail,
      isOfferedAgain: false,
    });
  });

  it('keeps what it has no words for, and knows that it is offered again', () => {
    expect(wordedDetail('Something new. Offered again by the next run.')).toEqual({
      worded: null,
      rest: 'Something new.',
      isOfferedAgain: true,
    });
    expect(wordedDetail('Offered again by the next run.')).toEqual({
      worded: null,
      rest: '',
      isOfferedAgain: true,
    });
  });
});
