/**
 * The days that a recurrence rule selects, RFC 5545 §3.3.10, in the days, weeks, months or years of its FREQ. Days are counted
 * from 1970-01-01. BY* parts expand a period or limit it; either way they select those of its days that agree with all of them.
 */
import { type RecurrenceRule, WEEKDAYS, type Weekday } from './recurrenceRule.ts';
import { civilFromDays, daysFromCivil } from './wallTime.ts';

/** The periods of a rule, whatever its INTERVAL. */
export interface Periods {
  periodOf(day: number): number;
  firstDay(period: number): number;
  /** The days of the rule in that period, ascending. */
  daysIn(period: number): readonly number[];
}

/** Undefined for a FREQ below DAILY, and for RSCALE. */
export function periodsOf(rule: RecurrenceRule, startDay: number): Periods | undefined {
  const calendar = rule.rscale === undefined ? calendarOf(rule) : undefined;
  if (calendar === undefined) return undefined;
  const { periodOf, firstDay } = calendar;
  const selected = withDefaults(rule, startDay);
  const limits = limitsOf(selected);
  function daysBetween(from: number, to: number): readonly number[] {
    const days: number[] = [];
    for (let day = from; day < to; day++) if (limits.every((allows) => allows(day))) days.push(day);
    return days;
  }
  // Of a year only the months that BYMONTH names need to be looked at.
  const months = rule.freq === 'YEARLY' && rule.byWeekNo.length === 0 ? ascending(selected.byMonth) : [];
  return {
    periodOf,
    firstDay,
    daysIn: (period) =>
      months.length === 0
        ? daysBetween(firstDay(period), firstDay(period + 1))
        : months.flatMap((month) => daysBetween(daysFromCivil(period, month, 1), daysFromCivil(period, month + 1, 1))),
  };
}

function calendarOf({ freq, wkst, byWeekNo }: RecurrenceRule): Omit<Periods, 'daysIn'> | undefined {
  if (freq === 'DAILY') return { periodOf: (day) => day, firstDay: (day) => day };
  if (freq === 'WEEKLY') {
    const firstWeek = firstOfWeek(0, wkst);
    return { periodOf: (day) => Math.floor((day - firstWeek) / 7), firstDay: (week) => firstWeek + week * 7 };
  }
  if (freq === 'MONTHLY') return { periodOf: (day) => monthAround(day).index, firstDay: firstOfMonth };
  if (freq !== 'YEARLY') return undefined;
  // A week belongs to one year as a whole.
  return byWeekNo.length > 0
    ? { periodOf: (day) => weekYearAround(day, wkst).index, firstDay: (year) => firstOfWeekYear(year, wkst) }
    : { periodOf: (day) => yearAround(day).index, firstDay: firstOfYear };
}

/** With what DTSTART says where no part does: the weekday, the day of the month, the month. */
function withDefaults(rule: RecurrenceRule, startDay: number): RecurrenceRule {
  const { freq, byDay, byMonthDay, byYearDay, byWeekNo, byMonth } = rule;
  // Weekdays of numbered weeks have no number, RFC 5545 §3.3.10.
  if (byWeekNo.length > 0 && byDay.length > 0) return { ...rule, byDay: byDay.map((day) => day.slice(-2)) };
  if (freq === 'DAILY' || byDay.length > 0) return rule;
  const onWeekday: RecurrenceRule = { ...rule, byDay: [WEEKDAYS[weekdayOf(startDay)] ?? 'MO'] };
  if (freq === 'WEEKLY') return onWeekday;
  if (byMonthDay.length > 0 || byYearDay.length > 0) return rule;
  if (byWeekNo.length > 0) return onWeekday;
  const { day, month } = civilFromDays(startDay);
  const onDay: RecurrenceRule = { ...rule, byMonthDay: [String(day)] };
  return freq === 'MONTHLY' || byMonth.length > 0 ? onDay : { ...onDay, byMonth: [String(month)] };
}

type Limit = (day: number) => boolean;

/** One for each part that there is, the cheapest first. */
function limitsOf(rule: RecurrenceRule): readonly Limit[] {
  const weeksAround = remembered((day) => weekYearAround(day, rule.wkst));
  const months = new Set(rule.byMonth.map(Number));
  const monthDays = new Set(rule.byMonthDay.map(Number));
  const yearDays = new Set(rule.byYearDay.map(Number));
  const weeks = new Set(rule.byWeekNo.map(Number));
  const limits: Limit[] = [];
  if (rule.byDay.length > 0) limits.push(weekdayLimit(rule));
  if (months.size > 0) limits.push((day) => months.has((monthAround(day).index % 12) + 1));
  if (monthDays.size > 0) limits.push((day) => isNumbered(day, monthAround(day), 1, monthDays));
  if (yearDays.size > 0) limits.push((day) => isNumbered(day, yearAround(day), 1, yearDays));
  if (weeks.size > 0) limits.push((day) => isNumbered(day, weeksAround(day), 7, weeks));
  return limits;
}

/** Numbered weekdays count within the month where FREQ or BYMONTH speak of months, else within the year. */
function weekdayLimit(rule: RecurrenceRule): Limit {
  const numbers = new Map<number, Set<number>>();
  for (const written of rule.byDay) {
    const weekday = WEEKDAYS.findIndex((name) => written.endsWith(name));
    numbers.set(weekday, (numbers.get(weekday) ?? new Set()).add(Number(written.slice(0, -2))));
  }
  const around = rule.freq === 'MONTHLY' || rule.byMonth.length > 0 ? monthAround : yearAround;
  return (day) => {
    const wanted = numbers.get(weekdayOf(day));
    return wanted !== undefined && (wanted.has(0) || isNumbered(day, around(day), 7, wanted));
  };
}

/** Whether the day, or the seven from the span's beginning or end that it is in, has one of the numbers; negative ones from the end. */
function isNumbered(day: number, { first, next }: Span, step: 1 | 7, numbers: ReadonlySet<number>): boolean {
  return numbers.has(Math.floor((day - first) / step) + 1) || numbers.has(-Math.floor((next - 1 - day) / step) - 1);
}

/** A month or year: its number, its first day and that of the next one. */
interface Span {
  readonly index: number;
  readonly first: number;
  readonly next: number;
}

/** Days are asked for one after the other, so that the last answer mostly holds. */
function remembered(spanOf: (day: number) => Span): (day: number) => Span {
  let latest: Span = { index: 0, first: 0, next: 0 };
  return (day) => {
    if (day < latest.first || day >= latest.next) latest = spanOf(day);
    return latest;
  };
}

/** Months are counted from year 0. */
const monthAround = remembered((day) => {
  const { year, month } = civilFromDays(day);
  const index = year * 12 + month - 1;
  return { index, first: firstOfMonth(index), next: firstOfMonth(index + 1) };
});

const yearAround = remembered((day) => {
  const { year } = civilFromDays(day);
  return { index: year, first: firstOfYear(year), next: firstOfYear(year + 1) };
});

function firstOfMonth(month: number): number {
  return daysFromCivil(Math.floor(month / 12), (month % 12) + 1, 1);
}

function firstOfYear(year: number): number {
  return daysFromCivil(year, 1, 1);
}

function weekYearAround(day: number, wkst: Weekday): Span {
  // The Thursday's year, or that of whatever day is the week's fourth.
  const { year } = civilFromDays(firstOfWeek(day, wkst) + 3);
  return { index: year, first: firstOfWeekYear(year, wkst), next: firstOfWeekYear(year + 1, wkst) };
}

/** Of the first week that has at least four days in the year: the one of January 4. */
function firstOfWeekYear(year: number, wkst: Weekday): number {
  return firstOfWeek(daysFromCivil(year, 1, 4), wkst);
}

function firstOfWeek(day: number, wkst: Weekday): number {
  return day - ((weekdayOf(day) - WEEKDAYS.indexOf(wkst) + 7) % 7);
}

/** 0 for Sunday. 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The numbers of a part. */
export function ascending(part: readonly string[]): readonly number[] {
  return part.map(Number).sort((left, right) => left - right);
}
