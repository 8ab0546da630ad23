import { Inject, Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { CREDITS_SETTINGS, type CreditsSettings } from '../../../platform/config/index.js';
import { DomainError, invalidRequest } from '../../../platform/problems/index.js';
import { projectNotFound, type Viewer } from '../../portal/index.js';
import { formatCompatDate, parseCompatDate } from './compat-date.js';
import { CompatReader, type CompatHistory } from './compat.ports.js';
import { type CompatShape } from './costs-per-hour.js';
import { pythonFloat } from './python-float.js';

export interface HistoryQuestion {
  readonly project: string;
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
}

/** The credits of a project after each charge. */
@Injectable()
export class ShowCreditsHistory {
  constructor(
    private readonly reader: CompatReader,
    @Inject(CREDITS_SETTINGS) private readonly settings: CreditsSettings,
  ) {}

  /** @returns JSON text; `null` where the project has charges but none in the range (2019 only) */
  async run(viewer: Viewer, question: HistoryQuestion, shape: CompatShape): Promise<string | null> {
    const { project } = question;
    const from = dateOf('start_date', question.startDate);
    const to = dateOf('end_date', question.endDate);
    if (from !== null && to !== null && from >= to) {
      throw fault('start_date', 'empty-range', '``start_date`` must be older than ``end_date``.');
    }
    const history = await this.reader.history({ viewer, name: project, from, to });
    if (history === null) throw projectNotFound(project);
    if (history.rows.length === 0) {
      if (history.hasCharges && shape === '2019') return null;
      throw noData(project);
    }
    return this.print(history, shape);
  }

  private print({ rows }: CompatHistory, shape: CompatShape): string {
    const places = this.settings.OS_CREDITS_PRECISION;
    const isOld = shape === '2019';
    const ordered = isOld ? [...rows].reverse() : rows;
    const column = (name: string, cells: readonly string[]): string => {
      const all = isOld ? [JSON.stringify(name), ...cells] : cells;
      return `${JSON.stringify(name)}: [${all.join(', ')}]`;
    };
    const columns = [
      column(
        'timestamps',
        ordered.map(({ at }) => JSON.stringify(formatCompatDate(at))),
      ),
      column(
        'credits',
        ordered.map(({ left, used }) => pythonFloat(Decimal.of(isOld ? left : used), places)),
      ),
      column(
        'metrics',
        ordered.map((row) => JSON.stringify(isOld ? row.metricFriendlyName : row.metric)),
      ),
    ];
    return `{${columns.join(', ')}}`;
  }
}

function dateOf(name: 'start_date' | 'end_date', text: string | undefined): string | null {
  if (text === undefined) return null;
  const date = parseCompatDate(text);
  if (date !== null) return date;
  const detail = `Invalid content for \`\`${name}\`\`: write it as YYYY-MM-DD HH:MM:SS (UTC).`;
  throw fault(name, 'invalid-date', detail);
}

function fault(name: string, code: string, detail: string): Error {
  return invalidRequest([{ pointer: `/query/${name}`, code, detail }]);
}

function noData(project: string): DomainError {
  return new DomainError({
    code: 'charge-not-found',
    kind: 'not-found',
    message: `No data available for given parameters: the project "${project.slice(0, 256)}" has no charge there.`,
  });
}
