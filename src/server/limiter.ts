/** Slows down password guessing: attempts are counted per key until one succeeds or the window ends. */

export interface AttemptLimiter {
  /** The seconds to wait when one of the keys has used up its attempts; 0: none. Counts nothing. */
  readonly wait: (keys: readonly AttemptKey[]) => number;
  /** Counts an attempt for each key. The seconds to wait when one of them has used up its attempts; 0: go ahead. */
  readonly begin: (keys: readonly AttemptKey[]) => number;
  /** The attempt was right: it and those before it no longer count. */
  readonly succeed: (keys: readonly AttemptKey[]) => void;
  /** Nobody could tell whether the attempt was right: it alone no longer counts. */
  readonly takeBack: (keys: readonly AttemptKey[]) => void;
}

export interface AttemptKey {
  readonly name: string;
  readonly limit: number;
}

const WINDOW_MS = 10 * 60_000;
const MAX_KEYS = 50_000;

export function attemptLimiter(now: () => Date): AttemptLimiter {
  const windows = new Map<string, { count: number; readonly endsAt: number }>();

  const windowOf = (name: string, at: number): { count: number; readonly endsAt: number } => {
    const known = windows.get(name);
    if (known && known.endsAt > at) return known;
    if (windows.size >= MAX_KEYS) forgetOldest(windows, at);
    const fresh = { count: 0, endsAt: at + WINDOW_MS };
    windows.delete(name);
    windows.set(name, fresh);
    return fresh;
  };

  const wait = (keys: readonly AttemptKey[]): number => {
    const at = now().getTime();
    const left = keys.map(({ name, limit }) => {
      const window = windows.get(name);
      return window && window.count >= limit ? window.endsAt - at : 0;
    });
    return Math.ceil(Math.max(0, ...left) / 1000);
  };

  return {
    wait,
    begin: (keys) => {
      const seconds = wait(keys);
      const at = now().getTime();
      if (seconds === 0) for (const { name } of keys) windowOf(name, at).count += 1;
      return seconds;
    },
    succeed: (keys) => {
      const at = now().getTime();
      for (const [index, key] of keys.entries()) {
        // The first key names the account: it starts anew. The others (the address) only take this attempt back.
        const window = windowOf(key.name, at);
        window.count = index === 0 ? 0 : Math.max(0, window.count - 1);
      }
    },
    takeBack: (keys) => {
      const at = now().getTime();
      for (const { name } of keys) {
        const window = windowOf(name, at);
        window.count = Math.max(0, window.count - 1);
      }
    },
  };
}

/** Drops what has ended, and the oldest tenth if that is not enough: memory stays bounded under attack. */
function forgetOldest(windows: Map<string, { readonly endsAt: number }>, at: number): void {
  for (const [name, window] of windows) if (window.endsAt <= at) windows.delete(name);
  let surplus = windows.size - Math.floor(MAX_KEYS * 0.9);
  for (const name of windows.keys()) {
    if (surplus-- <= 0) return;
    windows.delete(name);
  }
}
