/** The account on the embedded server: where one is signed in, the password, app passwords. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  addAppPassword,
  changePassword,
  endAllSessions,
  endSession,
  fetchAppPasswords,
  fetchSessions,
  revokeAppPassword,
} from '../caldav/account.ts';
import { CaldavError } from '../caldav/errors.ts';
import { requestSignIn } from './connection.ts';
import { currentSession, rememberSession } from './currentSession.ts';
import { keys } from './keys.ts';

export type { AccountSession, AppPassword } from '../caldav/account.ts';

/** Where one is signed in, last used first. */
export function accountSessionsQuery() {
  return queryOptions({
    queryKey: keys.accountSessions,
    queryFn: ({ signal }) => asSignedIn(({ origin }) => fetchSessions(origin, signal)),
  });
}

/** Oldest first. */
export function appPasswordsQuery() {
  return queryOptions({
    queryKey: keys.appPasswords,
    queryFn: ({ signal }) => asSignedIn(({ origin }) => fetchAppPasswords(origin, signal)),
  });
}

export function useEndSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => asSignedIn((asker) => endSession(asker, id)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.accountSessions }),
  });
}

/** This session too: the caller then loads the sign-in page anew. */
export function useEndAllSessions() {
  return useMutation({ mutationFn: () => asSignedIn(endAllSessions) });
}

/** All other sessions end. */
export function useChangePassword() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ current, next }: { readonly current: string; readonly next: string }) =>
      asSignedIn((asker) => changePassword(asker, current, next)),
    onSuccess: (session) => {
      rememberSession(session);
      queryClient.setQueryData(keys.session, session);
      return queryClient.invalidateQueries({ queryKey: keys.accountSessions });
    },
  });
}

/** Gives the new one with its secret, which is kept nowhere else. */
export function useAddAppPassword() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => asSignedIn((asker) => addAppPassword(asker, name)),
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.appPasswords }),
  });
}

export function useRevokeAppPassword() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => asSignedIn((asker) => revokeAppPassword(asker, id)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.appPasswords }),
  });
}

/** Asks; when the session has ended, asks for a sign-in over the page and then once more. @throws CaldavError */
async function asSignedIn<Result>(
  ask: (asker: { readonly origin: string; readonly csrf: string }) => Promise<Result>,
): Promise<Result> {
  const asker = () => ({ origin: globalThis.location.origin, csrf: currentSession()?.csrf ?? '' });
  try {
    return await ask(asker());
  } catch (error) {
    const hasEnded = error instanceof CaldavError && error.kind === 'unauthorized';
    if (!hasEnded || !(await requestSignIn())) throw error;
    return ask(asker());
  }
}
