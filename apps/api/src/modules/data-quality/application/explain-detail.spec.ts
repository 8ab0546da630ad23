import { describe, expect, it } from '@jest/globals';
import {
  canonicalDecimal,
  encodeWriteRequestV1,
  identifySeries,
  parseLineProtocol,
  parseRemoteWriteV1,
  type Labels,
  type SeriesVerdict,
} from '@os-credits/usage-wire';
import { explainDetail } from './explain-detail.js';

const NOW_MICROS = Date.parse('2026-11-22T13:00:00Z') * 1000;
const options = {
  cache: {
    get: () => undefined,
    bills: () => true,
    resolve: (_key: string, labels: Labels): SeriesVerdict<string> => {
      const identity = identifySeries(labels);
      return 'reason' in identity
        ? { kind: 'rejected', ...identity }
        : { kind: 'billed', series: identity.project };
    },
  },
  minAtMicros: NOW_MICROS - 3_600_000_000,
  maxAtMicros: NOW_MICROS,
};

function lineDetails(line: string): string[] {
  const batch = parseLineProtocol(Buffer.from(line), {
    ...options,
    precision: 's',
    receivedAtMicros: NOW_MICROS,
  });
  return batch.rejected.map(({ detail }) => detail);
}

const at = NOW_MICROS / 1e6;

/** What the parsers say, so that a sentence that is worded anew there is missed here. */
describe('what the parsers say has words of the interface', () => {
  it.each([
    ['value-nan', `m,location_id=1,project_name=p value=NaN ${at}`],
    ['value-negative', `m,location_id=1,project_name=p value=-1 ${at}`],
    ['value-unreadable', `m,location_id=1,project_name=p value=1x ${at}`],
    ['value-unreadable', `m,location_id=1,project_name=p value=1.5i ${at}`],
    ['value-beyond', `m,location_id=1,project_name=p value=1e999 ${at}`],
    ['value-text', `m,location_id=1,project_name=p value="n/a" ${at}`],
    ['value-boolean', `m,location_id=1,project_name=p value=true ${at}`],
    ['field-form', `m,location_id=1,project_name=p value=12,5 ${at}`],
    ['field-form', `m,location_id=1,project_name=p value= ${at}`],
    ['field-form', `m,location_id=1,project_name=p =1 ${at}`],
    ['field-end', `m,location_id=1,project_name=p a="x"y,value=1 ${at}`],
    ['field-missing', `m,location_id=1,project_name=p other=1 ${at}`],
    ['line-without-fields', 'm,location_id=1,project_name=p'],
    ['quote-open', `m,location_id=1,project_name=p a="x ${at}`],
    ['after-time', `m,location_id=1,project_name=p value=1 ${at} 2`],
    ['measurement-missing', `,location_id=1,project_name=p value=1 ${at}`],
    ['tag-form', `m,location_id value=1 ${at}`],
    ['tag-form', `m,=1 value=1 ${at}`],
    ['label-twice', `m,location_id=1,location_id=2,project_name=p value=1 ${at}`],
    ['label-missing', `m,location_id=1 value=1 ${at}`],
    ['site-labels-missing', `m,project_name=p value=1 ${at}`],
    ['name-control', `m,location_id=1,project_name=a\u0007b value=1 ${at}`],
    ['name-long', `m,location_id=1,project_name=${'p'.repeat(257)} value=1 ${at}`],
    ['label-value-long', `m,location_id=1,project_name=${'p'.repeat(3000)} value=1 ${at}`],
    ['label-name-long', `m,${'l'.repeat(300)}=1,project_name=p value=1 ${at}`],
    ['time-ahead', `m,location_id=1,project_name=p value=1 ${at + 60}`],
    ['time-before', `m,location_id=1,project_name=p value=1 ${at - 7200}`],
    ['time-unit', `m,location_id=1,project_name=p value=1 1e9`],
  ])('%s', (code, line) => {
    expect(lineDetails(line).map((detail) => explainDetail(detail)?.code)).toEqual([code]);
  });

  it('of remote_write as well', () => {
    const sample = { timeMillis: NOW_MICROS / 1000, value: 1 };
    const details = [
      [['__name__', 'm']],
      [['project_name', 'p']],
      [
        ['__name__', 'm'],
        ['project_name', ''],
      ],
      [['__name__', 'm'], ...Array.from({ length: 70 }, (_, index) => [`l${index}`, 'x'])],
    ].map((labels) => {
      const series = { labels: labels as [string, string][], samples: [sample] };
      const { rejected } = parseRemoteWriteV1(encodeWriteRequestV1([series]), options);
      return rejected.map(({ detail }) => explainDetail(detail)?.code);
    });
    expect(details).toEqual([
      ['label-missing'],
      ['label-missing'],
      ['label-without-value'],
      ['labels-many'],
    ]);
  });
});

describe('explainDetail', () => {
  it('hands over what stands in the sentence', () => {
    const fault = canonicalDecimal('-5');
    expect(explainDetail(typeof fault === 'string' ? '' : fault.detail)).toEqual({
      code: 'value-negative',
      params: { value: '-5' },
    });
    expect(explainDetail('another reading of this time has the value 7.5 (batch 12)')).toEqual({
      code: 'conflict-counted',
      params: { value: '7.5' },
    });
  });

  it('leaves a sentence that it does not know as it is', () => {
    expect(explainDetail('the request is not snappy')).toBeNull();
  });
});
