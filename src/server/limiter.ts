/**
 * Slows down password guessing: each wrong password makes the next try wait longer, up to a quarter of an hour. Nobody is shut out:
 *
 * - An account is slowed down for one address; who guesses elsewhere does not hinder its owner. Beside that there are a wide limit for
 *   all that comes from one network (many accounts), and one for all that goes to one account (many addresses).
 * - From where an account was signed in to before, neither of the wide limits counts; and the first try from an address within a day
 *   never waits for the limit of the account. So strangers, however many, cannot keep an owner out.
 * - Whether an account exists makes no difference.
 */
import { networkOf } from './networkAddress.ts';

/** Whose tries are counted: an account that may not exist, and the client's address. */
export interface Try {
  readonly account: string;
  readonly address: string;
}

export interface AttemptLimiter {
  /** The seconds that this try has to wait; 0: none. Counts nothing. */
  readonly wait: (by: Try) => number;
  /** Counts the try before its outcome is known. The seconds that it has to wait instead; 0: go ahead. */
  readonly begin: (by: Try) => number;
  /** The try was right: it and those for the account from the address no longer count. */
  readonly succeed: (by: Try) => void;
  /** Nobody could tell whether the try was right: it alone no longer counts. */
  readonly takeBack: (by: Try) => void;
}

/** One of the three counts that a try goes into. */
interface Limit {
  readonly key: string;
  /** So many tries do not wait. */
  readonly free: number;
  /** After each of these times one try is forgotten; at the longest wait it is also how often one can go on guessing. */
  readonly forgivenMs: number;
}

interface Tries {
  /** At `at`; what was forgiven since is not taken off yet. */
  readonly count: number;
  readonly at: number;
  readonly waitsUntil: number;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Tries from an address are remembered so long, and with them that it is not a new one. */
const DAY_MS = 24 * 60 * 60_000;
const KNOWN_MS = 30 * DAY_MS;
const MAX_KEYS = 50_000;
const MAX_KNOWN = 10_000;

export function attemptLimiter(now: () => Date): AttemptLimiter {
  const tries = new Map<string, Tries>();
  /** Accounts with addresses from which they were signed in to, and until when that counts. */
  const known = new Map<string, number>();

  const wait = (by: Try): number => {
    const at = now().getTime();
    const { pair, network, account } = limitsOf(by);
    const isKnown = (known.get(pair.key) ?? 0) > at;
    const isFirst = (tries.get(pair.key)?.at ?? 0) + DAY_MS <= at;
    const limits = [pair, ...(isKnown ? [] : [network]), ...(isKnown || isFirst ? [] : [account])];
    return Math.ceil(Math.max(...limits.map(({ key }) => waitLeft(tries.get(key), at))) / 1000);
  };

  const set = (key: string, found: Tries): void => {
    if (!tries.has(key) && tries.size >= MAX_KEYS) forgetOldest(tries, found.at);
    tries.delete(key);
    tries.set(key, found);
  };

  const takeOff = (limit: Limit, at: number): void => {
    const found = tries.get(limit.key);
    const count = countAt(found, limit, at) - 1;
    if (count <= 0) tries.delete(limit.key);
    else set(limit.key, { count, at, waitsUntil: at + Math.min(waitAfter(count, limit), waitLeft(found, at)) });
  };

  return {
    wait,
    begin: (by) => {
      const seconds = wait(by);
      if (seconds > 0) return seconds;
      const at = now().getTime();
      for (const limit of Object.values(limitsOf(by))) {
        const count = countAt(tries.get(limit.key), limit, at) + 1;
        set(limit.key, { count, at, waitsUntil: at + waitAfter(count, limit) });
      }
      return 0;
    },
    succeed: (by) => {
      const at = now().getTime();
      const { pair, network, account } = limitsOf(by);
      tries.delete(pair.key);
      for (const limit of [network, account]) takeOff(limit, at);
      known.delete(pair.key);
      if (known.size >= MAX_KNOWN) for (const key of [...known.keys()].slice(0, MAX_KNOWN / 10)) known.delete(key);
      known.set(pair.key, at + KNOWN_MS);
    },
    takeBack: (by) => {
      const at = now().getTime();
      for (const limit of Object.values(limitsOf(by))) takeOff(limit, at);
    },
  };
}

function limitsOf({ account, address }: Try): Readonly<Record<'pair' | 'network' | 'account', Limit>> {
  return {
    pair: { key: `pair ${JSON.stringify([account, networkOf(address, 64)])}`, free: 5, forgivenMs: 10 * 60_000 },
    network: { key: `network ${networkOf(address, 48)}`, free: 50, forgivenMs: 60_000 },
    account: { key: `account ${account}`, free: 100, forgivenMs: 60_000 },
  };
}

function countAt(found: Tries | undefined, { forgivenMs }: Limit, at: number): number {
  return found === undefined ? 0 : Math.max(0, found.count - (at - found.at) / forgivenMs);
}

function waitAfter(count: number, { free }: Limit): number {
  return count <= free ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - free - 1));
}

function waitLeft(found: Tries | undefined, at: number): number {
  return Math.max(0, (found?.waitsUntil ?? 0) - at);
}

/** Drops what no longer counts, and the oldest tenth if that is not enough: memory stays bounded under attack. */
function forgetOldest(tries: Map<string, Tries>, at: number): void {
  for (const [key, { at: last, waitsUntil }] of tries) if (Math.max(waitsUntil, last + DAY_MS) <= at) tries.delete(key);
  let surplus = tries.size - Math.floor(MAX_KEYS * 0.9);
  for (const key of tries.keys()) {
    if (surplus-- <= 0) return;
    tries.delete(key);
  }
}
