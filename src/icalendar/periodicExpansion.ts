/**
 * Rules of days, weeks, months and years, and rules of equal steps, RFC 5545 §3.3.10: one period after the other, so that a
 * period far from DTSTART costs no more than the first. Property tests hold them against rrule-temporal and dateutil.
 */
import { type Expansion, indexAfter, type Walls } from './expansion.ts';
import type { RecurrenceRule } from './recurrenceRule.ts';
import { ascending, periodsOf } from './ruleDays.ts';
import { DAY, LAST_WALL } from './wallTime.ts';

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
  const { bySecond, byMinute, byHour, byDay, byMonthDay, byYearDay, byWeekNo, byMonth, bySetPos } = rule;
  const parts = [bySecond, byMinute, byHour, byDay, byMonthDay, byYearDay, byWeekNo, byMonth, bySetPos];
  if (unit === undefined || rule.rscale !== undefined || parts.some((part) => part.length > 0)) return undefined;
  return unit * rule.interval;
}

/** What the rule generates from DTSTART on without COUNT and UNTIL; undefined for a FREQ below DAILY, and for RSCALE. */
export function periodicExpansion(rule: RecurrenceRule, start: number): Expansion | undefined {
  const startDay = Math.floor(start / DAY);
  const periods = periodsOf(rule, startDay);
  if (periods === undefined) return undefined;
  const { periodOf, firstDay, daysIn } = periods;
  const timesOfDay = timesOf(rule, start - startDay * DAY);
  const first = periodOf(startDay);
  const last = periodOf(Math.floor(LAST_WALL / DAY));
  let known: { readonly period: number; readonly walls: Walls } = { period: Number.NaN, walls: [] };
  // After this time there is no other, as an earlier search has found.
  let end = LAST_WALL + 1;

  function wallsIn(period: number): Walls {
    if (known.period !== period) {
      known = { period, walls: positioned(wallsOn(daysIn(period), timesOfDay), rule.bySetPos) };
    }
    return known.walls;
  }
  function has(wall: number): boolean {
    const period = periodOf(Math.floor(wall / DAY));
    if (wall < start || (period - first) % rule.interval !== 0) return false;
    return firstAfter(wallsIn(period), wall - 1) === wall;
  }
  function nextAfter(wall: number, limit: number): number | undefined {
    const from = Math.max(wall, start - 1);
    if (from >= end) return undefined;
    const steps = Math.floor((periodOf(Math.floor(from / DAY)) - first) / rule.interval);
    for (let period = first + Math.max(steps, 0) * rule.interval; period <= last; period += rule.interval) {
      if (firstDay(period) * DAY >= limit) return undefined;
      const next = firstAfter(wallsIn(period), from);
      if (next !== undefined) return next < limit ? next : undefined;
    }
    end = from;
    return undefined;
  }
  return { has, nextAfter };
}

/** Seconds of the day, by BYHOUR, BYMINUTE and BYSECOND, or as DTSTART says. */
function timesOf({ byHour, byMinute, bySecond }: RecurrenceRule, ofStart: number): readonly number[] {
  const values = (part: readonly string[], own: number): readonly number[] =>
    part.length > 0 ? ascending(part) : [own];
  const seconds = values(bySecond, ofStart % 60);
  const minutes = values(byMinute, Math.floor(ofStart / 60) % 60);
  const hours = values(byHour, Math.floor(ofStart / 3600));
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => hour * 3600 + minute * 60 + second)),
  );
}

function wallsOn(days: readonly number[], timesOfDay: readonly number[]): Walls {
  const count = timesOfDay.length;
  return {
    length: days.length * count,
    at: (index) => {
      const day = days[Math.floor(index / count)];
      const time = timesOfDay[index % count];
      return day === undefined || time === undefined ? undefined : day * DAY + time;
    },
  };
}

/** Those that BYSETPOS picks, from the beginning or, negative, from the end; all without it. */
function positioned(walls: Walls, bySetPos: readonly string[]): Walls {
  if (bySetPos.length === 0) return walls;
  const { length } = walls;
  const indices = bySetPos.map(Number).map((position) => (position > 0 ? position - 1 : length + position));
  const picked = [...new Set(indices)].filter((index) => index >= 0 && index < length);
  return picked.sort((left, right) => left - right).map((index) => walls.at(index) ?? Number.NaN);
}

function firstAfter(walls: Walls, wall: number): number | undefined {
  return walls.at(indexAfter(walls, wall));
}
