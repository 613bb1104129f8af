/** Reading calendar object resources. */
import { queryOptions, type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import {
  type CalendarObject,
  getCalendarObject,
  listCalendarObjects,
  type UtcRange,
} from '../caldav/calendarObject.ts';
import { caldavClient } from './connection.ts';
import { keys } from './keys.ts';

export type { CalendarObject, UtcRange } from '../caldav/calendarObject.ts';

const SECONDS = 1_000;

/** A calendar's objects with an instance in the range. */
function calendarObjectsQuery(calendar: string, range: UtcRange) {
  return queryOptions({
    queryKey: keys.calendarObjectsIn(calendar, range.fromUtc, range.toUtc),
    queryFn: ({ signal }): Promise<readonly CalendarObject[]> =>
      listCalendarObjects(caldavClient(), calendar, range, signal),
    staleTime: 30 * SECONDS,
  });
}

/** What has come of several calendars, in the calendars' order. */
export interface LoadedCalendars {
  /** Undefined where nothing has come yet. */
  readonly objects: readonly (readonly CalendarObject[] | undefined)[];
  readonly errors: readonly (Error | null)[];
  readonly isPending: boolean;
  readonly retry: () => void;
}

/** The objects of several calendars in the range, one query a calendar. The result is the same object until something in it changes. */
export function useCalendarObjects(calendars: readonly string[], range: UtcRange): LoadedCalendars {
  return useQueries({
    queries: calendars.map((calendar) => calendarObjectsQuery(calendar, range)),
    combine,
  });
}

function combine(results: readonly UseQueryResult<readonly CalendarObject[]>[]): LoadedCalendars {
  return {
    objects: results.map(({ data }) => data),
    errors: results.map(({ error }) => error),
    isPending: results.length > 0 && results.every(({ isPending }) => isPending),
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}

/** One object with its tags. Always asked anew when a page opens it: an old Schedule-Tag costs a conflict. */
export function calendarObjectQuery(url: string) {
  return queryOptions({
    queryKey: keys.calendarObject(url),
    queryFn: ({ signal }): Promise<CalendarObject> => getCalendarObject(caldavClient(), url, signal),
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export function useCalendarObject(url: string) {
  return useQuery(calendarObjectQuery(url));
}
