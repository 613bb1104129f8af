/**
 * The rules of everyday calendars in closed form: equal steps, and days of a week, month or year at DTSTART's time of day. A
 * property test holds them against rrule-temporal.
 */
import type { Expansion } from './expansion.ts';
import { type RecurrenceRule, WEEKDAYS } from './recurrenceRule.ts';
import { civilFromDays, DAY, daysFromCivil, daysInMonth, LAST_WALL } from './wallTime.ts';

const NAMES: readonly string[] = WEEKDAYS;

const STEPS: Readonly<Partial<Record<string, number>>> = {
  SECONDLY: 1,
  MINUTELY: 60,
  HOURLY: 3600,
  DAILY: DAY,
  WEEKLY: 7 * DAY,
};

/** The seconds between the instances of a rule whose instances are equally far apart. */
export function fixedStep(rule: RecurrenceRule): number | undefined {
  const unit = STEPS[rule.freq];
  return unit === undefined || !isPlain(rule) || rule.byDay.length > 0 || hasMonthParts(rule)
    ? undefined
    : unit * rule.interval;
}

/** Days, counted from 1970-01-01, in periods that are counted as well: weeks, months or years. */
interface Periods {
  periodOf(day: number): number;
  firstDay(period: number): number;
  /** The days of the rule in that period, ascending. */
  daysIn(period: number): readonly number[];
}

/** What the rule generates from DTSTART on without COUNT and UNTIL; undefined for a shape that is not done here. */
export function periodicExpansion(rule: RecurrenceRule, start: number): Expansion | undefined {
  const periods = isPlain(rule) ? periodsOf(rule, Math.floor(start / DAY)) : undefined;
  if (periods === undefined) return undefined;
  const { periodOf, firstDay, daysIn } = periods;
  const { interval } = rule;
  const time = ((start % DAY) + DAY) % DAY;
  const first = periodOf(Math.floor(start / DAY));
  const last = periodOf(Math.floor(LAST_WALL / DAY));
  function has(wall: number): boolean {
    if (wall < start || (wall - time) % DAY !== 0) return false;
    const day = (wall - time) / DAY;
    const period = periodOf(day);
    return (period - first) % interval === 0 && daysIn(period).includes(day);
  }
  function nextAfter(wall: number, end: number): number | undefined {
    const from = Math.max(wall, start - 1);
    const steps = Math.floor((periodOf(Math.floor(from / DAY)) - first) / interval);
    for (let period = first + steps * interval; period <= last; period += interval) {
      if (firstDay(period) * DAY >= end) return undefined;
      for (const day of daysIn(period)) {
        const next = day * DAY + time;
        if (next > from) return next < end ? next : undefined;
      }
    }
    return undefined;
  }
  return { has, nextAfter };
}

/** Whether DTSTART alone gives the time of day, and nothing picks among instances. */
function isPlain(rule: RecurrenceRule): boolean {
  const others = [rule.bySecond, rule.byMinute, rule.byHour, rule.byYearDay, rule.byWeekNo, rule.bySetPos];
  return rule.rscale === undefined && others.every((part) => part.length === 0);
}

function hasMonthParts(rule: RecurrenceRule): boolean {
  return rule.byMonth.length > 0 || rule.byMonthDay.length > 0;
}

function periodsOf(rule: RecurrenceRule, startDay: number): Periods | undefined {
  if (rule.byDay.length > 0 && rule.byMonthDay.length > 0) return undefined;
  if (rule.freq === 'WEEKLY' && !hasMonthParts(rule)) return weeks(rule);
  if (rule.freq === 'MONTHLY' && rule.byMonth.length === 0) return months(rule, startDay);
  // Without BYMONTH these parts count in the year as a whole.
  const inMonths = rule.byMonth.length > 0 || (rule.byDay.length === 0 && rule.byMonthDay.length === 0);
  return rule.freq === 'YEARLY' && inMonths ? years(rule, startDay) : undefined;
}

function weeks(rule: RecurrenceRule): Periods {
  const weekStart = NAMES.indexOf(rule.wkst);
  const offsets = rule.byDay
    .map((name) => (NAMES.indexOf(name) - weekStart + 7) % 7)
    .sort((left, right) => left - right);
  // 1970-01-01 was a Thursday.
  const firstDay = (week: number): number => week * 7 - 4 + weekStart;
  return {
    periodOf: (day) => Math.floor((day + 4 - weekStart) / 7),
    firstDay,
    daysIn: (week) => offsets.map((offset) => firstDay(week) + offset),
  };
}

function months(rule: RecurrenceRule, startDay: number): Periods {
  const select = daySelection(rule, civilFromDays(startDay).day);
  return {
    periodOf: (day) => {
      const { year, month } = civilFromDays(day);
      return year * 12 + month - 1;
    },
    firstDay: (month) => daysFromCivil(Math.floor(month / 12), (month % 12) + 1, 1),
    daysIn: (month) => select(Math.floor(month / 12), (month % 12) + 1),
  };
}

function years(rule: RecurrenceRule, startDay: number): Periods {
  const start = civilFromDays(startDay);
  const select = daySelection(rule, start.day);
  const inYear = rule.byMonth.length > 0 ? rule.byMonth.map(Number).sort((left, right) => left - right) : [start.month];
  return {
    periodOf: (day) => civilFromDays(day).year,
    firstDay: (year) => daysFromCivil(year, 1, 1),
    daysIn: (year) => inYear.flatMap((month) => select(year, month)),
  };
}

/** The days of a month that BYMONTHDAY or BYDAY selects, or DTSTART's day of the month; those that the month lacks are left out. */
function daySelection(rule: RecurrenceRule, startDay: number): (year: number, month: number) => readonly number[] {
  const weekdays = rule.byDay.map((written) => ({
    nth: Number(written.slice(0, -2)),
    weekday: NAMES.indexOf(written.slice(-2)),
  }));
  const monthDays = rule.byMonthDay.length > 0 ? rule.byMonthDay.map(Number) : [startDay];
  return (year, month) => {
    const length = daysInMonth(year, month);
    const before = daysFromCivil(year, month, 1) - 1;
    const days =
      weekdays.length > 0
        ? weekdays.flatMap(({ nth, weekday }) => nthWeekdays(before, length, nth, weekday))
        : monthDays.map((day) => (day > 0 ? day : length + 1 + day));
    const inMonth = [...new Set(days)].filter((day) => day >= 1 && day <= length);
    return inMonth.sort((left, right) => left - right).map((day) => before + day);
  };
}

/** Days of the month that are the nth such weekday, from its end if negative, or all of them for 0. */
function nthWeekdays(before: number, length: number, nth: number, weekday: number): readonly number[] {
  const first = 1 + ((weekday - ((((before + 5) % 7) + 7) % 7) + 7) % 7);
  const count = Math.floor((length - first) / 7) + 1;
  if (nth === 0) return Array.from({ length: count }, (_, index) => first + index * 7);
  const index = nth > 0 ? nth - 1 : count + nth;
  return index >= 0 && index < count ? [first + index * 7] : [];
}
