/** The properties by which a component recurs, read once: DTSTART, RRULE, RDATE, EXDATE, EXRULE. */
import { type Component, getProperties, getProperty, type Property } from './component.ts';
import type { Expansion } from './expansion.ts';
import { type KeyClock, keyClock, type RecurrenceKey, recurrenceKey } from './recurrenceKey.ts';
import { type RecurrenceRule, readRecurrenceRule } from './recurrenceRule.ts';
import { expandRule } from './ruleExpansion.ts';
import {
  type CalendarPeriod,
  type CalendarTime,
  readPeriods,
  readTime,
  readTimes,
  type TimeZones,
} from './timeZone.ts';
import { DAY, LAST_WALL, parseWall } from './wallTime.ts';

/** A rule on DTSTART's clock. */
export interface BoundRule {
  readonly expansion: Expansion;
  readonly finite: boolean;
  /** No instance is at or after this wall-clock time. */
  readonly end: number;
  /** Whether UNTIL lets this instance be. */
  allows(wall: number, key: RecurrenceKey): boolean;
}

export interface RecurrenceParts {
  readonly start: CalendarTime;
  readonly startKey: RecurrenceKey;
  readonly clock: KeyClock;
  readonly rules: readonly BoundRule[];
  readonly exceptionRules: readonly BoundRule[];
  /** RDATE by key; a VALUE=PERIOD with its end. */
  readonly added: ReadonlyMap<RecurrenceKey, CalendarPeriod>;
  /** EXDATE as keys. */
  readonly excluded: ReadonlySet<RecurrenceKey>;
  /** EXDATE;VALUE=DATE under a DATE-TIME: local days, `20270315`. */
  readonly excludedDays: ReadonlySet<string>;
}

const RECURS_BY: ReadonlySet<string> = new Set(['DTSTART', 'DUE', 'RRULE', 'RDATE', 'EXDATE', 'EXRULE']);
const ofComponent = new WeakMap<Component, { readonly zones: TimeZones; readonly parts: RecurrenceParts }>();
/** By DTSTART or DUE, with all that they were read from: versions of a component in which none of it changed share them. */
const known = new WeakMap<
  Property,
  { readonly zones: TimeZones; readonly from: readonly Property[]; readonly parts: RecurrenceParts }
>();

/**
 * The parts of a master component; the same object each time. A VTODO without DTSTART recurs from its DUE. Undefined when it
 * has neither.
 */
export function recurrenceParts(master: Component, zones: TimeZones): RecurrenceParts | undefined {
  // Every instance asks for them: a series of ten thousand RDATEs must not go through all of them for each.
  const own = ofComponent.get(master);
  if (own?.zones === zones) return own.parts;
  const start = startProperty(master);
  if (start === undefined) return undefined;
  const parts = sharedParts(master, start, zones);
  ofComponent.set(master, { zones, parts });
  return parts;
}

function sharedParts(master: Component, start: Property, zones: TimeZones): RecurrenceParts {
  const from = master.properties.filter(({ name }) => RECURS_BY.has(name));
  const before = known.get(start);
  if (before?.zones === zones && before.from.length === from.length && from.every((one, at) => one === before.from[at]))
    return before.parts;
  const parts = readParts(master, start, zones);
  known.set(start, { zones, from, parts });
  return parts;
}

/** The property that says when a component is: DTSTART, or DUE in a VTODO without one. */
export function startProperty(component: Component): ReturnType<typeof getProperty> {
  return getProperty(component, 'DTSTART') ?? (component.name === 'VTODO' ? getProperty(component, 'DUE') : undefined);
}

function readParts(master: Component, property: Property, zones: TimeZones): RecurrenceParts {
  const start = readTime(property);
  const clock = keyClock(start, zones);
  const bound = (name: string): readonly BoundRule[] =>
    getProperties(master, name).map((rule) => bindRule(readRecurrenceRule(rule), start, clock));
  const added = new Map<RecurrenceKey, CalendarPeriod>();
  for (const period of getProperties(master, 'RDATE').flatMap(readPeriods)) {
    added.set(recurrenceKey(period.start, start, zones), period);
  }
  const excluded = new Set<RecurrenceKey>();
  const excludedDays = new Set<string>();
  for (const time of getProperties(master, 'EXDATE').flatMap(readTimes)) {
    if (time.form === 'date' && start.form !== 'date') excludedDays.add(time.local);
    else excluded.add(recurrenceKey(time, start, zones));
  }
  return {
    start,
    startKey: recurrenceKey(start, start, zones),
    clock,
    rules: bound('RRULE'),
    exceptionRules: bound('EXRULE'),
    added,
    excluded,
    excludedDays,
  };
}

function bindRule(rule: RecurrenceRule, start: CalendarTime, clock: KeyClock): BoundRule {
  // BYHOUR, BYMINUTE and BYSECOND must be ignored under a DATE, RFC 5545 §3.3.10.
  const shaped = start.form === 'date' ? { ...rule, byHour: [], byMinute: [], bySecond: [] } : rule;
  const expansion = expandRule(shaped, parseWall(start.local));
  const { until } = rule;
  if (until === undefined) {
    return { expansion, finite: rule.count !== undefined, end: LAST_WALL, allows: () => true };
  }
  if (until.form === 'utc' && (clock.form === 'zoned' || clock.form === 'utc')) {
    const last = `${until.local}Z`;
    return { expansion, finite: true, end: clock.wallOf(last) + DAY, allows: (_wall, key) => key <= last };
  }
  // A date includes its whole day; under a DATE only the day of any UNTIL counts.
  const wholeDay = until.form === 'date' || clock.form === 'date';
  const last = wholeDay ? parseWall(until.local.slice(0, 8)) + DAY - 1 : parseWall(until.local);
  return { expansion, finite: true, end: last + 1, allows: (wall) => wall <= last };
}
