/** RRULE as the form shows it, and back: only the parts that were changed are written anew, RFC 5545 §3.3.10. */
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import type { Component } from '../../icalendar/component.ts';
import { getProperties } from '../../icalendar/component.ts';
import type { TimeZones } from '../../icalendar/timeZone.ts';
import type { Recurrence, RecurrenceEnd, RecurrenceRule, Weekday, WeekdayOrdinal } from './draft.ts';
import { addDays, datePart, localInFrame, timePart, utcText, WEEKDAYS } from './localTime.ts';
import { sameValue } from './sameValue.ts';

/** How a component recurs; `start` is its DTSTART. */
export function readRecurrence(component: Component, start: CalendarTime, zones: TimeZones): Recurrence {
  const rules = [...getProperties(component, 'RRULE'), ...getProperties(component, 'EXRULE')];
  const [first] = rules;
  if (first === undefined) return { kind: 'none' };
  const rule = rules.length === 1 && first.name === 'RRULE' ? readRule(first.value, start, zones) : undefined;
  return rule ?? { kind: 'custom', rules: rules.map((property) => property.value) };
}

/** The rule as the form can show it, or undefined when it cannot express it. */
export function readRule(written: string, start: CalendarTime, zones: TimeZones): RecurrenceRule | undefined {
  const parts = ruleParts(written);
  if (parts === undefined) return undefined;
  const frequency = parts.get('FREQ');
  const interval = parts.has('INTERVAL') ? positiveInteger(parts.get('INTERVAL')) : 1;
  const end = readEnd(parts, start, zones);
  if (!isFrequency(frequency) || interval === undefined || end === undefined) return undefined;
  const pattern = readPattern(frequency, parts);
  return pattern && { kind: 'rule', frequency, interval, ...pattern, end };
}

/**
 * The written RRULE for a rule of the form. With a `source` (the rule's earlier text and the DTSTART it stood under) the parts that
 * still say the same keep their characters, and parts that the form does not know (WKST) stay.
 */
export function writeRule(
  rule: RecurrenceRule,
  start: CalendarTime,
  zones: TimeZones,
  source?: { readonly text: string; readonly start: CalendarTime },
): string {
  const wanted = canonicalParts(rule, start, zones);
  const parts = source && ruleParts(source.text);
  const before = source && readRule(source.text, start, zones);
  if (source === undefined || parts === undefined || before === undefined) return textOf(wanted);
  const isSameForm = (source.start.form === 'date') === (start.form === 'date');
  const stays = (name: string) =>
    !KNOWN_PARTS.includes(name) || (says(before, rule, name) && (name !== 'UNTIL' || isSameForm));
  const kept = new Map<string, string>();
  for (const [name, value] of parts) {
    const anew = wanted.get(name);
    if (stays(name)) kept.set(name, value);
    else if (anew !== undefined) kept.set(name, anew);
  }
  for (const [name, value] of wanted) if (!kept.has(name) && !says(before, rule, name)) kept.set(name, value);
  return textOf(kept) === textOf(parts) ? source.text : textOf(kept);
}

/** A custom rule's text with UNTIL brought into the frame of a new DTSTART by `moved`; the same text without UNTIL. */
export function moveUntil(
  written: string,
  from: CalendarTime,
  to: CalendarTime,
  zones: TimeZones,
  moved: (local: string) => string,
): string {
  return written.replace(/(^|;)(UNTIL=)([^;]*)/i, (whole, before: string, name: string, value: string) => {
    const until = readUntil(value);
    if (until === undefined) return whole;
    const local = moved(localInFrame(until, from, zones));
    return `${before}${name}${to.form === 'date' ? datePart(local) : utcText(local, to, zones)}`;
  });
}

/** Upper-case names and values, in their order; undefined when the text is malformed or names a part twice. */
export function ruleParts(written: string): ReadonlyMap<string, string> | undefined {
  const parts = new Map<string, string>();
  for (const part of written.trim().split(';')) {
    if (part === '') continue;
    const [name = '', value, ...rest] = part.split('=');
    const key = name.trim().toUpperCase();
    if (value === undefined || value === '' || rest.length > 0 || parts.has(key)) return undefined;
    parts.set(key, value.trim().toUpperCase());
  }
  return parts.has('FREQ') ? parts : undefined;
}

type Parts = ReadonlyMap<string, string>;
type Pattern = Pick<RecurrenceRule, 'weekdays' | 'on' | 'month'>;

const KNOWN_PARTS = ['FREQ', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS', 'INTERVAL', 'COUNT', 'UNTIL'];
const ON_START = { by: 'start' } as const;

function readPattern(frequency: RecurrenceRule['frequency'], parts: Parts): Pattern | undefined {
  for (const name of parts.keys()) if (!KNOWN_PARTS.includes(name) && name !== 'WKST') return undefined;
  const has = (...names: readonly string[]) => names.some((name) => parts.has(name));
  if (frequency === 'DAILY') {
    return has('BYDAY', 'BYMONTH', 'BYMONTHDAY', 'BYSETPOS')
      ? undefined
      : { weekdays: [], on: ON_START, month: undefined };
  }
  if (frequency === 'WEEKLY') {
    const weekdays = parts.has('BYDAY') ? readWeekdays(parts.get('BYDAY') ?? '') : [];
    return has('BYMONTH', 'BYMONTHDAY', 'BYSETPOS') || weekdays === undefined
      ? undefined
      : { weekdays, on: ON_START, month: undefined };
  }
  const on = readOn(parts);
  const month = parts.has('BYMONTH') ? positiveInteger(parts.get('BYMONTH')) : undefined;
  if (on === undefined || (parts.has('BYMONTH') && (month === undefined || month > 12))) return undefined;
  // Without BYMONTH, a yearly BYMONTHDAY means every month and a yearly BYDAY counts in the year.
  if (frequency === 'YEARLY' ? month === undefined && on.by !== 'start' : month !== undefined) return undefined;
  return { weekdays: [], on, month };
}

function readOn(parts: Parts): RecurrenceRule['on'] | undefined {
  const byDay = parts.get('BYDAY');
  const byMonthDay = parts.get('BYMONTHDAY');
  const setPosition = parts.get('BYSETPOS');
  if (byDay !== undefined && byMonthDay !== undefined) return undefined;
  if (byMonthDay !== undefined) {
    const days = byMonthDay.split(',').map(Number);
    const isPlain =
      setPosition === undefined &&
      days.every((day) => Number.isInteger(day) && (day === -1 || (day >= 1 && day <= 31)));
    return isPlain ? { by: 'date', days } : undefined;
  }
  if (byDay === undefined) return setPosition === undefined ? ON_START : undefined;
  const found = /^([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(byDay);
  const written = found?.[1] ?? setPosition;
  const ordinal = Number(written);
  if (!found || written === undefined || (found[1] !== undefined && setPosition !== undefined) || !isOrdinal(ordinal)) {
    return undefined;
  }
  return { by: 'weekday', ordinal, weekday: found[2] as Weekday };
}

/** UNTIL is shown as the last date on which an instance may start: the day before, when it ends that day too early for one. */
function readEnd(parts: Parts, start: CalendarTime, zones: TimeZones): RecurrenceEnd | undefined {
  const until = parts.get('UNTIL');
  if (until !== undefined && parts.has('COUNT')) return undefined;
  if (parts.has('COUNT')) {
    const count = positiveInteger(parts.get('COUNT'));
    return count === undefined ? undefined : { kind: 'count', count };
  }
  if (until === undefined) return { kind: 'never' };
  const time = readUntil(until);
  if (time === undefined) return undefined;
  const local = localInFrame(time, start, zones);
  const [limit, time0] = [timePart(local), timePart(start.local)];
  const isTooEarly = limit !== undefined && time0 !== undefined && limit < time0;
  return { kind: 'until', date: isTooEarly ? addDays(local, -1) : datePart(local) };
}

function readUntil(written: string): CalendarTime | undefined {
  if (/^\d{8}$/.test(written)) return { form: 'date', local: written };
  if (!/^\d{8}T\d{6}Z?$/i.test(written)) return undefined;
  return { form: /z$/i.test(written) ? 'utc' : 'floating', local: written.slice(0, 15) };
}

/** The whole rule in written parts. UNTIL is the last second of its day on DTSTART's clock. */
function canonicalParts(rule: RecurrenceRule, start: CalendarTime, zones: TimeZones): ReadonlyMap<string, string> {
  const parts = new Map<string, string>([['FREQ', rule.frequency]]);
  if (rule.interval !== 1) parts.set('INTERVAL', String(rule.interval));
  if (rule.end.kind === 'count') parts.set('COUNT', String(rule.end.count));
  if (rule.end.kind === 'until') {
    const { date } = rule.end;
    parts.set('UNTIL', start.form === 'date' ? date : utcText(`${date}T235959`, start, zones));
  }
  if (rule.frequency === 'YEARLY' && rule.month !== undefined) parts.set('BYMONTH', String(rule.month));
  if (rule.frequency === 'WEEKLY' && rule.weekdays.length > 0)
    parts.set('BYDAY', sortWeekdays(rule.weekdays).join(','));
  if (rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY') {
    if (rule.on.by === 'date') parts.set('BYMONTHDAY', rule.on.days.join(','));
    if (rule.on.by === 'weekday') parts.set('BYDAY', `${rule.on.ordinal}${rule.on.weekday}`);
  }
  return parts;
}

/** Whether two readings say the same in the part of that name. */
function says(before: RecurrenceRule, after: RecurrenceRule, name: string): boolean {
  if (name === 'INTERVAL') return before.interval === after.interval;
  if (name === 'COUNT' || name === 'UNTIL') return sameValue(before.end, after.end);
  return samePattern(before, after);
}

/** Whether two rules fall on the same days, apart from how often and how long. */
export function samePattern(a: RecurrenceRule, b: RecurrenceRule): boolean {
  return sameValue(patternOf(a), patternOf(b));
}

function patternOf({ frequency, weekdays, on, month }: RecurrenceRule): readonly unknown[] {
  return [frequency, sortWeekdays(weekdays), on, month];
}

/** Monday first, each once. */
export function sortWeekdays(weekdays: readonly Weekday[]): readonly Weekday[] {
  return WEEKDAYS.filter((weekday) => weekdays.includes(weekday));
}

function readWeekdays(written: string): readonly Weekday[] | undefined {
  const names = written.split(',');
  return names.every((name): name is Weekday => (WEEKDAYS as readonly string[]).includes(name))
    ? sortWeekdays(names)
    : undefined;
}

function textOf(parts: Parts): string {
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';');
}

function isFrequency(value: string | undefined): value is RecurrenceRule['frequency'] {
  return value === 'DAILY' || value === 'WEEKLY' || value === 'MONTHLY' || value === 'YEARLY';
}

function isOrdinal(value: number): value is WeekdayOrdinal {
  return value === -1 || value === -2 || (Number.isInteger(value) && value >= 1 && value <= 5);
}

function positiveInteger(written: string | undefined): number | undefined {
  return written !== undefined && /^\d{1,9}$/.test(written) && Number(written) > 0 ? Number(written) : undefined;
}
