/** Names of what the server itself puts into calendars and inboxes. */
import { randomBytes } from 'node:crypto';
import { isMemberName } from './resources.ts';

const MAX_UID_PART = 80;
/** What no URL can carry. */
const LONE_SURROGATE = /\p{Cs}/u;

/** A name that nothing in the collection has: the UID, as far as it can be in a path, and something random. */
export function newMemberName(uid: string): string {
  const readable = uid.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, MAX_UID_PART);
  return `${readable.replace(/^[.-]+/, '')}-${randomBytes(6).toString('hex')}.ics`;
}

/** `<UID>.ics`, under which clients look for an object of which they know the UID; undefined when that can be no name. */
export function usualMemberName(uid: string): string | undefined {
  const name = `${uid}.ics`;
  return isMemberName(name) && !LONE_SURROGATE.test(name) ? name : undefined;
}
