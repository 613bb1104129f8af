/**
 * Sessions with the embedded server, kept in its store. The token in the cookie is replaced once a day while it is used: a new one is
 * given out, and takes the old one's place when it comes back, so that a lost answer signs nobody out. The old one counts a minute
 * longer, for requests that were under way. Whoever shows it later has a copy: the session ends, for him and for the one he copied from.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Device } from './device.ts';
import type { NewToken } from './sessionCookie.ts';
import type { Session, SessionEntry, Store, User } from './store/store.ts';

/** Who uses a session, and its new token when the answer has to carry one. */
export interface UsedSession {
  readonly session: Pick<Session, 'id' | 'user' | 'csrf'>;
  readonly renewed: NewToken | undefined;
}

export interface EmbeddedSessions {
  /** Always with a token of ours, whatever the browser sent. */
  readonly begin: (user: User, device: Device) => Promise<UsedSession & { readonly renewed: NewToken }>;
  /** Undefined when there is no such session, or it has ended. */
  readonly use: (token: string) => Promise<UsedSession | undefined>;
  /** Those that have not ended, last used first. */
  readonly list: (userId: number) => Promise<readonly SessionEntry[]>;
  /** False when there is none. */
  readonly end: (userId: number, id: string) => Promise<boolean>;
  readonly endAll: (userId: number) => Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;
const LIFETIME_MS = 30 * DAY_MS;
const IDLE_MS = 14 * DAY_MS;
const ROTATED_AFTER_MS = DAY_MS;
const OVERLAP_MS = 60_000;
/** How exactly the last use of anything is kept: a request must not cost a write. */
export const USE_KEPT_MS = 10 * 60_000;

export function embeddedSessions(store: Store, now: () => Date): EmbeddedSessions {
  const hasEnded = ({ endsAt, usedAt }: SessionEntry, at: number): boolean => endsAt <= at || usedAt + IDLE_MS <= at;

  return {
    begin: async (user, device) => {
      const at = now().getTime();
      await store.deleteEndedSessions(at, at - IDLE_MS);
      const token = newSecret();
      const session = { id: randomBytes(12).toString('base64url'), csrf: newSecret() };
      const times = { begunAt: at, endsAt: at + LIFETIME_MS };
      await store.createSession({ ...session, ...device, ...times, userId: user.id, tokenHash: hashToken(token) });
      return { session: { ...session, user }, renewed: { token, lifetimeMs: LIFETIME_MS } };
    },
    use: async (token) => {
      const at = now().getTime();
      const session = await store.sessionByTokenHash(hashToken(token));
      if (session === undefined || hasEnded(session, at)) return undefined;
      if (session.presented === 'previous' && (session.previousUntil ?? 0) <= at) {
        await store.deleteSession(session.user.id, session.id);
        return undefined;
      }
      // What is kept about its use must not stop what was asked for, on a full disk for example.
      const renewed = await keepUse(store, session, hashToken(token), at).catch(() => undefined);
      return { session, renewed };
    },
    list: async (userId) => {
      const at = now().getTime();
      return (await store.sessionsOf(userId)).filter((session) => !hasEnded(session, at));
    },
    end: store.deleteSession,
    endAll: store.deleteSessionsOf,
  };
}

/** Moves the session's tokens and its last use on. The token that the answer has to carry, if it is to have one. */
async function keepUse(store: Store, session: Session, presented: string, at: number): Promise<NewToken | undefined> {
  const { presented: which, tokenHash, nextTokenAt, rotatedAt, usedAt, endsAt } = session;
  if (which === 'next') {
    const previousUntil = at + OVERLAP_MS;
    await store.changeSession(session, {
      kind: 'rotated',
      tokenHash: presented,
      previousHash: tokenHash,
      previousUntil,
      at,
    });
    return undefined;
  }
  if (usedAt + USE_KEPT_MS <= at) await store.changeSession(session, { kind: 'used', usedAt: at });
  const isDue = rotatedAt + ROTATED_AFTER_MS <= at && (nextTokenAt ?? 0) + OVERLAP_MS <= at;
  if (which !== 'current' || !isDue) return undefined;
  const token = newSecret();
  // Of requests that arrive together one is given the new token.
  const isGiven = await store.changeSession(session, { kind: 'next', tokenHash: hashToken(token), at });
  return isGiven ? { token, lifetimeMs: endsAt - at } : undefined;
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token: a stolen database signs nobody in. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
