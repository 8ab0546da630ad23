import { Controller, Get, HttpCode, Inject, Logger, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { logoutResult, me, type LogoutResult, type Me } from '@os-credits/contracts';
import {
  AUTH_SETTINGS,
  HTTP_SETTINGS,
  type AuthSettings,
  type HttpSettings,
} from '../../../platform/config/index.js';
import { Public } from '../../../platform/http/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { IdentityProvider, SignInRefused, type SignInAttempt } from '../application/auth.ports.js';
import { safeReturnTo } from '../application/return-to.js';
import { ProjectRoles } from '../application/project-roles.js';
import { Sealing } from '../application/sealing.js';
import { Sessions } from '../application/sessions.js';
import { requireCsrfToken } from './auth.gate.js';
import { cookieOptions, SESSION_COOKIE, SIGN_IN_COOKIE } from './cookies.js';

const SIGN_IN_SECONDS_MAX = 600;
const SIGN_IN_PATH = '/api/auth';

const loginQuery = z.object({ returnTo: z.string().max(2048).optional() });
const attemptCookie = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  untilMs: z.number(),
});

@ApiTags('Sign-in')
@Controller('api')
export class AuthController {
  private readonly logger = new Logger('SignIn');

  constructor(
    private readonly provider: IdentityProvider,
    private readonly sessions: Sessions,
    private readonly sealing: Sealing,
    private readonly roles: ProjectRoles,
    @Inject(HTTP_SETTINGS) private readonly http: HttpSettings,
    @Inject(AUTH_SETTINGS) private readonly settings: AuthSettings,
  ) {}

  @Get('auth/login')
  @Public()
  @ApiOperation({ summary: 'Send the browser to the identity provider' })
  @ApiResponse({ status: 302, description: 'to the provider, or to /sign-in-failed' })
  async login(
    @Query({ schema: loginQuery }) query: z.output<typeof loginQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const attempt: SignInAttempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
      returnTo: safeReturnTo(query.returnTo, this.http.PUBLIC_URL),
    };
    try {
      const url = await this.provider.startUrl(attempt);
      const untilMs = Date.now() + SIGN_IN_SECONDS_MAX * 1000;
      reply.setCookie(SIGN_IN_COOKIE, this.sealing.seal(JSON.stringify({ ...attempt, untilMs })), {
        ...cookieOptions(this.http, SIGN_IN_PATH),
        maxAge: SIGN_IN_SECONDS_MAX,
      });
      await reply.header('cache-control', 'no-store').redirect(url.href, 302);
    } catch (error) {
      await this.sendFailure(reply, error);
    }
  }

  @Get('auth/callback')
  @Public()
  @ApiOperation({ summary: 'Where the identity provider sends the browser back to' })
  @ApiResponse({ status: 302, description: 'to the page asked for, or to /sign-in-failed' })
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      const attempt = this.attemptOf(request);
      const url = new URL(`${this.http.PUBLIC_URL}${request.url}`);
      const signedIn = await this.provider.finish(url, attempt);
      const id = await this.sessions.start(signedIn, request.cookies[SESSION_COOKIE] ?? null);
      reply
        .clearCookie(SIGN_IN_COOKIE, cookieOptions(this.http, SIGN_IN_PATH))
        .setCookie(SESSION_COOKIE, id, {
          ...cookieOptions(this.http, '/'),
          maxAge: this.settings.SESSION_HOURS_MAX * 3600,
        });
      await reply.header('cache-control', 'no-store').redirect(attempt.returnTo, 302);
    } catch (error) {
      await this.sendFailure(reply, error);
    }
  }

  @Post('auth/logout')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'End the session here; go to redirectTo to end it at the provider too' })
  @ApiOkResponse({ standardSchema: logoutResult })
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LogoutResult> {
    const id = request.cookies[SESSION_COOKIE];
    const session = id === undefined ? null : await this.sessions.find(id);
    if (id === undefined || session === null) return { redirectTo: '/' };
    requireCsrfToken(request, id, this.sessions);
    await this.sessions.end(id);
    reply.clearCookie(SESSION_COOKIE, cookieOptions(this.http, '/'));
    const url = await this.provider.endUrl(session.idToken);
    return { redirectTo: url?.href ?? '/' };
  }

  @Get('me')
  @Public()
  @ApiOperation({ summary: 'Who is signed in; also answers without a session' })
  @ApiOkResponse({ standardSchema: me })
  async me(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    reply.header('cache-control', 'no-store');
    const id = request.cookies[SESSION_COOKIE];
    const session = id === undefined ? null : await this.sessions.find(id);
    if (id === undefined || session === null) return { user: null, csrfToken: null };
    const user = await this.roles.currentRoles(session.user);
    return { user, csrfToken: this.sessions.csrfToken(id) };
  }

  private attemptOf(request: FastifyRequest): SignInAttempt {
    const text = this.sealing.open(request.cookies[SIGN_IN_COOKIE] ?? '');
    if (text === null) throw new SignInRefused('sign-in-expired');
    const attempt = attemptCookie.parse(JSON.parse(text));
    if (attempt.untilMs < Date.now()) throw new SignInRefused('sign-in-expired');
    return attempt;
  }

  /** People are on their way through a browser: a page tells them, not a problem document. */
  private async sendFailure(reply: FastifyReply, error: unknown): Promise<void> {
    const code =
      error instanceof DomainError
        ? error.code
        : error instanceof SignInRefused
          ? 'sign-in-refused'
          : 'internal';
    const isOurs = !(error instanceof SignInRefused) && !(error instanceof DomainError);
    if (isOurs) this.logger.error({ err: error }, 'sign-in failed unexpectedly');
    else this.logger.warn({ err: error }, 'sign-in failed');
    reply.clearCookie(SIGN_IN_COOKIE, cookieOptions(this.http, SIGN_IN_PATH));
    await reply.header('cache-control', 'no-store').redirect(`/sign-in-failed?code=${code}`, 302);
  }
}
