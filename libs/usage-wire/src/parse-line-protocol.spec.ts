import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SERIES_IDENTITY } from './identify-series.js';
import { type LineProtocolOptions, parseLineProtocol } from './parse-line-protocol.js';
import { WireFormatError } from './wire-format-error.js';
import { TestCache } from './test-cache.js';

const KEY = 'project_vcpu_usage,location_id=8676,project_name=fmt';
const SERIES = 'fmt/8676/project_vcpu_usage';
const T0 = 1_546_300_800_000_000;
const NOW = T0 + 86_400_000_000;

function parse(body: string | Buffer, options: Partial<LineProtocolOptions<string>> = {}) {
  return parseLineProtocol(typeof body === 'string' ? Buffer.from(body) : body, {
    cache: new TestCache(),
    precision: 'ns',
    receivedAtMicros: NOW,
    minAtMicros: 0,
    maxAtMicros: NOW,
    ...options,
  });
}

function reasons(body: string | Buffer, options: Partial<LineProtocolOptions<string>> = {}) {
  return parse(body, options).rejected.map(({ position, reason }) => [position, reason]);
}

describe('lines that the original could not read (golden section 5)', () => {
  it.each([
    ['G94 empty body', ''],
    ['G95 blank lines', '\n\n  \n'],
    ['G96 comment', '# project_vcpu_usage,x=1 value=1 1'],
  ])('%s: nothing to take, nothing to refuse', (_, body) => {
    const batch = parse(body);
    expect(batch.series).toEqual([]);
    expect(batch.rejected).toEqual([]);
  });

  it.each([
    ['G97 no timestamp: the time of receipt', `${KEY} value=1`, '1', NOW],
    ['G105 integer', `${KEY} value=5i 1546300800000000000`, '5', T0],
    [
      'G112 extra tags and fields',
      'project_vcpu_usage,__name__=project_vcpu_usage,domain_id=d,job=x,location_id=8676,project_name=fmt a=1,value=3 1546300800000000000',
      '3',
      T0,
    ],
  ])('%s', (_, line, value, timeMicros) => {
    const batch = parse(line);
    expect(batch.rejected).toEqual([]);
    expect(batch.series).toEqual([SERIES]);
    expect(batch.values).toEqual([value]);
    expect(batch.timesMicros).toEqual([timeMicros]);
  });

  it.each([
    ['G98 no fields', KEY, 'syntax'],
    ['G99 no tags', 'project_vcpu_usage value=1 1546300800000000000', 'project-missing'],
    ['G100 no site', 'project_vcpu_usage,project_name=fmt value=1 1', 'site-missing'],
    ['G101 no project', 'project_vcpu_usage,location_id=8676 value=1 1', 'project-missing'],
    ['G102 no field value', `${KEY} other=1 1546300800000000000`, 'field-missing'],
    ['G104 value not a number', `${KEY} value=abc 1546300800000000000`, 'bad-value'],
    ['G106 quoted number', `${KEY} value="7" 1546300800000000000`, 'value-not-numeric'],
    ['G107 timestamp not a number', `${KEY} value=1 now`, 'bad-timestamp'],
    ['G108 tag without =', `${KEY},foo value=1 1546300800000000000`, 'syntax'],
    ['G111 huge timestamp', `${KEY} value=1 999999999999999999999999`, 'bad-timestamp'],
    ['G114 NaN', `${KEY} value=NaN 1546300800000000000`, 'not-a-number'],
    ['G115 Infinity', `${KEY} value=inf 1546304400000000000`, 'not-a-number'],
    ['G110 negative timestamp', `${KEY} value=1 -1000000000`, 'too-old'],
  ])('%s', (_, line, reason) => {
    expect(reasons(line)).toEqual([[1, reason]]);
  });

  it('G103 takes any text as a site', () => {
    const line = 'project_vcpu_usage,location_id=bielefeld,project_name=fmt value=1 1';
    expect(parse(line).series).toEqual(['fmt/bielefeld/project_vcpu_usage']);
  });

  it('G109 takes an escaped space in a tag', () => {
    const line =
      'project_vcpu_usage,location_id=8676,project_name=my\\ project value=1 1546300800000000000';
    expect(parse(line).series).toEqual(['my project/8676/project_vcpu_usage']);
  });

  it('G116 one bad line does not stop the others of a batch (CRLF)', () => {
    const batch = parse(
      `${KEY} value=1 1546300800000000000\r\nnonsense\r\nproject_vcpu_usage,x value=1 1\r\n${KEY} value=4 1546304400000000000\r\n`,
    );
    expect(batch.values).toEqual(['1', '4']);
    expect(batch.rejected.map(({ position, reason }) => [position, reason])).toEqual([
      [2, 'syntax'],
      [3, 'syntax'],
    ]);
  });

  it('G120 refuses the line of a billed metric that is not UTF-8, with a readable excerpt', () => {
    const bad = Buffer.from(
      'project_vcpu_usage,location_id=8676,project_name=\xff value=1 1\n',
      'latin1',
    );
    const batch = parse(Buffer.concat([bad, Buffer.from(`${KEY} value=1 1`)]));
    expect(batch.series).toEqual([SERIES]);
    expect(batch.rejected).toEqual([
      {
        position: 1,
        reason: 'not-utf8',
        detail: 'label project_name=\uFFFD is not UTF-8',
        raw: 'project_vcpu_usage,location_id=8676,project_name=\uFFFD value=1 1',
        timeMicros: 0,
        value: '1',
      },
    ]);
  });

  it.each(['my-project', '1000g', 'grün'])('takes the project name %s (section 7)', (project) => {
    const batch = parse(`project_vcpu_usage,location_id=8676,project_name=${project} value=1 1`);
    expect(batch.series).toEqual([`${project}/8676/project_vcpu_usage`]);
  });
});

describe('the grammar', () => {
  const cache = () =>
    new TestCache({ ...DEFAULT_SERIES_IDENTITY, defaultSite: 's' }, ['a b,c', 'm', 'm=x', 'm\\z']);

  it.each([
    ['escapes in the measurement', 'a\\ b\\,c,project_name=p v=1', 'p/s/a b,c'],
    ['an equals sign in the measurement', 'm=x,project_name=p v=1', 'p/s/m=x'],
    ['a backslash before nothing special', 'm\\z,project_name=p\\q v=1', 'p\\q/s/m\\z'],
    ['escapes in tags', 'm,project\\_x=1,project_name=a\\,b\\=c\\ d v=1', 'a,b=c d/s/m'],
    ['quotes in names', 'm,project_name="p" v=1', '"p"/s/m'],
    ['leading blanks', ' \t\0m,project_name=p v=1', 'p/s/m'],
    ['UTF-8', 'm,project_name=日本😀 v=1', '日本😀/s/m'],
    ['several spaces between sections', 'm,project_name=p   v=1   5  ', 'p/s/m'],
  ])('reads %s', (_, line, series) => {
    const batch = parse(line, { cache: cache(), field: 'v' });
    expect(batch.rejected).toEqual([]);
    expect(batch.series).toEqual([series]);
  });

  it.each([
    ['v=1,v\\,w=2', '1'],
    ['a="x, y=\\"z\\" \\\\",v=2', '2'],
    ['a="two\nlines",v=3', '3'],
    ['t=true,f=F,T=TRUE,v=4', '4'],
    ['a=-5i,b=7u,c=1e-3,v=5e2', '500'],
    ['v=1,v=2', '2'],
  ])('reads the fields %s', (fields, value) => {
    const batch = parse(`m,project_name=p ${fields} 1\nm,project_name=p v=9 1`, {
      cache: cache(),
      field: 'v',
    });
    expect(batch.rejected).toEqual([]);
    expect(batch.values).toEqual([value, '9']);
  });

  it('finds a field whose name needs escapes', () => {
    const batch = parse('m,project_name=p a\\ b=7 1', { cache: cache(), field: 'a b' });
    expect(batch.values).toEqual(['7']);
  });

  it.each([
    ['missing measurement', ',project_name=p v=1'],
    ['missing tag key', 'm,=p v=1'],
    ['missing tag value', 'm,project_name= v=1'],
    ['trailing comma in tags', 'm,project_name=p, v=1'],
    ['unescaped equals in a tag value', 'm,project_name=p=q v=1'],
    ['missing field key', 'm,project_name=p =1'],
    ['missing field value', 'm,project_name=p v= 1'],
    ['field without =', 'm,project_name=p v=1,w 1'],
    ['trailing comma in fields', 'm,project_name=p v=1, 1'],
    ['bad value in another field', 'm,project_name=p w=maybe,v=1 1'],
    ['quote that is never closed', 'm,project_name=p w="x,v=1 1'],
    ['text after a string', 'm,project_name=p w="x"y,v=1 1'],
    ['something after the timestamp', 'm,project_name=p v=1 1 2'],
    ['blank fields', 'm,project_name=p  '],
  ])('refuses: %s, and reads the next line', (_, line) => {
    const batch = parse(`${line}\nm,project_name=p v=9 1`, { cache: cache(), field: 'v' });
    expect(batch.rejected.map(({ position, reason }) => [position, reason])).toEqual([
      [1, 'syntax'],
    ]);
    expect(batch.values).toEqual(['9']);
  });

  it.each([
    ['m,project_name=p,project_name=q v=1', 'duplicate-label'],
    ['m,project_name=p v=true', 'value-not-numeric'],
    ['m,project_name=p v=tRUE', 'bad-value'],
    ['m,project_name=p v=-1', 'negative-value'],
    ['m,project_name=p v=9223372036854775808i', 'value-out-of-range'],
    ['m,project_name=p v=1 1.5', 'bad-timestamp'],
    ['m,project_name=p v=1 -', 'bad-timestamp'],
    [`m,project_name=${'x'.repeat(257)} v=1`, 'project-invalid'],
    ['m,project_name=p\x07 v=1', 'project-invalid'],
    ['m,project_name=p\0q v=1', 'project-invalid'],
    [`m,project_name=${'x'.repeat(2049)} v=1`, 'label-limit'],
    [`m,${'x'.repeat(257)}=1,project_name=p v=1`, 'label-limit'],
    [`m,${Array.from({ length: 64 }, (_, i) => `t${String(i)}=1`).join(',')} v=1`, 'label-limit'],
    [`m,a=${'x'.repeat(70_000)} v=1`, 'label-limit'],
  ])('refuses %.40s as %s', (line, reason) => {
    expect(reasons(line, { cache: cache(), field: 'v' })).toEqual([[1, reason]]);
  });

  it('keeps the line numbers right across strings with line feeds', () => {
    const body = 'm,project_name=p w="1\n2\n3",v=1 1\n\n# c\nbad\nm,project_name=p v="a\nb"\nbad';
    expect(reasons(body, { cache: cache(), field: 'v' })).toEqual([
      [6, 'syntax'],
      [7, 'value-not-numeric'],
      [9, 'syntax'],
    ]);
  });

  it('takes NUL out of excerpts, which the database could not hold', () => {
    expect(parse('m\0').rejected[0]?.raw).toBe('m\uFFFD');
  });
});

describe('timestamps', () => {
  it.each([
    ['ns', '1546300800000000999', T0],
    ['ns', '-1', -1],
    ['ns', '-1000', -1],
    ['ns', '999', 0],
    ['us', '1546300800000000', T0],
    ['ms', '1546300800000', T0],
    ['s', '1546300800', T0],
    ['m', '25771680', T0],
    ['h', '429528', T0],
  ] as const)('reads %s %s', (precision, text, expected) => {
    const batch = parse(`${KEY} value=1 ${text}`, { precision, minAtMicros: -10 });
    expect(batch.timesMicros).toEqual([expected]);
  });

  it('says what is known of a reading outside the window', () => {
    const batch = parse(`${KEY} value=1 1546300800000000000\n${KEY} value=2 1`, {
      minAtMicros: 1,
      maxAtMicros: T0 - 1,
    });
    expect(batch.rejected).toMatchObject([
      { reason: 'in-the-future', series: SERIES, timeMicros: T0, value: '1' },
      { reason: 'too-old', series: SERIES, timeMicros: 0, value: '2' },
    ]);
  });
});

describe('the way through the cache', () => {
  it('decodes a series once', () => {
    const cache = new TestCache();
    const batch = parse(`${KEY} value=1 1\n${KEY} value=2 2\n${KEY} value=3 3`, { cache });
    expect(batch.values).toEqual(['1', '2', '3']);
    expect(cache.resolved).toHaveLength(1);
  });

  it('drops metrics that nobody bills, whatever is in their lines', () => {
    const cache = new TestCache();
    const batch = parse(`node_load1,x value=zz y\nnode s="a\n",t=1\n${KEY} value=2 2`, { cache });
    expect(batch.counts).toMatchObject({ accepted: 1, rejected: 0, unbilled: 2 });
    expect(cache.verdicts.size).toBe(1);
  });

  it('stops a request with too many readings', () => {
    const body = `${KEY} value=1 1\n`.repeat(11);
    expect(() => parse(body, { limits: { readingsPerRequest: 10 } })).toThrow(WireFormatError);
  });
});

describe('large bodies', () => {
  it('reads lines across the borders of its segments, also with strings in them', () => {
    const string = `${KEY} s="${'x\n'.repeat(40)}",value=7 1\n`;
    const count = Math.ceil((3 << 20) / string.length);
    const batch = parse(string.repeat(count) + 'bad');
    expect(batch.values).toHaveLength(count);
    expect(batch.rejected.map(({ position }) => position)).toEqual([count * 41 + 1]);
  });

  it('reads on behind a quote that is not closed in megabytes', () => {
    const batch = parse(`${KEY} s="\n${`${KEY} value=1 1\n`.repeat(40_000)}`);
    expect(batch.values).toHaveLength(40_000);
    expect(batch.rejected).toHaveLength(1);
  });
});

describe('what InfluxDB 1.6 forwarded', () => {
  it.each(['influx-subscription-1.lp', 'influx-subscription-2.lp'])('reads %s', (file) => {
    const body = readFileSync(new URL(`../test-fixtures/${file}`, import.meta.url));
    const batch = parse(body, { maxAtMicros: Number.MAX_SAFE_INTEGER });
    const expected = body
      .toString()
      .trim()
      .split('\n')
      .map((line) => {
        const value = / value=(\S+) (\d+)000$/.exec(line);
        const project = /project_name=(\S+)/.exec(line)?.[1] ?? '';
        return [`${project}/8676/${line.split(',')[0] ?? ''}`, value?.[1], Number(value?.[2])];
      });
    expect(batch.series.map((s, i) => [s, batch.values[i], batch.timesMicros[i]])).toEqual(
      expected,
    );
    expect(batch.series).toHaveLength(8);
  });
});
