/** The one connection of the page: the CalDAV client of who is signed in, and what happens when the session ends. */
import { useSyncExternalStore } from 'react';
import { CaldavClient } from '../caldav/client.ts';
import type { SessionServer } from '../caldav/session.ts';
import { currentSession } from './currentSession.ts';

/** Somebody must sign in before a request can go on. `answer(false)` gives the request up. */
export interface SignInRequest {
  readonly answer: (signedIn: boolean) => void;
}

let connection: { readonly client: CaldavClient; readonly server: SessionServer | undefined } | undefined;
let pending: { readonly request: SignInRequest; readonly answered: Promise<boolean> } | undefined;
const listeners = new Set<() => void>();

/** The client of the signed-in person; another one when he signs in to another server. */
export function caldavClient(): CaldavClient {
  const server = currentSession()?.server;
  if (connection === undefined || connection.server?.name !== server?.name) {
    const client = new CaldavClient({
      origin: globalThis.location.origin,
      gateway: server?.gateway,
      writeTag: server?.precondition,
      csrfToken: () => currentSession()?.csrf,
      signInAgain: requestSignIn,
    });
    connection = { client, server };
  }
  return connection.client;
}

/**
 * Asks for a sign-in over the page and waits for it, so that a save whose session ended goes on by itself.
 * All requests that fail meanwhile wait for the same answer.
 */
export function requestSignIn(): Promise<boolean> {
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
