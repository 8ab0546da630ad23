import {
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import {
  AUTH_SETTINGS,
  PERUN_SETTINGS,
  type AuthSettings,
  type PerunSettings,
} from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { RequestGate } from '../../platform/http/index.js';
import { AccessTokensModule } from './access-tokens.module.js';
import { IdentityProvider, SessionStore } from './application/auth.ports.js';
import { ClaimedRoles, ProjectRoles } from './application/project-roles.js';
import { Sealing } from './application/sealing.js';
import { Sessions } from './application/sessions.js';
import { AuthController } from './http/auth.controller.js';
import { AuthGate } from './http/auth.gate.js';
import { OpenIdIdentityProvider } from './oidc/openid-identity-provider.js';
import { SessionRepository } from './persistence/session.repository.js';
import { SyncedRoles } from './persistence/synced-roles.js';

const PURGE_EVERY_MS = 10 * 60_000;

/** Expired sessions open nothing; this only keeps the table small. */
@Injectable()
class SessionPurge implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('SessionPurge');
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sessions: Sessions) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sessions.removeExpired().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'expired sessions stay for now');
      });
    }, PURGE_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}

/** Sign-in of people, access tokens of machines, and the gate that every request passes. */
@Module({
  imports: [AccessTokensModule],
  controllers: [AuthController],
  providers: [
    {
      provide: Sealing,
      inject: [AUTH_SETTINGS],
      useFactory: (settings: AuthSettings) => new Sealing(settings.SESSION_SECRET),
    },
    {
      provide: ProjectRoles,
      inject: [PERUN_SETTINGS, Database],
      useFactory: (settings: PerunSettings, database: Database) =>
        settings.PERUN_MODE === 'off'
          ? new ClaimedRoles()
          : new SyncedRoles(database, settings.PERUN_LOGIN_EXT_SOURCE ?? null),
    },
    { provide: SessionStore, useClass: SessionRepository },
    { provide: IdentityProvider, useClass: OpenIdIdentityProvider },
    { provide: RequestGate, useClass: AuthGate },
    Sessions,
    SessionPurge,
  ],
  exports: [RequestGate, AccessTokensModule],
})
export class AuthModule {}
