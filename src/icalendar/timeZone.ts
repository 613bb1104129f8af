/** What the TZIDs of an iCalendar object mean, and the instants of its times, RFC 5545 §3.2.19 and §3.6.5. */
import type { CalendarTime } from './calendarTime.ts';
import { type Component, escapeText, getParameter, getText, makeProperty, type Property } from './component.ts';
import { observedZone } from './observances.ts';
import { makeVtimezone } from './vtimezone.ts';
import { formatWall, parseWall } from './wallTime.ts';
import { WINDOWS_ZONES } from './windowsZones.ts';
import { ianaZone, utcToWall, wallToUtc, type Zone } from './zone.ts';

export {
  type CalendarPeriod,
  type CalendarTime,
  readPeriods,
  readTime,
  readTimes,
  tzidOf,
  writeTime,
} from './calendarTime.ts';

/**
 * What the TZIDs in one VCALENDAR mean. Local times are in basic form, `20270308T100000`; instants end in Z. A TZID that is
 * neither known nor described by a VTIMEZONE is `unknown`: its times are floating times, and here they are read as UTC.
 */
export interface TimeZones {
  /** The instant of a local time; skipped and repeated times as RFC 5545 §3.3.5 says. */
  toUtc(tzid: string, local: string): string;
  /** The local time of an instant, with or without its Z. */
  toLocal(tzid: string, utc: string): string;
  /** `Europe/Berlin` for `W. Europe Standard Time`; undefined for a zone known only from its VTIMEZONE or not at all. */
  ianaOf(tzid: string): string | undefined;
  unknown(tzid: string): boolean;
  /** The zone itself, for those who compute with numbers; undefined when `unknown`. */
  zoneOf(tzid: string): Zone | undefined;
}

const known = new WeakMap<Component, TimeZones>();
/** By the first property of their first VTIMEZONE. */
const described = new WeakMap<Property, { readonly vtimezones: readonly Component[]; readonly zones: TimeZones }>();

/**
 * The time zones of a VCALENDAR; the same object each time, and for each version of it that has the same VTIMEZONEs. TZIDs that Intl
 * knows need no VTIMEZONE.
 */
export function timeZonesOf(calendar: Component): TimeZones {
  const before = known.get(calendar);
  if (before !== undefined) return before;
  const vtimezones = calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  const zones = zonesDescribedBy(vtimezones);
  known.set(calendar, zones);
  return zones;
}

function zonesDescribedBy(vtimezones: readonly Component[]): TimeZones {
  const first = vtimezones[0]?.properties[0];
  const before = first && described.get(first);
  if (before && haveSameLines(before.vtimezones, vtimezones)) return before.zones;
  const zones = makeTimeZones(vtimezones);
  if (first) described.set(first, { vtimezones, zones });
  return zones;
}

/** Components read from the same lines, as texts that are read together share them. */
function haveSameLines(some: readonly Component[], others: readonly Component[]): boolean {
  return some === others || (some.length === others.length && some.every((one, at) => hasSameLines(one, others[at])));
}

function hasSameLines(one: Component, other: Component | undefined): boolean {
  if (one === other) return true;
  return (
    other?.name === one.name &&
    other.properties.length === one.properties.length &&
    one.properties.every((property, at) => property === other.properties[at]) &&
    haveSameLines(one.components, other.components)
  );
}

/** An instant as local time of a zone; as UTC where that local time means another instant, as in the second of two equal hours. */
export function zonedOrUtc(tzid: string, instant: string, zones: TimeZones): CalendarTime {
  const local = zones.toLocal(tzid, instant);
  return zones.toUtc(tzid, local) === instant
    ? { form: 'zoned', tzid, local }
    : { form: 'utc', local: instant.replace('Z', '') };
}

/**
 * The instant of a time, `20270308T090000Z`: a date is midnight, and floating and unknown times are read, in `floatingTzid`.
 */
export function utcOf(time: CalendarTime, zones: TimeZones, floatingTzid: string): string {
  if (time.form === 'utc') return `${time.local}Z`;
  if (time.form === 'zoned' && !zones.unknown(time.tzid)) return zones.toUtc(time.tzid, time.local);
  return zones.toUtc(floatingTzid, time.local);
}

function makeTimeZones(vtimezones: readonly Component[]): TimeZones {
  const found = new Map<string, Zone | undefined>();
  function zoneOf(tzid: string): Zone | undefined {
    const zone = found.get(tzid);
    if (zone !== undefined || found.has(tzid)) return zone;
    const resolved = resolveZone(tzid, vtimezones);
    found.set(tzid, resolved);
    return resolved;
  }
  return {
    toUtc: remembered((tzid, local) => {
      const zone = zoneOf(tzid);
      const wall = parseWall(local);
      return `${formatWall(zone === undefined ? wall : wallToUtc(zone, wall))}Z`;
    }),
    toLocal: remembered((tzid, utc) => {
      const zone = zoneOf(tzid);
      const instant = parseWall(utc);
      return formatWall(zone === undefined ? instant : utcToWall(zone, instant));
    }),
    ianaOf: (tzid) => zoneOf(tzid)?.iana,
    unknown: (tzid) => zoneOf(tzid) === undefined,
    zoneOf,
  };
}

const MAX_REMEMBERED = 2000;

/** A plan asks for the few times of one object again and again. */
function remembered(convert: (tzid: string, time: string) => string): (tzid: string, time: string) => string {
  const byTzid = new Map<string, Map<string, string>>();
  return (tzid, time) => {
    let results = byTzid.get(tzid);
    if (results === undefined) {
      results = new Map();
      byTzid.set(tzid, results);
    }
    const before = results.get(time);
    if (before !== undefined) return before;
    const result = convert(tzid, time);
    if (results.size >= MAX_REMEMBERED) results.clear();
    results.set(time, result);
    return result;
  };
}

/**
 * IANA names come first, since a VTIMEZONE may be old or cut down to a few years. A bare name such as `CET` or `EST` is
 * ambiguous, so there the VTIMEZONE speaks if there is one.
 */
function resolveZone(tzid: string, vtimezones: readonly Component[]): Zone | undefined {
  const vtimezone = vtimezones.find((component) => getText(component, 'TZID') === tzid);
  const name = tzid.trim().replace(/^"|"$/g, '');
  const observed = vtimezone === undefined || name.includes('/') ? undefined : observedZoneUnlessNamed(name, vtimezone);
  return observed ?? namedZone(name) ?? locatedZone(vtimezone) ?? (vtimezone && observedZone(vtimezone));
}

function observedZoneUnlessNamed(name: string, vtimezone: Component): Zone | undefined {
  if (Object.hasOwn(WINDOWS_ZONES, name) || /^utc$/i.test(name)) return undefined;
  // Lotus Notes calls the clock of London GMT, summer time included.
  if (/^gmt$/i.test(name) && !vtimezone.components.some((part) => part.name === 'DAYLIGHT')) return undefined;
  return locatedZone(vtimezone) ?? observedZone(vtimezone);
}

function locatedZone(vtimezone: Component | undefined): Zone | undefined {
  const location = vtimezone === undefined ? undefined : getText(vtimezone, 'X-LIC-LOCATION');
  return location === undefined ? undefined : namedZone(location.trim());
}

/** An IANA name, a Windows name, or an IANA name behind a prefix: `/mozilla.org/20050126_1/Europe/Berlin`. */
function namedZone(name: string): Zone | undefined {
  const windows = Object.hasOwn(WINDOWS_ZONES, name) ? WINDOWS_ZONES[name] : undefined;
  if (windows !== undefined) return ianaZone(windows);
  if (name === 'Z' || name === 'tzone://Microsoft/Utc') return ianaZone('UTC');
  const zone = ianaZone(name);
  if (zone !== undefined || !name.includes('/')) return zone;
  const segments = name.split('/');
  for (let from = 1; from < segments.length; from++) {
    const rest = segments.slice(from).join('/');
    // One segment alone would be any word; only UTC is told that way.
    const behindPrefix = rest.includes('/') || rest === 'UTC' ? ianaZone(rest) : undefined;
    if (behindPrefix !== undefined) return behindPrefix;
  }
  return undefined;
}

/**
 * The calendar with the VTIMEZONEs that its TZIDs need: those given and used stay, unused ones go, and missing ones are made
 * for the years of its times (and the next twelve when something recurs) where the zone is known by name.
 */
export function withNeededVtimezones(calendar: Component): Component {
  const used = usedTzids(calendar);
  const given = new Set<string>();
  const kept = calendar.components.filter((component) => {
    if (component.name !== 'VTIMEZONE') return true;
    const tzid = getText(component, 'TZID') ?? '';
    if (!used.tzids.has(tzid) || given.has(tzid)) return false;
    given.add(tzid);
    return true;
  });
  const zones = timeZonesOf(calendar);
  const missing = [...used.tzids].flatMap((tzid) => {
    const iana = given.has(tzid) ? undefined : zones.ianaOf(tzid);
    return iana === undefined ? [] : [renamed(makeVtimezone(iana, used.fromYear, used.toYear), tzid)];
  });
  if (missing.length === 0 && kept.length === calendar.components.length) return calendar;
  return { ...calendar, components: [...missing, ...kept] };
}

function renamed(vtimezone: Component, tzid: string): Component {
  if (getText(vtimezone, 'TZID') === tzid) return vtimezone;
  const properties = vtimezone.properties.map((property) =>
    property.name === 'TZID' ? makeProperty('TZID', escapeText(tzid)) : property,
  );
  return { ...vtimezone, properties };
}

interface UsedTzids {
  readonly tzids: ReadonlySet<string>;
  readonly fromYear: number;
  readonly toYear: number;
}

function usedTzids(calendar: Component): UsedTzids {
  const tzids = new Set<string>();
  let fromYear = 9999;
  let toYear = 1970;
  let recurs = false;
  function visit(component: Component): void {
    if (component.name === 'VTIMEZONE') return;
    for (const property of component.properties) {
      if (property.name === 'RRULE') recurs = true;
      const tzid = getParameter(property, 'TZID');
      if (tzid === undefined) continue;
      tzids.add(tzid);
      const years = /\b\d{4}(?=\d{4}T)/g;
      for (const [year] of property.value.matchAll(years)) {
        fromYear = Math.min(fromYear, Number(year));
        toYear = Math.max(toYear, Number(year));
      }
    }
    component.components.forEach(visit);
  }
  visit(calendar);
  if (fromYear > toYear) fromYear = toYear;
  return { tzids, fromYear, toYear: toYear + (recurs ? 12 : 1) };
}
