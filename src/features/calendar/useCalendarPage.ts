import type { CalendarDate } from '@internationalized/date';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type CalendarCollection, useCalendars } from '../../queries/calendars.ts';
import { displayTimeZone, usePreferences } from '../../queries/preferences.ts';
import { useSession } from '../../queries/session.ts';
import { type LoadedEvents, useCalendarEvents, type WantedEvents } from './useCalendarEvents.ts';
import { type CalendarView, type DateConventions, utcRange, viewRange } from './viewRange.ts';

/** What a calendar page shows, loaded as far as it is. */
export interface CalendarPageState {
  readonly calendars: UseQueryResult<readonly CalendarCollection[]>;
  readonly loaded: LoadedEvents;
  /** For a search over the same calendars. */
  readonly wanted: Omit<WantedEvents, 'range'>;
}

const NONE: readonly CalendarCollection[] = [];

/** How this person's dates are written: the locale of the page, his week start and his time zone. */
export function useDateConventions(locale: string): DateConventions {
  const preferences = usePreferences();
  const { weekStart } = preferences;
  const timeZone = displayTimeZone(preferences);
  return useMemo(() => ({ locale, weekStart, timeZone }), [locale, weekStart, timeZone]);
}

/** Loads what a view of the calendar shows. */
export function useCalendarPage(
  view: CalendarView,
  date: CalendarDate,
  conventions: DateConventions,
): CalendarPageState {
  const { addresses } = useSession().user;
  const { hiddenCalendars } = usePreferences();
  const calendars = useCalendars();
  const day = date.toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a date is compared by its text
  const range = useMemo(
    () => utcRange(viewRange(view, date, conventions), conventions.timeZone),
    [view, day, conventions],
  );
  const wanted = {
    calendars: calendars.data ?? NONE,
    hidden: hiddenCalendars,
    addresses,
    timeZone: conventions.timeZone,
  };
  return { calendars, wanted, loaded: useCalendarEvents({ ...wanted, range }) };
}
