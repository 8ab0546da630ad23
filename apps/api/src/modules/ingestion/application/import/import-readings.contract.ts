import { instant } from '@os-credits/contracts';
import { z } from 'zod';
import { type FilePosition } from './read-block.js';
import { type ImportReport } from './import-report.js';

/** What the formats are called. */
export const FORMATS = {
  csv: { en: 'Table (CSV)', de: 'Tabelle (CSV)' },
  'line-protocol': { en: 'Line protocol', de: 'Line Protocol' },
  'influx-export': { en: 'Export of InfluxDB 1.x', de: 'Export von InfluxDB 1.x' },
};

/** What a run of `import-readings` is asked for. */
export const importReadingsParameters = z.object({
  file: z.uuid().meta({
    format: 'upload',
    titles: { en: 'File', de: 'Datei' },
    descriptions: {
      en: 'A table (CSV), line protocol, or an export of InfluxDB 1.x; also as gzip',
      de: 'Tabelle (CSV), Line Protocol oder ein Export von InfluxDB 1.x; auch als gzip',
    },
  }),
  format: z
    .enum(['auto', 'csv', 'line-protocol', 'influx-export'])
    .default('auto')
    .meta({
      titles: { en: 'Format', de: 'Format' },
      optionTitles: {
        auto: { en: 'As the first lines say', de: 'Wie die ersten Zeilen sagen' },
        ...FORMATS,
      },
    }),
  site: z
    .string()
    .trim()
    .min(1)
    .max(256)
    .optional()
    .meta({
      titles: { en: 'Site of readings that name none', de: 'Standort, wo keiner genannt ist' },
    }),
  precision: z
    .enum(['auto', 'ns', 'us', 'ms', 's', 'm', 'h'])
    .default('auto')
    .meta({
      titles: { en: 'Unit of times that are numbers', de: 'Einheit von Zeiten als Zahl' },
      descriptions: {
        en: 'Exports always have nanoseconds',
        de: 'Exporte haben immer Nanosekunden',
      },
      optionTitles: {
        auto: {
          en: 'Nanoseconds in line protocol, by the number of digits in a table',
          de: 'Nanosekunden im Line Protocol, nach der Zahl der Stellen in Tabellen',
        },
        ns: { en: 'Nanoseconds', de: 'Nanosekunden' },
        us: { en: 'Microseconds', de: 'Mikrosekunden' },
        ms: { en: 'Milliseconds', de: 'Millisekunden' },
        s: { en: 'Seconds', de: 'Sekunden' },
        m: { en: 'Minutes', de: 'Minuten' },
        h: { en: 'Hours', de: 'Stunden' },
      },
    }),
  from: z.iso
    .date()
    .optional()
    .meta({
      titles: { en: 'Leave out readings before (UTC)', de: 'Zählerstände davor auslassen (UTC)' },
      descriptions: {
        en: 'They are counted, and not put into quarantine',
        de: 'Sie werden gezählt und kommen nicht in die Quarantäne',
      },
    }),
  database: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .meta({ titles: { en: 'Only this database of an export', de: 'Nur diese Datenbank' } }),
  retentionPolicy: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .meta({
      titles: { en: 'Only this retention policy of an export', de: 'Nur diese Retention Policy' },
    }),
  badLinesMax: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(10_000)
    .meta({
      titles: { en: 'Stop after this many bad lines', de: 'Abbruch nach so vielen Fehlern' },
      descriptions: {
        en: 'So that a wrong file does not fill the quarantine',
        de: 'Damit eine falsche Datei nicht die Quarantäne füllt',
      },
    }),
});
export type ImportReadingsParameters = z.output<typeof importReadingsParameters>;

const count = z.int().min(0);

/** What a run of `import-readings` ends with; `read` is the sum of the six counts that follow it. */
export const importReadingsResult = z.object({
  format: z
    .enum(['csv', 'line-protocol', 'influx-export'])
    .meta({ titles: { en: 'Format', de: 'Format' }, optionTitles: FORMATS }),
  read: count.meta({ titles: { en: 'Read', de: 'Gelesen' } }),
  accepted: count.meta({ titles: { en: 'New', de: 'Neu' }, description: 'new readings' }),
  duplicates: count.meta({
    titles: { en: 'Known already', de: 'Schon bekannt' },
    description: 'known already, with the same value',
  }),
  conflicts: count.meta({
    titles: { en: 'Contradicting', de: 'Widersprüche' },
    description: 'known already, with another value; in quarantine',
  }),
  quarantined: count.meta({
    titles: { en: 'Otherwise in quarantine', de: 'Sonst in Quarantäne' },
    description: 'in quarantine for another reason',
  }),
  unbilled: count.meta({
    titles: { en: 'Not billed', de: 'Nicht abgerechnet' },
    description: 'of metrics that nobody bills, or of other fields',
  }),
  leftOut: count.meta({
    titles: { en: 'Left out', de: 'Ausgelassen' },
    description: 'not asked for',
  }),
  earliest: instant.nullable().meta({ titles: { en: 'From', de: 'Von' } }),
  latest: instant.nullable().meta({ titles: { en: 'To', de: 'Bis' } }),
  reasons: z.record(z.string(), count).meta({
    format: 'quarantine-reason',
    titles: { en: 'Bad lines by reason', de: 'Fehlerhafte Zeilen nach Grund' },
    description: 'bad lines by reason',
  }),
  faults: z
    .array(
      z.object({
        line: count.meta({ titles: { en: 'Line', de: 'Zeile' } }),
        reason: z
          .string()
          .meta({ format: 'quarantine-reason', titles: { en: 'Reason', de: 'Grund' } }),
        detail: z.string().meta({ titles: { en: 'In detail', de: 'Im Einzelnen' } }),
      }),
    )
    .meta({
      titles: { en: 'The first bad lines', de: 'Die ersten fehlerhaften Zeilen' },
      description: 'the first bad lines; "reasons" counts all',
    }),
});
export type ImportReadingsResult = z.output<typeof importReadingsResult>;

/** Kept with every batch, in its transaction: where the next attempt goes on. */
export interface ImportCheckpoint {
  readonly position: FilePosition;
  readonly report: ImportReport;
}
