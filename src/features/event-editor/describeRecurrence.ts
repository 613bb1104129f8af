/** A recurrence in words: "Every 2 weeks on Monday and Thursday, 10 times". Pure. */
import { msg, plural } from '@lingui/core/macro';
import { dateFormat, dateText, type FormWords, listText, monthDayText, monthText } from './dateWords.ts';
import type { Recurrence, RecurrenceEnd, RecurrenceRule, Weekday } from './draft.ts';
import { WEEKDAYS, weekdayOf, yearMonthDay } from './localTime.ts';
import { ruleParts } from './recurrenceRule.ts';

/** The recurrence of an event that starts at this local date; empty when it does not recur. */
export function describeRecurrence(recurrence: Recurrence, startLocal: string, words: FormWords): string {
  if (recurrence.kind === 'none') return '';
  if (recurrence.kind === 'custom') return recurrence.rules.map((rule) => describeCustom(rule, words)).join('; ');
  const pattern = describePattern(recurrence, startLocal, words);
  return withEnd(pattern, recurrence.end, words);
}

/** "Monday". */
export function weekdayText(
  weekday: Weekday,
  { locale }: Pick<FormWords, 'locale'>,
  style: 'long' | 'short' | 'narrow' = 'long',
): string {
  // 2027-03-01 is a Monday.
  return dateFormat(locale, { weekday: style, timeZone: 'UTC' }).format(
    Date.UTC(2027, 2, 1 + WEEKDAYS.indexOf(weekday)),
  );
}

/** "on the second Tuesday", "on day 8", "on the last day". */
export function describeDay(on: RecurrenceRule['on'], startLocal: string, words: FormWords): string {
  const { i18n } = words;
  if (on.by === 'weekday') {
    const day = ordinalWeekday(on.ordinal, on.weekday, words);
    return i18n._(msg`on the ${day}`);
  }
  const days = on.by === 'start' ? [yearMonthDay(startLocal).day] : on.days;
  if (days.length === 1 && days[0] === -1) return i18n._(msg`on the last day`);
  const named = listText(
    days.map((day) => (day === -1 ? i18n._(msg`the last day`) : String(day))),
    words,
  );
  return i18n._(msg`on day ${named}`);
}

function describePattern(rule: RecurrenceRule, startLocal: string, words: FormWords): string {
  const { i18n } = words;
  const { interval } = rule;
  if (rule.frequency === 'DAILY') return i18n._(msg`${plural(interval, { one: 'Every day', other: 'Every # days' })}`);
  if (rule.frequency === 'WEEKLY') {
    const weekdays = rule.weekdays.length > 0 ? rule.weekdays : [weekdayOf(startLocal)];
    const days = listText(
      weekdays.map((weekday) => weekdayText(weekday, words)),
      words,
    );
    return i18n._(msg`${plural(interval, { one: `Every week on ${days}`, other: `Every # weeks on ${days}` })}`);
  }
  if (rule.frequency === 'MONTHLY') {
    const day = describeDay(rule.on, startLocal, words);
    return i18n._(msg`${plural(interval, { one: `Every month ${day}`, other: `Every # months ${day}` })}`);
  }
  const when = yearlyDay(rule, startLocal, words);
  return i18n._(msg`${plural(interval, { one: `Every year ${when}`, other: `Every # years ${when}` })}`);
}

function yearlyDay(rule: RecurrenceRule, startLocal: string, words: FormWords): string {
  const { i18n } = words;
  const start = yearMonthDay(startLocal);
  const month = rule.month ?? start.month;
  const single =
    rule.on.by === 'start'
      ? start.day
      : rule.on.by === 'date' && rule.on.days.length === 1
        ? rule.on.days[0]
        : undefined;
  if (single !== undefined && single > 0) {
    const date = monthDayText(month, single, words);
    return i18n._(msg`on ${date}`);
  }
  const [day, name] = [describeDay(rule.on, startLocal, words), monthText(month, words)];
  return i18n._(msg`${day} of ${name}`);
}

function withEnd(pattern: string, end: RecurrenceEnd, words: FormWords): string {
  const { i18n } = words;
  if (end.kind === 'count') {
    const { count } = end;
    return i18n._(msg`${plural(count, { one: `${pattern}, once`, other: `${pattern}, # times` })}`);
  }
  if (end.kind === 'never') return pattern;
  const date = dateText(end.date, words);
  return i18n._(msg`${pattern}, until ${date}`);
}

function ordinalWeekday(ordinal: number, weekday: Weekday, words: FormWords): string {
  const { i18n } = words;
  const day = weekdayText(weekday, words);
  switch (ordinal) {
    case 1:
      return i18n._(msg`first ${day}`);
    case 2:
      return i18n._(msg`second ${day}`);
    case 3:
      return i18n._(msg`third ${day}`);
    case 4:
      return i18n._(msg`fourth ${day}`);
    case 5:
      return i18n._(msg`fifth ${day}`);
    case -1:
      return i18n._(msg`last ${day}`);
    case -2:
      return i18n._(msg`last but one ${day}`);
    default:
      return i18n._(msg`${day} number ${ordinal}`);
  }
}

/** What the form cannot express, as far as words go; a part without words is shown as it is written. */
function describeCustom(written: string, words: FormWords): string {
  const { i18n } = words;
  const parts = ruleParts(written);
  if (parts === undefined) return written;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const pieces = [frequencyText(parts.get('FREQ') ?? '', interval, words)];
  const months = (parts.get('BYMONTH') ?? '').split(',').filter(Boolean);
  const days = (parts.get('BYDAY') ?? '')
    .split(',')
    .filter(Boolean)
    .map((day) => byDayText(day, words));
  const monthDays = parts.get('BYMONTHDAY');
  if (months.length > 0) {
    const named = listText(
      months.map((month) => (/^\d+$/.test(month) ? monthText(Number(month), words) : month)),
      words,
    );
    pieces.push(i18n._(msg`in ${named}`));
  }
  if (monthDays !== undefined)
    pieces.push(describeDay({ by: 'date', days: monthDays.split(',').map(Number) }, '20270101', words));
  if (days.length > 0) {
    const named = listText(days, words);
    pieces.push(i18n._(msg`on ${named}`));
  }
  const position = parts.get('BYSETPOS');
  if (position !== undefined)
    pieces.push(i18n._(msg`(number ${position} of these, counted from the end when negative)`));
  const named = ['FREQ', 'INTERVAL', 'BYMONTH', 'BYDAY', 'BYMONTHDAY', 'BYSETPOS', 'COUNT', 'UNTIL', 'WKST'];
  for (const [name, value] of parts) if (!named.includes(name)) pieces.push(`${name}=${value}`);
  return withEnd(pieces.join(' '), customEnd(parts), words);
}

function customEnd(parts: ReadonlyMap<string, string>): RecurrenceEnd {
  const [count, until] = [parts.get('COUNT'), parts.get('UNTIL')];
  if (count !== undefined) return { kind: 'count', count: Number(count) };
  return until !== undefined && /^\d{8}/.test(until) ? { kind: 'until', date: until.slice(0, 8) } : { kind: 'never' };
}

function frequencyText(frequency: string, interval: number, { i18n }: FormWords): string {
  switch (frequency) {
    case 'SECONDLY':
      return i18n._(msg`${plural(interval, { one: 'Every second', other: 'Every # seconds' })}`);
    case 'MINUTELY':
      return i18n._(msg`${plural(interval, { one: 'Every minute', other: 'Every # minutes' })}`);
    case 'HOURLY':
      return i18n._(msg`${plural(interval, { one: 'Every hour', other: 'Every # hours' })}`);
    case 'DAILY':
      return i18n._(msg`${plural(interval, { one: 'Every day', other: 'Every # days' })}`);
    case 'WEEKLY':
      return i18n._(msg`${plural(interval, { one: 'Every week', other: 'Every # weeks' })}`);
    case 'MONTHLY':
      return i18n._(msg`${plural(interval, { one: 'Every month', other: 'Every # months' })}`);
    case 'YEARLY':
      return i18n._(msg`${plural(interval, { one: 'Every year', other: 'Every # years' })}`);
    default:
      return frequency;
  }
}

function byDayText(written: string, words: FormWords): string {
  const found = /^([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(written);
  const weekday = found?.[2] as Weekday | undefined;
  if (weekday === undefined) return written;
  return found?.[1] === undefined ? weekdayText(weekday, words) : ordinalWeekday(Number(found[1]), weekday, words);
}
