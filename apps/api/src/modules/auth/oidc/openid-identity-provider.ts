import { Inject, Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import {
  AUTH_SETTINGS,
  HTTP_SETTINGS,
  type AuthSettings,
  type HttpSettings,
} from '../../../platform/config/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import {
  IdentityProvider,
  SignInRefused,
  type SignedInAtProvider,
  type SignInAttempt,
} from '../application/auth.ports.js';
import { userFromClaims } from '../application/roles-from-claims.js';

const REQUEST_SECONDS_MAX = 5;

/** The OpenID provider named in the settings: authorization code with PKCE, by `openid-client`. */
@Injectable()
export class OpenIdIdentityProvider extends IdentityProvider {
  private readonly logger = new Logger('IdentityProvider');
  private discovered: Promise<oidc.Configuration> | null = null;

  constructor(
    @Inject(AUTH_SETTINGS) private readonly settings: AuthSettings,
    @Inject(HTTP_SETTINGS) private readonly http: HttpSettings,
  ) {
    super();
  }

  async startUrl(attempt: SignInAttempt): Promise<URL> {
    const configuration = await this.configuration();
    return oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: `${this.http.PUBLIC_URL}/api/auth/callback`,
      scope: this.settings.OIDC_SCOPES,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    });
  }

  async finish(callbackUrl: URL, attempt: SignInAttempt): Promise<SignedInAtProvider> {
    const configuration = await this.configuration();
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, callbackUrl, {
        pkceCodeVerifier: attempt.codeVerifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      const idClaims = tokens.claims();
      if (idClaims === undefined) throw new Error('the answer holds no ID token');
      // Roles may be told by the ID token or only by the user info endpoint.
      const about =
        configuration.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await oidc.fetchUserInfo(configuration, tokens.access_token, idClaims.sub);
      const claims = { ...idClaims, ...about, sub: idClaims.sub };
      return { user: userFromClaims(claims, this.settings), idToken: tokens.id_token ?? null };
    } catch (error) {
      throw this.toRefusalOrFault(error);
    }
  }

  async endUrl(idToken: string | null): Promise<URL | null> {
    try {
      const configuration = await this.configuration();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: `${this.http.PUBLIC_URL}/`,
        ...(idToken === null ? {} : { id_token_hint: idToken }),
      });
    } catch (error) {
      this.logger.warn({ err: error }, 'signed out here, but not at the identity provider');
      return null;
    }
  }

  /** Asked for at first need and again after a failure: the process starts without the provider. */
  private async configuration(): Promise<oidc.Configuration> {
    this.discovered ??= this.discover();
    try {
      return await this.discovered;
    } catch (error) {
      this.discovered = null;
      throw providerFault(error);
    }
  }

  private discover(): Promise<oidc.Configuration> {
    const issuer = new URL(this.settings.OIDC_ISSUER);
    return oidc.discovery(
      issuer,
      this.settings.OIDC_CLIENT_ID,
      this.settings.OIDC_CLIENT_SECRET,
      undefined,
      {
        timeout: REQUEST_SECONDS_MAX,
        // Settings refuse plain http in production.
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- the mark only warns of its danger
        execute: issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      },
    );
  }

  private toRefusalOrFault(error: unknown): Error {
    if (error instanceof oidc.AuthorizationResponseError) {
      return new SignInRefused(error.error, { cause: error });
    }
    if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') {
      return new SignInRefused(error.error, { cause: error });
    }
    return providerFault(error);
  }
}

function providerFault(error: unknown): DomainError {
  return new DomainError({
    code: 'identity-provider-failed',
    kind: 'dependency',
    message: 'The identity provider does not answer properly at the moment. Try again in a minute.',
    cause: error,
  });
}
