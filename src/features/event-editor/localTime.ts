/** Dates and wall-clock times of the form, in basic form: `20270308`, `20270308T100000`. */
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import type { TimeZones } from '../../icalendar/timeZone.ts';
import {
  civilFromDays,
  DAY,
  daysFromCivil,
  daysInMonth,
  formatDate,
  formatWall,
  parseWall,
} from '../../icalendar/wallTime.ts';
import type { Weekday, WeekdayOrdinal } from './draft.ts';

/** In the order of RFC 5545's default WKST. */
export const WEEKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** `20270308` of `20270308` or `20270308T100000`. */
export function datePart(local: string): string {
  return local.slice(0, 8);
}

/** `100000`, or undefined for a date. */
export function timePart(local: string): string | undefined {
  return local.length > 8 ? local.slice(9) : undefined;
}

/** Days since 1970-01-01. */
export function dayNumber(local: string): number {
  return Math.floor(parseWall(local) / DAY);
}

/** The date that many days later. */
export function addDays(date: string, days: number): string {
  return formatDate(parseWall(datePart(date)) + days * DAY);
}

/** A date or wall-clock time moved by seconds; a date moves by whole days. */
export function addSeconds(local: string, seconds: number): string {
  const wall = parseWall(local) + seconds;
  return local.length === 8 ? formatDate(wall) : formatWall(wall);
}

/** Seconds from one wall-clock reading to another. */
export function secondsBetween(from: string, to: string): number {
  return parseWall(to) - parseWall(from);
}

/** The weekday of a date or wall-clock time. */
export function weekdayOf(local: string): Weekday {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((dayNumber(local) + 3) % 7) + 7) % 7] ?? 'MO';
}

/** The weekday that many days later. */
export function rotateWeekday(weekday: Weekday, days: number): Weekday {
  return WEEKDAYS[(((WEEKDAYS.indexOf(weekday) + days) % 7) + 7) % 7] ?? weekday;
}

/** Month and day count from 1. */
export function yearMonthDay(local: string): { readonly year: number; readonly month: number; readonly day: number } {
  return civilFromDays(dayNumber(local));
}

/** Whether it is the first, second … of its weekday in its month. */
export function ordinalInMonth(local: string): WeekdayOrdinal {
  return (Math.floor((yearMonthDay(local).day - 1) / 7) + 1) as WeekdayOrdinal;
}

/** Whether the same weekday does not come again in that month. */
export function isLastInMonth(local: string): boolean {
  const { year, month, day } = yearMonthDay(local);
  return day + 7 > daysInMonth(year, month);
}

/** A date in a month counted by weekday ("second Tuesday"); undefined when the month has none. */
export function weekdayInMonth(
  year: number,
  month: number,
  ordinal: WeekdayOrdinal,
  weekday: Weekday,
): string | undefined {
  const first = daysFromCivil(year, month, 1);
  const length = daysFromCivil(year, month + 1, 1) - first;
  const offset = (WEEKDAYS.indexOf(weekday) - ((first + 3) % 7) + 7) % 7;
  const count = Math.floor((length - 1 - offset) / 7) + 1;
  const index = ordinal > 0 ? ordinal - 1 : count + ordinal;
  return index >= 0 && index < count ? formatDate((first + offset + index * 7) * DAY) : undefined;
}

/** A date in a month by number, from the end when negative; undefined when the month has none. */
export function dayInMonth(year: number, month: number, day: number): string | undefined {
  const first = daysFromCivil(year, month, 1);
  const length = daysFromCivil(year, month + 1, 1) - first;
  const number = day > 0 ? day : length + 1 + day;
  return number >= 1 && number <= length ? formatDate((first + number - 1) * DAY) : undefined;
}

/** The time with another wall-clock reading, in the same form. */
export function withLocal(time: CalendarTime, local: string): CalendarTime {
  return { ...time, local };
}

/** Whether two times are written alike: form, digits and TZID. */
export function sameTime(a: CalendarTime | undefined, b: CalendarTime | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.local === b.local && isOnClockOf(a, b);
}

/**
 * The reading of a time on the clock of `frame` (DTSTART). A floating time under a zoned DTSTART is read in DTSTART's zone, as
 * RECURRENCE-ID, EXDATE and RDATE are (scheduling.md S2.1); a date stays a date, and a DATE-TIME under a DATE gives its date.
 */
export function localInFrame(time: CalendarTime, frame: CalendarTime, zones: TimeZones): string {
  if (frame.form === 'date') return datePart(time.local);
  if (time.form === 'date' || time.form === 'floating' || frame.form === 'floating' || isOnClockOf(time, frame)) {
    return time.local;
  }
  const utc = utcText(time.local, time, zones);
  return frame.form === 'zoned' ? zones.toLocal(frame.tzid, utc) : utc.slice(0, 15);
}

/** A reading on the clock of `frame` as a UTC date-time, `20270308T090000Z`; a floating one stays without Z. */
export function utcText(local: string, frame: CalendarTime, zones: TimeZones): string {
  if (frame.form === 'zoned') return zones.toUtc(frame.tzid, local);
  return frame.form === 'utc' ? `${local}Z` : local;
}

/** Whether two times are read on one clock: same form, same TZID. */
export function isOnClockOf(time: CalendarTime, frame: CalendarTime): boolean {
  return time.form === frame.form && (time.form !== 'zoned' || frame.form !== 'zoned' || time.tzid === frame.tzid);
}
