import { z } from 'zod';

/** A path within this application; anything else could lead a fresh session to a foreign site. */
const returnTo = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])/);

export const signInParams = z.object({
  returnTo: returnTo.default('/projects').catch('/projects'),
});

/** `code` is a problem code, or the error of the identity provider. */
export const signInFailedParams = z.object({
  code: z
    .string()
    .regex(/^[a-z0-9_-]{1,64}$/i)
    .optional()
    .catch(undefined),
  returnTo: returnTo.default('/projects').catch('/projects'),
});
