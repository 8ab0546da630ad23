import { Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { apiTokenScope, type Permission } from '@os-credits/contracts';
import { RequestGate, type RouteRule } from '../../../platform/http/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { AccessTokens } from '../application/access-tokens.js';
import { type AccessToken } from '../application/auth.ports.js';
import { hasPermission, type Principal } from '../application/principal.js';
import { ProjectRoles } from '../application/project-roles.js';
import { Sessions } from '../application/sessions.js';
import { SESSION_COOKIE } from './cookies.js';
import { apiToken, ingestToken } from './token-of-request.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on routes that need a permission. */
    principal?: Principal;
    /** Set on routes that need an ingest token. */
    ingestToken?: AccessToken;
  }
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Admits a request by its session cookie, API token or ingest token, as its route's rule asks. */
@Injectable()
export class AuthGate extends RequestGate {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: AccessTokens,
    private readonly roles: ProjectRoles,
  ) {
    super();
  }

  async admit(request: FastifyRequest, rule: RouteRule): Promise<void> {
    switch (rule.kind) {
      case 'public':
        return;
      case 'ingest-token':
        request.ingestToken = await this.admitIngestToken(request);
        return;
      case 'permission':
        request.principal = await this.admitPrincipal(request, rule.permission);
    }
  }

  private async admitIngestToken(request: FastifyRequest): Promise<AccessToken> {
    const secret = ingestToken(request);
    if (secret === null) {
      throw unauthenticated(
        'Send an ingest token: as "Authorization: Bearer …" or "Token …", as the password of Basic, or as p=….',
      );
    }
    const token = await this.tokens.verify('ingest', secret);
    if (token !== null) return token;
    throw unauthenticated('This ingest token is unknown, revoked or expired.');
  }

  private async admitPrincipal(
    request: FastifyRequest,
    permission: Permission,
  ): Promise<Principal> {
    const principal = await this.principalOf(request);
    if (hasPermission(principal, permission)) return principal;
    throw new DomainError({
      code: 'forbidden',
      kind: 'forbidden',
      message: `This needs the permission "${permission}", which you do not have.`,
    });
  }

  private async principalOf(request: FastifyRequest): Promise<Principal> {
    const secret = apiToken(request);
    if (secret !== null) return this.tokenPrincipal(secret);
    const sessionId = request.cookies[SESSION_COOKIE];
    const session = sessionId === undefined ? null : await this.sessions.find(sessionId);
    if (sessionId === undefined || session === null) {
      throw unauthenticated(
        'Sign in, or send an API token as "Authorization: Bearer …" or "X-Api-Key: …".',
      );
    }
    if (!SAFE_METHODS.has(request.method)) requireCsrfToken(request, sessionId, this.sessions);
    return { kind: 'person', user: await this.roles.currentRoles(session.user) };
  }

  private async tokenPrincipal(secret: string): Promise<Principal> {
    const token = await this.tokens.verify('api', secret);
    if (token === null) throw unauthenticated('This API token is unknown, revoked or expired.');
    const scopes = token.scopes.flatMap((scope) => apiTokenScope.safeParse(scope).data ?? []);
    return { kind: 'api-token', tokenId: token.id, scopes };
  }
}

/** @throws DomainError `csrf-token-invalid` */
export function requireCsrfToken(
  request: FastifyRequest,
  sessionId: string,
  sessions: Sessions,
): void {
  const given = request.headers['x-csrf-token'];
  if (typeof given === 'string' && sessions.isCsrfToken(sessionId, given)) return;
  throw new DomainError({
    code: 'csrf-token-invalid',
    kind: 'forbidden',
    message: 'Send the csrfToken of GET /api/me as the header X-CSRF-Token.',
  });
}

function unauthenticated(message: string): DomainError {
  return new DomainError({ code: 'unauthenticated', kind: 'forbidden', message });
}
