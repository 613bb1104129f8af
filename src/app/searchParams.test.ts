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
      expect(readSignInSearch({ next: path })).toEqual({});
      expect(readNewEventSearch({ calendar: path })).toEqual({});
    },
  );

  it('leave out views and dates that do not exist', () => {
    expect(readCalendarSearch({ view: 'year', date: '2027-02-30' })).toEqual({});
    expect(readCalendarSearch({ view: 'week', date: '2027-02-28' })).toEqual({ view: 'week', date: '2027-02-28' });
  });

  it('read the times of a new event', () => {
    expect(readNewEventSearch({ start: '2027-03-08', end: '2027-03-09', allDay: 'true' })).toEqual({
      start: '2027-03-08',
      end: '2027-03-09',
      allDay: true,
    });
    expect(readNewEventSearch({ start: '2027-03-08T25:00:00Z', end: 'now' })).toEqual({});
  });
});
