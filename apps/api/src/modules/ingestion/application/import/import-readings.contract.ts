import { instant } from '@os-credits/contracts';
import { z } from 'zod';
import { type FilePosition } from './read-block.js';
import { type ImportReport } from './import-report.js';

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
      descriptions: {
        en: '"auto" tells it by the first lines',
        de: '„auto“ erkennt es an den ersten Zeilen',
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
        en: '"auto": nanoseconds in line protocol; in a table told by the number of digits. Exports always have nanoseconds',
        de: '„auto“: Nanosekunden im Line Protocol, in Tabellen nach der Zahl der Stellen. Exporte haben immer Nanosekunden',
      },
    }),
  from: z.iso
    .date()
    .optional()
    .meta({
      titles: { en: 'Leave out readings before (UTC)', de: 'Messwerte davor auslassen (UTC)' },
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
  format: z.enum(['csv', 'line-protocol', 'influx-export']),
  read: count,
  accepted: count.meta({ description: 'new readings' }),
  duplicates: count.meta({ description: 'known already, with the same value' }),
  conflicts: count.meta({ description: 'known already, with another value; in quarantine' }),
  quarantined: count.meta({ description: 'in quarantine for another reason' }),
  unbilled: count.meta({ description: 'of metrics that nobody bills, or of other fields' }),
  leftOut: count.meta({ description: 'not asked for' }),
  earliest: instant.nullable(),
  latest: instant.nullable(),
  reasons: z.record(z.string(), count).meta({ description: 'bad lines by reason' }),
  faults: z
    .array(z.object({ line: count, reason: z.string(), detail: z.string() }))
    .meta({ description: 'the first bad lines; "reasons" counts all' }),
});
export type ImportReadingsResult = z.output<typeof importReadingsResult>;

/** Kept with every batch, in its transaction: where the next attempt goes on. */
export interface ImportCheckpoint {
  readonly position: FilePosition;
  readonly report: ImportReport;
}
