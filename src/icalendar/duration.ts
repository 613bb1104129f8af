/** DURATION values, RFC 5545 §3.3.6. */
import { InvalidCalendarDataError } from './calendarData.ts';

/** Weeks and days are nominal (the clock stays), hours and less exact; both carry the sign. */
export interface Duration {
  readonly days: number;
  readonly seconds: number;
}

const DURATION = /^([+-])?P(?:(\d{1,6})W)?(?:(\d{1,7})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,10})S)?)?$/i;

/** @throws InvalidCalendarDataError naming the value */
export function readDuration(written: string): Duration {
  const parts = DURATION.exec(written.trim());
  if (parts === null || !/\d/.test(written)) {
    throw new InvalidCalendarDataError(`DURATION: “${written.slice(0, 40)}” is no duration.`);
  }
  const [, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  const direction = sign === '-' ? -1 : 1;
  return {
    days: direction * (Number(weeks) * 7 + Number(days)) || 0,
    seconds: direction * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) || 0,
  };
}
