import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  statementResponse,
  type BalanceResponse,
  type LedgerResponse,
  type StatementResponse,
} from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import {
  startTestApp,
  type Answer,
  type Credentials,
  type TestApp,
} from '../../../test/test-app.js';

const NOW = new Date('2026-11-22T13:30:00.000Z');
const NAME = `Grün "Ödön" {x} Ωλ`;
const PATH = `/api/projects/${encodeURIComponent(NAME)}`;

describe('the statement of an account', () => {
  let database: TestDatabase;
  let app: TestApp;
  let accounts: AccountBuilder;
  let staff: Credentials;

  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = new AccountBuilder(database.url);
    app = await startTestApp(database.url, {}, fixedClock(NOW));
    staff = await app.signIn({ staffRole: 'viewer' });
    const id = await accounts.project(NAME);
    const cpu = await accounts.series(id, 'bielefeld', 'project_vcpu_usage', {
      firstAt: '2026-10-30T22:10:00Z',
      lastAt: '2026-11-22T13:20:00Z',
    });
    const ram = await accounts.series(id, '=site()', 'project_mb_usage');
    await accounts.other(id, { kind: 'grant', at: '2026-10-01T00:00:00Z', credits: '1000' });
    await accounts.charge(id, cpu, '2026-10-30T23:00:00Z', '1.5');
    await accounts.charge(id, cpu, '2026-10-31T23:00:00Z', '2');
    await accounts.charge(id, cpu, '2026-11-01T00:00:00Z', '3.000125');
    await accounts.charge(id, ram, '2026-11-01T00:00:00Z', '10', '0.3');
    await accounts.charge(id, cpu, '2026-11-01T05:00:00Z', '4.5');
    await accounts.other(id, { kind: 'adjustment', at: '2026-11-01T03:00:00Z', credits: '-7.25' });
    await accounts.other(id, { kind: 'reversal', at: '2026-11-02T00:00:00Z', credits: '7.25' });
    await accounts.sql(
      `insert into ledger_entry (project_id, kind, effective_at, credits, reason)
       values ($1, 'adjustment', '2026-11-03T00:00:00Z', 0, $2)`,
      [id, `=HYPERLINK("http://evil","${'sehr lange Begründung '.repeat(12)}")`],
    );
    await accounts.open(id, cpu, '2026-11-22T12:00:00Z', '8');
    await accounts.open(id, cpu, '2026-11-22T13:00:00Z', '0.125');
  });
  afterAll(async () => {
    await app.close();
    await accounts.close();
    await database.drop();
  });

  async function json(query = ''): Promise<StatementResponse> {
    const answer = await app.get(`${PATH}/statement${query}`, staff);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    return statementResponse.parse(answer.body);
  }

  async function balanceAt(at: string): Promise<BalanceResponse> {
    return (await app.get<BalanceResponse>(`${PATH}/balance?at=${at}`, staff)).body;
  }

  it('begins with the account and ends with the running hour', async () => {
    const statement = await json();
    expect(statement).toMatchObject({
      project: NAME,
      from: null,
      to: '2026-11-22T14:00:00.000Z',
      opening: '0',
      closing: '977.874875',
      totals: { granted: '1000', charged: '22.125125', chargedOpen: '8.125', other: '0' },
    });
    expect(statement.entries).toHaveLength(11);
    expect(statement.entries.at(-1)).toMatchObject({ isOpen: true, balanceAfter: '977.874875' });
  });

  it('has the entries and numbers of the screen', async () => {
    const { entries } = await json();
    const ledger = await app.get<LedgerResponse>(`${PATH}/ledger?limit=500`, staff);
    expect([...entries].reverse()).toEqual(ledger.body.entries);
  });

  it.each([
    ['2026-10-31T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
    ['2026-11-01T02:00:00.000Z', '2026-11-01T03:00:00.000Z'],
    ['2026-11-02T00:00:00.000Z', '2026-11-22T13:00:00.000Z'],
    ['2026-11-22T12:00:00.000Z', '2026-11-22T13:20:00.000Z'],
    ['2026-11-22T13:20:00.000Z', '2026-11-22T13:25:00.000Z'],
    ['2020-01-01T00:00:00.000Z', '2020-02-01T00:00:00.000Z'],
  ])('from %s to %s opens and closes with the balances at these instants', async (from, to) => {
    const statement = await json(`?from=${from}&to=${to}`);
    expect([statement.opening, statement.closing]).toEqual([
      (await balanceAt(from)).remaining,
      (await balanceAt(to)).remaining,
    ]);
    const sum = Decimal.sum(
      [statement.opening, ...statement.entries.map(({ credits }) => credits)].map((text) =>
        Decimal.of(text),
      ),
    );
    expect(sum.toString()).toBe(statement.closing);
  });

  describe('as CSV', () => {
    const csv = (query = '', accept = 'text/csv'): Promise<Answer<string>> =>
      app.get<string>(`${PATH}/statement${query}`, staff, { headers: { accept } });

    it('has exact amounts, and no cell that is a formula', async () => {
      const { body, headers } = await csv();
      expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
      const lines = body.trimEnd().split('\r\n');
      expect(lines).toHaveLength(11 + 3);
      expect(lines[0]?.startsWith('"at","kind","is_open"')).toBe(true);
      expect(lines.at(-1)).toContain('"closing"');
      expect(body).toContain(`,"'=site()","project_mb_usage",10,"GiB·h",0.3,"Default",-3,`);
      expect(body).toContain(`"'=HYPERLINK(""http://evil""`);
      expect(body).not.toMatch(/(^|[,\r\n])"?[=@+]/);
    });

    it('folds by day where asked', async () => {
      const { body } = await csv('?detail=day&from=2026-11-01&to=2026-11-02');
      const rows = body
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
      expect(rows.map((row) => [row[0], row[1], row[9], row[10]])).toEqual([
        ['2026-11-01T00:00:00.000Z', 'opening', '', '996.5'],
        ['2026-11-01T03:00:00.000Z', 'adjustment', '-7.25', '989.25'],
        ['2026-11-02T00:00:00.000Z', 'reversal', '7.25', '996.5'],
        ['2026-11-02T00:00:00.000Z', 'charge', '-3', '993.5'],
        ['2026-11-02T00:00:00.000Z', 'charge', '-7.500125', '985.999875'],
        ['2026-11-02T00:00:00.000Z', 'closing', '', '985.999875'],
      ]);
    });

    it('is named after project and period', async () => {
      const { headers } = await csv('?from=2026-11-01&to=2026-11-02&format=csv', '*/*');
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="statement Gr_n __d_n_ _x_ __ 2026-11-01 2026-11-02.csv"; filename*=UTF-8''statement%20Gr%C3%BCn%20_%C3%96d%C3%B6n_%20%7Bx%7D%20%CE%A9%CE%BB%202026-11-01%202026-11-02.csv`,
      );
    });
  });

  describe('as PDF', () => {
    const pdf = async (query = '', language = 'de-DE,en;q=0.5'): Promise<Buffer> => {
      const response = await fetch(`${app.url}${PATH}/statement?format=pdf${query}`, {
        headers: {
          cookie: 'cookie' in staff ? staff.cookie : '',
          'accept-language': language,
        },
      });
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'application/pdf',
      ]);
      return Buffer.from(await response.arrayBuffer());
    };

    it('shows names, reasons and rounded amounts in the language asked for', async () => {
      const text = textOf(await pdf());
      expect(text).toContain('Kontoauszug der Credits');
      expect(text).toContain(NAME);
      expect(text).toContain('Anfangssaldo');
      expect(text).toContain('cpu · bielefeld');
      expect(text).toContain('sehr lange Begründung');
      expect(text).toContain('977,87');
      const english = textOf(await pdf('', 'fr, en-GB;q=0.9'));
      expect(english).toContain('Closing balance');
      expect(english).toContain('977.87');
    });

    it('is the same file for the same statement', async () => {
      const [first, second] = [await pdf(), await pdf()];
      expect(first.equals(second)).toBe(true);
    });

    it('breaks a long table into pages that each have its head', async () => {
      const id = await accounts.project('long');
      const cpu = await accounts.series(id, 'bielefeld');
      await accounts.sql(
        `insert into ledger_entry (project_id, kind, effective_at, credits, series_id, hour, cost_table_id, rate, quantity, from_at, to_at)
         select $1, 'charge', h + interval '1 hour', -1, $2, h, 1, 1, 1, h, h + interval '1 hour'
           from generate_series('2026-01-01Z'::timestamptz, '2026-03-01Z', '1 hour') h`,
        [id, cpu],
      );
      const response = await fetch(
        `${app.url}/api/projects/long/statement?format=pdf&detail=entry&language=en`,
        { headers: { cookie: 'cookie' in staff ? staff.cookie : '' } },
      );
      const bytes = Buffer.from(await response.arrayBuffer());
      const pages = bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
      expect(pages).toBeGreaterThan(20);
      const heads = textOf(bytes)
        .split('\n')
        .filter((line) => line === 'Balance');
      expect(heads).toHaveLength(pages);
      expect(textOf(bytes)).toContain(`Page ${pages}`);
      expect(textOf(bytes)).toContain('−1,417.00');
    });
  });

  it('refuses to print more than anybody reads, and makes the CSV of it', async () => {
    const id = await accounts.project('huge');
    const cpu = await accounts.series(id, 'bielefeld');
    await accounts.sql(
      `insert into ledger_entry (project_id, kind, effective_at, credits, series_id, hour, cost_table_id, rate, quantity, from_at, to_at)
       select $1, 'charge', h + interval '1 hour', -1, $2, h, 1, 1, 1, h, h + interval '1 hour'
         from generate_series('2025-01-01Z'::timestamptz, '2026-03-01Z', '1 hour') h`,
      [id, cpu],
    );
    const path = '/api/projects/huge/statement?detail=entry&format';
    const refused = await app.get<{ errors: { code: string }[] }>(`${path}=pdf`, staff);
    expect([refused.status, refused.body.errors[0]?.code]).toEqual([400, 'too-long']);
    const { body } = await app.get<string>(`${path}=csv`, staff);
    expect(body.split('\r\n')).toHaveLength(424 * 24 + 1 + 4);
  });

  it('is for those who may see the project', async () => {
    const member = await app.signIn({ memberOf: [NAME] });
    expect((await app.get(`${PATH}/statement`, member)).status).toBe(200);
    const stranger = await app.signIn({ memberOf: ['other'] });
    for (const format of ['json', 'csv', 'pdf']) {
      const answer = await app.get(`${PATH}/statement?format=${format}`, stranger);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });

  it.each([
    ['from=2026-11-02&to=2026-11-01', '/query/to'],
    ['from=2026-11-01&to=2026-11-01', '/query/to'],
    ['from=yesterday', '/query/from'],
    ['format=xls', '/query/format'],
    ['detail=week', '/query/detail'],
    ['language=fr', '/query/language'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await app.get<{ errors: { pointer: string }[] }>(
      `${PATH}/statement?${query}`,
      staff,
    );
    expect([answer.status, answer.body.errors.map((error) => error.pointer)]).toEqual([
      400,
      [pointer],
    ]);
  });
});

/** The text of a PDF, one line per piece that was drawn: glyph numbers read through their fonts' maps. */
function textOf(pdf: Buffer): string {
  const source = pdf.toString('latin1');
  const objects = new Map<string, { head: string; stream: string }>();
  for (const match of source.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)) {
    const [, id = '', body = ''] = match;
    const start = body.indexOf('stream\n');
    const raw = start < 0 ? '' : body.slice(start + 7, body.lastIndexOf('\nendstream'));
    const head = start < 0 ? body : body.slice(0, start);
    const isDeflated = head.includes('/FlateDecode') && raw !== '';
    const stream = isDeflated ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1') : raw;
    objects.set(id, { head, stream });
  }
  const fonts = new Map<string, Map<string, string>>();
  for (const [, name = '', id = ''] of source.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const cmap = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1];
    fonts.set(name, unicodeMap(objects.get(cmap ?? '')?.stream ?? ''));
  }
  const lines: string[] = [];
  for (const { stream } of objects.values()) {
    let font = new Map<string, string>();
    for (const match of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      const [, name, shown] = match;
      if (name !== undefined) font = fonts.get(name) ?? font;
      else {
        const glyphs = [...(shown ?? '').matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex).join('');
        lines.push((glyphs.match(/.{4}/g) ?? []).map((glyph) => font.get(glyph) ?? '?').join(''));
      }
    }
  }
  return lines.join('\n');
}

function unicodeMap(cmap: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const [, from = '', list = ''] of cmap.matchAll(/<(\w{4})> <\w{4}> \[([^\]]*)\]/g)) {
    const codes = list.match(/<[^>]*>/g) ?? [];
    for (const [index, code] of codes.entries()) {
      const glyph = (parseInt(from, 16) + index).toString(16).padStart(4, '0');
      const hex = code.slice(1, -1).replaceAll(' ', '');
      map.set(glyph, Buffer.from(hex, 'hex').swap16().toString('utf16le'));
    }
  }
  return map;
}
