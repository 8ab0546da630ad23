/** The password of every demo account; it protects nothing. */
export const DEMO_PASSWORD = 'demo';

/** What a member of staff may do in the product. */
export type StaffRole = 'viewer' | 'editor' | 'admin';

/** A person who can sign in at the sandbox's OpenID provider. */
export interface DemoAccount {
  readonly sub: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly locale: 'en' | 'de';
  /** One sentence on who this is, for the sign-in page. */
  readonly description: string;
  /** Names of the projects this person leads. */
  readonly leads: readonly string[];
  /** Names of the projects this person is a member of without leading them. */
  readonly memberOf: readonly string[];
  readonly staffRole?: StaffRole;
}

const outsiders = { leads: [], memberOf: [] } as const;

/** Everyone who can sign in, in the order the sign-in page shows them. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    sub: 'sandbox-lea',
    username: 'lea.lead',
    name: 'Lea Lead',
    email: 'lea.lead@sandbox.example',
    locale: 'en',
    description: 'Leads three projects, one of them nearly out of credits',
    leads: ['metagenome-atlas', 'wheat-pangenome', 'Protein Folding Lab'],
    memberOf: [],
  },
  {
    sub: 'sandbox-max',
    username: 'max.member',
    name: 'Max Member',
    email: 'max.member@sandbox.example',
    locale: 'de',
    description: 'Member of one project, leads none',
    leads: [],
    memberOf: ['my-project'],
  },
  {
    ...outsiders,
    sub: 'sandbox-nora',
    username: 'nora.nobody',
    name: 'Nora Nobody',
    email: 'nora.nobody@sandbox.example',
    locale: 'en',
    description: 'Has no project at all',
  },
  {
    ...outsiders,
    sub: 'sandbox-viola',
    username: 'viola.viewer',
    name: 'Viola Viewer',
    email: 'viola.viewer@sandbox.example',
    locale: 'en',
    description: 'Staff: sees every project',
    staffRole: 'viewer',
  },
  {
    ...outsiders,
    sub: 'sandbox-edgar',
    username: 'edgar.editor',
    name: 'Edgar Editor',
    email: 'edgar.editor@sandbox.example',
    locale: 'de',
    description: 'Staff: may also change what is wrong',
    staffRole: 'editor',
  },
  {
    ...outsiders,
    sub: 'sandbox-ada',
    username: 'ada.admin',
    name: 'Ada Admin',
    email: 'ada.admin@sandbox.example',
    locale: 'en',
    description: 'Staff: may do everything',
    staffRole: 'admin',
  },
];

/** The account with this subject, or `undefined`. */
export function accountBySubject(sub: string): DemoAccount | undefined {
  return DEMO_ACCOUNTS.find((account) => account.sub === sub);
}

/** The account with this user name, or `undefined`. */
export function accountByUsername(username: string): DemoAccount | undefined {
  return DEMO_ACCOUNTS.find((account) => account.username === username);
}

/** The claims of an account as they stand in the ID token and at the userinfo endpoint. */
export function claimsOf(account: DemoAccount): { sub: string; [claim: string]: unknown } {
  return {
    sub: account.sub,
    name: account.name,
    preferred_username: account.username,
    email: account.email,
    email_verified: true,
    locale: account.locale,
    os_credits_leads: account.leads,
    os_credits_member_of: account.memberOf,
    ...(account.staffRole === undefined ? {} : { os_credits_staff: account.staffRole }),
  };
}
