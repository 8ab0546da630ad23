import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { me } from '@os-credits/contracts';
import { Database } from '../../../platform/database/index.js';
import { SessionStore, type StoredSession } from '../application/auth.ports.js';

/** What `user_session.content` holds. Rows of an older shape count as no session. */
const content = z.object({
  user: me.shape.user.unwrap(),
  idToken: z.string().nullable(),
});

@Injectable()
export class SessionRepository extends SessionStore {
  constructor(private readonly database: Database) {
    super();
  }

  async add(idHash: Buffer, session: StoredSession): Promise<void> {
    const { user, idToken, createdAt, expiresAt } = session;
    await this.database.query(
      `insert into user_session (id_hash, content, subject, created_at, expires_at)
       values ($1, $2, $3, $4, $5)`,
      [idHash, JSON.stringify({ user, idToken }), user.subject, createdAt, expiresAt],
    );
  }

  async find(idHash: Buffer, now: Date): Promise<StoredSession | null> {
    const [row] = await this.database.query<{
      content: unknown;
      created_at: string;
      expires_at: string;
    }>(
      `select content, created_at, expires_at from user_session
        where id_hash = $1 and expires_at > $2`,
      [idHash, now],
    );
    const parsed = content.safeParse(row?.content);
    if (row === undefined || !parsed.success) return null;
    return { ...parsed.data, createdAt: row.created_at, expiresAt: row.expires_at };
  }

  async extend(idHash: Buffer, expiresAt: Date): Promise<void> {
    await this.database.query(
      'update user_session set expires_at = greatest(expires_at, $2) where id_hash = $1',
      [idHash, expiresAt],
    );
  }

  async remove(idHash: Buffer): Promise<void> {
    await this.database.query('delete from user_session where id_hash = $1', [idHash]);
  }

  async removeExpired(now: Date): Promise<void> {
    await this.database.query('delete from user_session where expires_at <= $1', [now]);
  }
}
