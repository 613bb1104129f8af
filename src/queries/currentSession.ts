/** Who is signed in, for what stands outside React. Apart from the CalDAV client, so that the sign-in page loads without it. */
import type { Session } from '../caldav/session.ts';

let session: Session | undefined;

/** The session whose token requests carry. */
export function currentSession(): Session | undefined {
  return session;
}

/** Called whenever somebody signs in or out. */
export function rememberSession(current: Session | undefined): void {
  session = current;
}
