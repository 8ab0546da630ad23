/** An answer that a browser session met at the end of its redirects. */
export interface Visited {
  readonly status: number;
  readonly url: URL;
  readonly body: string;
  readonly headers: Headers;
}

/**
 * As much of a browser as signing in needs: cookies by path, redirects, forms. It stops in front of
 * `stopAt`, where that is given, so that nobody has to listen there.
 */
export class BrowserSession {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  constructor(private readonly stopAt?: string) {}

  get(url: URL | string): Promise<Visited> {
    return this.visit(new URL(url), { method: 'GET' });
  }

  post(url: URL | string, fields: Record<string, string>): Promise<Visited> {
    return this.visit(new URL(url), { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Sends what no form can, such as JSON with a token against forged requests. */
  send(
    url: URL | string,
    init: {
      readonly method: string;
      readonly body: string;
      readonly headers: Readonly<Record<string, string>>;
    },
  ): Promise<Visited> {
    return this.visit(new URL(url), init);
  }

  private async visit(first: URL, firstInit: RequestInit): Promise<Visited> {
    let url = first;
    let init = firstInit;
    for (let hops = 0; hops < 10; hops += 1) {
      if (this.stopAt !== undefined && url.href.startsWith(this.stopAt)) {
        return { status: 0, url, body: '', headers: new Headers() };
      }
      const cookie = this.cookieHeader(url);
      const headers = new Headers(init.headers);
      if (cookie !== '') headers.set('cookie', cookie);
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      this.keepCookies(response);
      const location = response.headers.get('location');
      const body = await response.text();
      if (location === null)
        return { status: response.status, url, body, headers: response.headers };
      url = new URL(location, url);
      init = { method: 'GET' };
    }
    throw new Error(`too many redirects, last to ${url.href}`);
  }

  private cookieHeader(url: URL): string {
    return [...this.cookies]
      .filter(([, cookie]) => url.pathname.startsWith(cookie.path))
      .map(([name, cookie]) => `${name}=${cookie.value}`)
      .join('; ');
  }

  private keepCookies(response: Response): void {
    for (const header of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = header.split(/;\s*/);
      const equals = pair.indexOf('=');
      const path = attributes.find((text) => /^path=/i.test(text))?.slice('path='.length) ?? '/';
      const value = pair.slice(equals + 1);
      const name = pair.slice(0, equals);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, { value, path });
    }
  }
}
