import { decimalString } from '@os-credits/contracts';
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
      descriptions: {
        en: 'Book nothing at all, or all other lines',
        de: 'Gar nichts buchen oder alle anderen Zeilen',
      },
    }),
  unknownProjects: z
    .enum(['refuse', 'create'])
    .default('refuse')
    .meta({
      titles: { en: 'Projects that nobody knows', de: 'Unbekannte Projekte' },
      descriptions: {
        en: 'A name that is not known yet is a bad line, or becomes a project',
        de: 'Ein unbekannter Name ist ein Fehler oder wird zum Projekt',
      },
    }),
});
export type ImportGrantsParameters = z.output<typeof importGrantsParameters>;

const count = z.int().min(0);

/** What a run of `import-grants` ends with. */
export const importGrantsResult = z.object({
  posted: count.meta({ description: 'grants booked by this run' }),
  alreadyPosted: count.meta({ description: 'grants that were booked before, under the same key' }),
  refused: count.meta({ description: 'bad lines' }),
  creditsPosted: decimalString,
  projectsCreated: z.array(z.string()),
  lines: z
    .array(
      z.object({
        line: z.int().min(1),
        outcome: z.enum(['posted', 'already-posted', 'refused']),
        project: z.string().nullable(),
        credits: decimalString.nullable(),
        effectiveAt: z.string().nullable(),
        detail: z.string(),
      }),
    )
    .meta({ description: 'bad lines first' }),
  linesNotShown: count,
});
export type ImportGrantsResult = z.output<typeof importGrantsResult>;

/** Saved in the transaction that books: an attempt after it has nothing left to do but to tell. */
export interface ImportGrantsCheckpoint {
  readonly result: ImportGrantsResult;
}
