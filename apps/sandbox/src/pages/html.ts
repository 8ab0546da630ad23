/** Text that is known to be markup and goes into a page as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

type Interpolated = string | number | Markup | readonly Markup[] | undefined;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/**
 * A template tag for pages: every interpolated text is escaped, `Markup` goes in as it is,
 * `undefined` leaves nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Interpolated[]): Markup {
  const parts = strings.map((text, index) => text + render(values[index]));
  return new Markup(parts.join(''));
}

function render(value: Interpolated): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map((markup) => markup.text).join('');
}
