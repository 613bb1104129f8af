/**
 * The wall-clock times that a recurrence rule generates, RFC 5545 §3.3.10. rrule-temporal expands the rule on floating time,
 * one block of time after the other, so that a block far from DTSTART costs no more than the first.
 */
import { RRuleTemporal } from 'rrule-temporal';
import { endlessRuleText, type RecurrenceRule, WEEKDAYS } from './recurrenceRule.ts';
import { DAY, daysInMonth, formatWall, LAST_WALL } from './wallTime.ts';

/** A recurrence set or rule would need more work than any calendar does. */
export class RecurrenceLimitError extends Error {
  override readonly name = 'RecurrenceLimitError';
}

/** Wall-clock times in ascending order, in seconds (wallTime.ts). */
export interface Expansion {
  has(wall: number): boolean;
  /**
   * The first one after `wall` and before `end`.
   * @throws RecurrenceLimitError when it is too dear to find
   */
  nextAfter(wall: number, end: number, effort: Effort): number | undefined;
}

/** How much one query may still spend. Each jump over empty time may cost the library milliseconds. */
export interface Effort {
  jumps: number;
}

/** The effort that one query is worth. */
export function oneEffort(): Effort {
  return { jumps: 100 };
}

/**
 * What the rule generates from DTSTART on, within its COUNT; UNTIL is the caller's, who knows the zone. DTSTART counts towards
 * COUNT even when the rule does not generate it (RFC 5545 §3.8.5.3), so such a rule gives one instance less.
 */
export function expandRule(rule: RecurrenceRule, start: number): Expansion {
  const step = fixedStep(rule, start);
  if (step !== undefined) {
    return fixedExpansion(start, step, rule.count === undefined ? LAST_WALL : start + (rule.count - 1) * step);
  }
  if (neverMatches(rule)) return NOTHING;
  const endless = endlessExpansion(rule, start);
  if (rule.count === undefined) return endless;
  return countedExpansion(endless, endless.has(start) ? rule.count : rule.count - 1, start);
}

/** How many instances of a counted rule are expanded before it counts as unreasonable. */
const MAX_COUNTED = 20_000;

const NOTHING: Expansion = { has: () => false, nextAfter: () => undefined };

const STEPS: Readonly<Partial<Record<string, number>>> = {
  SECONDLY: 1,
  MINUTELY: 60,
  HOURLY: 3600,
  DAILY: DAY,
  WEEKLY: 7 * DAY,
};

/** The seconds between the instances of a rule whose instances are equally far apart: most of all rules are such. */
function fixedStep(rule: RecurrenceRule, start: number): number | undefined {
  const unit = STEPS[rule.freq];
  if (unit === undefined || rule.rscale !== undefined) return undefined;
  const others = [rule.bySecond, rule.byMinute, rule.byHour, rule.byMonthDay, rule.byYearDay, rule.byWeekNo];
  if ([...others, rule.byMonth, rule.bySetPos].some((part) => part.length > 0)) return undefined;
  const sameDay = rule.freq === 'WEEKLY' && rule.byDay.length === 1 && rule.byDay[0] === weekdayOf(start);
  return rule.byDay.length === 0 || sameDay ? unit * rule.interval : undefined;
}

function fixedExpansion(start: number, step: number, last: number): Expansion {
  return {
    has: (wall) => wall >= start && wall <= last && (wall - start) % step === 0,
    nextAfter: (wall, end) => {
      const next = wall < start ? start : start + (Math.floor((wall - start) / step) + 1) * step;
      return next < end && next <= last ? next : undefined;
    },
  };
}

/** Whether no month of the rule has any of its days, like February 30: the library would search for it for ever. */
function neverMatches(rule: RecurrenceRule): boolean {
  if (rule.rscale !== undefined || rule.byMonthDay.length === 0) return false;
  const months = rule.byMonth.length > 0 ? rule.byMonth.map(Number) : [1];
  const longest = Math.max(...months.map((month) => daysInMonth(2000, month)));
  return rule.byMonthDay.every((day) => Math.abs(Number(day)) > longest);
}

function countedExpansion(endless: EndlessExpansion, count: number, start: number): Expansion {
  const { counted } = endless;
  function expandTo(wall: number, effort: Effort): void {
    while (counted.length < count) {
      const last = counted.at(-1) ?? start - 1;
      if (last > wall) return;
      if (counted.length >= MAX_COUNTED) {
        throw new RecurrenceLimitError(`A rule with COUNT has more than ${MAX_COUNTED} instances.`);
      }
      const next = endless.nextAfter(last, LAST_WALL, effort);
      if (next === undefined) return;
      counted.push(next);
    }
  }
  return {
    has: (wall) => {
      expandTo(wall, oneEffort());
      const at = indexAfter(counted, wall) - 1;
      return at < count && counted[at] === wall;
    },
    nextAfter: (wall, end, effort) => {
      const from = Math.max(wall, start - 1);
      expandTo(Math.min(from, end), effort);
      const at = indexAfter(counted, from);
      const next = at < count ? counted[at] : undefined;
      return next !== undefined && next < end ? next : undefined;
    },
  };
}

interface EndlessExpansion extends Expansion {
  /** The first instances, as far as a COUNT asked for them; shared by rules that differ in COUNT only. */
  readonly counted: number[];
}

/** Expansions by rule and DTSTART: both versions of an object, and objects read again and again, share them. */
const expansions = new Map<string, EndlessExpansion>();
const MAX_EXPANSIONS = 200;
const MAX_BLOCKS = 1024;
const MAX_ITERATIONS = 5000;
const MAX_JUMPS = 1024;

function endlessExpansion(rule: RecurrenceRule, start: number): EndlessExpansion {
  const text = endlessRuleText(rule);
  const key = `${text}/${start}`;
  const known = expansions.get(key);
  if (known !== undefined) return known;
  const expansion = makeEndlessExpansion(text, start, blockSize(rule));
  dropOldest(expansions, MAX_EXPANSIONS);
  expansions.set(key, expansion);
  return expansion;
}

function makeEndlessExpansion(text: string, start: number, size: number): EndlessExpansion {
  let made: RRuleTemporal | undefined;
  function library(): RRuleTemporal {
    // Its results are read by epochMilliseconds only, so it may use the Temporal that it brings.
    made ??= new RRuleTemporal({
      rruleString: `DTSTART:${formatWall(start)}Z\nRRULE:${text}`,
      maxIterations: MAX_ITERATIONS,
      cache: false,
    });
    return made;
  }
  const blocks = new Map<number, readonly number[]>();
  const jumps = new Map<number, number>();
  function block(index: number): readonly number[] {
    const known = blocks.get(index);
    if (known !== undefined) return known;
    const from = Math.max(index * size, start);
    const to = (index + 1) * size - 1;
    const walls =
      to < start ? [] : limited(() => library().between(new Date(from * 1000), new Date(to * 1000), true)).map(wallOf);
    dropOldest(blocks, MAX_BLOCKS);
    blocks.set(index, walls);
    return walls;
  }
  function nextAfter(wall: number, end: number, effort: Effort): number | undefined {
    const from = Math.max(wall, start - 1);
    const first = Math.floor((from + 1) / size);
    for (let index = first; index < first + 2; index++) {
      if (index * size >= end) return undefined;
      const walls = block(index);
      const next = walls[indexAfter(walls, from)];
      if (next !== undefined) return next < end ? next : undefined;
    }
    // Two blocks without an instance: the rule is sparse, so let the library jump.
    const known = jumps.get(first);
    if (known !== undefined) return known < end ? known : undefined;
    if (effort.jumps-- <= 0) throw new RecurrenceLimitError('A recurrence rule has too few instances to search for.');
    const found = limited(() => library().next(new Date(((first + 2) * size - 1) * 1000), false));
    const next = found === null ? Number.POSITIVE_INFINITY : wallOf(found);
    dropOldest(jumps, MAX_JUMPS);
    jumps.set(first, next);
    return next < end && next <= LAST_WALL ? next : undefined;
  }
  function has(wall: number): boolean {
    if (wall < start) return false;
    const walls = block(Math.floor(wall / size));
    return walls[indexAfter(walls, wall) - 1] === wall;
  }
  return { has, nextAfter, counted: [] };
}

/**
 * Seconds of a block that holds some 64 instances, as far as the rule shows it without expanding; more of a rule by the second,
 * where the library takes milliseconds to begin.
 */
function blockSize(rule: RecurrenceRule): number {
  const length = (part: readonly string[]): number => Math.max(part.length, 1);
  const seconds = length(rule.bySecond);
  const minutes = length(rule.byMinute) * seconds;
  const times = length(rule.byHour) * minutes;
  const days = rule.byDay.length * 52 || rule.byMonthDay.length * 12 || rule.byYearDay.length;
  const perYear: Readonly<Record<string, number>> = {
    SECONDLY: 365 * DAY,
    MINUTELY: 365 * 1440 * seconds,
    HOURLY: 365 * 24 * minutes,
    DAILY: 365 * times,
    WEEKLY: 52 * length(rule.byDay) * times,
    MONTHLY: (days || 12) * times,
    YEARLY: (days || length(rule.byMonth)) * times,
  };
  const instances = rule.freq === 'SECONDLY' ? 512 : 64;
  const wanted = (instances * rule.interval * 365 * DAY) / (perYear[rule.freq] ?? 1);
  // Weeks of the year are slow in the library, so few years at a time.
  const most = rule.byWeekNo.length > 0 ? 26 : 33;
  return 2 ** Math.min(Math.max(Math.ceil(Math.log2(wanted)), 6), most);
}

/** The library throws plain errors when maxIterations or its candidate limit is reached. */
function limited<T>(expand: () => T): T {
  try {
    return expand();
  } catch (cause) {
    throw new RecurrenceLimitError('A recurrence rule needs too much work to expand.', { cause });
  }
}

function wallOf(found: { readonly epochMilliseconds: number }): number {
  return found.epochMilliseconds / 1000;
}

/** The index of the first value above `wall` in an ascending list. */
function indexAfter(walls: readonly number[], wall: number): number {
  let low = 0;
  let high = walls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((walls[middle] ?? 0) > wall) high = middle;
    else low = middle + 1;
  }
  return low;
}

function weekdayOf(wall: number): string | undefined {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((Math.floor(wall / DAY) + 4) % 7) + 7) % 7];
}

function dropOldest<Key, Value>(map: Map<Key, Value>, size: number): void {
  if (map.size < size) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
