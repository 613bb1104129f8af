import { useMemo } from 'react';
import { hueFor } from '../../components/calendarHue.ts';
import { type UtcRange, useCalendarObjects } from '../../queries/calendarObjects.ts';
import type { CalendarCollection } from '../../queries/calendars.ts';
import { type CalendarEvents, eventsBetween } from './calendarEvents.ts';

export interface LoadedEvents extends CalendarEvents {
  /** Nothing of the range has come yet. */
  readonly isPending: boolean;
  /** Calendars that could not be loaded. */
  readonly failed: readonly { readonly calendar: CalendarCollection; readonly error: Error }[];
  /** There are calendars, and none of them is shown. */
  readonly isEverythingHidden: boolean;
  readonly retry: () => void;
}

export interface WantedEvents {
  /** All calendars, in their order: it gives those without a colour one. */
  readonly calendars: readonly CalendarCollection[];
  /** Paths of those that are not shown. */
  readonly hidden: readonly string[];
  readonly range: UtcRange;
  /** Calendar user addresses of who is signed in. */
  readonly addresses: readonly string[];
  readonly timeZone: string;
}

/** The instances of all shown calendars in a range. */
export function useCalendarEvents({ calendars, hidden, range, addresses, timeZone }: WantedEvents): LoadedEvents {
  const shown = useMemo(() => calendars.filter(({ url }) => !hidden.includes(url)), [calendars, hidden]);
  const urls = shown.map(({ url }) => url);
  const { objects, errors, isPending, retry } = useCalendarObjects(urls, range);
  const found = useMemo(() => {
    const all = shown.map((calendar, at) => {
      const hue = hueFor(calendar.colour, calendars.indexOf(calendar));
      // In somebody else's calendar his replies and his meetings are the own ones.
      const { owner, isReadOnly } = calendar;
      const own = owner.isSelf ? addresses : owner.addresses;
      return eventsBetween(objects[at] ?? [], range, { hue, isReadOnly, addresses: own, timeZone });
    });
    return {
      events: all.flatMap(({ events }) => events),
      unreadable: all.flatMap(({ unreadable }) => unreadable),
    };
  }, [objects, shown, calendars, range, addresses, timeZone]);
  const failed = shown.flatMap((calendar, at) => {
    const error = errors[at];
    return error ? [{ calendar, error }] : [];
  });
  return { ...found, isPending, failed, isEverythingHidden: calendars.length > 0 && shown.length === 0, retry };
}
