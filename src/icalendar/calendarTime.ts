/** DATE, DATE-TIME and PERIOD values of properties, RFC 5545 §3.3.4, §3.3.5 and §3.3.9. */
import { InvalidCalendarDataError } from './calendarData.ts';
import { getParameter, makeProperty, type Parameters, type Property, splitValues } from './component.ts';
import { daysInMonth } from './wallTime.ts';

/**
 * A DATE or DATE-TIME value, RFC 5545 §3.3.4 and §3.3.5. `local` is in basic form: `20270308` for 'date', else
 * `20270308T100000`, without a Z also for 'utc'. `tzid` is as written in the TZID parameter.
 */
export type CalendarTime =
  | { readonly form: 'date' | 'floating' | 'utc'; readonly local: string }
  | { readonly form: 'zoned'; readonly local: string; readonly tzid: string };

/** A PERIOD, RFC 5545 §3.3.9, or an RDATE that is only a start. `duration` is as written: `PT1H`. */
export interface CalendarPeriod {
  readonly start: CalendarTime;
  readonly end?: CalendarTime;
  readonly duration?: string;
}

const TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/;

/**
 * The times of DTSTART, DTEND, DUE, RECURRENCE-ID, EXDATE, RDATE and their like, in their order. The form is read from the
 * value itself, since programs forget VALUE=DATE; a Z wins over a TZID; a PERIOD gives its start. Second 60 is read as 59
 * (RFC 5545 §3.3.12).
 * @throws InvalidCalendarDataError naming the property and the value
 */
export function readTimes(property: Property): readonly CalendarTime[] {
  const tzid = getParameter(property, 'TZID');
  const { value } = property;
  if (!value.includes(',') && !value.includes('/'))
    return value.trim() === '' ? [] : [readValue(value, tzid, property)];
  return splitValues(value).map((part) => readValue(part.split('/', 1)[0] ?? '', tzid, property));
}

/** The first of `readTimes`. An empty value throws. */
export function readTime(property: Property): CalendarTime {
  const [first] = readTimes(property);
  if (first === undefined) throw malformed(property, property.value);
  return first;
}

/** The values of RDATE: a DATE or DATE-TIME as a period with a start only; VALUE=PERIOD with its end or duration. */
export function readPeriods(property: Property): readonly CalendarPeriod[] {
  const tzid = getParameter(property, 'TZID');
  return splitValues(property.value).map((part) => {
    const [from = '', to] = part.split('/', 2);
    const start = readValue(from, tzid, property);
    if (to === undefined) return { start };
    return /^\s*\+?P/i.test(to) ? { start, duration: to.trim() } : { start, end: readValue(to, tzid, property) };
  });
}

/**
 * A property that holds these times, which must share one form and TZID (a content line has one VALUE and one TZID);
 * VALUE=DATE and TZID are set as they need.
 */
export function writeTime(
  name: string,
  times: CalendarTime | readonly CalendarTime[],
  extraParameters: Parameters = {},
): Property {
  const list: readonly CalendarTime[] = 'form' in times ? [times] : times;
  const [first] = list;
  if (first === undefined) throw new TypeError(`${name} needs at least one time.`);
  if (list.some((time) => time.form !== first.form || tzidOf(time) !== tzidOf(first))) {
    throw new TypeError(`The times of one ${name} must share one form and TZID.`);
  }
  const { TZID: _tzid, VALUE: _value, ...others } = extraParameters;
  const tzid = tzidOf(first);
  const own: Parameters = first.form === 'date' ? { VALUE: ['DATE'] } : tzid === undefined ? {} : { TZID: [tzid] };
  return makeProperty(name, list.map(writeValue).join(','), { ...own, ...others });
}

/** The TZID of a time, if it has one. */
export function tzidOf(time: CalendarTime): string | undefined {
  return time.form === 'zoned' ? time.tzid : undefined;
}

function writeValue(time: CalendarTime): string {
  return time.form === 'utc' ? `${time.local}Z` : time.local;
}

function readValue(written: string, tzid: string | undefined, property: Property): CalendarTime {
  const value = written.trim();
  const parts = TIME.exec(value);
  if (parts === null || !isTime(parts)) throw malformed(property, value);
  if (parts[4] === undefined) return { form: 'date', local: value };
  const digits = parts[7] === 'Z' ? value.slice(0, -1) : value;
  const local = parts[6] === '60' ? `${digits.slice(0, -2)}59` : digits;
  if (parts[7] === 'Z') return { form: 'utc', local };
  return tzid === undefined || tzid === '' ? { form: 'floating', local } : { form: 'zoned', local, tzid };
}

function isTime(parts: RegExpExecArray): boolean {
  const month = Number(parts[2]);
  const day = Number(parts[3]);
  if (month < 1 || month > 12 || day < 1) return false;
  if (day > 28 && day > daysInMonth(Number(parts[1]), month)) return false;
  return parts[4] === undefined || (Number(parts[4]) < 24 && Number(parts[5]) < 60 && Number(parts[6]) < 61);
}

function malformed(property: Property, value: string): InvalidCalendarDataError {
  return new InvalidCalendarDataError(`${property.name}: “${value.slice(0, 40)}” is no date or time.`);
}
