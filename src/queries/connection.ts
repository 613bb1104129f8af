/** The one connection of the page: the CalDAV client of who is signed in, and what happens when the session ends. */
import { useSyncExternalStore } from 'react';
import { CaldavClient } from '../caldav/client.ts';
import { currentSession } from './currentSession.ts';

/** Somebody must sign in before a request can go on. `answer(false)` gives the request up. */
export interface SignInRequest {
  readonly answer: (signedIn: boolean) => void;
}

let client: CaldavClient | undefined;
let pending: { readonly request: SignInRequest; readonly answered: Promise<boolean> } | undefined;
const listeners = new Set<() => void>();

/** The client of the signed-in person, on the page's own origin. */
export function caldavClient(): CaldavClient {
  client ??= new CaldavClient({
    origin: globalThis.location.origin,
    csrfToken: () => currentSession()?.csrf,
    signInAgain: requestSignIn,
  });
  return client;
}

/**
 * Asks for a sign-in over the page and waits for it, so that a save whose session ended goes on by itself.
 * All requests that fail meanwhile wait for the same answer.
 */
function requestSignIn(): Promise<boolean> {
  if (currentSession() === undefined) return Promise.resolve(false);
  if (pending === undefined) {
    const { promise, resolve } = withResolver();
    pending = { answered: promise, request: { answer: (signedIn) => finish(signedIn, resolve) } };
    announce();
  }
  return pending.answered;
}

/** The sign-in that a request waits for, if any. */
export function useSignInRequest(): SignInRequest | undefined {
  return useSyncExternalStore(subscribe, () => pending?.request);
}

function finish(signedIn: boolean, resolve: (signedIn: boolean) => void): void {
  pending = undefined;
  announce();
  resolve(signedIn);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function announce(): void {
  for (const listener of listeners) listener();
}

function withResolver(): { readonly promise: Promise<boolean>; readonly resolve: (value: boolean) => void } {
  let resolve: (value: boolean) => void = () => {};
  const promise = new Promise<boolean>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}
