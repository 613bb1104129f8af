/** One instance of a recurring component as a component of its own: scheduling.md S2.3. */
import { type Component, makeProperty, type Property } from './component.ts';
import type { RecurrenceKey } from './recurrenceKey.ts';
import { recurrenceParts, startProperty } from './recurrenceParts.ts';
import { type CalendarPeriod, type CalendarTime, readTime, type TimeZones, tzidOf, writeTime } from './timeZone.ts';
import { DAY, formatDate, formatWall, parseWall } from './wallTime.ts';

const RECURRENCE = new Set(['RRULE', 'RDATE', 'EXDATE', 'EXRULE', 'RECURRENCE-ID']);

/**
 * The master moved to one of its keys: DTSTART is there, in its own form and TZID; RECURRENCE-ID is the same time; RRULE, RDATE,
 * EXDATE and EXRULE are gone; everything else, sub-components included, is the same objects. DTEND and DUE keep their exact
 * distance to DTSTART, as RFC 5545 §3.8.5.3 demands (an all-day DTEND its days); a DURATION stays as it is; an instance of an
 * RDATE;VALUE=PERIOD has the end of that period. Where a local time would mean another instant (the second of two equal hours)
 * the times are written in UTC.
 */
export function deriveInstance(master: Component, key: RecurrenceKey, zones: TimeZones): Component {
  const parts = recurrenceParts(master, zones);
  if (parts === undefined) return master;
  const moved = timeAt(parts.start, key, zones);
  const period = parts.added.get(key);
  const endName = master.name === 'VTODO' ? 'DUE' : 'DTEND';
  const anchor = startProperty(master);
  const properties: Property[] = [];
  for (const property of master.properties) {
    if (RECURRENCE.has(property.name)) continue;
    if (property === anchor) {
      const parameters = anchor.parameters;
      properties.push(moved.local === parts.start.local ? property : writeTime(property.name, moved, parameters));
      properties.push(writeTime('RECURRENCE-ID', moved));
      if (period !== undefined) properties.push(...periodEnd(endName, period));
    } else if (property.name === endName) {
      if (!hasEnd(period)) properties.push(movedEnd(property, parts.start, moved, zones));
    } else if (property.name !== 'DURATION' || !hasEnd(period)) {
      properties.push(property);
    }
  }
  return { ...master, properties };
}

function timeAt(start: CalendarTime, key: RecurrenceKey, zones: TimeZones): CalendarTime {
  if (start.form === 'utc') return { form: 'utc', local: key.slice(0, 15) };
  if (start.form !== 'zoned') return { form: start.form, local: key };
  if (zones.unknown(start.tzid)) return { ...start, local: key };
  const local = zones.toLocal(start.tzid, key);
  return zones.toUtc(start.tzid, local) === key ? { ...start, local } : { form: 'utc', local: key.slice(0, 15) };
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
  return { ...end, local: tzid === undefined ? instant : zones.toLocal(tzid, instant) };
}

function knownTzid(time: CalendarTime, zones: TimeZones): string | undefined {
  const tzid = tzidOf(time);
  return tzid === undefined || zones.unknown(tzid) ? undefined : tzid;
}

function instantOf(time: CalendarTime, tzid: string | undefined, zones: TimeZones): number {
  return parseWall(tzid === undefined || time.form === 'utc' ? time.local : zones.toUtc(tzid, time.local));
}
