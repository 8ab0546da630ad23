import { type Localized } from '@os-credits/contracts';

const HEADING_LENGTH_MAX = 60;

/** What is told about headings that mean nothing; nothing where there is none. */
export function ignoredColumns(headings: readonly string[]): Localized[] {
  if (headings.length === 0) return [];
  const named = headings.map((heading) => `"${heading.slice(0, HEADING_LENGTH_MAX)}"`).join(', ');
  return [
    {
      en: `Columns that are not looked at: ${named}.`,
      de: `Spalten, die nicht beachtet werden: ${named}.`,
    },
  ];
}
