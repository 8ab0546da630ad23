import { expect, type BrowserContext, type Page, test as base } from '@playwright/test';
import { environment } from './environment.js';
import { signIn, type Account } from './sign-in.js';

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

type Options = {
  /** Who is signed in when the journey begins; `null` = nobody. */
  account: Account | null;
  /** What the browser's console may complain about here, such as a 404 that is asked for. */
  expectedComplaint: RegExp | null;
};

/** The tests' `test`: begins signed in, and fails on whatever the browser's console reports. */
export const test = base.extend<
  Options & { editorPage: Page; quietConsole: undefined },
  { stateOf: (account: Account) => Promise<State> }
>({
  account: [null, { option: true }],
  expectedComplaint: [null, { option: true }],

  // Signs in for real, once for each account and worker: journeys end sessions of their own only.
  stateOf: [
    async ({ browser }, use) => {
      const states = new Map<Account, Promise<State>>();
      const begin = async (account: Account): Promise<State> => {
        const context = await browser.newContext({
          baseURL: environment.url,
          locale: 'en-GB',
          // Else Playwright lends the context the session of the journey that asks.
          storageState: { cookies: [], origins: [] },
        });
        await signIn(await context.newPage(), account);
        const state = await context.storageState();
        await context.close();
        return state;
      };
      await use((account) => {
        const state = states.get(account) ?? begin(account);
        states.set(account, state);
        return state;
      });
    },
    { scope: 'worker' },
  ],

  storageState: async ({ account, stateOf }, use) => {
    await use(account === null ? undefined : await stateOf(account));
  },

  /** A page of a second person, who confirms and approves what the journey's own person asks for. */
  editorPage: async ({ browser, stateOf }, use) => {
    const context = await browser.newContext({ storageState: await stateOf('Edgar Editor') });
    await use(await context.newPage());
    await context.close();
  },

  quietConsole: [
    async ({ context, expectedComplaint }, use) => {
      const complaints: string[] = [];
      // Chromium reports violations of the content security policy as console errors.
      context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          complaints.push(`${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (fault) => complaints.push(String(fault.error())));
      await use(undefined);
      expect(complaints.filter((text) => expectedComplaint?.test(text) !== true)).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
