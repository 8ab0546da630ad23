import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompatStage, detailOf } from '../../../test/compat-stage.js';

/**
 * Requests to the original os_credits with the answers it was seen to give (case numbers of that recording),
 * and where ours decides otherwise, why.
 */
const CPU = 'project_vcpu_usage';
let compat: CompatStage;

beforeAll(async () => {
  compat = await CompatStage.open();
  await compat.meterAs2019();
  for (const name of ['alpha', 'multi', 'nan', 'legacy']) await compat.stage.grant(name, '200');
  await compat.send('alpha', [
    [CPU, '100', 0],
    [CPU, '105', 1],
    [CPU, '105', 2],
    [CPU, '2', 3],
    [CPU, '50', 4],
    [CPU, '106.5', 5],
    ['project_mb_usage', '1000', 5],
    ['project_mb_usage', '11240', 6],
  ]);
  await compat.send('multi', [
    [CPU, '100', 0],
    [CPU, '105', 1],
    [CPU, '1000', 1, '8675'],
    [CPU, '1010', 2, '8675'],
  ]);
  await compat.send('fraction', [
    [CPU, '0', 0.9],
    [CPU, '5', 1.5 + 0.75 / 3600],
  ]);
  await compat.send('nan', [[CPU, '1', 0]]);
  await compat.send('legacy', [
    [CPU, '0', 0],
    [CPU, '1.235', 1],
    [CPU, '200.001', 2],
  ]);
  await compat.stage.rate();
});
afterAll(() => compat.close());

interface Columns {
  readonly timestamps: readonly string[];
  readonly credits: readonly (string | number)[];
  readonly metrics: readonly string[];
}

describe('GET /api/credits_history/{project}', () => {
  it('G141: whole history, newest first, credits left', async () => {
    const { body } = await compat.get<Columns>('/api/credits_history/alpha');
    expect(body).toEqual({
      timestamps: [
        'timestamps',
        '2019-01-01 06:00:00',
        '2019-01-01 05:00:00',
        '2019-01-01 01:00:00',
      ],
      credits: ['credits', 190.5, 193.5, 195],
      metrics: ['metrics', 'ram', 'cpu', 'cpu'],
    });
  });

  it('prints numbers as the original did', async () => {
    const [status, type, text] = await compat.text('/api/credits_history/alpha');
    expect([status, type]).toEqual([200, 'application/json; charset=utf-8']);
    expect(text).toContain('"credits": ["credits", 190.5, 193.5, 195.0]');
  });

  it('G77, G165: every digit is kept, and rounded half-even where it is shown, to 0.0 and not -0.0', async () => {
    const [, , text] = await compat.text('/api/credits_history/legacy');
    expect(text).toContain('"credits": ["credits", 0.0, 198.76]');
    const [, , used] = await compat.text('/compat/v2/api/credits_history/legacy');
    expect(used).toContain('"credits": [1.24, 200.0]');
  });

  it('G142, different on purpose: two sites are two counters', async () => {
    const { body } = await compat.get<Columns>('/api/credits_history/multi');
    expect(body.credits).toEqual(['credits', 185, 195]);
  });

  it.each([
    ['G143: start_date is inclusive', 'start_date=2019-01-01%2005%3A00%3A00', ['ram', 'cpu']],
    ['G144: start_date one second later', 'start_date=2019-01-01%2005%3A00%3A01', ['ram']],
    ['G145: end_date is inclusive', 'end_date=2019-01-01%2001%3A00%3A00', ['cpu']],
    ['G156: start_date with + for the space', 'start_date=2019-01-01+05:00:00', ['ram', 'cpu']],
  ])('%s', async (_, query, metrics) => {
    const { body } = await compat.get<Columns>(`/api/credits_history/alpha?${query}`);
    expect(body.metrics).toEqual(['metrics', ...metrics]);
  });

  it.each([
    ['start_date', '01:30:00', 200],
    ['end_date', '01:30:00', 200],
    ['start_date', '01:30:01', 204],
    ['end_date', '01:29:59', 204],
  ])('an end that is shown counts, to the second: %s %s is %i', async (end, time, status) => {
    const { body } = await compat.get<Columns>('/api/credits_history/fraction');
    expect(body.timestamps).toEqual(['timestamps', '2019-01-01 01:30:00']);
    const range = `?${end}=2019-01-01%20${time}`;
    expect((await compat.get(`/api/credits_history/fraction${range}`)).status).toBe(status);
  });

  it.each([
    ['G147: after the last entry', 'start_date=2030-01-01%2000%3A00%3A00'],
    ['before the first entry', 'end_date=2018-12-31%2023%3A59%3A59'],
    ['between two', 'start_date=2019-01-01%2002:00:00&end_date=2019-01-01%2003:00:00'],
  ])('%s: a range of a known project without entries is 204; 404 in 2024', async (_, query) => {
    const answer = await compat.get(`/api/credits_history/alpha?${query}`);
    expect([answer.status, answer.body]).toEqual([204, '']);
    const newer = await compat.get<{ code: string }>(
      `/compat/v2/api/credits_history/alpha?${query}`,
    );
    expect([newer.status, newer.body.code]).toEqual([404, 'charge-not-found']);
  });

  it.each([
    ['G149: unknown project', 'ghost', 'project-not-found'],
    ['G150: project without a billing yet', 'nan', 'charge-not-found'],
    ['G151, different on purpose: only the beginning of a known name', 'alp', 'project-not-found'],
    [
      'G163, different on purpose: an injection is a name',
      'alpha%22%3B%20DROP%20DATABASE%20usage',
      'project-not-found',
    ],
  ])('%s is 404', async (_, project, code) => {
    for (const prefix of ['/api', '/compat/v2/api']) {
      const answer = await compat.get<{ code: string }>(`${prefix}/credits_history/${project}`);
      expect([answer.status, answer.body.code]).toEqual([404, code]);
    }
  });

  const older = '``start_date`` must be older than ``end_date``.';
  it.each([
    [
      'G152: start after end',
      'start_date=2019-02-01%2000:00:00&end_date=2019-01-01%2000:00:00',
      older,
    ],
    [
      'G153: start equals end',
      'start_date=2019-01-01%2001:00:00&end_date=2019-01-01%2001:00:00',
      older,
    ],
    [
      'G154: start_date without time',
      'start_date=2019-01-01',
      'Invalid content for ``start_date``',
    ],
    [
      'G155: start_date ISO with T',
      'start_date=2019-01-01T00:00:00',
      'Invalid content for ``start_date``',
    ],
    ['G157: bad end_date', 'end_date=tomorrow', 'Invalid content for ``end_date``'],
    [
      'G159: both bad: start_date is reported',
      'start_date=x&end_date=y',
      'Invalid content for ``start_date``',
    ],
    [
      'no day of the calendar',
      'end_date=2019-02-30%2000:00:00',
      'Invalid content for ``end_date``',
    ],
  ])('%s is 400', async (_, query, detail) => {
    for (const prefix of ['/api', '/compat/v2/api']) {
      const answer = await compat.get(`${prefix}/credits_history/alpha?${query}`);
      expect([answer.status, detailOf(answer)]).toEqual([400, expect.stringContaining(detail)]);
    }
  });

  it('G161: blank project name is 400', async () => {
    const answer = await compat.get('/api/credits_history/%20%20');
    expect([answer.status, detailOf(answer)]).toEqual([
      400,
      expect.stringContaining('No non-empty ``project_name`` provided'),
    ]);
  });

  it('2024: no labels, credits used, oldest first', async () => {
    const { body } = await compat.get<Columns>('/compat/v2/api/credits_history/alpha');
    expect(body).toEqual({
      timestamps: ['2019-01-01 01:00:00', '2019-01-01 05:00:00', '2019-01-01 06:00:00'],
      credits: [5, 6.5, 9.5],
      metrics: ['project_vcpu_usage', 'project_vcpu_usage', 'project_mb_usage'],
    });
  });

  it.each([
    ['start_date=2019-01-01%2005:00:00', [6.5, 9.5]],
    ['end_date=2019-01-01%2001:00:00', [5]],
    ['start_date=2019-01-01+01:00:00&end_date=2019-01-01+05:00:00', [5, 6.5]],
  ])('2024: %s counts both ends', async (query, credits) => {
    const { body } = await compat.get<Columns>(`/compat/v2/api/credits_history/alpha?${query}`);
    expect(body.credits).toEqual(credits);
  });

  it.each(['/api/credits_history/alpha/', '/compat/v2/api/credits_history/alpha/'])(
    '%s: a slash at the end changes nothing and redirects nowhere',
    async (path) => {
      const without = await compat.get(path.slice(0, -1));
      expect(await compat.get(path)).toMatchObject({ status: 200, body: without.body });
    },
  );

  it('counts hours that are open and hours that are posted alike', async () => {
    const before = await compat.get<Columns>('/api/credits_history/alpha');
    expect(await compat.stage.closeHours(new Date())).toBeGreaterThan(0);
    expect((await compat.get<Columns>('/api/credits_history/alpha')).body).toEqual(before.body);
  });
});
