import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { IngestionStage, recorded } from '../../../test/ingestion-stage.js';

const NOW = '2026-11-22T05:00:00.000Z';
/** 04:00 UTC of that day, in seconds. */
const AT = Date.parse('2026-11-22T04:00:00Z') / 1000;
let stage: IngestionStage;

beforeAll(async () => {
  stage = await IngestionStage.open({}, NOW);
});
afterAll(() => stage.close());

const cpu = (project: string, value: string, at: string | number = '') =>
  `project_vcpu_usage,location_id=8676,project_name=${project} value=${value} ${at}`.trim();

describe('precision', () => {
  it.each([
    ['', `${AT}000000000`],
    ['n', `${AT}000000000`],
    ['ns', `${AT}000000000`],
    ['u', `${AT}000000`],
    ['%C2%B5', `${AT}000000`],
    ['us', `${AT}000000`],
    ['ms', `${AT}000`],
    ['s', `${AT}`],
    ['m', `${AT / 60}`],
    ['h', `${AT / 3600}`],
  ])('%p is understood', async (precision, timestamp) => {
    const project = `precision-${precision.replace(/\W/g, 'mu') || 'none'}`;
    for (const [path, name] of [
      ['/write', `${project}-1`],
      ['/api/v2/write', `${project}-2`],
    ] as const) {
      const answer = await stage.send(`${path}?precision=${precision}`, {
        body: cpu(name, '7', timestamp),
      });
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(await stage.stored(name)).toEqual(['8676 cpu 2026-11-22 04:00:00+00 7']);
    }
  });

  it.each(['?precision=d', '?precision=s&precision=ms'])('%p is refused', async (query) => {
    const answer = await stage.lines(cpu('precision-bad', '7', AT), query);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await stage.stored('precision-bad')).toEqual([]);
  });
});

describe('a body', () => {
  it('may be gzip, with InfluxDB 1 parameters, CRLF, comments, blank lines and no timestamp', async () => {
    const body = `# usage\r\n\r\n${cpu('whole', '1', AT * 1e9)}\r\n${cpu('whole', '4')}\r\n`;
    const answer = await stage.send('/write?db=usage&rp=autogen&consistency=one', {
      body: gzipSync(body),
      headers: { 'content-encoding': 'gzip', 'content-type': 'text/plain; charset=utf-8' },
    });
    expect(answer.status).toBe(204);
    expect(await stage.stored('whole')).toEqual([
      '8676 cpu 2026-11-22 04:00:00+00 1',
      '8676 cpu 2026-11-22 05:00:00+00 4',
    ]);
    expect(await stage.used('whole')).toBe('3');
  });

  it.each([undefined, 'text/plain; charset=nope', 'application/json', 'nonsense', ''])(
    'is taken as it is when its type is %p',
    async (contentType) => {
      const project = `type-${(contentType ?? 'none').replace(/\W/g, '')}`;
      const answer = await stage.send('/api/v2/write?org=x&bucket=y', {
        body: cpu(project, '1', AT * 1e9),
        headers: contentType === undefined ? {} : { 'content-type': contentType },
      });
      expect(answer.status).toBe(204);
      expect(await stage.stored(project)).toHaveLength(1);
    },
  );

  it('as InfluxDB 1.x forwards it to a subscriber is taken', async () => {
    for (const name of ['influx-subscription-1.lp', 'influx-subscription-2.lp']) {
      const answer = await stage.send('/write?consistency=&db=usage&precision=ns&rp=autogen', {
        body: recorded(name),
        headers: {
          'user-agent': 'InfluxDBClient',
          'content-type': '',
          'accept-encoding': 'gzip',
        },
      });
      expect(answer.status).toBe(204);
    }
    expect(await stage.stored('HerOSP')).toHaveLength(4);
    const cpuReadings = (await stage.stored('MyOSP')).filter((line) => line.includes(' cpu '));
    expect(cpuReadings[0]).toBe('8676 cpu 2026-11-22 04:21:15.887+00 334558.4596715383');
  });

  it.each(['', '\n\n  \n', '# nothing'])('that holds no line is a success: %j', async (body) => {
    expect((await stage.lines(body)).status).toBe(204);
  });

  it('in an encoding that is not known is refused', async () => {
    const answer = await stage.send('/write', {
      body: cpu('encoded', '1'),
      headers: { 'content-encoding': 'zstd' },
    });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  it('that is not gzip though it says so is refused and an excerpt kept', async () => {
    const answer = await stage.send('/write', {
      body: cpu('no-gzip', '1'),
      headers: { 'content-encoding': 'gzip' },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-body' } });
    const cut = gzipSync(cpu('cut-gzip', '1')).subarray(0, -9);
    expect(
      (await stage.send('/write', { body: cut, headers: { 'content-encoding': 'gzip' } })).status,
    ).toBe(400);
    const [excerpt] = (await stage.quarantine()).filter((row) => row.reason === 'malformed-body');
    expect(excerpt?.raw).toBe(`hex ${Buffer.from(cpu('no-gzip', '1')).toString('hex')}`);
  });

  it('may come in several gzip members', async () => {
    const members = [cpu('members', '1', AT * 1e9), `\n${cpu('members', '2', (AT + 60) * 1e9)}`];
    const answer = await stage.send('/write', {
      body: Buffer.concat(members.map((member) => gzipSync(member))),
      headers: { 'content-encoding': 'gzip' },
    });
    expect(answer.status).toBe(204);
    expect(await stage.stored('members')).toHaveLength(2);
  });
});

describe('a batch with bad lines', () => {
  const body = [
    cpu('partial', '1', `${AT}000000000`),
    'nonsense',
    cpu('partial', 'NaN', `${AT}000000000`),
    'project_vcpu_usage,location_id=8676 value=1 1',
    cpu('partial', '4', `${AT + 60}000000000`),
    cpu('partial', '9', '1'),
  ].join('\n');

  it.each([
    ['/write', 'error'],
    ['/api/v2/write', 'message'],
  ])('at %s keeps the good ones and says which are bad', async (path, member) => {
    const before = (await stage.quarantine()).length;
    const answer = await stage.send(path, { body });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.body[member]).toBe(answer.headers['x-influxdb-error']);
    expect(answer.headers['x-influxdb-error']).toMatch(
      /^partial write: 2 kept, 4 quarantined; line 2: the line has no fields dropped=4$/,
    );
    if (path === '/api/v2/write') expect(answer.body['code']).toBe('invalid');
    expect(await stage.used('partial')).toBe('3');
    const rows = (await stage.quarantine()).slice(before);
    expect(rows.map((row) => [row.position, row.reason, row.project_name])).toEqual([
      [2, 'syntax', null],
      [3, 'not-a-number', 'partial'],
      [4, 'project-missing', null],
      [6, 'too-old', 'partial'],
    ]);
    expect(rows[1]?.raw).toBe(cpu('partial', 'NaN', `${AT}000000000`));
    // What it does say is there for staff to see, though it names no project.
    expect(rows[2]).toMatchObject({
      ...{ site_name: '8676', metric_name: 'project_vcpu_usage', value: '1' },
      at: '1970-01-01T00:00:00.000Z',
    });
    expect(rows[3]).toMatchObject({ site_name: '8676', value: '9', wire: expect.any(String) });
  });
});

it('another method is refused with the one that is taken', async () => {
  const answer = await stage.send('/write', { method: 'GET' });
  expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
});
