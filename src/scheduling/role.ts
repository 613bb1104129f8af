/** Whose object it is and what the change is to it, RFC 6638 §3.1 and §3.2.3 (scheduling.md S1). */
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import { organizersOf, schedulingComponents } from './schedulingObject.ts';
import type { SchedulingObject } from './types.ts';
import type { SchedulingOperation, SchedulingRole } from './vocabulary.ts';

const SCHEDULED = new Set(['VEVENT', 'VTODO']);

/**
 * 'organizer': ORGANIZER stands in every component and is the owner. 'attendee': ORGANIZER is somebody else, the same in
 * every component, and an ATTENDEE is the owner. Otherwise the object is no scheduling object resource for this owner.
 */
export function schedulingRole(
  object: SchedulingObject | undefined,
  owner: ReadonlySet<CalendarUserAddress>,
): SchedulingRole {
  if (!object || !SCHEDULED.has(object.kind)) return 'none';
  const organizers = new Set(organizersOf(object));
  const [organizer] = organizers;
  if (organizers.size !== 1 || organizer === undefined) return 'none';
  if (owner.has(organizer)) return 'organizer';
  return schedulingComponents(object).some(({ attendees }) =>
    [...attendees.keys()].some((address) => owner.has(address)),
  )
    ? 'attendee'
    : 'none';
}

/** The operation by the tables of RFC 6638 §3.2.3.1 and §3.2.3.3, from the roles of both versions. */
export function schedulingOperation(before: SchedulingRole, after: SchedulingRole): SchedulingOperation {
  if (before === 'none') return after === 'none' ? 'none' : 'create';
  return after === 'none' ? 'remove' : 'modify';
}
