import { type LedgerEntry } from '@os-credits/contracts';

export type StatementLanguage = 'en' | 'de';

/** The words of a printed statement. */
export interface StatementLabels {
  readonly title: string;
  readonly project: string;
  readonly period: string;
  readonly begin: string;
  readonly created: string;
  readonly completeTo: string;
  readonly unknown: string;
  readonly opening: string;
  readonly granted: string;
  readonly charged: string;
  readonly ofWhichOpen: string;
  readonly other: string;
  readonly closing: string;
  readonly date: string;
  readonly what: string;
  readonly quantity: string;
  readonly rate: string;
  readonly credits: string;
  readonly balance: string;
  readonly open: string;
  readonly page: string;
  readonly several: string;
  readonly nothing: string;
  readonly note: (places: number) => string;
  readonly kinds: Readonly<Record<LedgerEntry['kind'], string>>;
}

export const STATEMENT_LABELS: Readonly<Record<StatementLanguage, StatementLabels>> = {
  en: {
    title: 'Statement of credits',
    project: 'Project',
    period: 'Period',
    begin: 'since the beginning',
    created: 'Created',
    completeTo: 'Usage complete to',
    unknown: 'no reading yet',
    opening: 'Opening balance',
    granted: 'Granted',
    charged: 'Charged',
    ofWhichOpen: 'of which not closed yet',
    other: 'Adjustments and reversals',
    closing: 'Closing balance',
    date: 'Date (UTC)',
    what: 'Entry',
    quantity: 'Quantity',
    rate: 'Rate',
    credits: 'Credits',
    balance: 'Balance',
    open: 'open',
    page: 'Page',
    several: 'several',
    nothing: 'No entries in this period.',
    note: (places) =>
      `Amounts are rounded to ${places} places; sums are made of the exact amounts, which the CSV and JSON forms of this statement show. Open: not closed yet and may grow.`,
    kinds: { grant: 'Grant', charge: 'Charge', adjustment: 'Adjustment', reversal: 'Reversal' },
  },
  de: {
    title: 'Kontoauszug der Credits',
    project: 'Projekt',
    period: 'Zeitraum',
    begin: 'von Beginn an',
    created: 'Erstellt',
    completeTo: 'Verbrauch vollständig bis',
    unknown: 'noch keine Messung',
    opening: 'Anfangssaldo',
    granted: 'Gutgeschrieben',
    charged: 'Verbraucht',
    ofWhichOpen: 'davon noch offen',
    other: 'Korrekturen und Stornos',
    closing: 'Endsaldo',
    date: 'Datum (UTC)',
    what: 'Buchung',
    quantity: 'Menge',
    rate: 'Satz',
    credits: 'Credits',
    balance: 'Saldo',
    open: 'offen',
    page: 'Seite',
    several: 'mehrere',
    nothing: 'Keine Buchungen in diesem Zeitraum.',
    note: (places) =>
      `Beträge sind auf ${places} Stellen gerundet; summiert werden die genauen Beträge, die der Auszug als CSV oder JSON zeigt. Offen: noch nicht abgeschlossen, kann wachsen.`,
    kinds: {
      grant: 'Gutschrift',
      charge: 'Verbrauch',
      adjustment: 'Korrektur',
      reversal: 'Storno',
    },
  },
};
