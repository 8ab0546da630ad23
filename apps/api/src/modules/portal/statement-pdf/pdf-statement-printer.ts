import { Injectable } from '@nestjs/common';
import { type DocumentLine } from '../application/statement/fold-by-day.js';
import { formatAmount, formatQuantity } from '../application/statement/format-amount.js';
import { STATEMENT_LABELS } from '../application/statement/statement-labels.js';
import {
  StatementPrinter,
  type PrintedStatement,
} from '../application/statement/statement-printer.js';
import { INNER_WIDTH } from './sheet-size.js';
import { type StatementSheet, type TextStyle } from './statement-sheet.js';

const QUANTITY_PLACES = 4;
const RATE_PLACES = 6;
const REASON_LINES_MAX = 6;
const LINE_HEIGHT = 12;
const BODY: TextStyle = { size: 8 };
const HEAD: TextStyle = { size: 8, isBold: true };

/** Columns of the table: where they begin, how wide they are. */
const COLUMNS = {
  date: { x: 0, width: 78 },
  what: { x: 82, width: 166 },
  quantity: { x: 250, width: 84 },
  rate: { x: 338, width: 46 },
  credits: { x: 388, width: 58 },
  balance: { x: 450, width: INNER_WIDTH - 450 },
} as const;
type Column = keyof typeof COLUMNS;
const isNumeric = (column: Column): boolean => !['date', 'what'].includes(column);

/** Prints statements with pdfkit, a page at a time. */
@Injectable()
export class PdfStatementPrinter extends StatementPrinter {
  async *print(statement: PrintedStatement): AsyncGenerator<Uint8Array> {
    const { head, language, lines, totals } = statement;
    const labels = STATEMENT_LABELS[language];
    const createdAt = new Date(head.createdAt);
    // Thirty megabytes that a process needs only once somebody prints.
    const { StatementSheet: Sheet } = await import('./statement-sheet.js');
    const sheet = new Sheet(
      { title: `${labels.title}: ${head.project}`, language, createdAt },
      (page, number) => {
        if (number > 1) beginPage(page, statement);
      },
      (number) => `${labels.page} ${number}`,
    );
    drawTitle(sheet, statement);
    drawEdge(sheet, statement, labels.opening, head.opening);
    let isEmpty = true;
    for await (const line of lines) {
      isEmpty = false;
      drawLine(sheet, statement, line);
      yield* sheet.take();
    }
    if (isEmpty) drawNote(sheet, labels.nothing);
    drawEdge(sheet, statement, labels.closing, totals.closing.toString());
    drawTotals(sheet, statement);
    drawNote(sheet, labels.note(statement.places));
    yield* await sheet.end();
  }
}

function drawTitle(sheet: StatementSheet, { head, language }: PrintedStatement): void {
  const labels = STATEMENT_LABELS[language];
  sheet.text(labels.title, 0, INNER_WIDTH, { size: 17, isBold: true });
  sheet.y += 30;
  const facts: [string, string][] = [
    [labels.project, head.project],
    [
      labels.period,
      `${head.from === null ? labels.begin : time(head.from, language)} – ${time(head.to, language)} UTC`,
    ],
    [labels.completeTo, head.asOf === null ? labels.unknown : `${time(head.asOf, language)} UTC`],
    [labels.created, `${time(head.createdAt, language)} UTC`],
  ];
  for (const [name, value] of facts) {
    const [first = '', ...more] = sheet.wrap(value, INNER_WIDTH - 130, { size: 9 }, 4);
    sheet.text(name, 0, 126, { size: 9, isSoft: true });
    for (const text of [first, ...more]) {
      sheet.text(text, 130, INNER_WIDTH - 130, { size: 9 });
      sheet.y += 14;
    }
  }
  sheet.y += 10;
  drawTableHead(sheet, language);
}

/** Pages after the first say whose statement they belong to. */
function beginPage(sheet: StatementSheet, { head, language }: PrintedStatement): void {
  const { title } = STATEMENT_LABELS[language];
  sheet.text(`${title} · ${head.project}`, 0, INNER_WIDTH, { size: 8, isSoft: true });
  sheet.y += 20;
  drawTableHead(sheet, language);
}

function drawTableHead(sheet: StatementSheet, language: PrintedStatement['language']): void {
  const labels = STATEMENT_LABELS[language];
  for (const column of Object.keys(COLUMNS) as Column[]) cell(sheet, column, labels[column], HEAD);
  sheet.y += LINE_HEIGHT + 2;
  sheet.rule(0.8);
  sheet.y += 4;
}

function cell(sheet: StatementSheet, column: Column, text: string, style: TextStyle = BODY): void {
  const { x, width } = COLUMNS[column];
  sheet.text(text, x, width, { ...style, align: isNumeric(column) ? 'right' : 'left' });
}

function drawEdge(
  sheet: StatementSheet,
  { language, places }: PrintedStatement,
  label: string,
  balance: string,
): void {
  sheet.reserve(LINE_HEIGHT + 6);
  cell(sheet, 'what', label, HEAD);
  cell(sheet, 'balance', formatAmount(balance, places, language), HEAD);
  sheet.y += LINE_HEIGHT + 2;
  sheet.rule();
  sheet.y += 3;
}

function drawLine(sheet: StatementSheet, statement: PrintedStatement, line: DocumentLine): void {
  const { language, places } = statement;
  const what = sheet.wrap(describe(line, language), COLUMNS.what.width, BODY, REASON_LINES_MAX);
  sheet.reserve(Math.max(1, what.length) * LINE_HEIGHT + 2);
  cell(sheet, 'date', line.day === null ? time(line.at, language) : day(line.day, language));
  const { charge } = line;
  if (charge !== null) {
    const amount = formatQuantity(charge.quantity, QUANTITY_PLACES, language);
    cell(sheet, 'quantity', `${amount} ${charge.unit}`);
    const rate = charge.rate && formatQuantity(charge.rate, RATE_PLACES, language);
    cell(sheet, 'rate', rate ?? STATEMENT_LABELS[language].several);
  }
  cell(sheet, 'credits', formatAmount(line.credits, places, language));
  cell(sheet, 'balance', formatAmount(line.balanceAfter, places, language));
  for (const text of what) {
    cell(sheet, 'what', text);
    sheet.y += LINE_HEIGHT;
  }
  if (what.length === 0) sheet.y += LINE_HEIGHT;
  sheet.y += 1;
}

function describe({ kind, charge, entry, isOpen }: DocumentLine, language: 'en' | 'de'): string {
  const labels = STATEMENT_LABELS[language];
  const open = isOpen ? ` (${labels.open})` : '';
  if (charge !== null) return `${charge.metricFriendlyName} · ${charge.site}${open}`;
  const parts = [labels.kinds[kind], entry?.reason ?? null].filter((part) => part !== null);
  return parts.join(': ');
}

function drawTotals(sheet: StatementSheet, { totals, language, places }: PrintedStatement): void {
  const labels = STATEMENT_LABELS[language];
  const { granted, charged, chargedOpen, other } = totals.toApi();
  const rows: [string, string][] = [
    [labels.granted, granted],
    [labels.charged, charged],
    [labels.ofWhichOpen, chargedOpen],
    [labels.other, other],
  ];
  sheet.reserve(rows.length * LINE_HEIGHT + 8);
  sheet.y += 8;
  for (const [name, amount] of rows) {
    cell(sheet, 'what', name);
    cell(sheet, 'credits', formatAmount(amount, places, language));
    sheet.y += LINE_HEIGHT;
  }
}

function drawNote(sheet: StatementSheet, text: string): void {
  const style: TextStyle = { size: 7.5, isSoft: true };
  const lines = sheet.wrap(text, INNER_WIDTH, style, 6);
  sheet.reserve(lines.length * LINE_HEIGHT + 10);
  sheet.y += 8;
  for (const line of lines) {
    sheet.text(line, 0, INNER_WIDTH, style);
    sheet.y += LINE_HEIGHT;
  }
}

/** `2026-11-22 13:00` or `22.11.2026 13:00`; seconds only where there are any. */
function time(instant: string, language: 'en' | 'de'): string {
  const clock = instant.slice(11, instant.slice(17, 19) === '00' ? 16 : 19);
  return `${day(instant.slice(0, 10), language)} ${clock}`;
}

function day(date: string, language: 'en' | 'de'): string {
  return language === 'de' ? date.split('-').reverse().join('.') : date;
}
