import { describe, expect, it } from '@jest/globals';
import {
  PerunValueError,
  creditsCodec,
  decodeAttribute,
  encodeAttribute,
  grantedCodec,
  mailListCodec,
  plainDecimal,
  timestampsCodec,
} from './attribute-codecs.js';
import { attributeSchema, attributeToSend, type AttributeValue } from './attribute.js';
import { formatTimestamp, parseTimestamp } from './timestamp.js';

const attributeOf = (type: string, value: unknown) =>
  attributeSchema.parse({
    id: 1,
    namespace: 'urn:perun:group:attribute-def:opt',
    friendlyName: 'denbiCreditsCurrent',
    type,
    value,
  });

describe('credits', () => {
  it.each([
    ['12.5', '12.5'],
    ['12.50', '12.5'],
    ['0', '0'],
    ['-0.00', '0'],
    ['007', '7'],
    ['0E-8', '0'],
    ['1.5E+3', '1500'],
    ['1.25E1', '12.5'],
    ['12E-3', '0.012'],
    ['-1.2e-2', '-0.012'],
    ['1000000000000000000000.000000000000000001', '1000000000000000000000.000000000000000001'],
    [' 3 ', '3'],
  ])('reads %s as %s', (text, plain) => {
    expect(creditsCodec.decode(text)).toBe(plain);
  });

  it.each(['', 'NaN', 'Infinity', '1,5', '1.', '.5', '1e', '0x10', '1E+9999', '1 000', '1E'])(
    'refuses %p and says which attribute holds it',
    (text) => {
      const read = () => decodeAttribute(attributeOf('java.lang.String', text), creditsCodec);
      expect(read).toThrow(PerunValueError);
      expect(read).toThrow(/opt:denbiCreditsCurrent: .* is not a decimal such as "12\.5"/);
    },
  );

  it('writes plain decimals only', () => {
    expect(creditsCodec.encode('12.50')).toBe('12.5');
    expect(creditsCodec.encode(null)).toBeNull();
    expect(() => creditsCodec.encode('0E-8')).toThrow(RangeError);
  });

  it('tells an attribute of another type from a wrong text', () => {
    const attribute = attributeOf('java.lang.Integer', 5);
    expect(() => decodeAttribute(attribute, creditsCodec)).toThrow(/is a java\.lang\.Integer/);
  });
});

describe('granted credits', () => {
  it('are whole numbers, or unset', () => {
    expect(grantedCodec.decode('1000')).toBe('1000');
    expect(grantedCodec.decode('+0200')).toBe('200');
    expect(grantedCodec.decode('-5')).toBe('-5');
    expect(grantedCodec.decode(null)).toBeNull();
  });

  it.each(['1000.0', '1E+3', '', 'many'])('refuses %p', (text) => {
    expect(() => grantedCodec.decode(text)).toThrow(/is not a whole number/);
  });
});

describe('mail addresses', () => {
  it('are an empty list when unset, and lose blanks', () => {
    expect(mailListCodec.decode(null)).toEqual([]);
    expect(mailListCodec.decode(['a@x.org', null, ' ', ' b@x.org '])).toEqual([
      'a@x.org',
      'b@x.org',
    ]);
  });
});

describe('timestamps', () => {
  it('are read and written to the microsecond', () => {
    const given = { project_vcpu_usage: '2019-01-01 00:00:00.000001' };
    const times = timestampsCodec.decode(given);
    expect(times).toEqual(new Map([['project_vcpu_usage', 1_546_300_800_000_001]]));
    expect(timestampsCodec.encode(times)).toEqual(given);
  });

  it('are an empty map when unset', () => {
    expect(timestampsCodec.decode(null)).toEqual(new Map());
    expect(timestampsCodec.encode(new Map())).toBeNull();
  });

  it('name the metric whose time is wrong', () => {
    expect(() => timestampsCodec.decode({ ram: null })).toThrow('"ram" has no time');
    expect(() => timestampsCodec.decode({ ram: 'soon' })).toThrow(/^"ram": "soon" is not a time/);
  });

  it.each([
    ['1970-01-01 00:00:00.000000', 0],
    ['1970-01-01 00:00:00.5', 500_000],
    ['1969-12-31 23:59:59.999999', -1],
    ['2024-02-29 23:59:59', 1_709_251_199_000_000],
  ])('%s is %d µs', (text, micros) => {
    expect(parseTimestamp(text)).toBe(micros);
    expect(parseTimestamp(formatTimestamp(micros))).toBe(micros);
  });

  it.each([
    '2019-02-29 00:00:00.000000',
    '2019-01-01 24:00:00.000000',
    '2019-01-01 00:60:00.000000',
    '2019-01-01T00:00:00.000000',
    '2019-01-01 00:00:00.0000001',
    '2019-01-01 00:00:00.000000Z',
    '2019-1-1 00:00:00',
    '',
  ])('refuses %p', (text) => {
    expect(() => parseTimestamp(text)).toThrow(RangeError);
  });

  it.each([0.5, NaN, Infinity, 2 ** 53, 253_402_300_800_000_000])('cannot write %d', (micros) => {
    expect(() => formatTimestamp(micros)).toThrow(RangeError);
  });
});

describe('what is sent', () => {
  const definition = {
    id: 7,
    namespace: 'urn:perun:group:attribute-def:opt',
    friendlyName: 'x',
    displayName: 'X',
    description: null,
    writable: true,
  };

  it('is the definition by its four parts, and the value', () => {
    const full = { ...definition, type: 'java.lang.String' };
    expect(attributeToSend(encodeAttribute(full, creditsCodec, '1'))).toEqual({
      id: 7,
      namespace: 'urn:perun:group:attribute-def:opt',
      friendlyName: 'x',
      type: 'java.lang.String',
      value: '1',
    });
  });

  it.each<[string, AttributeValue, string]>([
    ['java.lang.String', 7, 'a number'],
    ['java.lang.Integer', 2 ** 31, 'a number'],
    ['java.lang.Integer', 1.5, 'a number'],
    ['java.lang.Boolean', 'true', 'a string'],
    ['java.util.ArrayList', 'a', 'a string'],
    ['java.util.LinkedHashMap', ['a'], 'a list'],
    ['java.lang.Long', 1, 'a number'],
  ])('a %s does not take %p', (type, value, kind) => {
    const write = { definition: { ...definition, type }, value };
    expect(() => attributeToSend(write)).toThrow(
      `urn:perun:group:attribute-def:opt:x takes a ${type}, not ${kind}`,
    );
  });
});

describe('plain decimals', () => {
  it('are a fixed point of their own reading', () => {
    for (const text of ['0.1', '-3', '120', '0.000000001', '99999999999999999999'])
      expect(plainDecimal(text)).toBe(text);
  });
});
