import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IngestionStage } from '../../../test/ingestion-stage.js';

/**
 * What the original os_credits of 2019 was seen to do with these requests (case numbers of that recording), and
 * where ours decides otherwise, why. What they bill is in `golden-billing.int-spec.ts`.
 */
const T0 = Date.parse('2019-01-01T00:00:00Z') / 1000;
const HOUR = 3600;
let stage: IngestionStage;

beforeAll(async () => {
  stage = await IngestionStage.open({}, '2019-06-01T00:00:00.000Z');
});
afterAll(() => stage.close());

const line = (metric: string, project: string, value: string, seconds: number, site = '8676') =>
  `${metric},location_id=${site},project_name=${project} value=${value} ${T0 + seconds}000000000`;

describe('section 5: lines that cannot be read are quarantined, not dropped', () => {
  const tags = 'location_id=8676,project_name=fmt';
  it.each([
    ['G98', `project_vcpu_usage,${tags}`, 'syntax'],
    ['G99', `project_vcpu_usage value=1 ${T0}000000000`, 'project-missing'],
    ['G100', `project_vcpu_usage,project_name=fmt value=1 ${T0}000000000`, 'site-missing'],
    ['G101', `project_vcpu_usage,location_id=8676 value=1 ${T0}000000000`, 'project-missing'],
    ['G102', `project_vcpu_usage,${tags} other=1 ${T0}000000000`, 'field-missing'],
    ['G104', `project_vcpu_usage,${tags} value=abc ${T0}000000000`, 'bad-value'],
    ['G106', `project_vcpu_usage,${tags} value="7" ${T0}000000000`, 'value-not-numeric'],
    ['G107', `project_vcpu_usage,${tags} value=1 now`, 'bad-timestamp'],
    ['G108', `project_vcpu_usage,${tags},foo value=1 ${T0}000000000`, 'syntax'],
    ['G110', `project_vcpu_usage,${tags} value=1 -1000000000`, 'too-old'],
    ['G111', `project_vcpu_usage,${tags} value=1 999999999999999999999999`, 'bad-timestamp'],
    ['G114', `project_vcpu_usage,${tags} value=NaN ${T0}000000000`, 'not-a-number'],
    ['G115', `project_vcpu_usage,${tags} value=inf ${T0}000000000`, 'not-a-number'],
  ])('%s %p', async (_, body, reason) => {
    const before = (await stage.quarantine()).length;
    expect((await stage.lines(body)).status).toBe(400);
    const rows = (await stage.quarantine()).slice(before);
    expect(rows.map((row) => [row.reason, row.position, row.raw])).toEqual([[reason, 1, body]]);
  });

  it('G120: not UTF-8', async () => {
    const before = (await stage.quarantine()).length;
    const body = Buffer.from(
      `project_vcpu_usage,location_id=8676,project_name=\xff value=1 1`,
      'latin1',
    );
    expect((await stage.send('/write', { body })).status).toBe(400);
    expect((await stage.quarantine()).slice(before)).toMatchObject([{ reason: 'not-utf8' }]);
  });

  it.each([
    ['G62, G63', `node_load1,${tags} value=1 1\nproject_vcpu_usage_total,${tags} value=1 1`],
    ['G97: no timestamp is the time received', `project_vcpu_usage,${tags} value=1`],
    ['G103: sites have names, not numbers', line('project_vcpu_usage', 'fmt', '1', 0, 'bielefeld')],
    ['G105', line('project_vcpu_usage', 'fmt', '5i', 0)],
    [
      'G112, G113',
      `project_vcpu_usage,__name__=project_vcpu_usage,domain_id=d,job=x,${tags} a=1,value=6 ${T0 + 60}000000000`,
    ],
  ])('%s is taken', async (_, body) => {
    expect((await stage.lines(body)).status).toBe(204);
  });

  it('G116: one bad line does not stop the others (CRLF)', async () => {
    const body = [
      line('project_vcpu_usage', 'batch', '1', 0),
      'nonsense',
      'project_vcpu_usage,x value=1 1',
      line('project_vcpu_usage', 'batch', '4', HOUR),
      '',
    ].join('\r\n');
    expect((await stage.lines(body)).status).toBe(400);
    expect(await stage.used('batch')).toBe('3');
  });
});

describe('section 6: the HTTP layer', () => {
  const lineOf = (project: string): string => line('project_vcpu_usage', project, '6', 0);
  const MIB = 1024 * 1024;

  it.each([
    ['G119: gzip', '/write', { 'content-encoding': 'gzip' }, gzipSync(lineOf('gzip'))],
    ['G121: unknown charset', '/write', { 'content-type': 'text/plain; charset=nope' }, 'charset'],
    ["G124: InfluxDB's query", '/write?consistency=&db=usage&precision=ns&rp=autogen', {}, 'query'],
  ])('%s is taken', async (_, path, headers, body) => {
    const bytes = typeof body === 'string' ? lineOf(body) : body;
    expect((await stage.send(path, { body: bytes, headers })).status).toBe(204);
    await stage.rate();
    const project = typeof body === 'string' ? body : 'gzip';
    expect(await stage.stored(project)).toHaveLength(1);
  });

  it('G122, G123, different on purpose: 1 MiB and more is taken', async () => {
    for (const size of [MIB, MIB + 1])
      expect((await stage.lines('#'.repeat(size))).status).toBe(204);
  });
});
