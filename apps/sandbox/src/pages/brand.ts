import { html, type Markup } from './html.js';

/** The sandbox's mark: a sandbox bucket of blocks, drawn in the current accent colour. */
export function brandMark(sizePx: number): Markup {
  return html`<svg
    width="${sizePx}"
    height="${sizePx}"
    viewBox="0 0 32 32"
    aria-hidden="true"
    focusable="false"
  >
    <rect x="1" y="1" width="30" height="30" rx="8" fill="var(--accent)" />
    <path d="M8 20h5v4H8zM14 14h5v10h-5zM20 8h5v16h-5z" fill="var(--accent-text)" />
  </svg>`;
}

/** The header of the sandbox's own pages. */
export function topBar(current: 'home' | 'mailbox' | 'perun', productUrl: string): Markup {
  const link = (key: string, href: string, text: string): Markup =>
    key === current
      ? html`<a href="${href}" aria-current="page">${text}</a>`
      : html`<a href="${href}">${text}</a>`;
  return html`<header class="top">
    <div>
      <a class="brand" href="/">${brandMark(28)} OS Credits sandbox</a>
      <nav aria-label="Sandbox">
        ${link('home', '/', 'Overview')} ${link('mailbox', '/mails', 'Mailbox')}
        ${link('perun', '/perun', 'Perun')}
        <a href="${productUrl}/">Open OS Credits</a>
      </nav>
    </div>
  </header>`;
}
