import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import {
  ProjectListReader,
  type ProjectListRequest,
  type ProjectListRow,
} from '../application/portal.ports.js';
import { ProjectListReadModel } from './project-list.read-model.js';

/** A page this young is given out as it is. */
const FRESH_MS = 1_000;
/** A page this young is given out while it is read again; an older one is waited for. */
const USABLE_MS = 3_000;
const PAGES_MAX = 200;

interface SharedPage {
  rows: ProjectListRow[] | null;
  readAtMs: number;
  reading: Promise<ProjectListRow[]> | null;
}

/**
 * Gives everyone who sees all projects the same page, read at most once a second: sorting ten thousand
 * accounts by what needs attention costs more than anything else on the screen, and staff watch it live.
 * Leads and members see their own projects, which are few, and always read anew.
 */
@Injectable()
export class SharedProjectList extends ProjectListReader {
  private readonly pages = new Map<string, SharedPage>();

  constructor(
    private readonly readModel: ProjectListReadModel,
    private readonly clock: Clock,
  ) {
    super();
  }

  async rows(request: ProjectListRequest): Promise<ProjectListRow[]> {
    if (!request.viewer.seesAll) return this.readModel.rows(request);
    const { viewer, ...rest } = request;
    const page = this.pageOf(JSON.stringify({ seesAll: viewer.seesAll, ...rest }));
    const ageMs = this.clock.now().getTime() - page.readAtMs;
    if (page.rows !== null && ageMs < FRESH_MS) return page.rows;
    const reading = (page.reading ??= this.read(page, request));
    if (page.rows === null || ageMs >= USABLE_MS) return reading;
    // Whoever waits for the same reading gets its error; here the page at hand still serves.
    reading.catch(() => undefined);
    return page.rows;
  }

  private async read(page: SharedPage, request: ProjectListRequest): Promise<ProjectListRow[]> {
    try {
      const startedAtMs = this.clock.now().getTime();
      page.rows = await this.readModel.rows(request);
      page.readAtMs = startedAtMs;
      return page.rows;
    } finally {
      page.reading = null;
    }
  }

  private pageOf(key: string): SharedPage {
    const known = this.pages.get(key);
    if (known !== undefined) return known;
    if (this.pages.size >= PAGES_MAX) this.pages.clear();
    const page: SharedPage = { rows: null, readAtMs: 0, reading: null };
    this.pages.set(key, page);
    return page;
  }
}
