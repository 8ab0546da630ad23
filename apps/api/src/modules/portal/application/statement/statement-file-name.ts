import { type StatementDocument } from './project-statement.js';

/** Characters that file systems or headers do not take. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\\/:*?"<>|]/gu;
const NAME_LENGTH_MAX = 100;

/** `statement grün 2026-11-01 2026-11-30.pdf` */
export function statementFileName(
  document: Pick<StatementDocument, 'project' | 'from' | 'to' | 'format'>,
): string {
  const { project, from, to, format } = document;
  const name = project.replace(FORBIDDEN, '_').slice(0, NAME_LENGTH_MAX).toWellFormed().trim();
  const days = [from, to].flatMap((instant) => instant?.slice(0, 10) ?? []);
  return `${['statement', name, ...days].join(' ')}.${format}`;
}
