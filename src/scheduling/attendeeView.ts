/**
 * What an Attendee sees of a component, in a form in which equal content is equal text (scheduling.md S4.2–4).
 * Whether two versions differ here decides whether the REQUEST cell of RFC 6638 §3.2.1.2 sends anything.
 */

import { contentLine } from '../icalendar/calendarData.ts';
import {
  type Component,
  getParameter,
  getProperties,
  getProperty,
  type Property,
  withParameter,
} from '../icalendar/component.ts';
import { readTime, type TimeZones } from '../icalendar/timeZone.ts';
import {
  canonicalEnd,
  canonicalProperty,
  canonicalRules,
  canonicalTime,
  canonicalZone,
  sameAttendees,
} from './canonicalForm.ts';
import type { PropertyDifference, SchedulingComponent } from './types.ts';

/** Personal, technical or acting elsewhere: no part of the view. X- properties are left out but for those named below. */
export const NOT_VIEW: ReadonlySet<string> = new Set([
  ...['DTSTAMP', 'CREATED', 'LAST-MODIFIED', 'SEQUENCE', 'TRANSP', 'COLOR', 'CATEGORIES', 'REQUEST-STATUS'],
  ...['RECURRENCE-ID', 'RDATE', 'EXDATE'],
]);
/** X- properties that name a place or a video link. */
export const X_VIEW: ReadonlySet<string> = new Set([
  'X-APPLE-STRUCTURED-LOCATION',
  'X-ALT-DESC',
  'X-GOOGLE-CONFERENCE',
  'X-MICROSOFT-SKYPETEAMSMEETINGURL',
  'X-MICROSOFT-ONLINEMEETINGCONFLINK',
  'X-MICROSOFT-ONLINEMEETINGEXTERNALLINK',
]);
/** Compared as instants, not as written. */
export const TIMES: ReadonlySet<string> = new Set(['DTSTART', 'DTEND', 'DURATION', 'DUE']);

/** When a component is, in a form in which equal times are equal text. */
interface ViewedTimes {
  readonly start: string;
  /** Of DTSTART; empty without an RRULE, for which alone it counts. */
  readonly zone: string;
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
  const touched = touchedNames(before.component, after.component);
  const names: string[] = [];
  if (beforeZones !== afterZones || [...TIMES, 'RRULE'].some((name) => touched.has(name))) {
    const old = timesOf(before.component, beforeZones);
    const next = timesOf(after.component, afterZones);
    const sameZone = old.zone === next.zone || old.zone === '' || next.zone === '';
    if (old.start !== next.start || !sameZone) names.push('DTSTART');
    if (old.end !== next.end) names.push(endName(after.component) ?? endName(before.component) ?? 'DTEND');
    if (old.rule !== next.rule) names.push('RRULE');
  }
  if (rangeOf(before.component) !== rangeOf(after.component)) names.push('RECURRENCE-ID');
  for (const name of touched) {
    if (name === 'RRULE' || TIMES.has(name) || !isViewedProperty(name)) continue;
    if (canonicalProperties(name, before.component) !== canonicalProperties(name, after.component)) names.push(name);
  }
  if (!sameAttendees(before.attendees, after.attendees)) names.push('ATTENDEE');
  return names.map((name) => writtenDifference(name, before.component, after.component));
}

/** What differs outside the view: the Attendee's own or the Organizer's private matters (alarms, TRANSP, X- …), S3.4. */
export function privateDifferences(before: Component, after: Component): readonly PropertyDifference[] {
  if (before === after) return [];
  const names = new Set([...before.properties, ...after.properties].map(({ name }) => name));
  const differing = [...names].filter(
    (name) => !BOOKKEEPING.has(name) && written(name, before) !== written(name, after),
  );
  const differences = differing.map((name) => writtenDifference(name, before, after));
  return alarms(before) === alarms(after)
    ? differences
    : [...differences, { property: 'VALARM', before: [], after: [] }];
}

/** Whether a property is one that Attendees see (S4.2); X- properties are not, but for those that name a place or a video link. */
export function isViewedProperty(name: string): boolean {
  return name.startsWith('X-') ? X_VIEW.has(name) : !NOT_VIEW.has(name);
}

const BOOKKEEPING = new Set([
  'DTSTAMP',
  'CREATED',
  'LAST-MODIFIED',
  'SEQUENCE',
  'RRULE',
  'RDATE',
  'EXDATE',
  'RECURRENCE-ID',
]);
const VIEWED_TIMES = new WeakMap<Component, ViewedTimes>();

/** Names of all properties but ATTENDEE and those that are the very same in both; perhaps of some of these too. */
function touchedNames({ properties: before }: Component, { properties: after }: Component): ReadonlySet<string> {
  const names = new Set<string>();
  const isAligned = before.length === after.length;
  const collect = (some: readonly Property[], others: readonly Property[]) => {
    for (const [index, property] of some.entries())
      if (property.name !== 'ATTENDEE' && !(isAligned ? property === others[index] : others.includes(property)))
        names.add(property.name);
  };
  collect(before, after);
  collect(after, before);
  return names;
}

function timesOf(component: Component, zones: TimeZones): ViewedTimes {
  const known = VIEWED_TIMES.get(component);
  if (known) return known;
  const rule = getProperty(component, 'RRULE');
  const start = getProperty(component, 'DTSTART');
  const times: ViewedTimes = {
    start: start ? canonicalTime(readTime(start), zones) : '',
    zone: start && rule ? canonicalZone(readTime(start), zones) : '',
    end: canonicalEnd(component, zones),
    rule: canonicalRules(component, zones),
  };
  VIEWED_TIMES.set(component, times);
  return times;
}

/** RANGE of RECURRENCE-ID: whether later instances follow it (S2.1). */
function rangeOf(component: Component): string {
  const recurrenceId = getProperty(component, 'RECURRENCE-ID');
  return (recurrenceId && getParameter(recurrenceId, 'RANGE')?.toUpperCase()) ?? '';
}

function canonicalProperties(name: string, component: Component): string {
  const lines = getProperties(component, name).flatMap((property) => canonicalProperty(property).split('\n'));
  return lines
    .filter((line) => line !== '')
    .sort()
    .join('\n');
}

function endName(component: Component): string | undefined {
  return component.properties.find(({ name }) => name === 'DTEND' || name === 'DURATION' || name === 'DUE')?.name;
}

function writtenDifference(property: string, before: Component, after: Component): PropertyDifference {
  return { property, before: getProperties(before, property), after: getProperties(after, property) };
}

/** SCHEDULE-STATUS is the server's and stays where the client left it out (S8.1), SCHEDULE-FORCE-SEND is never stored (S8.2). */
function written(name: string, component: Component): string {
  const changed = (property: Property) =>
    withParameter(withParameter(property, 'SCHEDULE-STATUS', undefined), 'SCHEDULE-FORCE-SEND', undefined);
  return getProperties(component, name)
    .map((property) => contentLine(changed(property)))
    .join('\n');
}

function alarms(component: Component): string {
  return JSON.stringify(
    component.components.filter(({ name }) => name === 'VALARM'),
    (key, value) => (key === 'source' ? undefined : value),
  );
}
