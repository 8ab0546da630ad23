/** Texts and values that are no exact decimal above 0, as people and programs come to send them. */
export const BAD_DECIMALS: readonly (readonly [name: string, value: unknown])[] = [
  ['a decimal comma', '1,5'],
  ['thousands and a comma', '1.000,5'],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
  ['an exponent', '1e3'],
  ['an exponent beyond every number', '1e400'],
  ['a negative', '-1'],
  ['a zero', '0.000'],
  ['nothing', ''],
  ['a space', ' 1'],
  ['a sign', '+1'],
  ['no digit before the point', '.5'],
  ['hexadecimal', '0x10'],
  ['digits of another script', '١٢'],
  ['a number instead of text', 1.5],
  ['null', null],
  ['a list', ['1']],
  ['an object', { value: '1' }],
  ['too many digits', '1'.repeat(13)],
  ['too many decimals', `0.${'1'.repeat(19)}`],
  ['absurdly many digits', '9'.repeat(100_000)],
  ['a NUL character', '1\0'],
];

/** Texts that a name, title or note cannot have. */
export const BAD_TEXTS: readonly (readonly [name: string, value: unknown])[] = [
  ['a NUL character', 'a\0b'],
  ['half of a surrogate pair', 'a\ud83d'],
  ['a number', 5],
  ['a list', ['a']],
];

/** Texts that give no reason. */
export const BAD_REASONS: readonly (readonly [name: string, value: unknown])[] = [
  ['no reason', undefined],
  ['an empty reason', ''],
  ['spaces', '   '],
  ['zero-width spaces', '\u200b\u200b\u200b\u200b'],
  ['punctuation', '...'],
  ['a reason of one letter', 'x'],
  ['a reason beyond all measure', 'x'.repeat(10_000)],
  ['a NUL character', 'because\0'],
  ['half of a surrogate pair', 'because \ud83d'],
  ['a number', 5],
];
