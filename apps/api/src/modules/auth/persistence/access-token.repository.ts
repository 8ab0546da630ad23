import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import {
  AccessTokenStore,
  type AccessToken,
  type AccessTokenKind,
} from '../application/auth.ports.js';

const COLUMNS = `id, kind, name, site_names as "siteNames", scopes, created_at as "createdAt",
  created_by as "createdBy", expires_at as "expiresAt", revoked_at as "revokedAt",
  last_used_at as "lastUsedAt"`;

@Injectable()
export class AccessTokenRepository extends AccessTokenStore {
  constructor(private readonly database: Database) {
    super();
  }

  async add(token: AccessToken, secretHash: Buffer): Promise<void> {
    await this.database.query(
      `insert into access_token (id, kind, name, secret_hash, site_names, scopes, created_at,
                                 created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        token.id,
        token.kind,
        token.name,
        secretHash,
        token.siteNames,
        token.scopes,
        token.createdAt,
        token.createdBy,
        token.expiresAt,
      ],
    );
  }

  async findBySecret(kind: AccessTokenKind, secretHash: Buffer): Promise<AccessToken | null> {
    const [token] = await this.database.query<AccessToken>(
      `select ${COLUMNS} from access_token where secret_hash = $1 and kind = $2`,
      [secretHash, kind],
    );
    return token ?? null;
  }

  list(kind: AccessTokenKind): Promise<AccessToken[]> {
    return this.database.query<AccessToken>(
      `select ${COLUMNS} from access_token where kind = $1 order by created_at desc, id`,
      [kind],
    );
  }

  async revoke(kind: AccessTokenKind, id: string, now: Date): Promise<boolean> {
    const revoked = await this.database.query(
      `update access_token set revoked_at = $3
        where id::text = $2 and kind = $1 and revoked_at is null returning id`,
      [kind, id, now],
    );
    return revoked.length > 0;
  }

  async touch(id: string, now: Date): Promise<void> {
    await this.database.query(
      `update access_token set last_used_at = $2
        where id = $1 and (last_used_at is null or last_used_at < $2)`,
      [id, now],
    );
  }
}
