/** Writing calendar object resources. A resource that changed meanwhile is an outcome and no error: the caller keeps the person's edit. */
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  type CalendarObject,
  deleteCalendarObject,
  getCalendarObject,
  preconditionFor,
  putCalendarObject,
} from '../caldav/calendarObject.ts';
import { CaldavError } from '../caldav/errors.ts';
import { caldavClient } from './connection.ts';
import { keys } from './keys.ts';

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
  | { readonly kind: 'conflict'; readonly current: CalendarObject | undefined };

/**
 * Stores with If-Schedule-Tag-Match, else If-Match, else (new) If-None-Match: *; then always reads back.
 * Other failures reject with a CaldavError; a refused scheduling change is `forbidden` with its `precondition`.
 */
export function useSaveCalendarObject() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: SaveRequest) => save(request),
    onSuccess: (outcome, { url }) => {
      const object =
        outcome.kind === 'saved' ? outcome.object : outcome.kind === 'conflict' ? outcome.current : undefined;
      if (object !== undefined) queryClient.setQueryData(keys.calendarObject(url), object);
      return outcome.kind === 'conflict' ? undefined : refreshLists(queryClient);
    },
  });
}

/** Removes an object, so that the server cancels or declines. Gone already counts as removed. */
export function useDeleteCalendarObject() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: DeleteRequest) => remove(request),
    onSuccess: (outcome, { object }) => {
      if (outcome.kind === 'conflict') return undefined;
      queryClient.removeQueries({ queryKey: keys.calendarObject(object.url) });
      return refreshLists(queryClient);
    },
  });
}

async function save({ url, data, base }: SaveRequest): Promise<SaveOutcome> {
  try {
    await putCalendarObject(caldavClient(), url, data, base === undefined ? { kind: 'absent' } : preconditionFor(base));
  } catch (error) {
    if (isConflict(error)) return { kind: 'conflict', current: await currentObject(url) };
    throw error;
  }
  try {
    return { kind: 'saved', object: await getCalendarObject(caldavClient(), url) };
  } catch (error) {
    if (error instanceof CaldavError) return { kind: 'saved-unread', error };
    throw error;
  }
}

async function remove({ object, scheduleReply = true }: DeleteRequest): Promise<DeleteOutcome> {
  try {
    await deleteCalendarObject(caldavClient(), object.url, preconditionFor(object), { scheduleReply });
    return { kind: 'deleted' };
  } catch (error) {
    if (error instanceof CaldavError && error.kind === 'not-found') return { kind: 'deleted' };
    if (isConflict(error)) return { kind: 'conflict', current: await currentObject(object.url) };
    throw error;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof CaldavError && error.kind === 'precondition-failed';
}

async function currentObject(url: string): Promise<CalendarObject | undefined> {
  try {
    return await getCalendarObject(caldavClient(), url);
  } catch (error) {
    if (error instanceof CaldavError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

/** Not awaited by the screens: a report is shown while the lists load again. */
function refreshLists(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: keys.calendarObjects });
  void queryClient.invalidateQueries({ queryKey: keys.inbox });
}

export { newCalendarObjectUrl } from '../caldav/calendarObject.ts';
