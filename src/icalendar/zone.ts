/** What a time zone is to the rest of the code: an offset for every instant. Offsets come from Intl, cached in intervals. */
import { DAY, daysFromCivil } from './wallTime.ts';

/** A time zone. Instants and offsets are in seconds; an offset is what the clock is ahead of UTC. */
export interface Zone {
  /** Its IANA name; undefined for a zone known only from its VTIMEZONE. */
  readonly iana: string | undefined;
  offsetAt(utc: number): number;
}

/** The earliest and the latest wall-clock time whose instant may be `utc`, skipped and repeated times counted in. */
export function wallsAround(zone: Zone, utc: number): { readonly earliest: number; readonly latest: number } {
  const now = zone.offsetAt(utc);
  const before = zone.offsetAt(utc - DAY);
  return { earliest: utc + Math.min(now, before), latest: utc + Math.max(now, before) };
}

/** From `from` on the offset is `offset`, until the next one. */
export interface OffsetChange {
  readonly from: number;
  readonly offset: number;
}

/**
 * The instant of a wall-clock time, RFC 5545 §3.3.5: one that comes twice is the first, one that is skipped is read with
 * the offset before the gap. (Temporal calls this disambiguation 'compatible'.)
 */
export function wallToUtc(zone: Zone, wall: number): number {
  const before = zone.offsetAt(wall - DAY);
  const after = zone.offsetAt(wall + DAY);
  if (before === after) return wall - before;
  const early = wall - before;
  const late = wall - after;
  const earlyHolds = zone.offsetAt(early) === before;
  const lateHolds = zone.offsetAt(late) === after;
  if (earlyHolds && lateHolds) return Math.min(early, late);
  return lateHolds ? late : early;
}

/** The wall-clock time of an instant. */
export function utcToWall(zone: Zone, utc: number): number {
  return utc + zone.offsetAt(utc);
}

/** About 388 days; a power of two so that finding the bucket is cheap. */
const BUCKET = 2 ** 25;
const MAX_BUCKETS = 512;

/** A zone whose offsets are asked for one bucket of time at a time. `load` gives the offset at `from` first. */
export function bucketedZone(load: (from: number, to: number) => readonly OffsetChange[]): Zone {
  const buckets = new Map<number, readonly OffsetChange[]>();
  function offsetAt(utc: number): number {
    const index = Math.floor(utc / BUCKET);
    let changes = buckets.get(index);
    if (changes === undefined) {
      if (buckets.size >= MAX_BUCKETS) buckets.clear();
      changes = load(index * BUCKET, (index + 1) * BUCKET);
      buckets.set(index, changes);
    }
    return offsetIn(changes, utc);
  }
  return { iana: undefined, offsetAt };
}

function offsetIn(changes: readonly OffsetChange[], utc: number): number {
  for (let at = changes.length - 1; at > 0; at--) {
    const change = changes[at];
    if (change !== undefined && change.from <= utc) return change.offset;
  }
  return changes[0]?.offset ?? 0;
}

const ianaZones = new Map<string, Zone | undefined>();
const MAX_ZONES = 1024;

/** The zone that Intl knows under this name, in any case; undefined if it knows none. */
export function ianaZone(name: string): Zone | undefined {
  const known = ianaZones.get(name);
  if (known !== undefined || ianaZones.has(name)) return known;
  const zone = makeIanaZone(name);
  if (ianaZones.size >= MAX_ZONES) ianaZones.clear();
  ianaZones.set(name, zone);
  return zone;
}

/** All changes of the offset in [from, to), the offset at `from` first. */
export function offsetChanges(offsetAt: (utc: number) => number, from: number, to: number): readonly OffsetChange[] {
  const changes = [{ from, offset: offsetAt(from) }];
  for (let at = from; at < to; at += SAMPLE) findChanges(offsetAt, at - 1, Math.min(at + SAMPLE, to) - 1, changes);
  return changes;
}

/** Six days. Two changes nearer than this that cancel each other would be missed; since 1950 the nearest are a week apart. */
const SAMPLE = 2 ** 19;
const QUARTER = 900;
const MAX_SAMPLES = 20_000;

/**
 * Asks `offsetAt` (dear, some microseconds) only at the ends of the six days that an instant is in, and for the moment of
 * the change where these differ. Then it remembers.
 */
function sampledOffsets(offsetAt: (utc: number) => number): (utc: number) => number {
  const ends = new Map<number, number>();
  const samples = new Map<number, number | readonly OffsetChange[]>();
  function endOffset(index: number): number {
    const known = ends.get(index);
    if (known !== undefined) return known;
    const offset = offsetAt(index * SAMPLE);
    ends.set(index, offset);
    return offset;
  }
  function load(index: number): number | readonly OffsetChange[] {
    if (samples.size >= MAX_SAMPLES) {
      samples.clear();
      ends.clear();
    }
    const offset = endOffset(index);
    const from = index * SAMPLE;
    const sample = offset === endOffset(index + 1) ? offset : offsetChanges(offsetAt, from, from + SAMPLE);
    samples.set(index, sample);
    return sample;
  }
  return (utc) => {
    const index = Math.floor(utc / SAMPLE);
    const sample = samples.get(index) ?? load(index);
    return typeof sample === 'number' ? sample : offsetIn(sample, utc);
  };
}

/** Finds the changes after `from` up to `to`; the last of `changes` holds at `from` or begins right after it. */
function findChanges(offsetAt: (utc: number) => number, from: number, to: number, changes: OffsetChange[]): void {
  const end = offsetAt(to);
  let start = from;
  let last = changes.at(-1)?.offset;
  while (last !== end) {
    start = firstChange(offsetAt, start, to, last);
    last = offsetAt(start);
    changes.push({ from: start, offset: last });
  }
}

/** Nearly every change is on a quarter of an hour, so look there first and between two quarters only if need be. */
function firstChange(offsetAt: (utc: number) => number, from: number, to: number, last: number | undefined): number {
  let low = Math.floor(from / QUARTER);
  let high = Math.ceil(to / QUARTER);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (offsetAt(middle * QUARTER) === last) low = middle;
    else high = middle;
  }
  let before = low * QUARTER;
  let after = high * QUARTER;
  if (offsetAt(after - 1) === last) return after;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === last) before = middle;
    else after = middle;
  }
  return after;
}

function makeIanaZone(name: string): Zone | undefined {
  // Intl reads '+01:00' too in newer engines; a TZID like that is no IANA name.
  if (!/^[A-Za-z]/.test(name)) return undefined;
  const format = offsetFormat(name);
  if (format === undefined) return undefined;
  const iana = /^(utc|etc\/utc|etc\/uct|uct|zulu|etc\/zulu)$/i.test(name) ? 'UTC' : canonicalCase(name, format);
  if (iana === 'UTC') return { iana, offsetAt: () => 0 };
  return { iana, offsetAt: sampledOffsets((utc) => offsetFromFormat(format, utc)) };
}

/** Intl resolves links (Asia/Calcutta for Asia/Kolkata), so the name stays as asked unless only its case was wrong. */
function canonicalCase(name: string, format: Intl.DateTimeFormat): string {
  const resolved = format.resolvedOptions().timeZone;
  return resolved.toLowerCase() === name.toLowerCase() ? resolved : name;
}

function offsetFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'narrow',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

const FORMATTED = /(\d+)\/(\d+)\/(\d+) ([AB]),? (\d+):(\d+):(\d+)/;

function offsetFromFormat(format: Intl.DateTimeFormat, utc: number): number {
  const parts = FORMATTED.exec(format.format(utc * 1000));
  if (parts === null) throw new TypeError('Intl writes dates in a way this code does not know.');
  const year = parts[4] === 'B' ? 1 - Number(parts[3]) : Number(parts[3]);
  const days = daysFromCivil(year, Number(parts[1]), Number(parts[2]));
  const wall = days * DAY + Number(parts[5]) * 3600 + Number(parts[6]) * 60 + Number(parts[7]);
  return wall - utc;
}
