/** What the tests of this folder share. */
import { parseCalendarData } from './calendarData.ts';
import type { Component } from './component.ts';
import { type RecurrenceSet, recurrenceSet } from './recurrence.ts';
import { type TimeZones, timeZonesOf } from './timeZone.ts';

/** A VCALENDAR of these content lines. */
export function calendarOf(...lines: readonly string[]): Component {
  return parseCalendarData(['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n'));
}

export interface Example {
  readonly calendar: Component;
  readonly master: Component;
  readonly zones: TimeZones;
  readonly set: RecurrenceSet;
}

/** A calendar with one VEVENT of these lines. */
export function eventOf(...lines: readonly string[]): Example {
  return exampleOf(calendarOf('BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT'));
}

/** The first VEVENT or VTODO of a calendar. */
export function exampleOf(calendar: Component): Example {
  const master = calendar.components.find((component) => component.name !== 'VTIMEZONE');
  if (master === undefined) throw new Error('The calendar has no component.');
  const zones = timeZonesOf(calendar);
  return { calendar, master, zones, set: recurrenceSet(master, zones) };
}
