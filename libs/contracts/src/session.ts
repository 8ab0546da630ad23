import { z } from 'zod';
import { perunMode } from './perun-mode.js';
import { staffRole } from './permissions.js';

/** `GET /api/me`: who is signed in. Answers 200 also without a session. */
export const me = z.object({
  user: z
    .object({
      subject: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      locale: z.string().nullable(),
      leads: z.array(z.string()).meta({ description: 'names of the projects this person leads' }),
      memberOf: z.array(z.string()),
      staffRole: staffRole.nullable(),
    })
    .nullable(),
  csrfToken: z
    .string()
    .nullable()
    .meta({ description: 'send as X-CSRF-Token with every POST, PUT, PATCH, DELETE of a session' }),
});
export type Me = z.infer<typeof me>;

/** `GET /api/config`: what the browser must know before the first render. */
export const appConfig = z.object({
  version: z.string(),
  precision: z.int().min(0).max(12).meta({ description: 'decimal places amounts are shown with' }),
  sandbox: z.boolean(),
  sandboxMailboxUrl: z.string().nullable(),
  perun: z
    .object({ mode: perunMode })
    .optional()
    .meta({ description: 'whether Perun is real, played by the sandbox, or not set up' }),
});
export type AppConfig = z.infer<typeof appConfig>;

/** `POST /api/auth/logout` answers where to go to end the session at the provider too. */
export const logoutResult = z.object({ redirectTo: z.string() });
export type LogoutResult = z.infer<typeof logoutResult>;
