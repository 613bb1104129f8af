/** Names of what the server itself puts into calendars and inboxes. */
import { randomBytes } from 'node:crypto';

const MAX_UID_PART = 80;

/** A name that nothing in the collection has: the UID, as far as it can be in a path, and something random. */
export function newMemberName(uid: string): string {
  const readable = uid.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, MAX_UID_PART);
  return `${readable.replace(/^[.-]+/, '')}-${randomBytes(6).toString('hex')}.ics`;
}
