/** The account's collections and calendars: reading, making, changing and removing them. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type CalendarList,
  type CalendarLook,
  createCalendar,
  deleteCalendar,
  listCalendars,
  updateCalendar,
} from '../caldav/calendars.ts';
import { type Account, discoverAccount } from '../caldav/discovery.ts';
import { caldavClient } from './connection.ts';
import { keys } from './keys.ts';
import { sessionQuery } from './session.ts';

export type { CalendarCollection, CalendarLook } from '../caldav/calendars.ts';
export type { CalendarOwner } from '../caldav/owners.ts';

const MINUTES = 60_000;

/** Homes, Inbox, Outbox and calendar user addresses of who is signed in. */
export function accountQuery() {
  return queryOptions({
    queryKey: keys.account,
    queryFn: async ({ client, signal }): Promise<Account> => {
      const session = await client.ensureQueryData(sessionQuery());
      return discoverAccount(caldavClient(), session?.user.principal, signal);
    },
    // Somebody may share his first calendar at any time: then there is one more home.
    staleTime: 5 * MINUTES,
  });
}

/** The calendars that can hold events, one's own and shared ones, and where another can be made. */
export function calendarsQuery() {
  return queryOptions({
    queryKey: keys.calendars,
    queryFn: async ({ client, signal }): Promise<CalendarList> => {
      const account = await client.fetchQuery(accountQuery());
      return listCalendars(caldavClient(), account, signal);
    },
    staleTime: 5 * MINUTES,
  });
}

/** The calendars, one's own first. */
export function useCalendars() {
  return useQuery({ ...calendarsQuery(), select: calendarsIn });
}

/** The home in which a calendar can be made; undefined while that is not known, and where the server does not let one. */
export function useNewCalendarHome(): string | undefined {
  return useQuery({ ...calendarsQuery(), select: homeIn }).data;
}

/** Makes a calendar in a home; resolves with its path. */
export function useCreateCalendar() {
  const refresh = useRefreshCalendars();
  return useMutation({
    mutationFn: ({ home, look }: { readonly home: string; readonly look: CalendarLook }) =>
      createCalendar(caldavClient(), home, look),
    onSuccess: refresh,
  });
}

/** Gives a calendar another name or colour. */
export function useUpdateCalendar() {
  const refresh = useRefreshCalendars();
  return useMutation({
    mutationFn: ({ url, look }: { readonly url: string; readonly look: Partial<CalendarLook> }) =>
      updateCalendar(caldavClient(), url, look),
    onSuccess: refresh,
  });
}

/** Removes a calendar with everything in it. */
export function useDeleteCalendar() {
  const queryClient = useQueryClient();
  const refresh = useRefreshCalendars();
  return useMutation({
    mutationFn: (url: string) => deleteCalendar(caldavClient(), url),
    onSuccess: async () => {
      await refresh();
      void queryClient.invalidateQueries({ queryKey: keys.calendarObjects });
    },
  });
}

/** The list is right before the screen says that it is done. */
function useRefreshCalendars(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: keys.calendars });
}

function calendarsIn({ calendars }: CalendarList): CalendarList['calendars'] {
  return calendars;
}

function homeIn({ newCalendarsIn }: CalendarList): string | undefined {
  return newCalendarsIn;
}
