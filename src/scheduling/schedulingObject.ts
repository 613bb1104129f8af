/** VCALENDAR → SchedulingObject: what scheduling needs to know of a calendar object resource, RFC 6638 §3.1, RFC 4791 §4.1. */
import { type KnownLines, parseCalendarData } from '../icalendar/calendarData.ts';
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, getProperty, getText } from '../icalendar/component.ts';
import {
  addedKeys,
  deriveInstance,
  excludedKeys,
  isRange,
  type RecurrenceKey,
  rangeAt,
  recurrenceKey,
  recurrenceSet,
} from '../icalendar/recurrence.ts';
import { startProperty } from '../icalendar/recurrenceParts.ts';
import { type CalendarTime, readTime, timeZonesOf } from '../icalendar/timeZone.ts';
import { readAttendees, scheduleAgent } from './attendees.ts';
import { CalendarObjectError } from './calendarObjectError.ts';
import { checkComponent } from './componentRules.ts';
import type { SchedulingComponent, SchedulingObject } from './types.ts';
import type { ScheduleAgent } from './vocabulary.ts';

/**
 * Reads a calendar object resource, RFC 6638 §3.1.
 * @throws InvalidCalendarDataError when the text is not iCalendar
 * @throws CalendarObjectError when it is no valid calendar object resource (several UIDs or kinds, METHOD, no UID,
 *   two components for one instance; what `checkComponent` refuses)
 */
export function readSchedulingObject(data: string | Component, lines?: KnownLines): SchedulingObject {
  if (typeof data === 'string') return readChecked(parseCalendarData(data, lines));
  const known = READ.get(data);
  if (known) return known;
  const object = readChecked(data);
  READ.set(data, object);
  return object;
}

function readChecked(calendar: Component): SchedulingObject {
  const object = readObject(calendar);
  for (const { component } of schedulingComponents(object)) checkComponent(component, object.zones);
  return object;
}

/**
 * Reads the components of an iTIP message (without its METHOD), whose keys are those of the recipient's copy: a message of
 * one instance does not say how its series starts. DTSTART is not needed: RFC 5546 §3.2.3, §3.2.5 and others go without.
 * @throws as readSchedulingObject, but for DTSTART
 */
export function readMessageComponents(message: Component, copy: SchedulingObject | undefined): SchedulingObject {
  const master = copy?.master && startProperty(copy.master.component);
  return readObject(message, master && readTime(master));
}

/** The master, or the override at a key; undefined where the object has no component of its own there. */
export function ownComponent(object: SchedulingObject | undefined, key: string): SchedulingComponent | undefined {
  return key === 'master' ? object?.master : object?.overrides.get(key);
}

/**
 * The component that stands at a key, STATUS:CANCELLED or not (S2.3): its override; else derived from the last override with
 * RANGE=THISANDFUTURE before it (S2.1), or from the master; else undefined.
 */
export function componentAt(object: SchedulingObject | undefined, key: string): SchedulingComponent | undefined {
  if (object === undefined) return undefined;
  if (key === 'master') return object.master;
  const override = object.overrides.get(key);
  if (override) return override;
  if (object.master === undefined || !object.recurrenceSet?.has(key)) return undefined;
  return derivedComponent(object, object.master, key);
}

/**
 * The instance of a series at a key that needs no override there. `written` tells what stands in the object in place of the
 * master or an override; nothing else.
 */
export function derivedAt(
  { ranges, zones }: SchedulingObject,
  master: SchedulingComponent,
  key: RecurrenceKey,
  written: ReadonlyMap<Component, Component> = new Map(),
): Component {
  const asWritten = (source: SchedulingComponent) => written.get(source.component) ?? source.component;
  const range = rangeAt(ranges, key);
  return deriveInstance(asWritten(master), key, zones, range && asWritten(range));
}

/** The component that Attendees have at a key: as `componentAt`, but nothing where it or its master is STATUS:CANCELLED (S2.4). */
export function effectiveComponent(object: SchedulingObject | undefined, key: string): SchedulingComponent | undefined {
  if (object?.master?.cancelled) return undefined;
  const component = componentAt(object, key);
  return component?.cancelled ? undefined : component;
}

/** SCHEDULE-AGENT on the ORGANIZER: CLIENT and NONE keep the server out of the whole object (S3.3, RFC 6638 §3.2.2.3). */
export function organizerAgent(object: SchedulingObject | undefined): ScheduleAgent {
  const component = object && schedulingComponents(object)[0]?.component;
  const organizer = component && getProperty(component, 'ORGANIZER');
  return organizer ? scheduleAgent(organizer) : 'SERVER';
}

/** The ORGANIZER of each component, normalised; undefined where it has none. */
export function organizersOf(object: SchedulingObject): readonly (CalendarUserAddress | undefined)[] {
  return schedulingComponents(object).map(({ component }) => {
    const organizer = getProperty(component, 'ORGANIZER');
    return organizer && normalizeAddress(organizer.value);
  });
}

/** All components that are scheduled together: the master first, then the overrides. */
export function schedulingComponents(object: SchedulingObject): readonly SchedulingComponent[] {
  return object.master ? [object.master, ...object.overrides.values()] : [...object.overrides.values()];
}

const READ = new WeakMap<Component, SchedulingObject>();
const NOT_SCHEDULED = new Set(['VTIMEZONE', 'STANDARD', 'DAYLIGHT']);

function readObject(calendar: Component, copyStart?: CalendarTime): SchedulingObject {
  const zones = timeZonesOf(calendar);
  const components = calendar.components.filter(
    (component) => !NOT_SCHEDULED.has(component.name) && !component.name.startsWith('X-'),
  );
  const first = components[0];
  if (first === undefined) throw invalidObject('There is no calendar component but VTIMEZONE.');
  if (getProperty(calendar, 'METHOD')) throw invalidObject('A calendar object resource has no METHOD.');
  const uid = getText(first, 'UID');
  if (uid === undefined || uid === '') throw invalidObject(`The ${first.name} has no UID.`);
  if (components.some((component) => component.name !== first.name))
    throw invalidObject('There are components of several kinds.');
  if (components.some((component) => getText(component, 'UID') !== uid))
    throw invalidObject('There are components with different UIDs.');

  const masters = components.filter((component) => !getProperty(component, 'RECURRENCE-ID'));
  if (masters.length > 1) throw invalidObject('There are two components without RECURRENCE-ID.');
  const master = masters[0] && readComponent('master', masters[0]);
  const masterStart = master && startProperty(master.component);
  const start = masterStart ? readTime(masterStart) : copyStart;
  const overrides = new Map<RecurrenceKey, SchedulingComponent>();
  for (const component of components) {
    const recurrenceId = getProperty(component, 'RECURRENCE-ID');
    if (!recurrenceId) continue;
    const id = readTime(recurrenceId);
    const key = recurrenceKey(id, start ?? detachedStart(component, id), zones);
    if (overrides.has(key)) throw invalidObject(`There are two components for the instance ${key}.`);
    overrides.set(key, readComponent(key, component));
  }
  return {
    calendar,
    zones,
    uid,
    kind: first.name,
    organizer: organizerOf(components),
    master,
    overrides,
    ranges: new Map([...overrides].filter(([, { component }]) => isRange(component))),
    excluded: new Set(master && excludedKeys(master.component, zones)),
    added: new Set(master && addedKeys(master.component, zones)),
    recurrenceSet: master && recurrenceSet(master.component, zones),
  };
}

/** Without a series a RECURRENCE-ID speaks for itself; a floating one is read in DTSTART's zone (S2.1). */
function detachedStart(component: Component, recurrenceId: CalendarTime): CalendarTime {
  const start = getProperty(component, 'DTSTART');
  return recurrenceId.form === 'floating' && start ? readTime(start) : recurrenceId;
}

function readComponent(key: string, component: Component): SchedulingComponent {
  return {
    key,
    component,
    attendees: readAttendees(component),
    sequence: sequenceOf(component),
    cancelled: getProperty(component, 'STATUS')?.value.trim().toUpperCase() === 'CANCELLED',
  };
}

/** SEQUENCE, RFC 5545 §3.8.7.4; 0 without one or without sense. */
export function sequenceOf(component: Component): number {
  const sequence = Number.parseInt(getProperty(component, 'SEQUENCE')?.value ?? '0', 10);
  return Number.isSafeInteger(sequence) && sequence > 0 ? sequence : 0;
}

/** An instance without a component of its own; it is made when asked for. */
function derivedComponent(
  object: SchedulingObject,
  master: SchedulingComponent,
  key: RecurrenceKey,
): SchedulingComponent {
  const { attendees, sequence, cancelled } = rangeAt(object.ranges, key) ?? master;
  let derived: Component | undefined;
  return {
    key,
    get component() {
      derived ??= derivedAt(object, master, key);
      return derived;
    },
    attendees,
    sequence,
    cancelled,
  };
}

/** The first ORGANIZER; whether all components agree is `sameOrganizer`'s question (preconditions.ts). */
function organizerOf(components: readonly Component[]): CalendarUserAddress | undefined {
  for (const component of components) {
    const organizer = getProperty(component, 'ORGANIZER');
    if (organizer) return normalizeAddress(organizer.value);
  }
  return undefined;
}

function invalidObject(message: string): CalendarObjectError {
  return new CalendarObjectError('valid-calendar-object-resource', message);
}
