/** The first and the last instant of an object, by which the store finds what a time range may hold, RFC 4791 §9.9. */
import { type Component, getProperties, getProperty, type Property } from '../icalendar/component.ts';
import { endOf, instancesBetween } from '../icalendar/instances.ts';
import { isRange, RecurrenceLimitError, type RecurrenceSet, recurrenceSet } from '../icalendar/recurrence.ts';
import { eventOverlaps } from '../icalendar/timeRange.ts';
import { type CalendarTime, readTime, readTimes, type TimeZones, timeZonesOf, utcOf } from '../icalendar/timeZone.ts';
import { DAY_MS, EARLIEST, LATEST, shifted } from './instant.ts';

/**
 * Nothing of an object is before `startsAt` or after `endsAt`, `20270308T090000Z`, in whatever zone its floating times are
 * read; EARLIEST and LATEST where it is open or unknown. `precision` tells whether a time range can be decided by them:
 * - `exact`: one VEVENT with one instance, which is exactly there;
 * - `floating`: the same, but dates or floating times, whose instants depend on the zone: in UTC it is a day within the bounds;
 * - `rough`: only the object's text tells.
 */
export interface TimeBounds {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly precision: 'exact' | 'floating' | 'rough';
}

interface Span {
  readonly startsAt: string;
  readonly endsAt: string;
}

const EVERYWHERE: Span = { startsAt: EARLIEST, endsAt: LATEST };
const RECURS = new Set(['RRULE', 'RDATE', 'EXDATE', 'EXRULE']);
/** What tells where a component is. */
const TIMES = new Set(['DTSTART', 'DTEND', 'DUE', 'RDATE', 'RECURRENCE-ID']);
/** How far before its UNTIL the last instance of a rule is sought first. */
const LOOK_BACK_DAYS = [1, 40, 800];
/** A series that may have more counts as endless: finding its last instance would take longer than skipping it saves. */
const MOST_COUNTED = 1_000;

/** What cannot be read, and what has more instances than anybody counts, may be anywhere. */
export function timeBounds(calendar: Component): TimeBounds {
  const components = calendar.components.filter(({ name }) => name !== 'VTIMEZONE');
  const [first] = components;
  if (first === undefined || components.some(({ name }) => name !== first.name)) return roughly(EVERYWHERE);
  try {
    const zones = timeZonesOf(calendar);
    const spans = components.map((component) => ownSpan(component, zones));
    const recurring = components.filter(recurs).map((master) => recurrenceSpan(calendar, master, zones));
    const span = together([...spans, ...recurring]);
    const floats = components.some((component) => hasFloatingTime(component, zones));
    const isOne = components.length === 1 && recurring.length === 0 && first.name === 'VEVENT' && span !== EVERYWHERE;
    // A day is more than any zone is away from UTC.
    const wide = floats ? widened(span, DAY_MS) : span;
    return isOne ? { ...wide, precision: floats ? 'floating' : 'exact' } : roughly(wide);
  } catch {
    return roughly(EVERYWHERE);
  }
}

/**
 * Whether an object with these bounds is in [from, to), RFC 4791 §9.9, also when its floating times are read in any zone; undefined
 * when only its text can tell.
 */
export function isWithin(bounds: TimeBounds, from: string, to: string): boolean | undefined {
  if (bounds.precision === 'exact') return eventOverlaps(bounds.startsAt, bounds.endsAt, { from, to });
  if (from > bounds.endsAt || to < bounds.startsAt) return false;
  if (bounds.precision === 'rough') return undefined;
  const [latestStart, earliestEnd] = [shifted(bounds.startsAt, 2 * DAY_MS), shifted(bounds.endsAt, -2 * DAY_MS)];
  return from < earliestEnd && to > latestStart ? true : undefined;
}

function roughly(span: Span): TimeBounds {
  return { ...span, precision: 'rough' };
}

function widened({ startsAt, endsAt }: Span, milliseconds: number): Span {
  return { startsAt: shifted(startsAt, -milliseconds), endsAt: shifted(endsAt, milliseconds) };
}

function together([first = EVERYWHERE, ...others]: readonly Span[]): Span {
  return others.reduce(
    (whole, { startsAt, endsAt }) => ({
      startsAt: startsAt < whole.startsAt ? startsAt : whole.startsAt,
      endsAt: endsAt > whole.endsAt ? endsAt : whole.endsAt,
    }),
    first,
  );
}

function recurs({ properties }: Component): boolean {
  return properties.some(({ name }) => RECURS.has(name));
}

function hasFloatingTime({ properties }: Component, zones: TimeZones): boolean {
  const floats = (time: CalendarTime): boolean =>
    time.form === 'zoned' ? zones.unknown(time.tzid) : time.form !== 'utc';
  return properties.some((property) => TIMES.has(property.name) && readTimes(property).some(floats));
}

/** Where a component is without its recurrence: the tables of RFC 4791 §9.9. */
function ownSpan(component: Component, zones: TimeZones): Span {
  const at = (property: Property): string => utcOf(readTime(property), zones, 'UTC');
  const start = getProperty(component, 'DTSTART');
  switch (component.name) {
    case 'VEVENT':
      return start ? between(at(start), endUtc(component, zones)) : EVERYWHERE;
    case 'VTODO':
      return todoSpan(component, zones);
    case 'VJOURNAL':
      return start && !recurs(component) ? between(at(start), shifted(at(start), DAY_MS)) : EVERYWHERE;
    default:
      return EVERYWHERE;
  }
}

function todoSpan(todo: Component, zones: TimeZones): Span {
  const [start, due, completed, created] = ['DTSTART', 'DUE', 'COMPLETED', 'CREATED'].map((name) => {
    const property = getProperty(todo, name);
    return property && utcOf(readTime(property), zones, 'UTC');
  });
  if (start !== undefined) return between(start, endUtc(todo, zones));
  if (due !== undefined) return between(due, due);
  if (completed !== undefined) return between(completed, created);
  return created === undefined ? EVERYWHERE : { startsAt: created, endsAt: LATEST };
}

function endUtc(component: Component, zones: TimeZones): string | undefined {
  const end = endOf(component, zones);
  return end && utcOf(end, zones, 'UTC');
}

/** From the one to the other, whichever comes first. */
function between(one: string, other: string = one): Span {
  return one < other ? { startsAt: one, endsAt: other } : { startsAt: other, endsAt: one };
}

/** Where a series is, from the first of its instances to the end of what is not over when the last one starts. */
function recurrenceSpan(calendar: Component, master: Component, zones: TimeZones): Span {
  if (master.name !== 'VEVENT' && master.name !== 'VTODO') return EVERYWHERE;
  const set = recurrenceSet(master, zones);
  if (set.start === '') return EVERYWHERE;
  const added = getProperties(master, 'RDATE').flatMap(readTimes);
  const starts = [instantOf(set.start), ...added.map((time) => utcOf(time, zones, 'UTC'))];
  // An override for all that follows moves them, and the clock may change between.
  const first = shifted(starts.sort()[0] ?? EARLIEST, calendar.components.some(isRange) ? -DAY_MS : 0);
  const last = set.finite ? lastKey(set, master, added.length) : undefined;
  if (last === undefined) return { startsAt: first, endsAt: LATEST };
  const ends = instancesBetween(calendar, instantOf(last), LATEST, 'UTC').map(({ endUtc: end }) => end);
  return { startsAt: first, endsAt: [instantOf(last), ...ends].sort().at(-1) ?? LATEST };
}

/**
 * Undefined when it would take too long to find. Rules with UNTIL are looked at from behind, so that a long series costs no more
 * than a short one.
 */
function lastKey(set: RecurrenceSet, master: Component, added: number): string | undefined {
  const rules = getProperties(master, 'RRULE').map(({ value }) => value);
  const counted = rules.map((rule) => Number(/COUNT=(\d+)/i.exec(rule)?.[1] ?? 0));
  if (counted.reduce((sum, count) => sum + count, added) > MOST_COUNTED) return undefined;
  const untils = rules.map((rule) => /UNTIL=(\d{8})/i.exec(rule)?.[1]).sort();
  const until = untils.at(-1);
  try {
    for (const days of until === undefined ? [] : LOOK_BACK_DAYS) {
      const key = set.between(shifted(`${until}T235959Z`, -days * DAY_MS), LATEST, 'UTC').at(-1);
      if (key !== undefined) return key;
    }
    return set.between(EARLIEST, LATEST, 'UTC').at(-1) ?? set.start;
  } catch (error) {
    if (error instanceof RecurrenceLimitError) return undefined;
    throw error;
  }
}

/** A key as an instant; dates and floating times are read in UTC. */
function instantOf(key: string): string {
  if (key.length === 'yyyymmdd'.length) return `${key}T000000Z`;
  return key.endsWith('Z') ? key : `${key}Z`;
}
