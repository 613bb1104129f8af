/** RECUR values, RFC 5545 §3.3.10: read and checked here, since the library drops what it does not understand. */
import { InvalidCalendarDataError } from './calendarData.ts';
import { type CalendarTime, readTime } from './calendarTime.ts';
import { makeProperty, type Property } from './component.ts';

export type Frequency = 'SECONDLY' | 'MINUTELY' | 'HOURLY' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
export type Weekday = 'SU' | 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA';

/** A recurrence rule. Lists are as written but for case, `+` and repeated values; a missing part is an empty list. */
export interface RecurrenceRule {
  readonly freq: Frequency;
  readonly interval: number;
  readonly count: number | undefined;
  readonly until: CalendarTime | undefined;
  readonly wkst: Weekday;
  readonly bySecond: readonly string[];
  readonly byMinute: readonly string[];
  readonly byHour: readonly string[];
  readonly byDay: readonly string[];
  readonly byMonthDay: readonly string[];
  readonly byYearDay: readonly string[];
  readonly byWeekNo: readonly string[];
  readonly byMonth: readonly string[];
  readonly bySetPos: readonly string[];
  /** RSCALE and SKIP, RFC 7529 §4 and §4.1. */
  readonly rscale: string | undefined;
  readonly skip: string | undefined;
}

export const WEEKDAYS: readonly Weekday[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

const FREQUENCIES: readonly Frequency[] = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const BY_DAY = /^[+-]?(?:[1-9]|[1-4]\d|5[0-3])?(?:SU|MO|TU|WE|TH|FR|SA)$/;
const BY_MONTH = /^(?:0?[1-9]|1[0-3])L?$/;

/** Lowest and highest value of the numeric parts; a lowest below 0 means that 0 itself is not allowed. */
const RANGES: Readonly<Record<string, readonly [lowest: number, highest: number]>> = {
  BYSECOND: [0, 60],
  BYMINUTE: [0, 59],
  BYHOUR: [0, 23],
  BYMONTHDAY: [-31, 31],
  BYYEARDAY: [-366, 366],
  BYWEEKNO: [-53, 53],
  BYSETPOS: [-366, 366],
};

/**
 * Reads an RRULE or EXRULE.
 * @throws InvalidCalendarDataError naming the property, its value and what is wrong
 */
export function readRecurrenceRule(property: Property): RecurrenceRule {
  const parts = splitParts(property);
  const freq = FREQUENCIES.find((name) => name === parts.get('FREQ'));
  if (freq === undefined) throw malformed(property, 'FREQ is missing or unknown');
  const rscale = parts.get('RSCALE');
  const until = parts.get('UNTIL');
  const numbers = (name: string): readonly string[] => readNumbers(property, name, parts.get(name));
  return {
    freq,
    interval: readPositive(property, 'INTERVAL', parts.get('INTERVAL')) ?? 1,
    count: readPositive(property, 'COUNT', parts.get('COUNT')),
    until: until === undefined ? undefined : readTime(makeProperty(`${property.name} UNTIL`, until)),
    wkst: readWkst(property, parts.get('WKST')),
    // A leap second is read as the second before it, RFC 5545 §3.3.12.
    bySecond: distinct(numbers('BYSECOND').map((second) => (second === '60' ? '59' : second))),
    byMinute: numbers('BYMINUTE'),
    byHour: numbers('BYHOUR'),
    byDay: readByDay(property, freq, parts.get('BYDAY')),
    byMonthDay: numbers('BYMONTHDAY'),
    byYearDay: numbers('BYYEARDAY'),
    byWeekNo: numbers('BYWEEKNO'),
    byMonth: readByMonth(property, parts.get('BYMONTH'), rscale),
    bySetPos: numbers('BYSETPOS'),
    rscale,
    skip: parts.get('SKIP'),
  };
}

/** The rule as the library reads it, without COUNT and UNTIL: these bound the set, they do not shape it. */
export function endlessRuleText(rule: RecurrenceRule): string {
  const lists: readonly (readonly [name: string, values: readonly string[]])[] = [
    ['BYMONTH', rule.byMonth],
    ['BYWEEKNO', rule.byWeekNo],
    ['BYYEARDAY', rule.byYearDay],
    ['BYMONTHDAY', rule.byMonthDay],
    ['BYDAY', rule.byDay],
    ['BYHOUR', rule.byHour],
    ['BYMINUTE', rule.byMinute],
    ['BYSECOND', rule.bySecond],
    ['BYSETPOS', rule.bySetPos],
  ];
  let text = `FREQ=${rule.freq};INTERVAL=${rule.interval};WKST=${rule.wkst}`;
  for (const [name, values] of lists) if (values.length > 0) text += `;${name}=${values.join(',')}`;
  if (rule.rscale !== undefined) text = `RSCALE=${rule.rscale};${text};SKIP=${rule.skip ?? 'OMIT'}`;
  return text;
}

function splitParts(property: Property): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of property.value.toUpperCase().split(';')) {
    if (part.trim() === '') continue;
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0)).trim();
    if (equals < 0 || !KNOWN.has(name)) {
      // RFC 2445 allowed X- parts.
      if (name.startsWith('X-')) continue;
      throw malformed(property, `“${part}” is unknown`);
    }
    if (parts.has(name)) throw malformed(property, `${name} stands twice`);
    parts.set(name, part.slice(equals + 1).trim());
  }
  return parts;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(RANGES),
  ...['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', 'BYMONTH', 'RSCALE', 'SKIP'],
]);

function readPositive(property: Property, name: string, written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (!/^\d{1,9}$/.test(written) || Number(written) === 0) throw malformed(property, `${name} is no positive number`);
  return Number(written);
}

function readWkst(property: Property, written: string | undefined): Weekday {
  const weekday = written === undefined ? 'MO' : WEEKDAYS.find((name) => name === written);
  if (weekday === undefined) throw malformed(property, 'WKST is no weekday');
  return weekday;
}

function readNumbers(property: Property, name: string, written: string | undefined): readonly string[] {
  const [lowest, highest] = RANGES[name] ?? [0, 0];
  const values = list(written).map((value) => {
    const number = /^[+-]?\d{1,3}$/.test(value) ? Number(value) : Number.NaN;
    const allowed = number >= lowest && number <= highest && (lowest === 0 || number !== 0);
    if (!allowed) throw malformed(property, `${name} cannot be “${value}”`);
    return String(number);
  });
  return distinct(values);
}

function readByDay(property: Property, freq: Frequency, written: string | undefined): readonly string[] {
  const values = list(written).map((value) => {
    if (!BY_DAY.test(value)) throw malformed(property, `BYDAY cannot be “${value}”`);
    // Only months and years number their weekdays; elsewhere programs write the number by mistake.
    return freq === 'MONTHLY' || freq === 'YEARLY' ? value.replace('+', '') : value.slice(-2);
  });
  return distinct(values);
}

function readByMonth(property: Property, written: string | undefined, rscale: string | undefined): readonly string[] {
  const values = list(written).map((value) => {
    const plain = rscale === undefined || rscale === 'GREGORIAN';
    if (!BY_MONTH.test(value) || (plain && !(Number(value) <= 12))) {
      throw malformed(property, `BYMONTH cannot be “${value}”`);
    }
    return value.replace(/^0/, '');
  });
  return distinct(values);
}

function list(written: string | undefined): readonly string[] {
  return written === undefined ? [] : written.split(',').map((value) => value.trim());
}

function distinct(values: readonly string[]): readonly string[] {
  return values.length < 2 ? values : [...new Set(values)];
}

function malformed(property: Property, reason: string): InvalidCalendarDataError {
  return new InvalidCalendarDataError(`${property.name}: “${property.value.slice(0, 80)}” is no rule: ${reason}.`);
}
