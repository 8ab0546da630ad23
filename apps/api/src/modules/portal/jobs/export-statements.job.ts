import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day, projectName } from '@os-credits/contracts';
import { invalidRequest } from '../../../platform/problems/index.js';
import { JobType, type JobContext, type JobOutcome } from '../../jobs/index.js';
import {
  EXPORT_START,
  ExportStatements,
  type ExportPosition,
  type ExportRequest,
} from '../application/statement/export-statements.js';

const parameters = z.object({
  from: day.meta({ titles: { en: 'From (UTC)', de: 'Von (UTC)' } }),
  to: day.meta({
    titles: { en: 'To (UTC)', de: 'Bis (UTC)' },
    descriptions: { en: 'Not included', de: 'Nicht enthalten' },
  }),
  format: z
    .enum(['pdf', 'csv', 'json'])
    .default('pdf')
    .meta({
      titles: { en: 'Format', de: 'Format' },
      optionTitles: {
        pdf: { en: 'PDF', de: 'PDF' },
        csv: { en: 'CSV', de: 'CSV' },
        json: { en: 'JSON', de: 'JSON' },
      },
    }),
  language: z
    .enum(['en', 'de'])
    .default('en')
    .meta({
      titles: { en: 'Language', de: 'Sprache' },
      optionTitles: { en: { en: 'English', de: 'Englisch' }, de: { en: 'German', de: 'Deutsch' } },
    }),
  detail: z
    .enum(['auto', 'day', 'entry'])
    .default('auto')
    .meta({
      titles: { en: 'Charges', de: 'Verbrauch' },
      optionTitles: {
        auto: {
          en: 'By day in PDF, by entry otherwise',
          de: 'Im PDF je Tag, sonst je Buchung',
        },
        day: { en: 'One line per day and series', de: 'Eine Zeile je Tag und Reihe' },
        entry: { en: 'One line per entry', de: 'Eine Zeile je Buchung' },
      },
    }),
  status: z
    .enum(['active', 'inactive', 'unverified', 'all'])
    .default('active')
    .meta({
      titles: { en: 'Projects', de: 'Projekte' },
      optionTitles: {
        active: { en: 'Active', de: 'Aktive' },
        inactive: { en: 'Inactive', de: 'Inaktive' },
        unverified: { en: 'Unverified', de: 'Unbestätigte' },
        all: { en: 'All', de: 'Alle' },
      },
    }),
  project: projectName.optional().meta({
    format: 'project',
    titles: { en: 'Only this project', de: 'Nur dieses Projekt' },
    descriptions: { en: 'Leave empty for all', de: 'Leer lassen für alle' },
  }),
});
type Parameters = z.output<typeof parameters>;
const result = z.object({
  statements: z
    .int()
    .min(0)
    .meta({ titles: { en: 'Statements', de: 'Kontoauszüge' } }),
  archives: z
    .int()
    .min(0)
    .meta({ titles: { en: 'Archives', de: 'Archive' }, description: 'files of this run' }),
});

/** `export-statements`: statements of many projects as ZIP archives. */
@Injectable()
export class ExportStatementsJob extends JobType<typeof parameters, typeof result, ExportPosition> {
  readonly type = 'export-statements';
  readonly title = { en: 'Export statements', de: 'Kontoauszüge ausgeben' };
  readonly description = {
    en: 'Makes the statement of every project for a period and offers them as ZIP archives.',
    de: 'Erstellt für einen Zeitraum den Kontoauszug jedes Projekts und stellt sie als ZIP-Archive bereit.',
  };
  readonly parameters = parameters;
  readonly result = result;
  readonly resultView = 'counts';
  readonly permission = 'project:read-all';
  /** It changes nothing. */
  readonly isDryRunnable = false;
  readonly retry = { attemptsMax: 3, delaySeconds: 10 };
  /** Kept under what a stored file may have; a larger export has several parts. */
  protected readonly partBytesMin: number = 24 * 1024 * 1024;

  constructor(private readonly statements: ExportStatements) {
    super();
  }

  async run(
    context: JobContext<Parameters, ExportPosition>,
  ): Promise<JobOutcome<z.input<typeof result>>> {
    const request = { ...requestOf(context.parameters), partBytesMin: this.partBytesMin };
    const total = await this.statements.count(request.projects);
    let position = context.checkpoint ?? EXPORT_START;
    while (await this.statements.hasMore(request, position)) {
      let reached = position;
      const content = this.statements.part(request, position, context.signal, (moved) => {
        reached = moved;
        context.progress({ done: moved.projectCount, total, phase: PHASE });
      });
      const name = `statements ${context.parameters.from} ${context.parameters.to} part ${position.partCount + 1}.zip`;
      // Together with its position: a worker that is lost leaves the part and goes on behind it, or neither.
      const checkpoint = () => reached;
      await context.saveFile({ name, mediaType: 'application/zip', content, checkpoint });
      const madeCount = reached.projectCount - position.projectCount;
      context.log('info', {
        en: `${name}: ${madeCount} statements`,
        de: `${name}: ${madeCount} Kontoauszüge`,
      });
      position = reached;
    }
    return {
      kind: 'done',
      result: { statements: position.projectCount, archives: position.partCount },
    };
  }
}

const PHASE = { en: 'Making statements', de: 'Kontoauszüge werden erstellt' };

/** @throws DomainError `invalid-request` where the period is empty */
function requestOf({
  status,
  project,
  detail,
  ...rest
}: Parameters): Omit<ExportRequest, 'partBytesMin'> {
  if (rest.from >= rest.to) {
    const detail = 'must be later than from';
    throw invalidRequest([{ pointer: '/body/parameters/to', code: 'empty-range', detail }]);
  }
  return {
    projects: { status: status === 'all' ? null : status, project: project ?? null },
    from: new Date(rest.from).toISOString(),
    to: new Date(rest.to).toISOString(),
    format: rest.format,
    language: rest.language,
    detail: detail === 'auto' ? undefined : detail,
  };
}
