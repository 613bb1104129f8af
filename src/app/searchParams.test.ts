import { describe, expect, it } from 'vitest';
import {
  parseSearch,
  readCalendarSearch,
  readEventSearch,
  readNewEventSearch,
  readSignInSearch,
  stringifySearch,
} from './searchParams.ts';

describe('search parameters', () => {
  it('go into the URL and come back as the same texts', () => {
    const search = { url: '/dav/calendars/olivia/work/a%20b.ics', instance: '20270315', start: '2027-03-08T09:00:00Z' };
    expect(readEventSearch(parseSearch(stringifySearch(search)))).toEqual(search);
  });

  it('stay readable in the URL', () => {
    expect(stringifySearch({ url: '/dav/x.ics', date: undefined })).toBe('?url=/dav/x.ics');
    expect(stringifySearch({})).toBe('');
  });

  it('keep a key that looks like a number as text', () => {
    expect(readEventSearch(parseSearch('?url=/x&instance=20270315')).instance).toBe('20270315');
  });

  it.each(['//evil.example/x', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)', ''])(
    'never name another origin: %j',
    (path) => {
      expect(readEventSearch({ url: path }).url).toBe('');
      expect(readSignInSearch({ next: path })).toStrictEqual({ next: undefined });
      expect(readNewEventSearch({ calendar: path }).calendar).toBeUndefined();
    },
  );

  it('override views and dates that do not exist, since the router keeps what is not named', () => {
    expect(readCalendarSearch({ view: 'year', date: '2027-02-30' })).toStrictEqual({
      view: undefined,
      date: undefined,
    });
    expect(readCalendarSearch({ view: 'week', date: '2027-02-28' })).toEqual({ view: 'week', date: '2027-02-28' });
  });

  it('read the times of a new event', () => {
    expect(readNewEventSearch({ start: '2027-03-08', end: '2027-03-09', allDay: 'true' })).toEqual({
      start: '2027-03-08',
      end: '2027-03-09',
      allDay: true,
    });
    const none = { calendar: undefined, start: undefined, end: undefined, allDay: undefined };
    expect(readNewEventSearch({ start: '2027-03-08T25:00:00Z', end: 'now', allDay: 'false' })).toStrictEqual(none);
  });
});
