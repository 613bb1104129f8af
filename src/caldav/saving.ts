/** Storing and removing with the right precondition. A resource that changed meanwhile is an outcome and no error. */
import {
  type CalendarObject,
  deleteCalendarObject,
  getCalendarObject,
  preconditionFor,
  putCalendarObject,
} from './calendarObject.ts';
import type { CaldavClient } from './client.ts';
import { CaldavError } from './errors.ts';

export interface SaveRequest {
  /** Where it is stored; `newCalendarObjectUrl` makes one for a new object. */
  readonly url: string;
  /** iCalendar text. */
  readonly data: string;
  /** What the edit began from; undefined creates. */
  readonly base: Pick<CalendarObject, 'etag' | 'scheduleTag'> | undefined;
}

export type SaveOutcome =
  /** Stored, and read back: `object` is what the server kept, with SCHEDULE-STATUS. */
  | { readonly kind: 'saved'; readonly object: CalendarObject }
  /** Stored, but reading it back failed: what was sent is not known yet. */
  | { readonly kind: 'saved-unread'; readonly error: CaldavError }
  /** Not stored: it changed, or was removed (`current` undefined), since it was read. */
  | { readonly kind: 'conflict'; readonly current: CalendarObject | undefined };

export interface DeleteRequest {
  readonly object: Pick<CalendarObject, 'url' | 'etag' | 'scheduleTag'>;
  /** `false`: an Attendee removes his copy without declining, RFC 6638 §8.1. */
  readonly scheduleReply?: boolean;
}

export type DeleteOutcome =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'conflict'; readonly current: CalendarObject };

/**
 * Stores with If-Schedule-Tag-Match or If-Match, as the server needs it, or (new) If-None-Match: *; then always reads back.
 * @throws CaldavError for other failures; a refused scheduling change is `forbidden` with its `precondition`
 */
export async function saveCalendarObject(client: CaldavClient, { url, data, base }: SaveRequest): Promise<SaveOutcome> {
  try {
    await putCalendarObject(
      client,
      url,
      data,
      base === undefined ? { kind: 'absent' } : preconditionFor(base, client.writeTag),
    );
  } catch (error) {
    if (isConflict(error)) return { kind: 'conflict', current: await currentObject(client, url) };
    throw error;
  }
  try {
    return { kind: 'saved', object: await getCalendarObject(client, url) };
  } catch (error) {
    if (error instanceof CaldavError) return { kind: 'saved-unread', error };
    throw error;
  }
}

/** Removes an object, so that the server cancels or declines. Gone already counts as removed. @throws CaldavError */
export async function removeCalendarObject(
  client: CaldavClient,
  { object, scheduleReply = true }: DeleteRequest,
): Promise<DeleteOutcome> {
  try {
    await deleteCalendarObject(client, object.url, preconditionFor(object, client.writeTag), { scheduleReply });
    return { kind: 'deleted' };
  } catch (error) {
    if (error instanceof CaldavError && error.kind === 'not-found') return { kind: 'deleted' };
    if (!isConflict(error)) throw error;
    const current = await currentObject(client, object.url);
    return current === undefined ? { kind: 'deleted' } : { kind: 'conflict', current };
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof CaldavError && error.kind === 'precondition-failed';
}

async function currentObject(client: CaldavClient, url: string): Promise<CalendarObject | undefined> {
  try {
    return await getCalendarObject(client, url);
  } catch (error) {
    if (error instanceof CaldavError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
