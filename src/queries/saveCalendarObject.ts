/** Writing calendar object resources. A resource that changed meanwhile is an outcome and no error: the caller keeps the person's edit. */
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { type DeleteRequest, removeCalendarObject, type SaveRequest, saveCalendarObject } from '../caldav/saving.ts';
import { caldavClient } from './connection.ts';
import { keys } from './keys.ts';

export { newCalendarObjectUrl } from '../caldav/calendarObject.ts';
export type { DeleteRequest, SaveOutcome, SaveRequest } from '../caldav/saving.ts';

/**
 * Stores with If-Schedule-Tag-Match or If-Match, as the server needs it, or (new) If-None-Match: *; then always reads back.
 * Other failures reject with a CaldavError; a refused scheduling change is `forbidden` with its `precondition`.
 */
export function useSaveCalendarObject() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: SaveRequest) => saveCalendarObject(caldavClient(), request),
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
    mutationFn: (request: DeleteRequest) => removeCalendarObject(caldavClient(), request),
    onSuccess: (outcome, { object }) => {
      if (outcome.kind === 'conflict') return undefined;
      queryClient.removeQueries({ queryKey: keys.calendarObject(object.url) });
      return refreshLists(queryClient);
    },
  });
}

/** Not awaited by the screens: a report is shown while the lists load again. */
function refreshLists(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: keys.calendarObjects });
  void queryClient.invalidateQueries({ queryKey: keys.inbox });
}
