/** What a calendar shows of an iCalendar object between two instants: RFC 4791 §9.9, scheduling.md S2.3. */
import { type Component, getProperties, getProperty, getText } from './component.ts';
import { readDuration } from './duration.ts';
import {
  deriveInstance,
  type InstanceBudget,
  isRange,
  type RecurrenceKey,
  rangeAt,
  recurrenceKey,
  recurrenceSet,
} from './recurrence.ts';
import { startProperty } from './recurrenceParts.ts';
import { overlaps } from './timeRange.ts';
import {
  type CalendarTime,
  readPeriods,
  readTime,
  type TimeZones,
  timeZonesOf,
  utcOf,
  zonedOrUtc,
} from './timeZone.ts';
import { DAY, daysFromCivil, formatDate, formatWall, parseWall } from './wallTime.ts';

/** One instance of a VEVENT or VTODO with its effective component (scheduling.md S2.3). */
export interface CalendarInstance {
  readonly key: RecurrenceKey;
  /** The override, else the master when it does not recur, else the master, or an earlier override's RANGE, moved to the key. */
  readonly component: Component;
  readonly isOverride: boolean;
  readonly start: CalendarTime;
  /** The same as `start` where nothing tells the end. */
  readonly end: CalendarTime;
  /** UTC in basic form. */
  readonly startUtc: string;
  readonly endUtc: string;
}

/**
 * The instances of all VEVENTs and VTODOs that overlap [from, to) as RFC 4791 §9.9 defines it, by start. Bounds are UTC in basic
 * form; dates and floating times are read in `floatingTzid`. Overrides stand where they were moved to, also from outside the
 * range, and at their key whatever EXDATE says; an override without a master stands for itself. A VTODO that tells no time at
 * all is in every range, at its start.
 * `budget` is of all queries that share it, none if absent.
 * @throws RecurrenceLimitError when a component has too many instances in the range
 */
export function instancesBetween(
  calendar: Component,
  from: string,
  to: string,
  floatingTzid: string,
  budget?: InstanceBudget,
): readonly CalendarInstance[] {
  const range: Range = { from, to, floatingTzid, zones: timeZonesOf(calendar), budget };
  const instances = objectsOf(calendar).flatMap((object) => instancesOf(object, range));
  return instances.sort((left, right) =>
    left.startUtc === right.startUtc ? compare(left.endUtc, right.endUtc) : compare(left.startUtc, right.startUtc),
  );
}

/**
 * When a component ends: DTEND or DUE; else DTSTART plus DURATION, weeks and days on the clock and the rest exact; else, for a
 * VEVENT, RFC 5545 §3.6.1: the day after a DATE, or the start itself. Undefined for a VTODO that has none of these, and without
 * a start.
 */
export function endOf(component: Component, zones: TimeZones): CalendarTime | undefined {
  const end = getProperty(component, component.name === 'VTODO' ? 'DUE' : 'DTEND');
  if (end !== undefined) return readTime(end);
  const startsAt = getProperty(component, 'DTSTART');
  if (startsAt === undefined) return undefined;
  const start = readTime(startsAt);
  const duration = getText(component, 'DURATION');
  if (duration !== undefined) return addDuration(start, duration, zones);
  if (component.name === 'VTODO') return undefined;
  return start.form === 'date' ? { form: 'date', local: formatDate(parseWall(start.local) + DAY) } : start;
}

/** A time plus a DURATION value, RFC 5545 §3.3.6. Under a DATE whole days count. */
export function addDuration(start: CalendarTime, written: string, zones: TimeZones): CalendarTime {
  const { days, seconds } = readDuration(written);
  const wall = parseWall(start.local) + days * DAY;
  if (start.form === 'date') return { form: 'date', local: formatDate(wall + Math.trunc(seconds / DAY) * DAY) };
  if (seconds === 0 || start.form !== 'zoned' || zones.unknown(start.tzid)) {
    return { ...start, local: formatWall(wall + seconds) };
  }
  const instant = parseWall(zones.toUtc(start.tzid, formatWall(wall))) + seconds;
  return zonedOrUtc(start.tzid, `${formatWall(instant)}Z`, zones);
}

const RECURS = new Set(['RRULE', 'RDATE', 'EXDATE', 'EXRULE']);

interface Range {
  readonly from: string;
  readonly to: string;
  readonly floatingTzid: string;
  readonly zones: TimeZones;
  readonly budget: InstanceBudget | undefined;
}

interface CalendarObject {
  master: Component | undefined;
  readonly overrides: Component[];
}

/** The VEVENTs and VTODOs by UID; one without a UID is on its own. */
function objectsOf(calendar: Component): readonly CalendarObject[] {
  const objects = new Map<string | Component, CalendarObject>();
  for (const component of calendar.components) {
    if (component.name !== 'VEVENT' && component.name !== 'VTODO') continue;
    const uid = getText(component, 'UID');
    const key = uid === undefined ? component : `${component.name}/${uid}`;
    const object = objects.get(key) ?? { master: undefined, overrides: [] };
    objects.set(key, object);
    if (getProperty(component, 'RECURRENCE-ID') !== undefined) object.overrides.push(component);
    else object.master ??= component;
  }
  return [...objects.values()];
}

function instancesOf({ master, overrides }: CalendarObject, range: Range): readonly CalendarInstance[] {
  const { zones } = range;
  const startsAt = master === undefined ? undefined : startProperty(master);
  const start = startsAt === undefined ? undefined : readTime(startsAt);
  const instances: CalendarInstance[] = [];
  const overridden = new Set<RecurrenceKey>();
  const ranges = new Map<RecurrenceKey, Component>();
  for (const override of overrides) {
    const property = getProperty(override, 'RECURRENCE-ID');
    if (property === undefined) continue;
    const id = readTime(property);
    const key = recurrenceKey(id, start ?? id, zones);
    overridden.add(key);
    if (isRange(override)) ranges.set(key, override);
    push(instances, instanceAt(key, override, true, range), range);
  }
  if (master === undefined) return instances;
  for (const { key, component } of masterInstances(master, start, ranges, range)) {
    if (!overridden.has(key)) push(instances, instanceAt(key, component, false, range), range);
  }
  return instances;
}

function push(instances: CalendarInstance[], instance: CalendarInstance | undefined, range: Range): void {
  if (instance !== undefined && overlaps(instance.component, instance.startUtc, instance.endUtc, range)) {
    instances.push(instance);
  }
}

function* masterInstances(
  master: Component,
  start: CalendarTime | undefined,
  ranges: ReadonlyMap<RecurrenceKey, Component>,
  range: Range,
): Generator<{ readonly key: RecurrenceKey; readonly component: Component }> {
  const { zones, floatingTzid } = range;
  if (start === undefined) {
    yield { key: '', component: master };
    return;
  }
  if (!master.properties.some(({ name }) => RECURS.has(name))) {
    yield { key: recurrenceKey(start, start, zones), component: master };
    return;
  }
  const set = recurrenceSet(master, zones);
  if (getProperty(master, 'RRULE') === undefined && getProperty(master, 'RDATE') === undefined) {
    if (set.has(set.start)) yield { key: set.start, component: master };
    return;
  }
  // A day more on both sides, since lengths differ with the clock; `overlaps` decides.
  const moves = Math.max(0, ...[...ranges.values()].map((override) => reachOf(override, range)));
  const before = parseWall(range.from) - Math.max(moves, longest(master, start, range)) - DAY;
  const after = parseWall(range.to) + moves + DAY;
  const from = formatWall(Math.max(before, daysFromCivil(1, 1, 1) * DAY));
  const to = formatWall(Math.min(after, daysFromCivil(9999, 12, 31) * DAY));
  for (const key of set.between(`${from}Z`, `${to}Z`, floatingTzid, range.budget)) {
    yield { key, component: deriveInstance(master, key, zones, rangeAt(ranges, key)) };
  }
}

/** At least the seconds that an override with RANGE moves later instances, and that they take. */
function reachOf(override: Component, range: Range): number {
  const [startsAt, recurrenceId] = [startProperty(override), getProperty(override, 'RECURRENCE-ID')];
  if (startsAt === undefined || recurrenceId === undefined) return 0;
  const start = readTime(startsAt);
  const moved = Math.abs(parseWall(start.local) - parseWall(readTime(recurrenceId).local));
  // Their clocks may be a day apart.
  return longest(override, start, range) + moved + DAY;
}

/** The seconds that the longest instance of the master takes. */
function longest(master: Component, start: CalendarTime, { zones, floatingTzid }: Range): number {
  const length = (from: CalendarTime, to: CalendarTime | undefined): number =>
    to === undefined ? 0 : parseWall(utcOf(to, zones, floatingTzid)) - parseWall(utcOf(from, zones, floatingTzid));
  const periods = getProperties(master, 'RDATE').flatMap(readPeriods);
  const lengths = periods.map(({ start: from, end, duration }) =>
    length(from, duration === undefined ? end : addDuration(from, duration, zones)),
  );
  return Math.max(0, length(start, endOf(master, zones)), ...lengths);
}

function instanceAt(
  key: RecurrenceKey,
  component: Component,
  isOverride: boolean,
  { from, zones, floatingTzid }: Range,
): CalendarInstance | undefined {
  const property = startProperty(component) ?? getProperty(component, 'COMPLETED') ?? getProperty(component, 'CREATED');
  if (property === undefined && component.name === 'VEVENT') return undefined;
  const start: CalendarTime =
    property === undefined ? { form: 'utc', local: from.replace('Z', '') } : readTime(property);
  const end = endOf(component, zones) ?? start;
  const startUtc = utcOf(start, zones, floatingTzid);
  return { key, component, isOverride, start, end, startUtc, endUtc: utcOf(end, zones, floatingTzid) };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
