/** One instance of a recurring component as a component of its own: scheduling.md S2.3. */
import { type Component, getParameter, getProperty, makeProperty, type Property } from './component.ts';
import { type RecurrenceKey, recurrenceKey } from './recurrenceKey.ts';
import { type RecurrenceParts, recurrenceParts, startProperty } from './recurrenceParts.ts';
import {
  type CalendarPeriod,
  type CalendarTime,
  readTime,
  type TimeZones,
  tzidOf,
  writeTime,
  zonedOrUtc,
} from './timeZone.ts';
import { DAY, formatDate, formatWall, parseWall } from './wallTime.ts';

const RECURRENCE = new Set(['RRULE', 'RDATE', 'EXDATE', 'EXRULE', 'RECURRENCE-ID']);

/**
 * The master moved to one of its keys: DTSTART is there, in its own form and TZID; RECURRENCE-ID is the same time; RRULE, RDATE,
 * EXDATE and EXRULE are gone; everything else, sub-components included, is the same objects. DTEND and DUE keep their exact
 * distance to DTSTART, as RFC 5545 §3.8.5.3 demands (an all-day DTEND its days); a DURATION stays as it is; an instance of an
 * RDATE;VALUE=PERIOD has the end of that period. Where a local time would mean another instant (the second of two equal hours)
 * the times are written in UTC. With `range`, an override whose RANGE=THISANDFUTURE covers the key (`rangeAt`), that is moved
 * instead: as far from the key, on the master's clock, as its DTSTART is from its RECURRENCE-ID, and as long (RFC 5545 §3.8.4.4).
 */
export function deriveInstance(
  master: Component,
  key: RecurrenceKey,
  zones: TimeZones,
  range?: Component | undefined,
): Component {
  const parts = recurrenceParts(master, zones);
  if (parts === undefined) return master;
  const instance = timeAt(parts.start, key, zones);
  const moved = range && shiftedStart(range, key, parts, zones);
  return range === undefined || moved === undefined
    ? movedTo(master, instance, instance, parts.added.get(key), zones)
    : movedTo(range, moved, instance, undefined, zones);
}

/** The last of the overrides with RANGE=THISANDFUTURE (`isRange`) before a key that has no override of its own. */
export function rangeAt<T>(ranges: ReadonlyMap<RecurrenceKey, T>, key: RecurrenceKey): T | undefined {
  const latest = [...ranges.keys()].reduce((last, from) => (from < key && from > last ? from : last), '');
  return ranges.get(latest);
}

/** Whether a component stands for its own instance and all later ones, RFC 5545 §3.2.13. */
export function isRange(component: Component): boolean {
  const property = getProperty(component, 'RECURRENCE-ID');
  return property !== undefined && getParameter(property, 'RANGE')?.toUpperCase() === 'THISANDFUTURE';
}

/** A component with its start moved, and its end as far from it as before. */
function movedTo(
  recurring: Component,
  moved: CalendarTime,
  instance: CalendarTime,
  period: CalendarPeriod | undefined,
  zones: TimeZones,
): Component {
  const component = withoutRecurrence(recurring);
  const endName = component.name === 'VTODO' ? 'DUE' : 'DTEND';
  const anchor = startProperty(component);
  if (anchor === undefined) return recurring;
  const start = readTime(anchor);
  const properties: Property[] = [];
  for (const property of component.properties) {
    if (property === anchor) {
      const isThere = moved.local === start.local && moved.form === start.form;
      properties.push(isThere ? property : writeTime(property.name, moved, anchor.parameters));
      properties.push(writeTime('RECURRENCE-ID', instance));
      if (period !== undefined) properties.push(...periodEnd(endName, period));
    } else if (property.name === endName) {
      if (!hasEnd(period)) properties.push(movedEnd(property, start, moved, zones));
    } else if (property.name !== 'DURATION' || !hasEnd(period)) {
      properties.push(property);
    }
  }
  return { ...component, properties };
}

const once = new WeakMap<Component, Component>();

/** The same object each time: a series of ten thousand RDATEs must not go through all of them for each. */
function withoutRecurrence(component: Component): Component {
  const before = once.get(component);
  if (before !== undefined) return before;
  const found = { ...component, properties: component.properties.filter(({ name }) => !RECURRENCE.has(name)) };
  once.set(component, found);
  return found;
}

/**
 * Where an override with RANGE starts for a later key. The difference is one of the master's clock, so that what moves from
 * 10:00 to noon is at noon also after the clocks change. Undefined without a start.
 */
function shiftedStart(
  range: Component,
  key: RecurrenceKey,
  { start: masterStart, clock }: RecurrenceParts,
  zones: TimeZones,
): CalendarTime | undefined {
  const [startsAt, recurrenceId] = [startProperty(range), getProperty(range, 'RECURRENCE-ID')];
  if (startsAt === undefined || recurrenceId === undefined) return undefined;
  const start = readTime(startsAt);
  const from = recurrenceKey(readTime(recurrenceId), masterStart, zones);
  if (hasInstant(start, zones) && hasInstant(masterStart, zones)) {
    const difference = clock.wallOf(recurrenceKey(start, start, zones)) - clock.wallOf(from);
    return timeAt(start, difference === 0 ? key : clock.keyOf(clock.wallOf(key) + difference), zones);
  }
  if (start.form !== 'date') {
    return { ...start, local: formatWall(parseWall(start.local) + clock.wallOf(key) - clock.wallOf(from)) };
  }
  const days = Math.floor(clock.wallOf(key) / DAY) - Math.floor(clock.wallOf(from) / DAY);
  return { form: 'date', local: formatDate(parseWall(start.local) + days * DAY) };
}

function hasInstant(time: CalendarTime, zones: TimeZones): boolean {
  return time.form === 'utc' || (time.form === 'zoned' && !zones.unknown(time.tzid));
}

function timeAt(start: CalendarTime, key: RecurrenceKey, zones: TimeZones): CalendarTime {
  if (start.form === 'utc') return { form: 'utc', local: key.slice(0, 15) };
  if (start.form !== 'zoned') return { form: start.form, local: key };
  if (zones.unknown(start.tzid)) return { ...start, local: key };
  return zonedOrUtc(start.tzid, key, zones);
}

function hasEnd(period: CalendarPeriod | undefined): boolean {
  return period?.end !== undefined || period?.duration !== undefined;
}

function periodEnd(name: string, { end, duration }: CalendarPeriod): readonly Property[] {
  if (end !== undefined) return [writeTime(name, end)];
  return duration === undefined ? [] : [makeProperty('DURATION', duration)];
}

function movedEnd(property: Property, start: CalendarTime, moved: CalendarTime, zones: TimeZones): Property {
  const end = readTime(property);
  if (moved.local === start.local && moved.form === start.form) return property;
  return writeTime(property.name, shiftEnd(end, start, moved, zones), property.parameters);
}

/** The end that is as far from `moved` as `end` is from `start`. */
function shiftEnd(end: CalendarTime, start: CalendarTime, moved: CalendarTime, zones: TimeZones): CalendarTime {
  if (end.form === 'date') {
    const days = Math.floor(parseWall(moved.local) / DAY) - Math.floor(parseWall(start.local) / DAY);
    return { form: 'date', local: formatDate(parseWall(end.local) + days * DAY) };
  }
  const tzid = knownTzid(end, zones) ?? (end.form === 'utc' ? undefined : knownTzid(start, zones));
  const startTzid = knownTzid(start, zones);
  const exact = instantOf(end, tzid, zones) - instantOf(start, startTzid, zones);
  const instant = formatWall(instantOf(moved, startTzid, zones) + exact);
  if (moved.form === 'utc') return { form: 'utc', local: instant };
  return end.form === 'zoned' && tzid !== undefined
    ? zonedOrUtc(tzid, `${instant}Z`, zones)
    : { ...end, local: tzid === undefined ? instant : zones.toLocal(tzid, instant) };
}

function knownTzid(time: CalendarTime, zones: TimeZones): string | undefined {
  const tzid = tzidOf(time);
  return tzid === undefined || zones.unknown(tzid) ? undefined : tzid;
}

function instantOf(time: CalendarTime, tzid: string | undefined, zones: TimeZones): number {
  return parseWall(tzid === undefined || time.form === 'utc' ? time.local : zones.toUtc(tzid, time.local));
}
