/** Slows down password guessing: attempts are counted per key until one succeeds or the window ends. */

export interface AttemptLimiter {
  /** Counts an attempt for each key. The seconds to wait when one of them has used up its attempts; 0: go ahead. */
  readonly begin: (keys: readonly AttemptKey[]) => number;
  /** The attempt was right: it and those before it no longer count. */
  readonly succeed: (keys: readonly AttemptKey[]) => void;
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

  return {
    begin: (keys) => {
      const at = now().getTime();
      const full = keys.map((key) => ({ window: windowOf(key.name, at), limit: key.limit }));
      const wait = Math.max(0, ...full.map(({ window, limit }) => (window.count >= limit ? window.endsAt - at : 0)));
      if (wait === 0) for (const { window } of full) window.count += 1;
      return Math.ceil(wait / 1000);
    },
    succeed: (keys) => {
      const at = now().getTime();
      for (const [index, key] of keys.entries()) {
        // The first key names the account: it starts anew. The others (the address) only take this attempt back.
        const window = windowOf(key.name, at);
        window.count = index === 0 ? 0 : Math.max(0, window.count - 1);
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
