/** The rough bounds by which the store skips objects without reading them. */
import { type Component, getProperties, getProperty, type Property } from '../icalendar/component.ts';
import { readDuration } from '../icalendar/duration.ts';
import { readTimes, type TimeZones, timeZonesOf, utcOf } from '../icalendar/timeZone.ts';
import { DAY_MS, millisecondsOf, shifted } from './instant.ts';

/** Instants outside which an object has no instance. Undefined: open or unknown. */
export interface TimeBounds {
  readonly startsAt: string | undefined;
  readonly endsAt: string | undefined;
}

const UNBOUNDED: TimeBounds = { startsAt: undefined, endsAt: undefined };

/**
 * Rough bounds for the store, without expanding anything: a rule with COUNT counts as endless. Floating times count as UTC.
 * What cannot be read has no bounds.
 */
export function timeBounds(calendar: Component): TimeBounds {
  const scheduled = calendar.components.filter((component) => component.name !== 'VTIMEZONE');
  if (scheduled.length === 0 || scheduled.some((component) => component.name !== 'VEVENT')) return UNBOUNDED;
  try {
    const zones = timeZonesOf(calendar);
    const bounds = scheduled.map((component) => eventBounds(component, zones));
    const starts = bounds.map(({ startsAt }) => startsAt);
    const ends = bounds.map(({ endsAt }) => endsAt);
    return { startsAt: extreme(starts, (a, b) => a < b), endsAt: extreme(ends, (a, b) => a > b) };
  } catch {
    return UNBOUNDED;
  }
}

function extreme(
  values: readonly (string | undefined)[],
  isBetter: (a: string, b: string) => boolean,
): string | undefined {
  let best: string | undefined = values[0];
  for (const value of values) {
    if (value === undefined || best === undefined) return undefined;
    if (isBetter(value, best)) best = value;
  }
  return best;
}

function eventBounds(event: Component, zones: TimeZones): TimeBounds {
  const startProperty = getProperty(event, 'DTSTART');
  if (startProperty === undefined) return UNBOUNDED;
  const at = (property: Property): readonly string[] => readTimes(property).map((time) => utcOf(time, zones, 'UTC'));
  const [start] = at(startProperty);
  if (start === undefined) return UNBOUNDED;
  const end = getProperty(event, 'DTEND');
  const written = getProperty(event, 'DURATION')?.value;
  const duration = written === undefined ? { days: 1, seconds: 0 } : readDuration(written);
  const [endsAt = start] = end ? at(end) : [shifted(start, duration.days * DAY_MS + duration.seconds * 1000)];
  const length = Math.max(0, millisecondsOf(endsAt) - millisecondsOf(start));
  const added = getProperties(event, 'RDATE').flatMap(at);
  const starts = [start, ...added].sort();
  const rules = getProperties(event, 'RRULE').map((rule) => /UNTIL=(\d{8})(T\d{6})?/i.exec(rule.value));
  const untils = rules.map((rule) => rule?.[1] && shifted(`${rule[1]}${rule[2] ?? 'T000000'}Z`, 2 * DAY_MS));
  if (untils.some((until) => until === undefined)) return { startsAt: starts[0], endsAt: undefined };
  const lasts = [...starts, ...untils.filter((until) => until !== undefined)].sort();
  const periods = getProperties(event, 'RDATE').some((property) => property.value.includes('/'));
  return { startsAt: starts[0], endsAt: periods ? undefined : shifted(lasts.at(-1) ?? start, length) };
}
