import { brandMark } from '../pages/brand.js';
import { html, Markup } from '../pages/html.js';
import { renderPage, type RenderedPage } from '../pages/page.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, type DemoAccount } from './demo-accounts.js';

/** What the sign-in page shows besides the accounts. */
export interface SignInPage {
  readonly uid: string;
  /** Chosen beforehand: the account of the last try, or the first one. */
  readonly selected?: string;
  readonly error?: string;
}

/** The sign-in page: one demo account to choose, the password already filled in. */
export function signInPage(page: SignInPage): RenderedPage {
  const selected = page.selected ?? DEMO_ACCOUNTS[0]?.username;
  return renderPage({
    title: page.error === undefined ? 'Sign in' : 'Sign in failed',
    width: 'narrow',
    body: html`<main>
      ${brandMark(44)}
      <h1>Sign in to OS Credits</h1>
      <p class="lead">This is a sandbox. Choose who you want to be.</p>
      ${page.error && html`<p class="note bad" role="alert">${page.error}</p>`}
      <form method="post" action="/interaction/${page.uid}/login">
        <fieldset>
          <legend>Demo account</legend>
          ${DEMO_ACCOUNTS.map((account) => accountChoice(account, account.username === selected))}
        </fieldset>
        <div class="field">
          <label for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            value="${DEMO_PASSWORD}"
            required
            autocomplete="off"
            aria-describedby="password-note"
          />
          <span id="password-note" class="small muted">
            It is <code>${DEMO_PASSWORD}</code> for everyone and filled in already.
          </span>
        </div>
        <div class="actions"><button class="full" type="submit">Sign in</button></div>
      </form>
      <form method="post" action="/interaction/${page.uid}/abort">
        <div class="actions"><button class="full quiet" type="submit">Cancel</button></div>
      </form>
    </main>`,
  });
}

function accountChoice(account: DemoAccount, isSelected: boolean): Markup {
  return html`<label class="choice">
    <input
      type="radio"
      name="username"
      value="${account.username}"
      required
      ${isSelected ? new Markup('checked') : undefined}
    />
    <span class="text">
      <strong>${account.name}</strong>
      <span class="small muted">${account.description}</span>
    </span>
    ${account.staffRole && html`<span class="tag">${account.staffRole}</span>`}
  </label>`;
}

/** The page between the product's "sign out" and the return to it; goes on by itself. */
export function logoutPage(form: string): RenderedPage {
  return renderPage({
    title: 'Sign out',
    width: 'narrow',
    body: html`<main>
      ${brandMark(44)}
      <h1>Signing you out</h1>
      <p class="lead">If nothing happens, use the button.</p>
      ${new Markup(form)}
      <div class="actions">
        <button class="full" type="submit" form="op.logoutForm" value="yes" name="logout">
          Sign out
        </button>
      </div>
    </main>`,
    // Whoever comes here has just asked to sign out: a second question would be noise.
    script: `document.querySelector('button[name=logout]').click();`,
  });
}

/** Where a sign-out ends that names no page to return to. */
export function signedOutPage(): RenderedPage {
  return renderPage({
    title: 'Signed out',
    width: 'narrow',
    body: html`<main>
      ${brandMark(44)}
      <h1>You are signed out</h1>
      <p>You can close this page.</p>
    </main>`,
  });
}

/** What the provider could not do, with the code that a developer looks for. */
export function errorPage(code: string, description: string | undefined): RenderedPage {
  return renderPage({
    title: 'Sign in failed',
    width: 'narrow',
    body: html`<main>
      ${brandMark(44)}
      <h1>Signing in did not work</h1>
      <p class="note bad" role="alert">${description ?? 'The request was not valid.'}</p>
      <p>Go back to OS Credits and start again. The error code is <code>${code}</code>.</p>
    </main>`,
  });
}
