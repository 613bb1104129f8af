/** Whether a name and a password are right: argon2id, app passwords, growing delays, and a short memory of what was verified. */
import { createHmac, randomBytes } from 'node:crypto';
import { verify } from '@node-rs/argon2';
import { MAX_NAME, MAX_PASSWORD } from './accountRules.ts';
import { hashOf } from './accounts.ts';
import { appPasswordHash } from './appPasswordSecret.ts';
import { USE_KEPT_MS } from './embeddedSessions.ts';
import { attemptLimiter } from './limiter.ts';
import type { Store, User } from './store/store.ts';

/** What came of a name and a password. */
export type CredentialCheck =
  | { readonly kind: 'verified'; readonly user: User }
  | { readonly kind: 'wrong' }
  /** Too many wrong passwords for this account from this address, or from this network or for this account at all. */
  | { readonly kind: 'wait'; readonly seconds: number };

export interface Presented {
  readonly name: string;
  readonly password: string;
  /** Of the client. */
  readonly address: string;
  /** `calendars`: also an app password, and what was verified before. `account`: the account's own password, verified now. */
  readonly opens: 'calendars' | 'account';
}

export type CredentialVerifier = (presented: Presented) => Promise<CredentialCheck>;

const RIGHT_KEPT_MS = 5 * 60_000;
const WRONG_KEPT_MS = 60 * 60_000;
const MAX_KEPT = 5_000;

/**
 * Checks names and passwords. Basic credentials come with every request, so that a right pair is remembered for five minutes and a wrong
 * one for an hour, under a keyed hash (of the stored hash too: a changed password, or a disabled account, is seen at once), and equal
 * pairs that arrive together are verified once. A wrong pair counts once in that hour: a forgotten phone that goes on with an old
 * password guesses nothing. An unknown name, or that of a disabled account, is answered as a wrong password and costs as much.
 */
export function credentialVerifier(store: Store, now: () => Date): CredentialVerifier {
  const key = randomBytes(32);
  const right = shortMemory(now, RIGHT_KEPT_MS);
  const wrong = shortMemory(now, WRONG_KEPT_MS);
  const underway = new Map<string, Promise<CredentialCheck>>();
  const limiter = attemptLimiter(now);
  const decoy = hashOf(randomBytes(16).toString('hex'));

  const verifySlowly = async (presented: Presented, stored: string | undefined, fingerprint: string) => {
    const by = { account: presented.name, address: presented.address };
    const seconds = limiter.begin(by);
    if (seconds > 0) return { kind: 'wait', seconds } as const;
    const isRight = await verify(stored ?? (await decoy), presented.password);
    if (!isRight || stored === undefined) {
      wrong.keep(fingerprint);
      return { kind: 'wrong' } as const;
    }
    limiter.succeed(by);
    right.keep(fingerprint);
    return openAccount(store, presented.name);
  };

  return async (presented) => {
    const { name, password, address, opens } = presented;
    // No account has such a name or password; and nothing of that length is to be remembered.
    if (name.length > MAX_NAME || password.length > MAX_PASSWORD) return { kind: 'wrong' };
    const byAppPassword = opens === 'calendars' ? await appPasswordUser(store, name, password, now) : undefined;
    if (byAppPassword) return { kind: 'verified', user: byAppPassword };
    const stored = await store.passwordHashOf(name);
    const fingerprint = createHmac('sha256', key)
      .update(JSON.stringify([name, password, stored]))
      .digest('base64');
    if (wrong.has(fingerprint)) return { kind: 'wrong' };
    // Even a remembered pair waits: else guesses would go on, and the right one would be told by its answer.
    const seconds = limiter.wait({ account: name, address });
    if (seconds > 0) return { kind: 'wait', seconds };
    if (opens === 'calendars' && right.has(fingerprint)) return openAccount(store, name);
    const together = `${fingerprint} ${address}`;
    const pending = underway.get(together);
    if (pending) return pending;
    const check = verifySlowly(presented, stored, fingerprint).finally(() => underway.delete(together));
    underway.set(together, check);
    return check;
  };
}

async function openAccount(store: Store, name: string): Promise<CredentialCheck> {
  const user = await store.userByName(name);
  return user && !user.isDisabled ? { kind: 'verified', user } : { kind: 'wrong' };
}

/** App passwords cannot be guessed, so that they never wait: whatever strangers do, calendar programs go on. */
async function appPasswordUser(
  store: Store,
  name: string,
  password: string,
  now: () => Date,
): Promise<User | undefined> {
  const secretHash = appPasswordHash(password);
  const found = secretHash === undefined ? undefined : await store.userByAppPassword(name, secretHash);
  const at = now().getTime();
  // That this cannot be written must not stop what was asked for, on a full disk for example.
  if (found && (found.usedAt ?? 0) + USE_KEPT_MS <= at)
    await store.touchAppPassword(found.id, at).catch(() => undefined);
  return found?.user;
}

/** Keeps fingerprints for a while; of too many the oldest are forgotten. */
function shortMemory(now: () => Date, keptMs: number) {
  const until = new Map<string, number>();
  return {
    has: (fingerprint: string): boolean => (until.get(fingerprint) ?? 0) > now().getTime(),
    keep: (fingerprint: string): void => {
      until.delete(fingerprint);
      const [oldest] = until.keys();
      if (oldest !== undefined && until.size >= MAX_KEPT) until.delete(oldest);
      until.set(fingerprint, now().getTime() + keptMs);
    },
  };
}
