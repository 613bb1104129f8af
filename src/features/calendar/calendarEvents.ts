/** What the grid shows of calendar objects: every instance with its time, colour and state for the signed-in person. */

import type { CalendarHue } from '../../components/calendarHue.ts';
import { displayAddress, normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import { type Component, getParameter, getProperties, getProperty, getText } from '../../icalendar/component.ts';
import { type CalendarInstance, instancesBetween } from '../../icalendar/instances.ts';
import { recurrenceKey } from '../../icalendar/recurrence.ts';
import { type SalvagedCalendarData, type SalvageProblem, salvageCalendarData } from '../../icalendar/salvage.ts';
import { timeZonesOf } from '../../icalendar/timeZone.ts';
import type { CalendarObject, UtcRange } from '../../queries/calendarObjects.ts';

/** `unanswered` and the states after it are the person's own reply; `cancelled` is the event's. */
export type EventState = 'confirmed' | 'tentative' | 'cancelled' | 'unanswered' | 'declined';

/** One instance on the grid. */
export interface CalendarEvent {
  /** Unique on the grid. */
  readonly id: string;
  /** Path of the calendar object. */
  readonly url: string;
  /** Recurrence key of the instance; undefined for an event that does not recur. */
  readonly instance: string | undefined;
  /** Empty without SUMMARY. */
  readonly title: string;
  readonly location: string;
  readonly isAllDay: boolean;
  /** All day: `2027-03-08`; else an instant, `2027-03-08T09:00:00Z`. */
  readonly start: string;
  /** Exclusive. */
  readonly end: string;
  readonly hue: CalendarHue;
  readonly state: EventState;
  /** Names, else addresses, of the other people in it. */
  readonly guests: readonly string[];
  /** Whether the person may move it: in a writable calendar, and not somebody else's invitation. */
  readonly isMovable: boolean;
}

/** What the events of one calendar have in common. */
export interface EventContext {
  readonly hue: CalendarHue;
  readonly isReadOnly: boolean;
  /** The calendar user addresses of the calendar's owner. */
  readonly addresses: readonly string[];
  /** IANA zone in which floating times and dates are read. */
  readonly timeZone: string;
}

/** An object, or a component of it, that is not shown. */
export interface UnreadablePart {
  /** Path of the calendar object. */
  readonly url: string;
  /** In the object's text, counted from 1; undefined when no line of its own is to blame. */
  readonly line: number | undefined;
  /** Empty without SUMMARY. */
  readonly title: string;
  readonly message: string;
}

/** What could be read, and what could not. */
export interface CalendarEvents {
  readonly events: readonly CalendarEvent[];
  readonly unreadable: readonly UnreadablePart[];
}

const salvaged = new WeakMap<CalendarObject, SalvagedCalendarData>();

/**
 * All instances of the objects that touch the range. What cannot be read is named and hides nothing else; what is left of a
 * damaged object cannot be moved, since saving it would lose the rest.
 */
export function eventsBetween(
  objects: readonly CalendarObject[],
  range: UtcRange,
  context: EventContext,
): CalendarEvents {
  const own = new Set(context.addresses.map(normalizeAddress));
  const events: CalendarEvent[] = [];
  const unreadable: UnreadablePart[] = [];
  for (const object of objects) {
    const { url } = object;
    const { calendars, problems } = salvage(object);
    for (const { line, title, message } of problems) unreadable.push({ url, line, title, message });
    const shown = problems.length > 0 ? { ...context, isReadOnly: true } : context;
    for (const calendar of calendars) {
      try {
        const instances = instancesBetween(calendar, range.fromUtc, range.toUtc, context.timeZone);
        events.push(...eventsOf(object, calendar, withoutLost(instances, calendar, problems), shown, own));
      } catch (error) {
        unreadable.push({ url, line: undefined, title: '', message: error instanceof Error ? error.message : '' });
      }
    }
  }
  return { events, unreadable };
}

/** Reading is the dear part, and an object lives in several ranges. */
function salvage(object: CalendarObject): SalvagedCalendarData {
  const known = salvaged.get(object);
  if (known !== undefined) return known;
  const read = salvageCalendarData(object.data);
  salvaged.set(object, read);
  return read;
}

/** Not the instances whose own components are damaged: what the master says of them is not what happens. */
function withoutLost(
  instances: readonly CalendarInstance[],
  calendar: Component,
  problems: readonly SalvageProblem[],
): readonly CalendarInstance[] {
  if (problems.length === 0) return instances;
  const zones = timeZonesOf(calendar);
  return instances.filter(({ key, component, isOverride, start }) => {
    const uid = getText(component, 'UID');
    const isLost = problems.some(
      ({ instance }) => instance?.uid === uid && instance && recurrenceKey(instance.recurrenceId, start, zones) === key,
    );
    return isOverride || !isLost;
  });
}

function eventsOf(
  object: CalendarObject,
  calendar: Component,
  instances: readonly CalendarInstance[],
  context: EventContext,
  own: ReadonlySet<string>,
): readonly CalendarEvent[] {
  const isRecurring = recurs(calendar);
  return instances
    .filter(({ component }) => component.name === 'VEVENT')
    .map((instance) => ({
      ...eventOf(object, instance, context, own),
      ...(isRecurring && { instance: instance.key }),
    }));
}

function recurs(calendar: Component): boolean {
  const tells = ['RRULE', 'RDATE', 'RECURRENCE-ID'];
  return calendar.components.some(
    ({ name, properties }) => name === 'VEVENT' && properties.some((property) => tells.includes(property.name)),
  );
}

function eventOf(
  object: CalendarObject,
  { key, component, start, end, startUtc, endUtc }: CalendarInstance,
  context: EventContext,
  own: ReadonlySet<string>,
): CalendarEvent {
  const isAllDay = start.form === 'date';
  const organizer = getProperty(component, 'ORGANIZER')?.value;
  const isForeign = organizer !== undefined && !own.has(normalizeAddress(organizer));
  return {
    id: `${object.url} ${getProperty(component, 'UID')?.value} ${key}`,
    url: object.url,
    instance: undefined,
    title: getText(component, 'SUMMARY')?.trim() ?? '',
    location: getText(component, 'LOCATION')?.trim() ?? '',
    isAllDay,
    start: isAllDay ? extendedDate(start.local) : extendedInstant(startUtc),
    end: isAllDay ? extendedDate(end.local) : extendedInstant(endUtc),
    hue: context.hue,
    state: stateOf(component, own),
    guests: guestsOf(component, own),
    isMovable: !context.isReadOnly && !isForeign,
  };
}

function guestsOf(component: Component, own: ReadonlySet<string>): readonly string[] {
  return getProperties(component, 'ATTENDEE')
    .filter((attendee) => !own.has(normalizeAddress(attendee.value)))
    .map((attendee) => getParameter(attendee, 'CN') ?? displayAddress(attendee.value));
}

function stateOf(component: Component, own: ReadonlySet<string>): EventState {
  const status = getText(component, 'STATUS')?.toUpperCase();
  if (status === 'CANCELLED') return 'cancelled';
  const mine = getProperties(component, 'ATTENDEE').find((attendee) => own.has(normalizeAddress(attendee.value)));
  const organizer = getProperty(component, 'ORGANIZER')?.value;
  const isOwn = organizer === undefined || own.has(normalizeAddress(organizer));
  if (mine !== undefined && !isOwn) {
    switch (getParameter(mine, 'PARTSTAT')?.toUpperCase() ?? 'NEEDS-ACTION') {
      case 'DECLINED':
        return 'declined';
      case 'TENTATIVE':
        return 'tentative';
      case 'NEEDS-ACTION':
        return 'unanswered';
    }
  }
  return status === 'TENTATIVE' ? 'tentative' : 'confirmed';
}

function extendedDate(basic: string): string {
  return `${basic.slice(0, 4)}-${basic.slice(4, 6)}-${basic.slice(6, 8)}`;
}

function extendedInstant(basic: string): string {
  return `${extendedDate(basic)}T${basic.slice(9, 11)}:${basic.slice(11, 13)}:${basic.slice(13, 15)}Z`;
}
