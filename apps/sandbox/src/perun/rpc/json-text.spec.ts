import { describe, expect, it } from '@jest/globals';
import { JsonNumber, JsonSyntaxError, jsonTextOf, parseFirstJson } from './json-text.js';

describe('parseFirstJson', () => {
  it('ignores what follows the first value', () => {
    expect(parseFirstJson('{"a":true} and more')).toEqual(new Map([['a', true]]));
  });

  it('keeps the later of two members with one name', () => {
    expect(parseFirstJson('{"a":"x","a":"y"}')).toEqual(new Map([['a', 'y']]));
  });

  it('keeps the order of members whose names look like numbers', () => {
    const map = parseFirstJson('{"b":null,"10":null,"2":null}');
    expect(map instanceof Map && [...map.keys()]).toEqual(['b', '10', '2']);
  });

  it.each([
    ['3', 3],
    ['-2147483648', -2_147_483_648],
    ['2147483647', 2_147_483_647],
    ['2147483648', undefined],
    ['3.0', undefined],
    ['3e0', undefined],
  ])('takes %s for the int %s', (text, int) => {
    const number = parseFirstJson(text);
    expect(number instanceof JsonNumber && number.int32).toBe(int);
  });

  it.each(['', '   ', '\n'])('finds nothing in %j', (text) => {
    expect(parseFirstJson(text)).toBeUndefined();
  });

  it.each(['{', '{"a"}', '{"a":}', '[1,', '"open', 'nope', '{"a":1', "{'a':1}", '"\\x"'])(
    'refuses %s',
    (text) => {
      expect(() => parseFirstJson(text)).toThrow(JsonSyntaxError);
    },
  );
});

describe('jsonTextOf', () => {
  it('writes back what was read', () => {
    const text = '{"a":[1,2.50,null,"ü\\n"],"b":{"c":false}}';
    expect(jsonTextOf(parseFirstJson(text) ?? null)).toBe(text);
  });
});
