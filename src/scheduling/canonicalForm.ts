/** Equal values in different clothes as equal text (scheduling.md S4.4). */
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, getProperty, type Property, splitValues, unescapeText } from '../icalendar/component.ts';
import { addDuration, endOf } from '../icalendar/instances.ts';
import { recurrenceParts } from '../icalendar/recurrenceParts.ts';
import { type CalendarTime, readTime, type TimeZones } from '../icalendar/timeZone.ts';
import type { Attendees } from './attendees.ts';
import type { Attendee } from './types.ts';

/** Parameters that are no part of the view (S4.2); nor are X- and SCHEDULE-* ones. */
export const NOT_VIEW_PARAMETERS: ReadonlySet<string> = new Set(['PARTSTAT', 'RSVP', 'CN', 'DIR', 'EMAIL']);
/** Values that say the same as no value, by property or parameter name. STATUS has no default. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  ROLE: 'REQ-PARTICIPANT',
  CUTYPE: 'INDIVIDUAL',
  CLASS: 'PUBLIC',
  PRIORITY: '0',
  RELTYPE: 'PARENT',
};
/** RRULE parts that say the same as none. */
export const RULE_DEFAULTS: ReadonlySet<string> = new Set(['INTERVAL=1', 'WKST=MO']);
/** VALUE parameters that are plain from the value itself. */
export const PLAIN_VALUES: ReadonlySet<string> = new Set(['URI', 'TEXT']);
/** Properties whose TEXT is compared as characters; anything else as written. */
export const TEXT: ReadonlySet<string> = new Set([
  'SUMMARY',
  'DESCRIPTION',
  'LOCATION',
  'COMMENT',
  'CONTACT',
  'RELATED-TO',
  'X-ALT-DESC',
]);
/** Properties whose values may stand in any order. */
export const LISTS: ReadonlySet<string> = new Set(['RESOURCES']);
/** Properties whose values are names, in any case. */
export const CASELESS: ReadonlySet<string> = new Set(['STATUS', 'CLASS']);
const COMPARED = new WeakMap<Attendees, WeakMap<Attendees, boolean>>();

/** One property: value and viewed parameters, of a list a line for each value; the empty text when that says the same as its absence. */
export function canonicalProperty(property: Property): string {
  const parameters = canonicalParameters(property);
  if (LISTS.has(property.name)) {
    const values = splitValues(property.value).map((item) => JSON.stringify([unescapeText(item), parameters]));
    return values.sort().join('\n');
  }
  const value = canonicalValue(property);
  return value === '' || value === DEFAULTS[property.name] ? '' : JSON.stringify([value, parameters]);
}

function canonicalValue(property: Property): string {
  const { name, value } = property;
  if (name === 'ORGANIZER') return normalizeAddress(value);
  const text = TEXT.has(name) ? unescapeText(value) : value.trim();
  return CASELESS.has(name) ? text.trim().toUpperCase() : text;
}

function canonicalParameters(property: Property): string {
  const names = Object.keys(property.parameters).filter(
    (name) => !NOT_VIEW_PARAMETERS.has(name) && !name.startsWith('X-') && !name.startsWith('SCHEDULE-'),
  );
  return names
    .sort()
    .map((name) => {
      const values = (property.parameters[name] ?? []).map((value) =>
        ADDRESSES.has(name) ? normalizeAddress(value) : value,
      );
      if (values.length === 1 && saysNothing(name, values[0] ?? '')) return '';
      return `${name}=${JSON.stringify(CASELESS_PARAMETERS.has(name) ? values.map((value) => value.toUpperCase()).sort() : [...values].sort())}`;
    })
    .filter((text) => text !== '')
    .join(';');
}

/** The default, an empty text, or the VALUE that is plain from the value itself. */
function saysNothing(name: string, value: string): boolean {
  const text = value.toUpperCase();
  return text === '' || text === DEFAULTS[name] || (name === 'VALUE' && PLAIN_VALUES.has(text));
}

/** Parameters whose values are calendar user addresses. */
export const ADDRESSES: ReadonlySet<string> = new Set(['SENT-BY', 'MEMBER', 'DELEGATED-TO', 'DELEGATED-FROM']);
/** Parameters whose values are names, in any case. */
export const CASELESS_PARAMETERS: ReadonlySet<string> = new Set([
  'ROLE',
  'CUTYPE',
  'VALUE',
  'ENCODING',
  'FMTTYPE',
  'LANGUAGE',
  'FEATURE',
  'RELTYPE',
]);

/**
 * Whether the same people are invited in the same roles, whatever they answered. Compared once for the two lists that most components
 * share.
 */
export function sameAttendees(some: Attendees, others: Attendees): boolean {
  if (some === others) return true;
  if (some.size !== others.size) return false;
  const compared = COMPARED.get(some) ?? new WeakMap<Attendees, boolean>();
  COMPARED.set(some, compared);
  const same = compared.get(others) ?? [...some.values()].every((one) => isAmong(others, one));
  compared.set(others, same);
  return same;
}

function isAmong(attendees: Attendees, { address, property }: Attendee): boolean {
  const other = attendees.get(address)?.property;
  if (other === undefined) return false;
  return other === property || canonicalParameters(other) === canonicalParameters(property);
}

/** A day, a local time, or an instant. */
export function canonicalTime(time: CalendarTime, zones: TimeZones): string {
  if (time.form === 'utc') return `${time.local}Z`;
  if (time.form !== 'zoned') return time.local;
  // What an unknown TZID means nobody knows, so its digits are compared with its name.
  return zones.unknown(time.tzid) ? `${time.local} ${time.tzid}` : zones.toUtc(time.tzid, time.local);
}

/** The zone in which a rule runs: the same instant in another zone is another rule (S4.4). */
export function canonicalZone(start: CalendarTime, zones: TimeZones): string {
  if (start.form === 'zoned') return zones.ianaOf(start.tzid) ?? start.tzid;
  return start.form === 'utc' ? 'UTC' : '';
}

/** The end, whether written as DTEND, DUE or DURATION. */
export function canonicalEnd(component: Component, zones: TimeZones): string {
  const end = endOf(component, zones);
  return end ? canonicalTime(end, zones) : '';
}

/** RDATE: its instances, and the ends of those that are a PERIOD. */
export function canonicalDates(component: Component, zones: TimeZones): string {
  if (!getProperty(component, 'RDATE')) return '';
  const dates = [...(recurrenceParts(component, zones)?.added ?? [])].map(([key, { start, end, duration }]) => {
    const until = end ?? (duration === undefined ? undefined : addDuration(start, duration, zones));
    return until ? `${key}/${canonicalTime(until, zones)}` : key;
  });
  return dates.sort().join(',');
}

/** RRULE parts sorted, INTERVAL=1 and WKST=MO left out, UNTIL as an instant or day. */
export function canonicalRules(component: Component, zones: TimeZones): string {
  const rules = component.properties.filter(({ name }) => name === 'RRULE');
  if (rules.length === 0) return '';
  const start = getProperty(component, 'DTSTART');
  return rules
    .map(({ value }) => canonicalRule(value, (until) => canonicalUntil(until, start && readTime(start), zones)))
    .sort()
    .join('\n');
}

/** One RRULE value; UNTIL as `untilOf` says. */
export function canonicalRule(value: string, untilOf: (until: string) => string): string {
  const parts = value
    .toUpperCase()
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', list = ''] = part.split('=');
      if (name === 'UNTIL') return `UNTIL=${untilOf(list)}`;
      return `${name}=${list
        .split(',')
        .map((item) => item.replace(/^\+?(-?)0*(?=\d)/, '$1'))
        .sort()
        .join(',')}`;
    });
  return parts
    .filter((part) => !RULE_DEFAULTS.has(part))
    .sort()
    .join(';');
}

function canonicalUntil(until: string, start: CalendarTime | undefined, zones: TimeZones): string {
  if (/^\d{8}T\d{6}$/.test(until) && start?.form === 'zoned') return zones.toUtc(start.tzid, until);
  return until;
}
