/** Who is signed in. */
import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import {
  type Credentials,
  fetchServers,
  fetchSession,
  type ServerChoice,
  type Session,
  signIn,
  signOut,
} from '../caldav/session.ts';
import { rememberSession } from './currentSession.ts';
import { keys } from './keys.ts';

export type { ServerChoice, Session } from '../caldav/session.ts';

/** The session, or null when nobody is signed in. Asked once; signing in and out set it. */
export function sessionQuery() {
  return queryOptions({
    queryKey: keys.session,
    queryFn: async ({ signal }): Promise<Session | null> => {
      const session = await fetchSession(globalThis.location.origin, signal);
      rememberSession(session);
      return session ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** The servers that one can sign in to; one when there is nothing to choose. */
export function serversQuery() {
  return queryOptions({
    queryKey: keys.servers,
    queryFn: ({ signal }): Promise<readonly ServerChoice[]> => fetchServers(globalThis.location.origin, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The session of a page that is only shown to somebody signed in. @throws Error outside such a page */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery());
  if (data === null) throw new Error('This page needs somebody who is signed in.');
  return data;
}

/** Signs in with name and password; what another person's session had loaded is forgotten. */
export function useSignIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => signIn(globalThis.location.origin, credentials),
    onSuccess: (session) => {
      const before = queryClient.getQueryData<Session | null>(keys.session);
      rememberSession(session);
      if (before && !isSameAccount(before, session)) queryClient.clear();
      queryClient.setQueryData(keys.session, session);
    },
  });
}

function isSameAccount(one: Session, other: Session): boolean {
  return one.server.name === other.server.name && one.user.principal === other.user.principal;
}

/** Signs out. The caller then loads the sign-in page anew: with the page everything goes that was loaded for this person. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const session = queryClient.getQueryData<Session | null>(keys.session);
      if (session) await signOut(globalThis.location.origin, session.csrf);
    },
  });
}
