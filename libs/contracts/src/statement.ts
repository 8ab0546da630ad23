import { z } from 'zod';
import { ledgerEntry } from './ledger.js';
import { decimalString, instant, instantParameter, projectName } from './primitives.js';

export const statementFormat = z.enum(['json', 'csv', 'pdf']);
export type StatementFormat = z.infer<typeof statementFormat>;

/**
 * `GET /api/projects/{name}/statement?from=&to=`: the account between two instants, oldest entry first.
 * `format` wins over the header `Accept`; without either it is JSON. The range is that of
 * `GET …/ledger`: entries that take effect in `(from, to]`. Without `from` it begins with the account.
 */
export const statementQuery = z.object({
  from: instantParameter.optional(),
  to: instantParameter.optional(),
  format: statementFormat.optional(),
  language: z
    .enum(['en', 'de'])
    .optional()
    .meta({ description: 'of PDF and CSV headings; else Accept-Language' }),
  detail: z.enum(['entry', 'day']).optional().meta({
    description:
      'day: charges of a UTC day and series as one line. Default: entry for CSV, day for PDF; JSON always has entries',
  }),
});
export type StatementQuery = z.output<typeof statementQuery>;

export const statementResponse = z.object({
  project: projectName,
  from: instant.nullable().meta({ description: 'null = since the account began' }),
  to: instant,
  createdAt: instant,
  asOf: instant.nullable().meta({ description: 'usage is complete to this instant' }),
  opening: decimalString.meta({ description: 'balance at `from`' }),
  entries: z.array(ledgerEntry).meta({ description: 'oldest first, with running balance' }),
  closing: decimalString.meta({ description: 'opening + all entries = balance at `to`' }),
  totals: z.object({
    granted: decimalString,
    charged: decimalString.meta({ description: 'positive' }),
    chargedOpen: decimalString.meta({ description: 'the part of it that is not closed yet' }),
    other: decimalString.meta({ description: 'adjustments and reversals, signed' }),
  }),
});
export type StatementResponse = z.infer<typeof statementResponse>;
