import { decimalString, instant, localized } from '@os-credits/contracts';
import { z } from 'zod';

/** What a run of `import-grants` is asked for. */
export const importGrantsParameters = z.object({
  file: z.uuid().meta({
    format: 'upload',
    titles: { en: 'Table (CSV)', de: 'Tabelle (CSV)' },
    descriptions: {
      en: 'First line: project, credits, effectiveAt, and if wanted key and reason',
      de: 'Erste Zeile: project, credits, effectiveAt, auf Wunsch key und reason',
    },
  }),
  onError: z
    .enum(['refuse-all', 'skip-bad'])
    .default('refuse-all')
    .meta({
      titles: { en: 'Where a line is bad', de: 'Wenn eine Zeile fehlerhaft ist' },
      optionTitles: {
        'refuse-all': { en: 'Book nothing at all', de: 'Gar nichts buchen' },
        'skip-bad': { en: 'Book all other lines', de: 'Alle anderen Zeilen buchen' },
      },
    }),
  unknownProjects: z
    .enum(['refuse', 'create'])
    .default('refuse')
    .meta({
      titles: { en: 'Projects that nobody knows', de: 'Unbekannte Projekte' },
      optionTitles: {
        refuse: { en: 'Their lines are bad', de: 'Ihre Zeilen sind fehlerhaft' },
        create: { en: 'Their names become projects', de: 'Ihre Namen werden zu Projekten' },
      },
    }),
});
export type ImportGrantsParameters = z.output<typeof importGrantsParameters>;

const count = z.int().min(0);

/** What a run of `import-grants` ends with. */
export const importGrantsResult = z.object({
  posted: count.meta({
    titles: { en: 'Booked', de: 'Gebucht' },
    description: 'grants booked by this run',
  }),
  alreadyPosted: count.meta({
    titles: { en: 'Booked before', de: 'Schon gebucht' },
    description: 'grants that were booked before, under the same key',
  }),
  refused: count.meta({
    titles: { en: 'Bad lines', de: 'Fehlerhafte Zeilen' },
    description: 'bad lines',
  }),
  creditsPosted: decimalString.meta({
    titles: { en: 'Credits booked', de: 'Gebuchte Credits' },
  }),
  projectsCreated: z
    .array(z.string())
    .meta({ titles: { en: 'New projects', de: 'Neue Projekte' } }),
  lines: z
    .array(
      z.object({
        line: z
          .int()
          .min(1)
          .meta({ titles: { en: 'Line', de: 'Zeile' } }),
        outcome: z.enum(['posted', 'already-posted', 'refused']).meta({
          titles: { en: 'Outcome', de: 'Ergebnis' },
          optionTitles: {
            posted: { en: 'booked', de: 'gebucht' },
            'already-posted': { en: 'booked before', de: 'schon gebucht' },
            refused: { en: 'bad', de: 'fehlerhaft' },
          },
        }),
        project: z
          .string()
          .nullable()
          .meta({ titles: { en: 'Project', de: 'Projekt' } }),
        credits: decimalString
          .nullable()
          .meta({ format: 'decimal', titles: { en: 'Credits', de: 'Credits' } }),
        effectiveAt: instant.nullable().meta({ titles: { en: 'Effective at', de: 'Wirksam ab' } }),
        key: z
          .string()
          .nullable()
          .meta({ titles: { en: 'Key', de: 'Schlüssel' } }),
        fault: localized
          .nullable()
          .meta({ format: 'localized', titles: { en: 'Fault', de: 'Fehler' } }),
      }),
    )
    .meta({ titles: { en: 'Lines', de: 'Zeilen' }, description: 'bad lines first' }),
  linesNotShown: count.meta({
    titles: { en: 'Further lines', de: 'Weitere Zeilen' },
  }),
});
export type ImportGrantsResult = z.output<typeof importGrantsResult>;

/** Saved in the transaction that books: an attempt after it has nothing left to do but to tell. */
export interface ImportGrantsCheckpoint {
  readonly result: ImportGrantsResult;
}
