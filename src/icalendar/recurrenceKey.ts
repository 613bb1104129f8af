/** What an instance of a recurring component is called: scheduling.md S2.1, RFC 5545 §3.8.4.4. */
import type { CalendarTime, TimeZones } from './timeZone.ts';
import { DAY, formatDate, formatWall, parseWall } from './wallTime.ts';
import { utcToWall, wallToUtc, type Zone } from './zone.ts';

/**
 * An instance of a recurrence set: UTC in basic form, `20270315T090000Z`, for zoned and UTC times, `20270315` for VALUE=DATE,
 * `20270315T100000` for floating time. Keys of one component have one form, so comparing them as strings compares times.
 */
export type RecurrenceKey = string;

export type ComponentKey = 'master' | RecurrenceKey;

/**
 * The key of a RECURRENCE-ID, EXDATE or RDATE value in a component that starts at `start`:
 * - under a zoned or UTC DTSTART the instant; a floating value is read in DTSTART's zone, a date is the instance at DTSTART's
 *   local time on that day;
 * - under a floating DTSTART (or one of an unknown TZID) the local time as written, whatever its zone, since nothing tells
 *   which instant floating time is; a date as above;
 * - under a DATE its date as written.
 */
export function recurrenceKey(time: CalendarTime, start: CalendarTime, zones: TimeZones): RecurrenceKey {
  if (start.form === 'date') return time.local.slice(0, 8);
  const local = time.form === 'date' ? time.local + start.local.slice(8) : time.local;
  const startTzid = start.form === 'zoned' && !zones.unknown(start.tzid) ? start.tzid : undefined;
  if (start.form !== 'utc' && startTzid === undefined) return local;
  if (time.form === 'utc') return `${local}Z`;
  if (time.form === 'zoned' && !zones.unknown(time.tzid)) return zones.toUtc(time.tzid, local);
  return startTzid === undefined ? `${local}Z` : zones.toUtc(startTzid, local);
}

/** DTSTART's clock: between its wall-clock times (wallTime.ts) and keys. */
export interface KeyClock {
  readonly form: 'date' | 'floating' | 'utc' | 'zoned';
  /** Of the 'zoned' form only. */
  readonly zone: Zone | undefined;
  keyOf(wall: number): RecurrenceKey;
  /** The clock's time at a key. */
  wallOf(key: RecurrenceKey): number;
  /** All times whose key this is: of a time that a gap skips, and of the one that it becomes, it is the same. */
  wallsOf(key: RecurrenceKey): readonly number[];
}

/** The clock on which a component that starts at `start` recurs. */
export function keyClock(start: CalendarTime, zones: TimeZones): KeyClock {
  const zone = start.form === 'zoned' ? zones.zoneOf(start.tzid) : undefined;
  if (zone !== undefined) return zonedClock(zone);
  const form = start.form === 'zoned' ? 'floating' : start.form;
  const suffix = form === 'utc' ? 'Z' : '';
  return {
    form,
    zone: undefined,
    keyOf: form === 'date' ? formatDate : (wall) => formatWall(wall) + suffix,
    wallOf: parseWall,
    wallsOf: (key) => [parseWall(key)],
  };
}

function zonedClock(zone: Zone): KeyClock {
  function wallsOf(key: RecurrenceKey): readonly number[] {
    const utc = parseWall(key);
    const offset = zone.offsetAt(utc);
    // With yesterday's offset: another time if the offset has changed since, and then maybe one in a gap.
    const earlier = zone.offsetAt(utc - DAY);
    const walls = earlier === offset ? [utc + offset] : [utc + offset, utc + earlier];
    return walls.filter((wall) => wallToUtc(zone, wall) === utc);
  }
  return {
    form: 'zoned',
    zone,
    keyOf: (wall) => `${formatWall(wallToUtc(zone, wall))}Z`,
    wallOf: (key) => utcToWall(zone, parseWall(key)),
    wallsOf,
  };
}
