/** What stands in a calendar that is to be removed. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type CalendarObject, countObjects, listMeetings } from '../caldav/calendarObject.ts';
import { caldavClient } from './connection.ts';
import { keys } from './keys.ts';

export interface CalendarContents {
  /** All entries, meetings or not. */
  readonly count: number;
  /** Those with an Organizer: removing them tells somebody. */
  readonly meetings: readonly CalendarObject[];
}

/** Asked anew whenever it is looked at. */
export function useCalendarContents(calendar: string) {
  return useQuery(calendarContentsQuery(calendar));
}

function calendarContentsQuery(calendar: string) {
  return queryOptions({
    queryKey: keys.calendarContents(calendar),
    queryFn: async ({ signal }): Promise<CalendarContents> => {
      const client = caldavClient();
      const [count, events, tasks] = await Promise.all([
        countObjects(client, calendar, signal),
        listMeetings(client, calendar, 'VEVENT', signal),
        listMeetings(client, calendar, 'VTODO', signal),
      ]);
      return { count, meetings: [...events, ...tasks] };
    },
    staleTime: 0,
    gcTime: 0,
  });
}
