import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const SESSIONS_MAX = 1_000;
const SESSION_COOKIE = 'JSESSIONID';
const CSRF_COOKIE = 'XSRF-TOKEN';

/** A servlet session. Nothing depends on it but the CSRF token. */
export interface Session {
  readonly id: string;
  readonly caller: string;
  readonly csrfToken: string;
  readonly isNew: boolean;
}

/** The sessions of the container: a cookie that lets a client skip the set-up of its principal. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();

  /** The session of a cookie header; a new one when there is none or the caller is another. */
  of(cookieHeader: string | undefined, caller: string): Session {
    const known = this.sessions.get(cookie(cookieHeader, SESSION_COOKIE) ?? '');
    if (known?.caller === caller) return known;
    const session = { id: randomUUID(), caller, csrfToken: randomUUID() };
    const oldest = this.sessions.keys().next();
    if (this.sessions.size >= SESSIONS_MAX && oldest.done !== true) {
      this.sessions.delete(oldest.value);
    }
    this.sessions.set(session.id, { ...session, isNew: false });
    return { ...session, isNew: true };
  }

  /** The cookies that an answer sets. */
  cookies(session: Session, withCsrf: boolean): Readonly<Record<string, string[]>> {
    if (!session.isNew) return {};
    return {
      'set-cookie': [
        `${SESSION_COOKIE}=${session.id}; Path=/; HttpOnly`,
        ...(withCsrf ? [`${CSRF_COOKIE}=${session.csrfToken}; Path=/`] : []),
      ],
    };
  }

  /** Whether cookie, header and session carry the same CSRF token. */
  hasCsrfToken(session: Session, headers: IncomingHttpHeaders): boolean {
    const header = headers['x-xsrf-token'];
    return (
      header === session.csrfToken && cookie(headers.cookie, CSRF_COOKIE) === session.csrfToken
    );
  }
}

function cookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(/;\s*/).map((pair) => pair.split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
