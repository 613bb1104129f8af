/** Who may see or change one's own calendars. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type CalendarAccess, readCalendarAccess, type ShareLevel, shareCalendar } from '../caldav/sharing.ts';
import { accountQuery } from './calendars.ts';
import { caldavClient } from './connection.ts';
import { keys } from './keys.ts';

export type { Share, ShareLevel } from '../caldav/sharing.ts';

/** Who has a calendar of one's own; asked anew whenever it is looked at. */
export function useCalendarAccess(calendar: string) {
  return useQuery(calendarAccessQuery(calendar));
}

function calendarAccessQuery(calendar: string) {
  return queryOptions({
    queryKey: keys.calendarAccess(calendar),
    queryFn: async ({ client, signal }): Promise<CalendarAccess> => {
      const account = await client.ensureQueryData(accountQuery());
      return readCalendarAccess(caldavClient(), { calendar, account }, signal);
    },
    staleTime: 0,
  });
}

/** Gives somebody the calendar, changes what he may do with it, or, without a level, takes it back. */
export function useShareCalendar(calendar: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({
      principal,
      level,
    }: {
      readonly principal: string;
      readonly level: ShareLevel | undefined;
    }) => {
      const account = await queryClient.ensureQueryData(accountQuery());
      await shareCalendar(caldavClient(), { calendar, account }, principal, level);
    },
    // After a failure, too: one of two rights may have been given.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.calendarAccess(calendar) }),
  });
}

/** Whether the server can share at all: its DAV header says access-control, and a calendar allows the ACL method (RFC 3744 §8.1). */
export function useCanShare(calendar: string | undefined, capabilities: readonly string[]): boolean {
  const hasAccessControl = capabilities.includes('access-control');
  const { data } = useQuery({
    queryKey: keys.allowedMethods,
    queryFn: async ({ signal }) => (await caldavClient().allowedMethods(calendar ?? '/', { signal })) ?? null,
    enabled: hasAccessControl && calendar !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return hasAccessControl && (data === null || data?.includes('ACL') === true);
}
