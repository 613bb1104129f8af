/** Instants in UTC as iCalendar writes them, `20270308T090000Z`: comparing them as strings compares times. */

export const EARLIEST = '00010101T000000Z';
export const LATEST = '99991231T235959Z';
const INSTANT = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\dZ$/;
export const DAY_MS = 86_400_000;

export function isUtcInstant(text: string): boolean {
  return INSTANT.test(text);
}

/** A date as `20270308T090000Z`. */
export function utcStamp(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

export function millisecondsOf(stamp: string): number {
  const part = (from: number, to: number): number => Number(stamp.slice(from, to));
  const year = part(0, 4);
  const time = Date.UTC(year, part(4, 6) - 1, part(6, 8), part(9, 11), part(11, 13), part(13, 15));
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  return year < 100 ? new Date(time).setUTCFullYear(year) : time;
}

/** Moves an instant; stays within the years that can be written. */
export function shifted(stamp: string, milliseconds: number): string {
  const moved = millisecondsOf(stamp) + milliseconds;
  if (moved <= millisecondsOf(EARLIEST)) return EARLIEST;
  return moved >= millisecondsOf(LATEST) ? LATEST : utcStamp(new Date(moved));
}
