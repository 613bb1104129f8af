/** EXDATE of a master, value by value: what a message restricts (RFC 6638 §3.2.6) and what it gives back (scheduling.md S11.3). */
import { type Component, getProperties, withProperties } from '../icalendar/component.ts';
import { type RecurrenceKey, recurrenceKey } from '../icalendar/recurrence.ts';
import { startProperty } from '../icalendar/recurrenceParts.ts';
import { type CalendarTime, readTime, readTimes, writeTime, zonedOrUtc } from '../icalendar/timeZone.ts';
import type { SchedulingObject } from './types.ts';

/**
 * The master with exactly these instances taken out; the same object when it is so already. Properties that stay whole stay as
 * written. A DATE under a DATE-TIME takes out a whole day: it stays only if all that it takes out shall be out.
 */
export function withExdates(
  master: Component,
  exdates: readonly RecurrenceKey[],
  source: Pick<SchedulingObject, 'zones' | 'excluded'>,
): Component {
  const startsAt = startProperty(master);
  if (!startsAt) return master;
  const start = readTime(startsAt);
  const wanted = new Set(exdates);
  const missing = new Set(exdates);
  const stays = (time: CalendarTime): boolean => {
    const keys = excludedBy(time, start, source);
    if (!keys.every((key) => wanted.has(key))) return false;
    for (const key of keys) missing.delete(key);
    return true;
  };
  const written = getProperties(master, 'EXDATE');
  const kept = written.flatMap((property) => {
    const times = readTimes(property);
    const staying = times.filter(stays);
    return staying.length === times.length ? [property] : staying.map((time) => writeTime('EXDATE', time));
  });
  const added = [...missing].sort().map((key) => writeTime('EXDATE', timeAtKey(key, start, source)));
  const same =
    added.length === 0 && kept.length === written.length && kept.every((each, index) => each === written[index]);
  return same ? master : withProperties(master, 'EXDATE', [...kept, ...added]);
}

/** The time that a recurrence key stands for, in the form and zone of DTSTART; in UTC where local time would mean another instant. */
export function timeAtKey(
  key: RecurrenceKey,
  start: CalendarTime,
  { zones }: Pick<SchedulingObject, 'zones'>,
): CalendarTime {
  if (!key.endsWith('Z')) return { form: key.length === 8 ? 'date' : 'floating', local: key };
  return start.form === 'zoned' ? zonedOrUtc(start.tzid, key, zones) : { form: 'utc', local: key.slice(0, -1) };
}

function excludedBy(
  time: CalendarTime,
  start: CalendarTime,
  source: Pick<SchedulingObject, 'zones' | 'excluded'>,
): readonly RecurrenceKey[] {
  if (time.form !== 'date' || start.form === 'date') return [recurrenceKey(time, start, source.zones)];
  return [...source.excluded].filter((key) => dayOf(key, start, source) === time.local);
}

function dayOf(key: RecurrenceKey, start: CalendarTime, { zones }: Pick<SchedulingObject, 'zones'>): string {
  return (start.form === 'zoned' && key.endsWith('Z') ? zones.toLocal(start.tzid, key) : key).slice(0, 8);
}
