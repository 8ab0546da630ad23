import { Injectable, Module } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';

/** Sessions that are over, for processes without sign-in: they open nothing, but their rows stay. */
@Injectable()
export class ExpiredSessions {
  constructor(private readonly database: Database) {}

  /** How many {@link remove} would take. */
  async count(now: Date): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      'select count(*)::int as count from user_session where expires_at < $1',
      [now],
    );
    return row?.count ?? 0;
  }

  /** @returns how many went */
  async remove(now: Date): Promise<number> {
    const rows = await this.database.query(
      'delete from user_session where expires_at < $1 returning 1',
      [now],
    );
    return rows.length;
  }
}

@Module({ providers: [ExpiredSessions], exports: [ExpiredSessions] })
export class ExpiredSessionsModule {}
