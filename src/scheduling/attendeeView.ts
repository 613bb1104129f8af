/**
 * What an Attendee sees of a component, in a form in which equal content is equal text (scheduling.md S4.2–4).
 * Whether two versions differ here decides whether the REQUEST cell of RFC 6638 §3.2.1.2 sends anything.
 */
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { contentLine } from '../icalendar/calendarData.ts';
import { type Component, getProperties, getProperty, type Property, splitValues, unescapeText } from '../icalendar/component.ts';
import { endOf } from '../icalendar/instances.ts';
import { type CalendarTime, readTime, type TimeZones } from '../icalendar/timeZone.ts';
import type { PropertyDifference, SchedulingComponent } from './types.ts';

/** Personal, technical or acting elsewhere: no part of the view. X- properties are left out but for those named below. */
const NOT_VIEW = new Set([
  ...['DTSTAMP', 'CREATED', 'LAST-MODIFIED', 'SEQUENCE', 'TRANSP', 'COLOR', 'CATEGORIES', 'REQUEST-STATUS'],
  ...['UID', 'RECURRENCE-ID', 'RDATE', 'EXDATE'],
]);
const X_VIEW = new Set([
  'X-APPLE-STRUCTURED-LOCATION',
  'X-ALT-DESC',
  'X-GOOGLE-CONFERENCE',
  'X-MICROSOFT-SKYPETEAMSMEETINGURL',
  'X-MICROSOFT-ONLINEMEETINGCONFLINK',
  'X-MICROSOFT-ONLINEMEETINGEXTERNALLINK',
]);
const NOT_VIEW_PARAMETERS = new Set(['PARTSTAT', 'RSVP', 'CN', 'DIR', 'EMAIL']);
/** Values that say the same as no value, by property or parameter name. STATUS has no default. */
const DEFAULTS: Readonly<Record<string, string>> = { ROLE: 'REQ-PARTICIPANT', CUTYPE: 'INDIVIDUAL', CLASS: 'PUBLIC', PRIORITY: '0' };
/** Properties whose TEXT is compared as characters; anything else as written. */
const TEXT = new Set(['SUMMARY', 'DESCRIPTION', 'LOCATION', 'COMMENT', 'CONTACT', 'STATUS', 'CLASS', 'RELATED-TO', 'X-ALT-DESC']);
const LISTS = new Set(['RESOURCES']);
const CASELESS = new Set(['STATUS', 'CLASS']);
const TIMES = new Set(['DTSTART', 'DTEND', 'DURATION', 'DUE']);

interface AttendeeView {
  /** Canonical text by property name; times and ATTENDEEs apart, so that derived instances share the rest. */
  readonly properties: ReadonlyMap<string, string>;
  readonly attendees: string;
  readonly start: string;
  readonly end: string;
  readonly rule: string;
}

/**
 * The properties in which two versions of a component differ for an Attendee, as written before and after; empty when
 * the views are equal. ATTENDEE stands for a change of who is invited, ROLE, CUTYPE or delegation (S4.5).
 */
export function viewDifferences(
  before: SchedulingComponent,
  beforeZones: TimeZones,
  after: SchedulingComponent,
  afterZones: TimeZones,
): readonly PropertyDifference[] {
  if (before.component === after.component && beforeZones === afterZones) return [];
  const old = viewOf(before, beforeZones);
  const next = viewOf(after, afterZones);
  const names: string[] = [];
  if (old.start !== next.start) names.push('DTSTART');
  if (old.end !== next.end) names.push(endName(after.component) ?? endName(before.component) ?? 'DTEND');
  if (old.rule !== next.rule) names.push('RRULE');
  if (old.properties !== next.properties) {
    for (const name of new Set([...old.properties.keys(), ...next.properties.keys()])) {
      if (old.properties.get(name) !== next.properties.get(name)) names.push(name);
    }
  }
  if (old.attendees !== next.attendees) names.push('ATTENDEE');
  return names.map((name) => writtenDifference(name, before.component, after.component));
}

/** Whether DTSTART, DTEND, DURATION or DUE really changed: another instant, day or form (S4.4), RFC 6638 §3.2.8. */
export function timesDiffer(before: SchedulingComponent, beforeZones: TimeZones, after: SchedulingComponent, afterZones: TimeZones): boolean {
  const old = viewOf(before, beforeZones);
  const next = viewOf(after, afterZones);
  return old.start !== next.start || old.end !== next.end;
}

/** Whether RRULE says something else (S4.4). */
export function ruleDiffers(before: SchedulingComponent, beforeZones: TimeZones, after: SchedulingComponent, afterZones: TimeZones): boolean {
  return viewOf(before, beforeZones).rule !== viewOf(after, afterZones).rule;
}

/** What differs outside the view: the Attendee's own or the Organizer's private matters (alarms, TRANSP, X- …), S3.4. */
export function privateDifferences(before: Component, after: Component): readonly PropertyDifference[] {
  if (before === after) return [];
  const names = new Set([...before.properties, ...after.properties].map(({ name }) => name));
  const differing = [...names].filter((name) => !BOOKKEEPING.has(name) && written(name, before) !== written(name, after));
  const differences = differing.map((name) => writtenDifference(name, before, after));
  return alarms(before) === alarms(after) ? differences : [...differences, { property: 'VALARM', before: [], after: [] }];
}

/** Whether a property is one that Attendees see (S4.2); X- properties are not, but for those that name a place or a video link. */
export function isViewedProperty(name: string): boolean {
  return name.startsWith('X-') ? X_VIEW.has(name) : !NOT_VIEW.has(name);
}

const BOOKKEEPING = new Set(['DTSTAMP', 'CREATED', 'LAST-MODIFIED', 'SEQUENCE', 'RRULE', 'RDATE', 'EXDATE', 'RECURRENCE-ID']);
const VIEW = new WeakMap<Component, AttendeeView>();
const SHARED = new WeakMap<readonly Property[] | ReadonlyMap<unknown, unknown>, string>();
const PROPERTY_TEXT = new WeakMap<Property, string>();

function viewOf({ component, attendees }: SchedulingComponent, zones: TimeZones): AttendeeView {
  const known = VIEW.get(component);
  if (known) return known;
  const rule = getProperty(component, 'RRULE');
  const start = getProperty(component, 'DTSTART');
  const view: AttendeeView = {
    properties: canonicalProperties(component),
    attendees: canonicalAttendees(attendees),
    start: start ? canonicalTime(readTime(start), zones, rule !== undefined) : '',
    end: canonicalEnd(component, zones),
    rule: canonicalRules(component, zones),
  };
  VIEW.set(component, view);
  return view;
}

function canonicalProperties(component: Component): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const property of component.properties) {
    const { name } = property;
    if (!isViewedProperty(name) || TIMES.has(name) || name === 'RRULE' || name === 'ATTENDEE') continue;
    const text = canonicalProperty(property);
    if (text === '') continue;
    const others = properties.get(name);
    properties.set(name, others === undefined ? text : [...others.split('\n'), text].sort().join('\n'));
  }
  return properties;
}

/** One property: value and viewed parameters; the empty text when that says the same as its absence. */
function canonicalProperty(property: Property): string {
  const known = PROPERTY_TEXT.get(property);
  if (known !== undefined) return known;
  const value = canonicalValue(property);
  const parameters = canonicalParameters(property);
  const text = value === '' || value === DEFAULTS[property.name] ? '' : JSON.stringify([value, parameters]);
  PROPERTY_TEXT.set(property, text);
  return text;
}

function canonicalValue(property: Property): string {
  const { name, value } = property;
  if (name === 'ORGANIZER') return normalizeAddress(value);
  if (LISTS.has(name)) return JSON.stringify([...splitValues(value)].map(unescapeText).sort());
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
      const values = (property.parameters[name] ?? []).map((value) => (ADDRESSES.has(name) ? normalizeAddress(value) : value));
      if (values.length === 1 && (values[0]?.toUpperCase() === DEFAULTS[name] || values[0] === '')) return '';
      return `${name}=${JSON.stringify(CASELESS_PARAMETERS.has(name) ? values.map((value) => value.toUpperCase()).sort() : [...values].sort())}`;
    })
    .filter((text) => text !== '')
    .join(';');
}

const ADDRESSES = new Set(['SENT-BY', 'MEMBER', 'DELEGATED-TO', 'DELEGATED-FROM']);
const CASELESS_PARAMETERS = new Set(['ROLE', 'CUTYPE', 'VALUE', 'ENCODING', 'FMTTYPE', 'LANGUAGE', 'FEATURE', 'RELTYPE']);

/** Who is invited, in which role; the map is shared by the master and the instances derived from it. */
function canonicalAttendees(attendees: SchedulingComponent['attendees']): string {
  const known = SHARED.get(attendees);
  if (known !== undefined) return known;
  const lines: string[] = [];
  for (const { address, property } of attendees.values()) lines.push(`${address} ${canonicalAttendee(property)}`);
  const text = lines.sort().join('\n');
  SHARED.set(attendees, text);
  return text;
}

function canonicalAttendee(property: Property): string {
  const known = PROPERTY_TEXT.get(property);
  if (known !== undefined) return known;
  const text = canonicalParameters(property);
  PROPERTY_TEXT.set(property, text);
  return text;
}

/**
 * A day, a local time, or an instant. Under an RRULE the zone counts too: the rule runs in local time, so the same
 * instant in another zone is another rule (S4.4).
 */
function canonicalTime(time: CalendarTime, zones: TimeZones, recurring: boolean): string {
  if (time.form === 'zoned') {
    const instant = zones.toUtc(time.tzid, time.local);
    return recurring ? `${instant} ${zones.ianaOf(time.tzid) ?? time.tzid}` : instant;
  }
  if (time.form === 'utc') return recurring ? `${time.local}Z UTC` : `${time.local}Z`;
  return time.local;
}

function canonicalEnd(component: Component, zones: TimeZones): string {
  const end = endOf(component, zones);
  return end ? canonicalTime(end, zones, false) : '';
}

/** RRULE parts sorted, INTERVAL=1 and WKST=MO left out, UNTIL as an instant or day. */
function canonicalRules(component: Component, zones: TimeZones): string {
  const rules = component.properties.filter(({ name }) => name === 'RRULE');
  if (rules.length === 0) return '';
  const start = getProperty(component, 'DTSTART');
  return rules
    .map(({ value }) => canonicalRule(value, start && readTime(start), zones))
    .sort()
    .join('\n');
}

function canonicalRule(value: string, start: CalendarTime | undefined, zones: TimeZones): string {
  const parts = value
    .toUpperCase()
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'INTERVAL=1' && part !== 'WKST=MO')
    .map((part) => {
      const [name = '', list = ''] = part.split('=');
      if (name === 'UNTIL') return `UNTIL=${canonicalUntil(list, start, zones)}`;
      return `${name}=${list.split(',').map((item) => item.replace(/^\+/, '')).sort().join(',')}`;
    });
  return parts.sort().join(';');
}

function canonicalUntil(until: string, start: CalendarTime | undefined, zones: TimeZones): string {
  if (/^\d{8}T\d{6}$/.test(until) && start?.form === 'zoned') return zones.toUtc(start.tzid, until);
  return until;
}

function endName(component: Component): string | undefined {
  return component.properties.find(({ name }) => name === 'DTEND' || name === 'DURATION' || name === 'DUE')?.name;
}

function writtenDifference(property: string, before: Component, after: Component): PropertyDifference {
  return { property, before: getProperties(before, property), after: getProperties(after, property) };
}

function written(name: string, component: Component): string {
  return getProperties(component, name).map(contentLine).join('\n');
}

function alarms(component: Component): string {
  return JSON.stringify(component.components.filter(({ name }) => name === 'VALARM'), (key, value) => (key === 'source' ? undefined : value));
}
