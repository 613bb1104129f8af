/** CALDAV:time-range, RFC 4791 §9.9, and the rough bounds by which the store skips objects. Instants: `20270308T090000Z`. */

import { InvalidCalendarDataError } from '../icalendar/calendarData.ts';
import { type Component, getProperties, getProperty, type Property } from '../icalendar/component.ts';
import { readDuration } from '../icalendar/duration.ts';
import { endOf, instancesBetween } from '../icalendar/instances.ts';
import { type InstanceBudget, RecurrenceLimitError, recurrenceSet } from '../icalendar/recurrence.ts';
import { readPeriods, readTime, readTimes, timeZonesOf, utcOf } from '../icalendar/timeZone.ts';
import { DavError } from './errors.ts';
import { DAY_MS, EARLIEST, isUtcInstant, LATEST, shifted } from './instant.ts';
import { CALDAV, childOf, type XmlElement } from './xml.ts';

/** [from, to); undefined: open. */
export interface TimeRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Both ends given. */
export interface ClosedRange {
  readonly from: string;
  readonly to: string;
}

/**
 * Reads a time-range, or another element with start and end.
 * @throws DavError 403 valid-filter, or min-date-time (RFC 4791 §7.8)
 */
export function timeRangeOf(element: XmlElement): TimeRange {
  const { start: from, end: to } = element.attributes;
  const isValid =
    (from !== undefined || to !== undefined) &&
    [from, to].every((instant) => instant === undefined || isUtcInstant(instant)) &&
    (from === undefined || to === undefined || from < to);
  if (!isValid) {
    throw new DavError(
      403,
      `A ${element.name} needs start or end in UTC, and the end after the start.`,
      'C:valid-filter',
    );
  }
  if ((from ?? to ?? EARLIEST) < EARLIEST) {
    throw new DavError(403, `A ${element.name} cannot begin before the year 1.`, 'C:min-date-time');
  }
  return { from, to };
}

/** Like `timeRangeOf`, where both ends are required: CALDAV:expand and its like. */
export function closedRangeOf(element: XmlElement): ClosedRange {
  const { from, to } = timeRangeOf(element);
  if (from === undefined || to === undefined) {
    throw new DavError(403, `A ${element.name} needs start and end.`, 'C:valid-filter');
  }
  return { from, to };
}

/** The zone in which a request reads dates and floating times: of its CALDAV:timezone, else of the collection, else UTC. */
export function floatingZone(
  root: XmlElement | undefined,
  collectionZone: string | undefined,
  parse: (text: string) => Component,
): string {
  const text = (root && childOf(root, CALDAV, 'timezone'))?.text ?? collectionZone;
  if (text === undefined || text.trim() === '') return 'UTC';
  const calendar = parse(text);
  const vtimezone = calendar.components.find((component) => component.name === 'VTIMEZONE');
  const tzid = vtimezone && getProperty(vtimezone, 'TZID')?.value;
  return (tzid && timeZonesOf(calendar).ianaOf(tzid)) ?? 'UTC';
}

/** The components of that name of which some instance touches the range; all where there are more instances than the budget allows. */
export function componentsWithin(
  calendar: Component,
  name: string,
  range: TimeRange,
  floatingTzid: string,
  budget: InstanceBudget,
): readonly Component[] {
  const components = calendar.components.filter((component) => component.name === name);
  if (name === 'VEVENT' || name === 'VTODO') return withInstances(calendar, components, range, floatingTzid, budget);
  const zones = timeZonesOf(calendar);
  const from = range.from ?? EARLIEST;
  const to = range.to ?? LATEST;
  const overlaps = name === 'VJOURNAL' ? journalOverlaps : freebusyOverlaps;
  return components.filter((component) =>
    overlaps(component, from, to, (property) => utcOf(readTime(property), zones, floatingTzid)),
  );
}

function withInstances(
  calendar: Component,
  components: readonly Component[],
  range: TimeRange,
  tzid: string,
  budget: InstanceBudget,
): readonly Component[] {
  // RFC 6638 §2.3: a scheduling message without DTSTART matches any range.
  if (components.some((one) => one.name === 'VEVENT' && !getProperty(one, 'DTSTART'))) return components;
  const zones = timeZonesOf(calendar);
  const isEndless = components.some((one) => getProperty(one, 'RRULE') && !recurrenceSet(one, zones).finite);
  if (isEndless && range.to === undefined) return components;
  try {
    const instances = instancesBetween(calendar, range.from ?? EARLIEST, range.to ?? LATEST, tzid, budget);
    const overrides = new Set(instances.filter(({ isOverride }) => isOverride).map(({ component }) => component));
    const hasDerived = instances.some(({ isOverride }) => !isOverride);
    return components.filter((one) => (getProperty(one, 'RECURRENCE-ID') ? overrides.has(one) : hasDerived));
  } catch (error) {
    // More instances than anybody counts: some are within.
    if (error instanceof RecurrenceLimitError) return components;
    throw error;
  }
}

type Instant = (property: Property) => string;

function journalOverlaps(journal: Component, from: string, to: string, instant: Instant): boolean {
  const property = getProperty(journal, 'DTSTART');
  if (property === undefined) return false;
  const start = instant(property);
  if (readTime(property).form !== 'date') return from <= start && to > start;
  return from < shifted(start, DAY_MS) && to > start;
}

function freebusyOverlaps(freebusy: Component, from: string, to: string, instant: Instant): boolean {
  const start = getProperty(freebusy, 'DTSTART');
  const end = getProperty(freebusy, 'DTEND');
  if (start && end) return from <= instant(end) && to > instant(start);
  return getProperties(freebusy, 'FREEBUSY')
    .flatMap(readPeriods)
    .some((period) => {
      const begins = `${period.start.local}Z`;
      const { days, seconds } = readDuration(period.duration ?? 'PT0S');
      const ends = period.end ? `${period.end.local}Z` : shifted(begins, days * DAY_MS + seconds * 1000);
      return from < ends && to > begins;
    });
}

/** A time-range on a property: its time, or one of its times, is within, RFC 4791 §9.9. What is no time is nowhere. */
export function propertyOverlaps(
  property: Property,
  calendar: Component,
  range: TimeRange,
  floatingTzid: string,
): boolean {
  const zones = timeZonesOf(calendar);
  return unlessUnreadable(() =>
    readTimes(property)
      .map((time) => utcOf(time, zones, floatingTzid))
      .some((at) => (range.from ?? EARLIEST) <= at && (range.to ?? LATEST) > at),
  );
}

/** A time-range on a DTEND or DUE that DURATION stands for: DTSTART plus DURATION is within, RFC 4791 §9.9. */
export function effectiveEndOverlaps(
  component: Component,
  calendar: Component,
  range: TimeRange,
  floatingTzid: string,
): boolean {
  if (getProperty(component, 'DURATION') === undefined) return false;
  const zones = timeZonesOf(calendar);
  return unlessUnreadable(() => {
    const end = endOf(component, zones);
    if (end === undefined) return false;
    const at = utcOf(end, zones, floatingTzid);
    return (range.from ?? EARLIEST) <= at && (range.to ?? LATEST) > at;
  });
}

/** False for a value that PUT lets pass and that cannot be read: one object must not spoil the report on all of them. */
export function unlessUnreadable(matches: () => boolean): boolean {
  try {
    return matches();
  } catch (error) {
    if (error instanceof InvalidCalendarDataError) return false;
    throw error;
  }
}
