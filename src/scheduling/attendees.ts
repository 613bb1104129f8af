/** The ATTENDEEs of a component, RFC 5545 §3.8.4.1, as scheduling sees them. */
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, getParameter, getProperties, type Property } from '../icalendar/component.ts';
import type { Attendee } from './types.ts';
import type { ScheduleAgent } from './vocabulary.ts';

/** By address. */
export type Attendees = ReadonlyMap<CalendarUserAddress, Attendee>;

/**
 * ATTENDEEs of one component by address. One listed twice: the line whose agent is SERVER wins (S1.4). Components that have the same
 * ATTENDEE lines, as the master and most overrides do, get the same map: so what is the same for all of them is seen at once.
 */
export function readAttendees(component: Component): Attendees {
  const lines = getProperties(component, 'ATTENDEE');
  const [first] = lines;
  if (first === undefined) return NOBODY;
  const lists = LISTS.get(first) ?? [];
  const known = lists.find((list) => sameLines(list.lines, lines));
  if (known !== undefined) return known.attendees;
  const attendees = attendeesOf(lines);
  LISTS.set(first, [{ lines, attendees }, ...lists].slice(0, MAX_LISTS));
  return attendees;
}

/** One ATTENDEE line. */
export function readAttendee(property: Property): Attendee {
  return {
    address: normalizeAddress(property.value),
    property,
    agent: scheduleAgent(property),
    partstat: getParameter(property, 'PARTSTAT')?.toUpperCase() || 'NEEDS-ACTION',
    forceSend: getParameter(property, 'SCHEDULE-FORCE-SEND')?.toUpperCase(),
  };
}

/** SCHEDULE-AGENT of an ATTENDEE or ORGANIZER, RFC 6638 §7.1: absent is SERVER, unknown is NONE. */
export function scheduleAgent(property: Property): ScheduleAgent {
  const value = getParameter(property, 'SCHEDULE-AGENT')?.toUpperCase();
  if (value === undefined || value === '' || value === 'SERVER') return 'SERVER';
  return value === 'CLIENT' ? 'CLIENT' : 'NONE';
}

/** A function of ATTENDEE lists, worked out once for each list while it is in use. */
export function oncePerList<Result>(compute: (attendees: Attendees) => Result): (attendees: Attendees) => Result {
  const results = new Map<Attendees, Result>();
  return (attendees) => {
    const known = results.get(attendees);
    if (known !== undefined) return known;
    const result = compute(attendees);
    results.set(attendees, result);
    return result;
  };
}

/** What an ATTENDEE comes to that names nobody. */
export const NO_ADDRESS: ReadonlySet<string> = new Set(['', 'mailto:']);
/** No ATTENDEE at all. */
export const NOBODY: Attendees = new Map();
/** By their first line the lists that were read last. */
const LISTS = new WeakMap<
  Property,
  readonly { readonly lines: readonly Property[]; readonly attendees: Attendees }[]
>();
const MAX_LISTS = 100;

function attendeesOf(lines: readonly Property[]): Attendees {
  const attendees = new Map<CalendarUserAddress, Attendee>();
  for (const line of lines) {
    const attendee = readAttendee(line);
    // Nobody can be reached there; on a new line that is refused (preconditions.ts).
    if (NO_ADDRESS.has(attendee.address)) continue;
    const other = attendees.get(attendee.address);
    if (other === undefined || (other.agent !== 'SERVER' && attendee.agent === 'SERVER')) {
      attendees.set(attendee.address, attendee);
    }
  }
  return attendees;
}

function sameLines(some: readonly Property[], others: readonly Property[]): boolean {
  return some.length === others.length && some.every((line, index) => line === others[index]);
}
