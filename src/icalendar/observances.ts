/** A time zone known only from its VTIMEZONE, RFC 5545 §3.6.5: offsets from the rules of its STANDARD and DAYLIGHT parts. */
import { InvalidCalendarDataError } from './calendarData.ts';
import { readTime, readTimes } from './calendarTime.ts';
import { type Component, getProperties, getProperty } from './component.ts';
import { readUtcOffset } from './duration.ts';
import { type Expansion, oneEffort, RecurrenceLimitError } from './expansion.ts';
import { readRecurrenceRule } from './recurrenceRule.ts';
import { expandRule } from './ruleExpansion.ts';
import { DAY, LAST_WALL, parseWall } from './wallTime.ts';
import { bucketedZone, type OffsetChange, type Zone } from './zone.ts';

/** One STANDARD or DAYLIGHT sub-component. Onsets are local times on the clock of `offsetFrom`. */
interface Observance {
  readonly offsetFrom: number;
  readonly offsetTo: number;
  /** DTSTART and RDATEs, ascending. */
  readonly onsets: readonly number[];
  readonly rules: readonly { readonly expansion: Expansion; readonly until: number }[];
}

/** More observances and onsets than any zone has ever had: what describes more is no zone. */
const MOST_WRITTEN = 2_000;
/** Onsets of one rule in one bucket and the time looked back: a rule that generates more is none. Zones change twice a year. */
const MOST_GENERATED = 200;
/** An observance whose rule is rarer than this counts from its RDATEs and DTSTART only. */
const LOOK_BACK = 10 * 366 * DAY;

/**
 * The zone that the rules of a VTIMEZONE describe. Before its first onset its TZOFFSETFROM holds. Undefined when it has no
 * usable observance, or more than any zone has.
 */
export function observedZone(vtimezone: Component): Zone | undefined {
  if (vtimezone.components.length > MOST_WRITTEN) return undefined;
  const observances = vtimezone.components.flatMap((inner) => readObservance(inner) ?? []);
  const [first, ...others] = observances;
  const written = observances.reduce((sum, { onsets, rules }) => sum + onsets.length + rules.length, 0);
  if (first === undefined || written > MOST_WRITTEN) return undefined;
  const earliest = others.reduce((found, next) => (onset(next) < onset(found) ? next : found), first);
  return bucketedZone((from, to) => {
    const changes = observances.flatMap((observance) => changesOf(observance, from - LOOK_BACK, to));
    changes.sort((left, right) => left.from - right.from);
    const before = changes.findLast((change) => change.from <= from)?.offset ?? earliest.offsetFrom;
    return [{ from, offset: before }, ...changes.filter((change) => change.from > from && change.from < to)];
  });
}

function onset(observance: Observance): number {
  return observance.onsets[0] ?? LAST_WALL;
}

/** The onsets in [from, to) and the last one before. */
function changesOf(observance: Observance, from: number, to: number): readonly OffsetChange[] {
  const { offsetFrom, offsetTo, onsets, rules } = observance;
  const walls: number[] = [];
  for (const wall of onsets) if (wall - offsetFrom < to) walls.push(wall);
  for (const { expansion, until } of rules) {
    const end = Math.min(to + offsetFrom, until + 1);
    const start = Math.min(from + offsetFrom, until - LOOK_BACK);
    walls.push(...generated(expansion, start, end));
  }
  return walls.map((wall) => ({ from: wall - offsetFrom, offset: offsetTo }));
}

/** None of a rule that generates too many, or is too dear to follow. */
function generated(expansion: Expansion, start: number, end: number): readonly number[] {
  const walls: number[] = [];
  const effort = oneEffort();
  try {
    for (let wall = start; ; ) {
      const next = expansion.nextAfter(wall, end, effort);
      if (next === undefined) return walls;
      if (walls.length >= MOST_GENERATED) return [];
      walls.push(next);
      wall = next;
    }
  } catch (error) {
    if (error instanceof RecurrenceLimitError) return [];
    throw error;
  }
}

/** Undefined for one that lacks what it must have: the zone is then as good as its other observances. */
function readObservance(component: Component): Observance | undefined {
  const start = getProperty(component, 'DTSTART');
  const from = getProperty(component, 'TZOFFSETFROM');
  const to = getProperty(component, 'TZOFFSETTO');
  if (start === undefined || from === undefined || to === undefined) return undefined;
  try {
    const offsetFrom = readUtcOffset(from.value);
    const first = parseWall(readTime(start).local);
    const added = getProperties(component, 'RDATE').flatMap(readTimes);
    const rules = getProperties(component, 'RRULE').map((property) => {
      const rule = readRecurrenceRule(property);
      const { until } = rule;
      const end = until === undefined ? LAST_WALL : parseWall(until.local) + (until.form === 'utc' ? offsetFrom : 0);
      return { expansion: expandRule(rule, first), until: until?.form === 'date' ? end + DAY - 1 : end };
    });
    const onsets = [first, ...added.map((time) => parseWall(time.local) + (time.form === 'utc' ? offsetFrom : 0))];
    return { offsetFrom, offsetTo: readUtcOffset(to.value), onsets: onsets.sort((left, right) => left - right), rules };
  } catch (error) {
    if (error instanceof InvalidCalendarDataError) return undefined;
    throw error;
  }
}
