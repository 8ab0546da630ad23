import { Module } from '@nestjs/common';
import { AccessTokens } from './application/access-tokens.js';
import { AccessTokenStore } from './application/auth.ports.js';
import { AccessTokenRepository } from './persistence/access-token.repository.js';

/** Access tokens alone, for processes without sign-in such as the command line. */
@Module({
  providers: [{ provide: AccessTokenStore, useClass: AccessTokenRepository }, AccessTokens],
  exports: [AccessTokens],
})
export class AccessTokensModule {}
