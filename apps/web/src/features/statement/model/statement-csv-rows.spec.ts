import { expect, it } from '@jest/globals';
import { type StatementLine } from '@os-credits/contracts';
import { csvText } from '../../../shared/csv/index.js';
import { statementCsvRows } from './statement-csv-rows.js';

const grant: StatementLine = {
  key: 'entry:7',
  kind: 'grant',
  isOpen: false,
  from: '2026-11-21T09:00:00.000Z',
  to: '2026-11-21T09:00:00.000Z',
  credits: '8000',
  balanceAfter: '7999.0000000001',
  charge: null,
  entryId: '7',
  reason: '=HYPERLINK("http://x")',
  source: 'staff',
  actor: '@Mira',
};
const charge: StatementLine = {
  ...grant,
  kind: 'charge',
  credits: '-0.3333333333',
  charge: {
    site: 'bielefeld',
    metric: 'project_mb_usage',
    metricFriendlyName: 'ram',
    unit: 'GiB·h',
    quantity: '1483.1520444445',
    entryCount: 24,
  },
  reason: null,
  source: null,
  actor: null,
};

it('writes every digit, and nothing that a spreadsheet would run', () => {
  const headings = ['a', 'b'];
  const text = csvText(statementCsvRows([grant, charge], headings, (kind) => kind));
  expect(text.split('\r\n')).toEqual([
    'a,b',
    `2026-11-21T09:00:00.000Z,2026-11-21T09:00:00.000Z,grant,,,,,8000,7999.0000000001,"'=HYPERLINK(""http://x"")",staff,'@Mira`,
    '2026-11-21T09:00:00.000Z,2026-11-21T09:00:00.000Z,charge,ram,bielefeld,1483.1520444445,GiB·h,-0.3333333333,7999.0000000001,,,',
    '',
  ]);
});
