export { AuthModule } from './auth.module.js';
export { AccessTokensModule } from './access-tokens.module.js';
export { ExpiredSessions, ExpiredSessionsModule } from './expired-sessions.js';
export { AccessTokens, type NewAccessToken } from './application/access-tokens.js';
export { type AccessToken, type AccessTokenKind } from './application/auth.ports.js';
export {
  actorName,
  hasPermission,
  type Principal,
  type SignedInUser,
} from './application/principal.js';
export { accessTokensOn } from './access-tokens-on.js';
export { CurrentIngestToken, CurrentPrincipal } from './http/current.js';
