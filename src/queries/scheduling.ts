/** The scheduling Inbox, people to invite, and when they are busy. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CalendarObject } from '../caldav/calendarObject.ts';
import type { Principal } from '../caldav/principals.ts';
import { deleteInboxItem, listInboxItems, searchPrincipals } from '../caldav/scheduling.ts';
import { accountQuery } from './calendars.ts';
import { caldavClient } from './connection.ts';
import { keys } from './keys.ts';

export type { Principal } from '../caldav/principals.ts';

const SECONDS = 1_000;

/** Scheduling messages that nobody has dealt with yet; looked up every minute. Empty on a server without scheduling. */
function inboxQuery() {
  return queryOptions({
    queryKey: keys.inbox,
    queryFn: async ({ client, signal }): Promise<readonly CalendarObject[]> => {
      const { inbox } = await client.ensureQueryData(accountQuery());
      return inbox === undefined ? [] : listInboxItems(caldavClient(), inbox, signal);
    },
    staleTime: 15 * SECONDS,
    refetchInterval: 60 * SECONDS,
  });
}

export function useInbox() {
  return useQuery(inboxQuery());
}

/** Takes a message out of the Inbox once it has been dealt with. */
export function useDeleteInboxItem() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (url: string) => deleteInboxItem(caldavClient(), url),
    onSuccess: (_result, url) => {
      queryClient.setQueryData<readonly CalendarObject[]>(keys.inbox, (items) =>
        items?.filter((item) => item.url !== url),
      );
      return queryClient.invalidateQueries({ queryKey: keys.inbox });
    },
  });
}

/** People, rooms and groups of the server whose name holds the text. */
export function principalsQuery(text: string) {
  const wanted = text.trim();
  return queryOptions({
    queryKey: keys.principals(wanted),
    queryFn: async ({ client, signal }): Promise<readonly Principal[]> => {
      const { principal } = await client.ensureQueryData(accountQuery());
      return searchPrincipals(caldavClient(), principal, wanted, signal);
    },
    enabled: wanted !== '',
    staleTime: 60 * SECONDS,
  });
}
