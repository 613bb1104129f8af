/** One's own copy of an event that a scheduling message is about. */
import { queryOptions } from '@tanstack/react-query';
import type { CalendarObject } from '../caldav/calendarObject.ts';
import { findObjectByUid } from '../caldav/objectByUid.ts';
import { calendarsQuery } from './calendars.ts';
import { caldavClient } from './connection.ts';
import { keys } from './keys.ts';

/** Under the calendars' key, so that every save refreshes it; null when there is no copy. */
export function objectByUidQuery(uid: string) {
  return queryOptions({
    queryKey: [...keys.calendarObjects, 'uid', uid],
    queryFn: async ({ client, signal }): Promise<CalendarObject | null> => {
      const { calendars } = await client.ensureQueryData(calendarsQuery());
      // The Inbox is one's own: somebody else's copy in a shared calendar is not the one that is asked for.
      const urls = calendars.filter(({ owner }) => owner.isSelf).map(({ url }) => url);
      return (await findObjectByUid(caldavClient(), urls, uid, signal)) ?? null;
    },
    staleTime: 15_000,
  });
}
