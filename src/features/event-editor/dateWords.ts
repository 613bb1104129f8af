/** Dates and times of a draft as a person reads them, by Intl. Wall-clock readings are formatted as they stand, in no zone. */
import type { I18n } from '@lingui/core';
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import { makeComponent } from '../../icalendar/component.ts';
import { timeZonesOf, utcOf } from '../../icalendar/timeZone.ts';
import { parseWall } from '../../icalendar/wallTime.ts';

/** The language of the texts, and how dates, numbers and lists are written (BCP 47). */
export interface FormWords {
  readonly i18n: I18n;
  readonly locale: string;
}

/** What TZIDs mean that Intl or Windows know; a zone of the object's own VTIMEZONE is not known here. */
export const KNOWN_ZONES = timeZonesOf(makeComponent('VCALENDAR', []));

const formats = new Map<string, Intl.DateTimeFormat>();

/** An Intl.DateTimeFormat, made once. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

const DATE: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
};
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' };

/** "Mon, 8 Mar 2027". */
export function dateText(local: string, { locale }: Pick<FormWords, 'locale'>): string {
  return dateFormat(locale, DATE).format(wallDate(local));
}

/** "10:00". */
export function clockText(local: string, { locale }: Pick<FormWords, 'locale'>): string {
  return dateFormat(locale, CLOCK).format(wallDate(local));
}

/** "Mon, 8 Mar 2027, 10:00", or the date alone. */
export function momentText(time: CalendarTime, words: Pick<FormWords, 'locale'>): string {
  if (time.local.length === 8) return dateText(time.local, words);
  return dateFormat(words.locale, { ...DATE, ...CLOCK }).format(wallDate(time.local));
}

/** The wall-clock reading of an instant, or of a time in another zone, in this zone; undefined for dates and unknown zones. */
export function readingIn(time: CalendarTime, timeZone: string): string | undefined {
  if (time.form === 'date' || time.form === 'floating') return undefined;
  if (time.form === 'zoned' && KNOWN_ZONES.unknown(time.tzid)) return undefined;
  return KNOWN_ZONES.toLocal(timeZone, utcOf(time, KNOWN_ZONES, 'UTC'));
}

/** A list as the language joins it: "Monday and Thursday". */
export function listText(parts: readonly string[], { locale }: Pick<FormWords, 'locale'>): string {
  return new Intl.ListFormat(locale).format(parts);
}

/** "8 March" of a month and a day. */
export function monthDayText(month: number, day: number, { locale }: Pick<FormWords, 'locale'>): string {
  return dateFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.UTC(2028, month - 1, day));
}

/** "March". */
export function monthText(month: number, { locale }: Pick<FormWords, 'locale'>): string {
  return dateFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2028, month - 1, 1));
}

function wallDate(local: string): number {
  return parseWall(local) * 1000;
}
