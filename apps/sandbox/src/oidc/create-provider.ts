import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { accountBySubject, claimsOf } from './demo-accounts.js';
import { errorPage, logoutPage, signedOutPage } from './provider-pages.js';
import type { ProviderKeys } from './provider-keys.js';
import { SessionStore } from './session-store.js';

/** The one client that the sandbox's provider knows: the product. */
export const CLIENT_ID = 'os-credits';

/** The scopes that are granted without asking; the product is the provider's own application. */
const SCOPES = ['openid', 'profile', 'email', 'os_credits'] as const;

const HOUR_SECONDS = 3600;

/** What the provider needs to know about its surroundings. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly productUrl: string;
  readonly clientSecret: string;
  readonly keys: ProviderKeys;
}

/**
 * The OpenID provider of the sandbox: authorization code with PKCE, RP-initiated logout, plain
 * http, consent given silently.
 */
export function createProvider(settings: ProviderSettings): Provider {
  const store = new SessionStore();
  return new Provider(settings.issuer, {
    ...clientAndClaims(settings),
    ...pagesAndLogout(),
    adapter: (kind: string) => store.adapterFor(kind),
    jwks: settings.keys.jwks,
    cookies: {
      // Cookies are shared by all ports of a host: these names must not meet the product's.
      names: {
        session: 'sandbox_oidc_session',
        interaction: 'sandbox_oidc_interaction',
        resume: 'sandbox_oidc_resume',
      },
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
      keys: settings.keys.cookieKeys,
    },
    ttl: {
      AccessToken: HOUR_SECONDS,
      AuthorizationCode: 60,
      IdToken: HOUR_SECONDS,
      Interaction: HOUR_SECONDS,
      Session: 24 * HOUR_SECONDS,
      Grant: 24 * HOUR_SECONDS,
    },
  });
}

function clientAndClaims(settings: ProviderSettings): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT_ID,
        client_name: 'OS Credits',
        client_secret: settings.clientSecret,
        // The default of openid-client, which the product uses.
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [`${settings.productUrl}/api/auth/callback`],
        post_logout_redirect_uris: [`${settings.productUrl}/`],
      },
    ],
    scopes: [...SCOPES],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'locale'],
      email: ['email', 'email_verified'],
      os_credits: ['os_credits_leads', 'os_credits_member_of', 'os_credits_staff'],
    },
    // Put the claims into the ID token too, so that a client needs no second request.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_context, sub) => {
      const account = accountBySubject(sub);
      return account && { accountId: account.sub, claims: () => claimsOf(account) };
    },
    loadExistingGrant: grantEverythingAsked,
  };
}

function pagesAndLogout(): Configuration {
  return {
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => show(context, logoutPage(form)),
        postLogoutSuccessSource: (context) => show(context, signedOutPage()),
      },
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    renderError: (context, out) => show(context, errorPage(out.error, out.error_description)),
  };
}

function show(
  context: KoaContextWithOIDC,
  page: { body: string; headers: Readonly<Record<string, string>> },
): void {
  context.set(page.headers);
  context.body = page.body;
}

async function grantEverythingAsked(
  context: KoaContextWithOIDC,
): Promise<InstanceType<Provider['Grant']> | undefined> {
  const { account, client, provider, session } = context.oidc;
  if (account === undefined || client === undefined) return undefined;
  const known = session?.grantIdFor(client.clientId);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  if (existing !== undefined) return existing;
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope(SCOPES.join(' '));
  await grant.save();
  return grant;
}
