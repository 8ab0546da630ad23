import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../../platform/database/index.js';
import {
  ImpactReader,
  type ImpactRequest,
  type PostedCharges,
  type ProjectImpactRow,
  type UnpricedSeries,
} from '../application/impact.ports.js';
import { IMPACT_SQL, POSTED_SINCE_SQL, UNPRICED_SQL } from './impact.sql.js';

/** Years of a large cloud take longer than ordinary questions may. */
const STATEMENT_TIMEOUT_MS = 120_000;

@Injectable()
export class ImpactReadModel extends ImpactReader {
  constructor(private readonly database: Database) {
    super();
  }

  projects(request: ImpactRequest): Promise<ProjectImpactRow[]> {
    const { baseId, tableId, from, to } = request;
    return this.read(IMPACT_SQL, [baseId, tableId, from, to]);
  }

  unpriced({ baseId, tableId }: ImpactRequest): Promise<UnpricedSeries[]> {
    return this.read(UNPRICED_SQL, [baseId, tableId]);
  }

  async postedSince(at: string): Promise<PostedCharges> {
    const [row] = await this.read<PostedCharges>(POSTED_SINCE_SQL, [at]);
    return row ?? { chargeCount: 0, credits: '0' };
  }

  private read<Row>(sql: string, values: readonly SqlValue[]): Promise<Row[]> {
    return this.database.transaction(
      async (tx) => {
        // The sums of all series fit in memory by far; compiling costs more than it saves. The planner
        // expects ten times as many groups as there are and would leave the work to one process.
        await tx.query(
          `select set_config('work_mem', '64MB', true), set_config('jit', 'off', true),
                  set_config('parallel_tuple_cost', '0', true), set_config('parallel_setup_cost', '0', true)`,
        );
        return tx.query<Row>(sql, values);
      },
      { isReadOnly: true, statementTimeoutMs: STATEMENT_TIMEOUT_MS },
    );
  }
}
