/**
 * Expansion of any recurrence rule by rrule-temporal, on floating time: one block of time after the other, so that a block far
 * from DTSTART costs no more than the first.
 */
import { RRuleTemporal } from 'rrule-temporal';
import { type Effort, type Expansion, indexAfter, RecurrenceLimitError } from './expansion.ts';
import { endlessRuleText, type RecurrenceRule, WEEKDAYS } from './recurrenceRule.ts';
import { DAY, formatWall, LAST_WALL } from './wallTime.ts';

/** Expansions by rule and DTSTART: both versions of an object, and objects read again and again, share them. */
const expansions = new Map<string, Expansion>();
const MAX_EXPANSIONS = 50;
const MAX_BLOCKS = 600;
const MAX_ITERATIONS = 5000;
const MAX_JUMPS = 1024;

/** What the rule generates from DTSTART on without COUNT and UNTIL; the same object for the same rule. */
export function libraryExpansion(rule: RecurrenceRule, start: number): Expansion {
  const text = endlessRuleText(withWeekday(rule, start));
  const key = `${text}/${start}`;
  const known = expansions.get(key);
  if (known !== undefined) return known;
  const expansion = makeExpansion(text, start, blockSize(rule));
  dropOldest(expansions, MAX_EXPANSIONS);
  expansions.set(key, expansion);
  return expansion;
}

/** Of BYWEEKNO alone the day is DTSTART's weekday (RFC 5545 §3.3.10); the library takes that of the year's first day. */
function withWeekday(rule: RecurrenceRule, start: number): RecurrenceRule {
  if (rule.byWeekNo.length === 0 || rule.byDay.length + rule.byMonthDay.length + rule.byYearDay.length > 0) return rule;
  // 1 January 1970 was a Thursday.
  const weekday = WEEKDAYS[(((Math.floor(start / DAY) + 4) % 7) + 7) % 7];
  return weekday === undefined ? rule : { ...rule, byDay: [weekday] };
}

function makeExpansion(text: string, start: number, size: number): Expansion {
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
  return { has, nextAfter };
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

function dropOldest<Key, Value>(map: Map<Key, Value>, size: number): void {
  if (map.size < size) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
