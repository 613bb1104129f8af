/** The account's collections and calendars. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Account, type CalendarCollection, discoverAccount, listCalendars } from '../caldav/discovery.ts';
import { caldavClient } from './connection.ts';
import { keys } from './keys.ts';
import { sessionQuery } from './session.ts';

export type { Account, CalendarCollection } from '../caldav/discovery.ts';

const MINUTES = 60_000;

/** Home, Inbox, Outbox and calendar user addresses of who is signed in. */
export function accountQuery() {
  return queryOptions({
    queryKey: keys.account,
    queryFn: async ({ client, signal }): Promise<Account> => {
      const session = await client.ensureQueryData(sessionQuery());
      return discoverAccount(caldavClient(), session?.user.principal, signal);
    },
    staleTime: 60 * MINUTES,
  });
}

/** The calendars that can hold events. */
export function calendarsQuery() {
  return queryOptions({
    queryKey: keys.calendars,
    queryFn: async ({ client, signal }): Promise<readonly CalendarCollection[]> => {
      const account = await client.ensureQueryData(accountQuery());
      return listCalendars(caldavClient(), account.home, signal);
    },
    staleTime: 5 * MINUTES,
  });
}

export function useCalendars() {
  return useQuery(calendarsQuery());
}
