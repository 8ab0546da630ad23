import { type Clock } from '../../platform/clock/index.js';
import { type Database } from '../../platform/database/index.js';
import { AccessTokens } from './application/access-tokens.js';
import { AccessTokenRepository } from './persistence/access-token.repository.js';

/** Access tokens without a module, for commands that only need a database. */
export function accessTokensOn(database: Database, clock: Clock): AccessTokens {
  return new AccessTokens(new AccessTokenRepository(database), clock);
}
