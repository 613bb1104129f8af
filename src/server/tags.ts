/** Entity tags and Schedule-Tags, and the If-* headers that name them: RFC 9110's conditions and RFC 6638 §3.2.10. */
import { type DavRequest, headerOf } from './dav.ts';
import { DavError } from './errors.ts';
import type { StoredObject } from './store/store.ts';

/**
 * The conditions of a PUT or DELETE: If-Match, If-None-Match, If-Schedule-Tag-Match (RFC 6638 §8.3).
 * @throws DavError 412
 */
export function requireConditions(request: DavRequest, object: StoredObject | undefined): void {
  const ifMatch = headerOf(request, 'if-match');
  if (ifMatch !== undefined && !matches(ifMatch, object)) {
    throw new DavError(412, object ? 'The object has changed since it was read.' : 'There is no such object.');
  }
  const ifNoneMatch = headerOf(request, 'if-none-match');
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, object)) {
    throw new DavError(412, 'There is an object of that name already.');
  }
  const scheduleTag = headerOf(request, 'if-schedule-tag-match');
  if (scheduleTag !== undefined && (object?.scheduleTag === undefined || scheduleTag.trim() !== object.scheduleTag)) {
    throw new DavError(412, 'The object was changed by more than replies since it was read.');
  }
}

/** Whether a GET need not send the object again. */
export function isNotModified(request: DavRequest, object: StoredObject): boolean {
  const ifNoneMatch = headerOf(request, 'if-none-match');
  return ifNoneMatch !== undefined && matches(ifNoneMatch, object);
}

/** Whether the client shows by If-Match that it has seen the object exactly as it stands. */
export function namesExactState(request: DavRequest): boolean {
  const ifMatch = headerOf(request, 'if-match');
  return ifMatch !== undefined && ifMatch.trim() !== '*';
}

function matches(header: string, object: StoredObject | undefined): boolean {
  if (object === undefined) return false;
  if (header.trim() === '*') return true;
  const tags: readonly string[] = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.includes(object.etag);
}
