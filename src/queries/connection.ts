/** The one connection of the page: who is signed in, and the CalDAV client that asks in his name. */
import { useSyncExternalStore } from 'react';
import { CaldavClient } from '../caldav/client.ts';
import type { Session } from '../caldav/session.ts';

export type { Session } from '../caldav/session.ts';

/** Somebody must sign in before a request can go on. `answer(false)` gives the request up. */
export interface SignInRequest {
  readonly answer: (signedIn: boolean) => void;
}

let session: Session | undefined;
let client: CaldavClient | undefined;
let pending: { readonly request: SignInRequest; readonly answered: Promise<boolean> } | undefined;
const listeners = new Set<() => void>();

/** The client of the signed-in person, on the page's own origin. */
export function caldavClient(): CaldavClient {
  client ??= new CaldavClient({
    origin: globalThis.location.origin,
    csrfToken: () => session?.csrf,
    signInAgain: requestSignIn,
  });
  return client;
}

/** Keeps the session whose token the next requests carry. */
export function rememberSession(current: Session | undefined): void {
  session = current;
}

/**
 * Asks for a sign-in over the page and waits for it, so that a save whose session ended goes on by itself.
 * All requests that fail meanwhile wait for the same answer.
 */
export function requestSignIn(): Promise<boolean> {
  if (session === undefined) return Promise.resolve(false);
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
