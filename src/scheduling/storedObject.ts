/** What a server stores of an Organizer's change: the client's text with SEQUENCE, PARTSTAT and SCHEDULE-* set right. */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getProperty,
  makeProperty,
  mapProperties,
  type Property,
  withParameter,
  withValue,
} from '../icalendar/component.ts';
import type { AskedAgain } from './askAgain.ts';
import { readAttendee } from './attendees.ts';
import { derivedAt, readSchedulingObject, schedulingComponents } from './schedulingObject.ts';
import type { ResourceVersions, Sequences } from './sequence.ts';
import type { Attendee, SchedulingComponent, SchedulingObject } from './types.ts';

/**
 * The object to store: SEQUENCE by S6, PARTSTAT by S7, overrides for instances that are asked again (S7.2), SCHEDULE-STATUS kept
 * where the client left it out (S8.1), SCHEDULE-FORCE-SEND never (RFC 6638 §7.2), DTSTAMP and PRODID filled in (S1.4).
 * Components that need none of it stay the same objects.
 */
export function storedObject(
  versions: ResourceVersions,
  sequences: Sequences,
  asked: AskedAgain,
  now: string,
  prodid: string,
): SchedulingObject | undefined {
  const { previous, next } = versions;
  if (!next) return undefined;
  const storing = (component: SchedulingComponent) =>
    storedComponent(component, previous, sequences.get(component.key), asked.get(component.key), now);
  const stored = new Map<Component, Component>();
  for (const component of schedulingComponents(next)) {
    stored.set(component.component, storing(component));
  }
  const made: Component[] = [];
  for (const key of asked.keys()) {
    if (key === 'master' || next.overrides.has(key) || !next.master) continue;
    made.push(storing({ ...next.master, key, component: derivedAt(next, next.master, key, stored) }));
  }
  const unchanged = made.length === 0 && [...stored].every(([from, to]) => from === to);
  const components = unchanged
    ? next.calendar.components
    : [...next.calendar.components.map((component) => stored.get(component) ?? component), ...made];
  const calendar = withCalendarProperties({ ...next.calendar, components }, prodid);
  return calendar.properties === next.calendar.properties && unchanged ? next : readSchedulingObject(calendar);
}

function storedComponent(
  { key, component, attendees }: SchedulingComponent,
  previous: SchedulingObject | undefined,
  sequence: number | undefined,
  asked: ReadonlySet<CalendarUserAddress> | undefined,
  now: string,
): Component {
  const before = key === 'master' ? previous?.master : previous?.overrides.get(key);
  const listed = new Map([...attendees.values()].map((attendee) => [attendee.property, attendee]));
  const isUntouched = before?.component === component && !asked;
  let stored = mapProperties(component, (property) => {
    if (isUntouched || (property.name !== 'ATTENDEE' && property.name !== 'ORGANIZER')) return property;
    if (property.name === 'ORGANIZER') return withParameter(property, 'SCHEDULE-FORCE-SEND', undefined);
    // Not listed: a second line of the same Attendee (S1.4).
    const attendee = listed.get(property) ?? readAttendee(property);
    return storedAttendee(attendee, before?.attendees.get(attendee.address), asked?.has(attendee.address) === true);
  });
  const written = getProperty(stored, 'SEQUENCE')?.value;
  if (sequence !== undefined && sequence !== Number(written ?? 0))
    stored = withValue(stored, 'SEQUENCE', String(sequence));
  return getProperty(stored, 'DTSTAMP') ? stored : withValue(stored, 'DTSTAMP', now);
}

/** SCHEDULE-STATUS kept where the client left it out, PARTSTAT reset where he is asked again. */
function storedAttendee({ property, partstat }: Attendee, before: Attendee | undefined, isAsked: boolean): Property {
  const status = before?.property.parameters['SCHEDULE-STATUS'];
  const kept =
    status && property.parameters['SCHEDULE-STATUS'] === undefined
      ? makeProperty(property.name, property.value, { ...property.parameters, 'SCHEDULE-STATUS': status })
      : property;
  const unforced = withParameter(kept, 'SCHEDULE-FORCE-SEND', undefined);
  return isAsked && partstat !== 'NEEDS-ACTION' ? withParameter(unforced, 'PARTSTAT', 'NEEDS-ACTION') : unforced;
}

function withCalendarProperties(calendar: Component, prodid: string): Component {
  let complete = calendar;
  if (!getProperty(complete, 'VERSION')) complete = withValue(complete, 'VERSION', '2.0');
  if (!getProperty(complete, 'PRODID')) complete = withValue(complete, 'PRODID', prodid);
  return complete;
}
