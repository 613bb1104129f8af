/** The filters of CALDAV:calendar-query, RFC 4791 §9.7. */
import { type Component, getProperties, type Property, unescapeText } from '../icalendar/component.ts';
import type { InstanceBudget } from '../icalendar/recurrence.ts';
import { DavError } from './errors.ts';
import { EARLIEST, LATEST } from './instant.ts';
import { alarmOverlaps } from './reportAlarmRange.ts';
import type { BoundedEntry } from './store/store.ts';
import { isWithin } from './timeBounds.ts';
import {
  componentsWithin,
  effectiveEndOverlaps,
  propertyOverlaps,
  type TimeRange,
  timeRangeOf,
  unlessUnreadable,
} from './timeRange.ts';
import { CALDAV, childOf, childrenOf, type Markup, type XmlElement, xml } from './xml.ts';

/** Whether a calendar object resource matches. `floatingTzid` is the zone in which dates and floating times are read. */
export type CalendarFilter = (calendar: Component, floatingTzid: string) => boolean;

export interface CalendarQuery {
  readonly matches: CalendarFilter;
  /** A range in which some instance of each match must be: lets the store skip the rest. Undefined: no such range. */
  readonly range: TimeRange | undefined;
  /** The same of what the store tells without the text; undefined when only the text tells. */
  readonly matchesEntry: (entry: BoundedEntry) => boolean | undefined;
}

/** Time ranges on these have a meaning here; others are refused by name. */
const RANGED_COMPONENTS = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VALARM']);
/** A calendar object resource has components of one of these, RFC 4791 §4.1. */
const OF_ONE_KIND = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY']);
/** RFC 4791 §9.9, and the others that hold nothing but times. */
const RANGED_PROPERTIES = new Set([
  ...['COMPLETED', 'CREATED', 'DTEND', 'DTSTAMP', 'DTSTART', 'DUE', 'LAST-MODIFIED'],
  ...['RECURRENCE-ID', 'RDATE', 'EXDATE'],
]);

/** What DURATION may stand instead of, RFC 4791 §9.9. */
const END_OF: Readonly<Record<string, string>> = { VEVENT: 'DTEND', VTODO: 'DUE' };

/**
 * Reads CALDAV:filter. What is left undecided when the budget is spent matches: a client that gets more than it asked for loses nothing.
 * @throws DavError 403 valid-filter, supported-filter or supported-collation, RFC 4791 §7.8
 */
export function calendarQueryOf(root: XmlElement, budget: InstanceBudget): CalendarQuery {
  const filter = childOf(root, CALDAV, 'filter');
  const [outer, second] = filter ? childrenOf(filter, CALDAV, 'comp-filter') : [];
  if (outer === undefined || second !== undefined || nameOf(outer) !== 'VCALENDAR') {
    throw new DavError(403, 'A filter holds one comp-filter, of VCALENDAR.', 'C:valid-filter');
  }
  const matches = contentFilter(outer, budget);
  return {
    matches: isNotDefined(outer) ? () => false : (calendar, tzid) => matches(calendar, calendar, tzid),
    range: onlyRange(outer),
    matchesEntry: entryFilter(outer),
  };
}

type ScopedFilter = (component: Component, calendar: Component, floatingTzid: string) => boolean;
type PropertyTest = (property: Property, calendar: Component, floatingTzid: string) => boolean;

/** The range that every match must touch: of the one inner comp-filter, when it has one. */
function onlyRange(outer: XmlElement): TimeRange | undefined {
  const inner = childrenOf(outer, CALDAV, 'comp-filter').filter((one) => !isNotDefined(one));
  const ranges = inner.flatMap((one) => childrenOf(one, CALDAV, 'time-range'));
  const [range] = ranges;
  return range && timeRangeOf(range);
}

/** A filter that asks for everything, or for a component and perhaps a time-range and nothing else, is mostly decided by what the store tells. */
function entryFilter(outer: XmlElement): CalendarQuery['matchesEntry'] {
  const [inner, ...others] = outer.children;
  if (inner === undefined) return () => true;
  const isPlain = others.length === 0 && inner.children.every((child) => is(child, 'time-range'));
  if (!isPlain || !is(inner, 'comp-filter')) return () => undefined;
  const name = nameOf(inner);
  const [rangeElement] = inner.children;
  const range = rangeElement && timeRangeOf(rangeElement);
  return ({ component, bounds }) => {
    if (component !== name) return OF_ONE_KIND.has(name) ? false : undefined;
    return range === undefined ? true : isWithin(bounds, range.from ?? EARLIEST, range.to ?? LATEST);
  };
}

function is({ namespace, name }: XmlElement, localName: string): boolean {
  return namespace === CALDAV && name === localName;
}

function componentFilter(element: XmlElement, budget: InstanceBudget): ScopedFilter {
  const name = nameOf(element);
  if (isNotDefined(element)) return (scope) => !scope.components.some((one) => one.name === name);
  const matches = contentFilter(element, budget);
  const rangeElement = childOf(element, CALDAV, 'time-range');
  const range = rangeElement && timeRangeOf(rangeElement);
  if (range && !RANGED_COMPONENTS.has(name)) {
    throw unsupportedRange(element);
  }
  return (scope, calendar, tzid) => {
    const candidates = scope.components.filter((one) => one.name === name && matches(one, calendar, tzid));
    if (range === undefined || candidates.length === 0) return candidates.length > 0;
    if (name === 'VALARM')
      return candidates.some((one) => unlessUnreadable(() => alarmOverlaps(one, scope, calendar, range, tzid, budget)));
    return componentsWithin(calendar, name, range, tzid, budget).some((one) => candidates.includes(one));
  };
}

/** What a comp-filter says of the component it stands for: all of its prop-filters and comp-filters match. */
function contentFilter(element: XmlElement, budget: InstanceBudget): ScopedFilter {
  const properties = childrenOf(element, CALDAV, 'prop-filter').map(propertyFilter);
  const components = childrenOf(element, CALDAV, 'comp-filter').map((one) => componentFilter(one, budget));
  return (component, calendar, tzid) =>
    properties.every((matches) => matches(component, calendar, tzid)) &&
    components.every((matches) => matches(component, calendar, tzid));
}

function propertyFilter(element: XmlElement): ScopedFilter {
  const name = nameOf(element);
  if (isNotDefined(element)) return (component) => getProperties(component, name).length === 0;
  const tests: PropertyTest[] = childrenOf(element, CALDAV, 'param-filter').map(parameterFilter);
  const rangeElement = childOf(element, CALDAV, 'time-range');
  if (rangeElement && !RANGED_PROPERTIES.has(name)) throw unsupportedRange(element);
  const range = rangeElement && timeRangeOf(rangeElement);
  if (range) tests.push((property, calendar, tzid) => propertyOverlaps(property, calendar, range, tzid));
  const textElement = childOf(element, CALDAV, 'text-match');
  if (textElement) {
    const matches = textMatch(textElement);
    tests.push((property) => matches(unescapeText(property.value)));
  }
  return (component, calendar, tzid) => {
    const properties = getProperties(component, name);
    if (properties.length === 0 && range && element.children.length === 1 && name === END_OF[component.name])
      return effectiveEndOverlaps(component, calendar, range, tzid);
    return properties.some((property) => tests.every((test) => test(property, calendar, tzid)));
  };
}

function parameterFilter(element: XmlElement): PropertyTest {
  const name = nameOf(element);
  if (isNotDefined(element)) return (property) => property.parameters[name] === undefined;
  const textElement = childOf(element, CALDAV, 'text-match');
  const matches = textElement ? textMatch(textElement) : () => true;
  return (property) => property.parameters[name]?.some(matches) ?? false;
}

/** RFC 4791 §9.7.5 and §7.5; i;ascii-casemap, which is also the default, folds ASCII letters only. */
function textMatch(element: XmlElement): (value: string) => boolean {
  const written = element.attributes['collation'] ?? 'default';
  const collation = written === 'default' ? 'i;ascii-casemap' : written;
  if (collation !== 'i;ascii-casemap' && collation !== 'i;octet') {
    throw new DavError(403, `The collation ${collation} is not supported.`, 'C:supported-collation');
  }
  const fold = collation === 'i;octet' ? (text: string) => text : asciiCasemap;
  const sought = fold(element.text);
  const negated = element.attributes['negate-condition'] === 'yes';
  return (value) => fold(value).includes(sought) !== negated;
}

function asciiCasemap(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function nameOf(element: XmlElement): string {
  const name = element.attributes['name'];
  if (name === undefined || name === '') throw new DavError(403, `A ${element.name} has no name.`, 'C:valid-filter');
  return name.toUpperCase();
}

function isNotDefined(element: XmlElement): boolean {
  return childOf(element, CALDAV, 'is-not-defined') !== undefined;
}

/** The filter that is not supported, and in it what of it is not, RFC 4791 §7.8.10. */
function unsupportedRange(element: XmlElement): DavError {
  const name = nameOf(element);
  const filter: Markup = { markup: `C:${element.name}` };
  const content = xml`<${filter} name="${name}"><C:time-range/></${filter}>`;
  return new DavError(403, `A time-range on ${name} is not supported.`, 'C:supported-filter', content);
}
