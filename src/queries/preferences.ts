/** What a person has set for this browser. Nothing secret; kept in localStorage, and for this visit only where that is closed. */
import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';
export type WeekStart = 'locale' | 'monday' | 'saturday' | 'sunday';

export interface Preferences {
  readonly theme: Theme;
  readonly weekStart: WeekStart;
  /** IANA name; undefined: the browser's. */
  readonly timeZone: string | undefined;
  /** Paths of calendars that are not shown. */
  readonly hiddenCalendars: readonly string[];
}

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  weekStart: 'locale',
  timeZone: undefined,
  hiddenCalendars: [],
};

const KEY = 'convoke.preferences';
const listeners = new Set<() => void>();
let current: Preferences | undefined;

export function preferences(): Preferences {
  current ??= readPreferences(stored());
  return current;
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribeToPreferences, preferences);
}

export function setPreferences(changes: Partial<Preferences>): void {
  current = { ...preferences(), ...changes };
  try {
    globalThis.localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A closed or full storage: the choice holds until the page is left.
  }
  announce();
}

/** The IANA time zone in which times are shown. */
export function displayTimeZone({ timeZone }: Preferences): string {
  return timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Reads what was stored; anything that does not fit falls back to its default. */
export function readPreferences(text: string | null): Preferences {
  const found = parse(text);
  return {
    theme: oneOf(found['theme'], ['system', 'light', 'dark']) ?? DEFAULT_PREFERENCES.theme,
    weekStart: oneOf(found['weekStart'], ['locale', 'monday', 'saturday', 'sunday']) ?? DEFAULT_PREFERENCES.weekStart,
    timeZone: isTimeZone(found['timeZone']) ? found['timeZone'] : undefined,
    hiddenCalendars: Array.isArray(found['hiddenCalendars'])
      ? found['hiddenCalendars'].filter((url): url is string => typeof url === 'string')
      : [],
  };
}

function stored(): string | null {
  try {
    return globalThis.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text ?? '{}');
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function oneOf<const T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

function isTimeZone(value: unknown): value is string {
  if (typeof value !== 'string' || value === '') return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

/** Calls the listener after every change, here or in another tab. Returns what ends that. */
export function subscribeToPreferences(listener: () => void): () => void {
  if (listeners.size === 0) globalThis.addEventListener('storage', readAgain);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) globalThis.removeEventListener('storage', readAgain);
  };
}

function readAgain(event: StorageEvent): void {
  if (event.key !== KEY && event.key !== null) return;
  current = undefined;
  announce();
}

function announce(): void {
  for (const listener of listeners) listener();
}
