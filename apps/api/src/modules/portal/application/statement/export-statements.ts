import { Injectable } from '@nestjs/common';
import { type StatementFormat } from '@os-credits/contracts';
import { Clock } from '../../../../platform/clock/index.js';
import { DomainError } from '../../../../platform/problems/index.js';
import { type Viewer } from '../viewer.js';
import { ProjectStatement, type StatementRequest } from './project-statement.js';
import { statementFileName } from './statement-file-name.js';
import { StatementProjects, type StatementProjectsFilter } from './statement-projects.js';
import { ZipArchive } from './zip-archive.js';

const NAMES_PER_READ = 200;

export interface ExportRequest extends Omit<StatementRequest, 'project'> {
  readonly projects: StatementProjectsFilter;
  /** Where an archive has reached it, the next project begins another one. */
  readonly partBytesMin: number;
}

/** How far an export is; a part is done with all its projects. */
export interface ExportPosition {
  readonly lastName: string | null;
  readonly projectCount: number;
  readonly partCount: number;
}

export const EXPORT_START: ExportPosition = { lastName: null, projectCount: 0, partCount: 0 };
const STAFF: Viewer = { seesAll: true, leads: [], memberOf: [] };

/** Statements of many projects as archives. */
@Injectable()
export class ExportStatements {
  constructor(
    private readonly projects: StatementProjects,
    private readonly statement: ProjectStatement,
    private readonly clock: Clock,
  ) {}

  count(filter: StatementProjectsFilter): Promise<number> {
    return this.projects.count(filter);
  }

  /** Whether anything follows a position. */
  async hasMore({ projects }: ExportRequest, { lastName }: ExportPosition): Promise<boolean> {
    return (await this.projects.namesAfter(projects, lastName, 1)).length > 0;
  }

  /**
   * One archive, from a position until it is large enough or nothing follows.
   *
   * @param moved told the position after each project
   */
  async *part(
    request: ExportRequest,
    from: ExportPosition,
    signal: AbortSignal,
    moved: (position: ExportPosition) => void,
  ): AsyncGenerator<Uint8Array> {
    const archive = new ZipArchive();
    const at = this.clock.now();
    let position = { ...from, partCount: from.partCount + 1 };
    while (archive.sizeBytes < request.partBytesMin) {
      const names = await this.projects.namesAfter(
        request.projects,
        position.lastName,
        NAMES_PER_READ,
      );
      if (names.length === 0) break;
      for (const name of names) {
        signal.throwIfAborted();
        await this.add(archive, request, name, at);
        yield* archive.take();
        position = { ...position, lastName: name, projectCount: position.projectCount + 1 };
        moved(position);
        if (archive.sizeBytes >= request.partBytesMin) break;
      }
    }
    archive.end();
    yield* archive.take();
  }

  private async add(
    archive: ZipArchive,
    request: ExportRequest,
    project: string,
    at: Date,
  ): Promise<void> {
    const document = await this.statement.run(STAFF, { ...request, project }).catch(renamed);
    // Renamed since its name was read: under its new name it comes later, or came before.
    if (document === null) return;
    await archive.add(statementFileName(document), document.content.content(), {
      at,
      isCompressed: isCompressed(document.format),
    });
  }
}

function renamed(error: unknown): null {
  if (error instanceof DomainError && error.code === 'project-not-found') return null;
  throw error;
}

function isCompressed(format: StatementFormat): boolean {
  return format === 'pdf';
}
