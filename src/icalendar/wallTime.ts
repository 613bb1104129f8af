/**
 * Wall-clock times as numbers: seconds from 1970-01-01T00:00:00 on that clock, whatever its zone. Everything that computes
 * with times does so on these; text in basic form (`20270308T100000`, RFC 5545 §3.3.5) is only at the edges.
 */

export const DAY = 86_400;

/** The last second that the four digits of a year can hold. */
export const LAST_WALL = daysFromCivil(10_000, 1, 1) * DAY - 1;

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
/** Nearly all times are whole minutes. */
const MINUTES = Array.from({ length: 1440 }, (_, minute) => formatTime(minute * 60));
const ZERO = 48;

/** Reads `20270308` (midnight), `20270308T100000` or `20270308T100000Z`. The form must have been checked before. */
export function parseWall(local: string): number {
  const days = daysFromCivil(digits(local, 0) * 100 + digits(local, 2), digits(local, 4), digits(local, 6));
  if (local.length === 8) return days * DAY;
  return days * DAY + digits(local, 9) * 3600 + digits(local, 11) * 60 + digits(local, 13);
}

/** `20270308T100000`. */
export function formatWall(wall: number): string {
  const days = Math.floor(wall / DAY);
  const second = wall - days * DAY;
  return formatDays(days) + (second % 60 === 0 ? (MINUTES[second / 60] ?? '') : formatTime(second));
}

/** `20270308`. */
export function formatDate(wall: number): string {
  return formatDays(Math.floor(wall / DAY));
}

/** The year of a wall-clock time. */
export function yearOf(wall: number): number {
  return civilFromDays(Math.floor(wall / DAY)).year;
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar. Months and days beyond their ends carry over. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of `daysFromCivil`. */
export function civilFromDays(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** How many days a month has. */
export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

const writtenDays = new Map<number, string>();
const MAX_WRITTEN_DAYS = 10_000;

function formatDays(days: number): string {
  const before = writtenDays.get(days);
  if (before !== undefined) return before;
  const { year, month, day } = civilFromDays(days);
  const written = `${two(Math.floor(year / 100))}${two(year % 100)}${two(month)}${two(day)}`;
  if (writtenDays.size >= MAX_WRITTEN_DAYS) writtenDays.clear();
  writtenDays.set(days, written);
  return written;
}

function formatTime(second: number): string {
  return `T${two(Math.floor(second / 3600))}${two(Math.floor(second / 60) % 60)}${two(second % 60)}`;
}

function two(number: number): string {
  return TWO_DIGITS[number] ?? '00';
}

function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}
