import { BrowserSession } from '@os-credits/testing';

/** The sandbox's password for everybody. */
const PASSWORD = 'demo';

/** Somebody of the staff who is signed in at the sandbox's provider and sends what their browser would. */
export class StaffSession {
  private constructor(
    private readonly productUrl: string,
    private readonly browser: BrowserSession,
    private readonly csrfToken: string,
  ) {}

  /**
   * @param productUrl the origin that the provider knows the product by
   * @param username a demo account of the sandbox, such as `ada.admin`
   */
  static async signIn(productUrl: string, username: string): Promise<StaffSession> {
    const browser = new BrowserSession();
    const page = await browser.get(`${productUrl}/api/auth/login`);
    await browser.post(`${page.url.href}/login`, { username, password: PASSWORD });
    const me = await browser.get(`${productUrl}/api/me`);
    const { csrfToken } = JSON.parse(me.body) as { csrfToken: string | null };
    if (csrfToken === null) throw new Error(`signing in as ${username} ended at ${page.url.href}`);
    return new StaffSession(productUrl, browser, csrfToken);
  }

  /** @throws Error with the problem document, where the product refuses */
  async post<Body>(path: string, body: unknown): Promise<Body> {
    const headers = { 'content-type': 'application/json', 'x-csrf-token': this.csrfToken };
    const answer = await this.browser.send(`${this.productUrl}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
    });
    if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.body) as Body;
    throw new Error(`POST ${path}: ${answer.status} ${answer.body}`);
  }
}
