import { describe, expect, it } from '@jest/globals';
import { formatLine } from './format-line.js';

describe('formatLine', () => {
  it('escapes what line protocol asks for, and nothing else', () => {
    const line = formatLine({
      measurement: 'a b,c=d',
      tags: [['k =', 'v,\\x"']],
      fields: [
        ['f=', '5i'],
        ['t', { text: 'q" b\\ n\n' }],
      ],
      timestamp: 7n,
    });
    expect(line).toBe('a\\ b\\,c=d,k\\ \\==v\\,\\x" f\\==5i,t="q\\" b\\\\ n\n" 7');
  });

  it.each(['', 'a\nb', 'a\\', 'a\\ b'])('refuses the name %j, which it cannot express', (name) => {
    expect(() => formatLine({ measurement: name, fields: [['v', '1']] })).toThrow(RangeError);
  });
});
