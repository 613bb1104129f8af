/**
 * Who is signed in to an upstream. In memory only: the password goes with each request to the upstream, and neither the
 * database nor the browser ever holds it. A restart of the server signs everybody out.
 */
import { randomBytes } from 'node:crypto';
import { hashToken } from './embeddedSessions.ts';
import type { UpstreamAccount } from './upstreamAccount.ts';
import type { Upstream } from './upstreams.ts';

export interface UpstreamSession {
  readonly upstream: Upstream;
  readonly account: UpstreamAccount;
  /** The value of the Authorization header for the upstream. */
  readonly authorization: string;
  readonly csrf: string;
}

export interface UpstreamSessions {
  /** The new session's token, for the cookie. */
  readonly begin: (session: Omit<UpstreamSession, 'csrf'>) => {
    readonly token: string;
    readonly session: UpstreamSession;
  };
  /** Undefined when there is none, or nobody used it for long. Using it keeps it alive. */
  readonly find: (token: string | undefined) => UpstreamSession | undefined;
  readonly end: (token: string | undefined) => void;
}

/** A page in an open tab asks every minute, so this is the time since the last one was closed. */
const IDLE_MS = 12 * 60 * 60_000;
export const UPSTREAM_SESSION_MS = 7 * 24 * 60 * 60_000;
const MAX_SESSIONS = 10_000;

export function upstreamSessions(now: () => Date): UpstreamSessions {
  const sessions = new Map<string, { readonly session: UpstreamSession; readonly endsAt: number; idleAt: number }>();

  const forgetOld = (): void => {
    const at = now().getTime();
    for (const [key, { endsAt, idleAt }] of sessions) if (Math.min(endsAt, idleAt) <= at) sessions.delete(key);
  };

  return {
    begin: (begun) => {
      forgetOld();
      const [oldest] = sessions.keys();
      if (oldest !== undefined && sessions.size >= MAX_SESSIONS) sessions.delete(oldest);
      const token = randomBytes(32).toString('base64url');
      const session = { ...begun, csrf: randomBytes(32).toString('base64url') };
      const at = now().getTime();
      sessions.set(hashToken(token), { session, endsAt: at + UPSTREAM_SESSION_MS, idleAt: at + IDLE_MS });
      return { token, session };
    },
    find: (token) => {
      forgetOld();
      const found = token === undefined ? undefined : sessions.get(hashToken(token));
      if (found) found.idleAt = now().getTime() + IDLE_MS;
      return found?.session;
    },
    end: (token) => {
      if (token !== undefined) sessions.delete(hashToken(token));
    },
  };
}
