import { createHash } from 'node:crypto';
import { html, Markup } from './html.js';
import { STYLE_SHEET } from './style-sheet.js';

/** What a sandbox page is made of. */
export interface Page {
  readonly title: string;
  readonly body: Markup;
  /** `narrow` for a dialog such as the sign-in, `wide` for tables. */
  readonly width: 'narrow' | 'wide';
  /** Reload after so many seconds; left out, the page stays as it is. */
  readonly refreshSeconds?: number;
  /** An inline script; allowed by its hash, all other scripts are refused. */
  readonly script?: string;
  readonly language?: 'en' | 'de';
}

/** A page that is ready to send. */
export interface RenderedPage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Renders a whole HTML document with the sandbox's look and a strict content security policy. */
export function renderPage(page: Page): RenderedPage {
  const script = page.script === undefined ? undefined : new Markup(page.script);
  const document = html`<!doctype html>
    <html lang="${page.language ?? 'en'}">
      <head>
        <meta charset="utf-8" />
        <title>${page.title} · OS Credits sandbox</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${refreshTag(page.refreshSeconds)}
        <link rel="icon" href="data:," />
        <style>
          ${new Markup(STYLE_SHEET)}
        </style>
      </head>
      <body class="${page.width}">
        ${page.body}
        ${
          script &&
          html`<script>
            ${script};
          </script>`
        }
      </body>
    </html>`;
  return {
    body: document.text,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(page.script),
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  };
}

function refreshTag(seconds: number | undefined): Markup | undefined {
  return seconds === undefined
    ? undefined
    : html`<meta http-equiv="refresh" content="${seconds}" />`;
}

// `form-action` is left open on purpose: Chromium applies it to the redirect that follows a form,
// and signing in or out ends at the product's origin.
function contentSecurityPolicy(script: string | undefined): string {
  const scripts =
    script === undefined
      ? "'none'"
      : `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src 'unsafe-inline'`,
    `script-src ${scripts}`,
    'img-src data:',
    "frame-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
