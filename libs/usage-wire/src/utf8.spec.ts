import { describe, expect, it } from '@jest/globals';
import { decodeUtf8, decodeUtf8Lossy, encodeUtf8 } from './utf8.js';

const latin1 = (...bytes: number[]) => String.fromCharCode(...bytes);

describe('UTF-8', () => {
  it.each(['', 'plain', 'grün', '日本', '😀', '\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}'])(
    'agrees with the platform on %j',
    (text) => {
      const bytes = [...new TextEncoder().encode(text)];
      expect(encodeUtf8(text)).toEqual(bytes);
      expect(decodeUtf8(latin1(...bytes))).toBe(text);
    },
  );

  it.each([
    ['a lone trail byte', [0x80]],
    ['an overlong form of two', [0xc0, 0x80]],
    ['an overlong form of three', [0xe0, 0x80, 0x80]],
    ['an overlong form of four', [0xf0, 0x80, 0x80, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a lead byte without a trail', [0xc3, 0x41]],
    ['an end in the middle', [0xe2, 0x82]],
    ['bytes that never occur', [0xff]],
  ])('refuses %s', (_, bytes) => {
    expect(decodeUtf8(latin1(...bytes))).toBeUndefined();
    expect(decodeUtf8Lossy(latin1(...bytes, 0x41))).toMatch(/^\uFFFD.*A$/);
  });
});
