import type { Mail } from '../mailbox/mailbox.js';
import { topBar } from '../pages/brand.js';
import { html, type Markup } from '../pages/html.js';
import { renderPage, type RenderedPage } from '../pages/page.js';

/** The list of all mails that were sent into the sandbox, newest first. */
export function mailListPage(mails: readonly Mail[], productUrl: string): RenderedPage {
  return renderPage({
    title: 'Mailbox',
    width: 'wide',
    body: html`${topBar('mailbox', productUrl)}
      <main>
        <h1>Mailbox</h1>
        <p class="lead">Every mail that the product sends ends here, whoever it is for.</p>
        <section class="card" aria-label="Mails">
          ${mails.length === 0 ? noMails() : mails.map(mailEntry)}
        </section>
        ${mails.length === 0 ? undefined : clearForm()}
      </main>`,
  });
}

function noMails(): Markup {
  return html`<p class="muted" style="margin: 0">
    No mail yet. The product writes when a project crosses a threshold of its grant.
  </p>`;
}

function mailEntry(mail: Mail): Markup {
  return html`<article class="mail">
    <h2><a href="/mails/${mail.id}">${mail.subject}</a></h2>
    <p class="small muted" style="margin: 0">
      ${receivedText(mail)} · from ${mail.from} · to ${mail.envelope.to.join(', ')}
    </p>
  </article>`;
}

function clearForm(): Markup {
  return html`<form method="post" action="/control/clear-mails">
    <button class="quiet" type="submit">Empty the mailbox</button>
  </form>`;
}

/** One mail: what its reader would see, and all its headers. */
export function mailPage(mail: Mail, productUrl: string): RenderedPage {
  return renderPage({
    title: mail.subject,
    width: 'wide',
    body: html`${topBar('mailbox', productUrl)}
      <main>
        <h1>${mail.subject}</h1>
        <section class="card" aria-label="Message">
          <dl>
            <dt>Received</dt>
            <dd>${receivedText(mail)}</dd>
            <dt>From</dt>
            <dd>${mail.from}</dd>
            <dt>To</dt>
            <dd>${mail.to.join(', ')}</dd>
            ${
              mail.cc.length > 0
                ? html`<dt>Cc</dt>
                    <dd>${mail.cc.join(', ')}</dd>`
                : undefined
            }
            <dt>Envelope</dt>
            <dd>${mail.envelope.from || '(empty sender)'} → ${mail.envelope.to.join(', ')}</dd>
            ${
              mail.attachments.length === 0
                ? undefined
                : html`<dt>Attached</dt>
                    <dd>${mail.attachments.map(attachmentText)}</dd>`
            }
          </dl>
          <h2 style="margin-top: 1.25rem">Text</h2>
          <pre>${mail.text.trimEnd() || '(none)'}</pre>
          ${mail.html === undefined ? undefined : htmlPart(mail)}
          <details>
            <summary>Headers</summary>
            <pre>${mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre>
          </details>
        </section>
        <p><a href="/mails">All mails</a></p>
      </main>`,
  });
}

function attachmentText(attachment: Mail['attachments'][number]): Markup {
  const { filename, mimeType, bytes } = attachment;
  return html`<div>${filename} (${mimeType}, ${bytes} bytes)</div>`;
}

/** The HTML part in a frame of its own where no script runs and nothing is loaded or sent. */
function htmlPart(mail: Mail): Markup {
  return html`<h2>HTML</h2>
    <iframe title="HTML part of the mail" sandbox="" src="/mails/${mail.id}/html"></iframe>`;
}

/** The headers under which a mail's HTML part may be shown. */
export const MAIL_HTML_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
  'x-content-type-options': 'nosniff',
} as const;

function receivedText(mail: Mail): string {
  return `${mail.receivedAt.slice(0, 19).replace('T', ' ')} UTC`;
}
