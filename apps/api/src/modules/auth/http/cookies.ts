import { type CookieSerializeOptions } from '@fastify/cookie';
import { type HttpSettings } from '../../../platform/config/index.js';

export const SESSION_COOKIE = 'os_credits_session';
export const SIGN_IN_COOKIE = 'os_credits_sign_in';

/** Not readable by scripts, not sent by other sites' forms, and only by https where the portal has it. */
export function cookieOptions(settings: HttpSettings, path: string): CookieSerializeOptions {
  return {
    httpOnly: true,
    sameSite: 'lax',
    secure: settings.PUBLIC_URL.startsWith('https:'),
    path,
  };
}
