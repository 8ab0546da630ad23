import { createHash } from 'node:crypto';
import { html, Markup } from './html.js';
import { STYLE_SHEET } from './style-sheet.js';

/** What a sandbox page is made of. */
export interface Page {
  readonly title: string;
  readonly body: Markup;
  /** `narrow` for a dialog such as the sign-in, `wide` for tables. */
  readonly width: 'narrow' | 'wide';
  /** An inline script; allowed by its hash, all other scripts are refused. */
  readonly script?: string;
}

const STYLE_TAG = new Markup(`<style>${STYLE_SHEET}</style>`);

/** A page that is ready to send. */
export interface RenderedPage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Renders a whole HTML document with the sandbox's look and a strict content security policy. */
export function renderPage(page: Page): RenderedPage {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${page.title} · OS Credits sandbox</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        ${STYLE_TAG}
      </head>
      <body class="${page.width}">
        ${page.body} ${scriptTag(page.script)}
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

// Put together by hand: the text between the tags must be, to the byte, what the hash is made of.
function scriptTag(script: string | undefined): Markup | undefined {
  return script === undefined ? undefined : new Markup(`<script>${script}</script>`);
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
