/** DURATION and UTC-OFFSET values, RFC 5545 §3.3.6 and §3.3.14, as ical.js reads them. */
import ICAL from 'ical.js';
import { InvalidCalendarDataError } from './calendarData.ts';

/** Weeks and days are nominal (the clock stays), hours and less exact; both carry the sign. */
export interface Duration {
  readonly days: number;
  readonly seconds: number;
}

/** What ical.js would read as something else than it says, or as 0. */
const DURATION = /^[+-]?P(?:\d{1,6}W)?(?:\d{1,7}D)?(?:T(?:\d{1,8}H)?(?:\d{1,9}M)?(?:\d{1,10}S)?)?$/;
const OFFSET = /^[+-]\d\d[0-5]\d(?:[0-5]\d)?$/;

/** @throws InvalidCalendarDataError naming the value */
export function readDuration(written: string): Duration {
  const value = written.trim().toUpperCase();
  if (!DURATION.test(value) || !/\d/.test(value)) throw malformed('DURATION', written, 'duration');
  const { weeks, days, hours, minutes, seconds, isNegative } = ICAL.Duration.fromString(value);
  const direction = isNegative ? -1 : 1;
  return {
    days: direction * (weeks * 7 + days) || 0,
    seconds: direction * (hours * 3600 + minutes * 60 + seconds) || 0,
  };
}

/**
 * A UTC-OFFSET in seconds, east of Greenwich positive. ical.js drops its seconds, so they are added here.
 * @throws InvalidCalendarDataError naming the value
 */
export function readUtcOffset(written: string): number {
  const value = written.trim();
  if (!OFFSET.test(value)) throw malformed('UTC-OFFSET', written, 'offset');
  const offset = ICAL.UtcOffset.fromString(`${value.slice(0, 3)}:${value.slice(3, 5)}`).toSeconds();
  return offset + (value.startsWith('-') ? -1 : 1) * Number(value.slice(5));
}

function malformed(type: string, written: string, kind: string): InvalidCalendarDataError {
  return new InvalidCalendarDataError(`${type}: “${written.slice(0, 40)}” is no ${kind}.`);
}
