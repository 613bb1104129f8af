/** What a server stores of an Organizer's change: the client's text with SEQUENCE, PARTSTAT and SCHEDULE-* set right. */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getProperty,
  mapProperties,
  type Property,
  withParameter,
  withValue,
} from '../icalendar/component.ts';
import type { RecurrenceKey } from '../icalendar/recurrence.ts';
import type { AskedAgain } from './askAgain.ts';
import { type Attendees, readAttendee } from './attendees.ts';
import { storedProperty } from './scheduleStatus.ts';
import {
  componentAt,
  derivedAt,
  ownComponent,
  readSchedulingObject,
  schedulingComponents,
} from './schedulingObject.ts';
import type { Sequences } from './sequence.ts';
import type { Attendee, SchedulingComponent, SchedulingObject } from './types.ts';

/** What is known of the object to store before it is made; that takes longer than to plan what is sent of it. */
export interface ObjectToStore extends Pick<SchedulingObject, 'uid' | 'overrides' | 'excluded'> {
  /** Made when first asked for. */
  readonly object: () => SchedulingObject;
}

/** The object to store where the server changes nothing in it. */
export function storedAsItIs(next: SchedulingObject): ObjectToStore {
  return { uid: next.uid, overrides: next.overrides, excluded: next.excluded, object: () => next };
}

/**
 * The object to store: SEQUENCE by S6, PARTSTAT by S7, overrides for instances that are asked again (S7.2), SCHEDULE-STATUS kept
 * where the client left it out (S8.1), SCHEDULE-FORCE-SEND never (RFC 6638 §7.2), DTSTAMP and PRODID filled in (S1.4).
 * Components that need none of it stay the same objects.
 */
export function objectToStore(
  previous: SchedulingObject | undefined,
  next: SchedulingObject,
  asked: AskedAgain,
  sequences: () => Sequences,
  context: StoringContext,
): ObjectToStore {
  const made = overridesMade(next, asked);
  let object: SchedulingObject | undefined;
  return {
    uid: next.uid,
    overrides: made.size === 0 ? next.overrides : new Map([...next.overrides, ...made]),
    excluded: next.excluded,
    object: () => {
      object ??= makeObject({ previous, next }, asked, made.keys(), sequences(), context);
      return object;
    },
  };
}

interface StoringContext {
  /** DTSTAMP where there is none, in UTC basic form. */
  readonly now: string;
  readonly prodid: string;
}

/** The instances that are asked again while their series is not; a reply of their own needs an override (S7.2). */
function overridesMade(next: SchedulingObject, asked: AskedAgain): SchedulingObject['overrides'] {
  const made = new Map<RecurrenceKey, SchedulingComponent>();
  if (!next.master) return made;
  for (const key of asked.keys()) {
    const component = key === 'master' || next.overrides.has(key) ? undefined : componentAt(next, key);
    if (component) made.set(key, component);
  }
  return made;
}

function makeObject(
  { previous, next }: { readonly previous: SchedulingObject | undefined; readonly next: SchedulingObject },
  asked: AskedAgain,
  added: Iterable<RecurrenceKey>,
  sequences: Sequences,
  { now, prodid }: StoringContext,
): SchedulingObject {
  const lines = storedLines();
  const storing = (component: SchedulingComponent) => {
    const { key } = component;
    const before = ownComponent(previous, key);
    const isUntouched = before?.component === component.component && !asked.has(key);
    const withLines = isUntouched ? component.component : lines(component, before?.attendees, asked.get(key));
    return withSequence(withLines, sequences.get(key), now);
  };
  const stored = new Map<Component, Component>();
  for (const component of schedulingComponents(next)) {
    stored.set(component.component, storing(component));
  }
  const made: Component[] = [];
  for (const key of added) {
    if (next.master) made.push(storing({ ...next.master, key, component: derivedAt(next, next.master, key, stored) }));
  }
  const unchanged = made.length === 0 && [...stored].every(([from, to]) => from === to);
  const components = unchanged
    ? next.calendar.components
    : [...next.calendar.components.map((component) => stored.get(component) ?? component), ...made];
  const calendar = withCalendarProperties({ ...next.calendar, components }, prodid);
  return calendar.properties === next.calendar.properties && unchanged ? next : readSchedulingObject(calendar);
}

type Asked = ReadonlySet<CalendarUserAddress> | undefined;

/** Writes the ORGANIZER and ATTENDEE lines as they are stored; the same list in the same circumstances gives the same lines. */
function storedLines(): (component: SchedulingComponent, before: Attendees | undefined, asked: Asked) => Component {
  let last: {
    readonly of: readonly [Attendees, Attendees | undefined, Asked];
    readonly lines: Map<Property, Property>;
  };
  return ({ component, attendees }, before, asked) => {
    if (last?.of[0] !== attendees || last.of[1] !== before || last.of[2] !== asked) {
      last = { of: [attendees, before, asked], lines: new Map() };
      for (const attendee of attendees.values()) {
        const { address, property } = attendee;
        last.lines.set(property, storedAttendee(attendee, before?.get(address), asked?.has(address) === true));
      }
    }
    const { lines } = last;
    return mapProperties(component, (property) => {
      if (property.name === 'ORGANIZER') return storedProperty(property, undefined);
      if (property.name !== 'ATTENDEE') return property;
      const line = lines.get(property);
      if (line !== undefined) return line;
      // A second line of the same Attendee (S1.4).
      const second = readAttendee(property);
      return storedAttendee(second, before?.get(second.address), asked?.has(second.address) === true);
    });
  };
}

function withSequence(component: Component, sequence: number | undefined, now: string): Component {
  const written = getProperty(component, 'SEQUENCE')?.value;
  const isWritten = sequence === undefined || sequence === Number(written ?? 0);
  const stored = isWritten ? component : withValue(component, 'SEQUENCE', String(sequence));
  return getProperty(stored, 'DTSTAMP') ? stored : withValue(stored, 'DTSTAMP', now);
}

/** PARTSTAT reset where he is asked again. */
function storedAttendee({ property, partstat }: Attendee, before: Attendee | undefined, isAsked: boolean): Property {
  const stored = storedProperty(property, before?.property);
  return isAsked && partstat !== 'NEEDS-ACTION' ? withParameter(stored, 'PARTSTAT', 'NEEDS-ACTION') : stored;
}

function withCalendarProperties(calendar: Component, prodid: string): Component {
  let complete = calendar;
  if (!getProperty(complete, 'VERSION')) complete = withValue(complete, 'VERSION', '2.0');
  if (!getProperty(complete, 'PRODID')) complete = withValue(complete, 'PRODID', prodid);
  return complete;
}
