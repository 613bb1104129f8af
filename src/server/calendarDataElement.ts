/** CALDAV:calendar-data in a report: which parts of an object to return, RFC 4791 §9.6. */
import { parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import {
  type Component,
  getParameter,
  getProperty,
  makeProperty,
  mapProperties,
  type Property,
  withParameter,
} from '../icalendar/component.ts';
import { instancesBetween } from '../icalendar/instances.ts';
import { deriveInstance, type InstanceBudget, RecurrenceLimitError, recurrenceKey } from '../icalendar/recurrence.ts';
import { readTime, timeZonesOf, utcOf } from '../icalendar/timeZone.ts';
import { DavError } from './errors.ts';
import { type ClosedRange, closedRangeOf } from './timeRange.ts';
import { CALDAV, childOf, childrenOf, type XmlElement } from './xml.ts';

/** Makes the text to return of an object; the stored text itself when nothing less was asked for. */
export type CalendarDataView = (data: string, floatingTzid: string) => string;

/** What the expansions of one report may be in all. */
export interface ExpansionLimits {
  readonly budget: InstanceBudget;
  /** Octets, roughly, of one object expanded. */
  readonly maxAnswerSize: number;
}

/**
 * The view throws DavError 507 number-of-matches-within-limits for an object that is too long to expand.
 * @throws DavError 403 valid-filter for a malformed range, supported-calendar-data for another media type
 */
export function calendarDataView(element: XmlElement, limits: ExpansionLimits): CalendarDataView {
  requireCalendarData(element);
  const expand = childOf(element, CALDAV, 'expand');
  const limit = childOf(element, CALDAV, 'limit-recurrence-set');
  const comp = childOf(element, CALDAV, 'comp');
  if (expand === undefined && limit === undefined && comp === undefined) return (data) => data;
  const expandRange = expand && closedRangeOf(expand);
  const limitRange = limit && closedRangeOf(limit);
  return (data, tzid) => {
    let calendar = parseCalendarData(data);
    if (expandRange) calendar = expanded(calendar, expandRange, tzid, limits);
    else if (limitRange) calendar = limited(calendar, limitRange.from, limitRange.to, tzid);
    return serializeCalendarData(comp ? restricted(calendar, comp) : calendar);
  };
}

/** RFC 4791 §7.8 and §7.9. */
function requireCalendarData({ attributes }: XmlElement): void {
  const { 'content-type': type = 'text/calendar', version = '2.0' } = attributes;
  if (type.trim().toLowerCase() === 'text/calendar' && version.trim() === '2.0') return;
  throw new DavError(403, 'Calendar data is text/calendar of version 2.0 here.', 'C:supported-calendar-data');
}

const RECURRENCE = new Set(['RRULE', 'RDATE', 'EXDATE', 'EXRULE']);
const TIMES = new Set(['DTSTART', 'DTEND', 'DUE', 'RECURRENCE-ID']);

/** Each instance as a component of its own, zoned times in UTC, no VTIMEZONE: RFC 4791 §9.6.5. */
function expanded(calendar: Component, range: ClosedRange, floatingTzid: string, limits: ExpansionLimits): Component {
  const zones = timeZonesOf(calendar);
  const inUtc = (written: Property): Property => {
    if (!TIMES.has(written.name)) return written;
    // Later instances are here themselves.
    const property = withParameter(written, 'RANGE', undefined);
    const time = readTime(property);
    if (time.form !== 'zoned') return property;
    const { TZID: _tzid, ...others } = property.parameters;
    return makeProperty(property.name, utcOf(time, zones, floatingTzid), others);
  };
  let left = limits.maxAnswerSize;
  const components = countedInstances(calendar, range, floatingTzid, limits).map(({ component }) => {
    left -= sizeOf(component);
    if (left < 0) throw tooLong();
    const properties = component.properties.filter((property) => !RECURRENCE.has(property.name));
    return mapProperties({ ...component, properties }, inUtc);
  });
  return { ...calendar, components };
}

/** @throws DavError 507 number-of-matches-within-limits, RFC 4791 §7.8 */
function countedInstances(
  calendar: Component,
  { from, to }: ClosedRange,
  floatingTzid: string,
  { budget }: ExpansionLimits,
) {
  try {
    return instancesBetween(calendar, from, to, floatingTzid, budget);
  } catch (cause) {
    throw cause instanceof RecurrenceLimitError ? tooLong(cause) : cause;
  }
}

function tooLong(cause?: Error): DavError {
  const limits = 'D:number-of-matches-within-limits';
  return new DavError(507, 'A series has too many instances to expand in that time.', limits, undefined, { cause });
}

/** About as long as its text. */
function sizeOf({ properties, components }: Component): number {
  const own = properties.reduce((sum, { name, value, source }) => sum + (source ?? name + value).length, 0);
  return components.reduce((sum, inner) => sum + sizeOf(inner), own);
}

/** Leaves out overrides that neither are in the range nor were before they were moved, RFC 4791 §9.6.6. */
function limited(calendar: Component, from: string, to: string, floatingTzid: string): Component {
  const zones = timeZonesOf(calendar);
  const master = calendar.components.find((one) => one.name !== 'VTIMEZONE' && !getProperty(one, 'RECURRENCE-ID'));
  const described = calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  const alone = (component: Component): boolean =>
    instancesBetween({ ...calendar, components: [...described, component] }, from, to, floatingTzid).length > 0;
  const components = calendar.components.filter((component) => {
    const recurrenceId = getProperty(component, 'RECURRENCE-ID');
    if (recurrenceId === undefined || getParameter(recurrenceId, 'RANGE') !== undefined) return true;
    if (alone(component)) return true;
    const start = master && getProperty(master, 'DTSTART');
    if (master === undefined || start === undefined) return false;
    const key = recurrenceKey(readTime(recurrenceId), readTime(start), zones);
    return alone(deriveInstance(master, key, zones));
  });
  return { ...calendar, components };
}

/** Only the components and properties named, RFC 4791 §9.6.1; all of a component of which nothing is named, as in §7.8.1. */
function restricted(component: Component, comp: XmlElement): Component {
  if (comp.children.length === 0) return component;
  const wantsAllProperties = childOf(comp, CALDAV, 'allprop') !== undefined;
  const wanted = new Map(
    childrenOf(comp, CALDAV, 'prop').map((prop) => [prop.attributes['name']?.toUpperCase(), prop]),
  );
  const wantsAllComponents = childOf(comp, CALDAV, 'allcomp') !== undefined;
  const inner = new Map(childrenOf(comp, CALDAV, 'comp').map((one) => [one.attributes['name']?.toUpperCase(), one]));
  const properties = component.properties.flatMap((property) => {
    if (wantsAllProperties) return [property];
    const prop = wanted.get(property.name);
    if (prop === undefined) return [];
    return prop.attributes['novalue'] === 'yes' ? [makeProperty(property.name, '', property.parameters)] : [property];
  });
  const components = component.components.flatMap((one) => {
    if (wantsAllComponents) return [one];
    const part = inner.get(one.name);
    return part === undefined ? [] : [restricted(one, part)];
  });
  return { ...component, properties, components };
}
