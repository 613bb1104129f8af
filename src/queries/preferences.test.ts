import { describe, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, displayTimeZone, readPreferences } from './preferences.ts';

describe('stored preferences', () => {
  it('come back as they were set', () => {
    const set = { theme: 'dark', weekStart: 'sunday', timeZone: 'Asia/Tokyo', hiddenCalendars: ['/dav/x/'] } as const;
    expect(readPreferences(JSON.stringify(set))).toEqual(set);
  });

  it.each([
    null,
    '',
    'no json',
    '[]',
    '7',
    '{"theme":"neon","weekStart":3,"timeZone":"Mars/Olympus","hiddenCalendars":"all"}',
  ])('that do not fit fall back to the defaults: %j', (text) => {
    expect(readPreferences(text)).toEqual(DEFAULT_PREFERENCES);
  });

  it('keep what fits beside what does not', () => {
    expect(readPreferences('{"theme":"light","hiddenCalendars":["/a/",7]}')).toEqual({
      ...DEFAULT_PREFERENCES,
      theme: 'light',
      hiddenCalendars: ['/a/'],
    });
  });

  it('show times in the chosen zone, else in the browser’s', () => {
    expect(displayTimeZone({ ...DEFAULT_PREFERENCES, timeZone: 'Asia/Tokyo' })).toBe('Asia/Tokyo');
    expect(displayTimeZone(DEFAULT_PREFERENCES)).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
});
