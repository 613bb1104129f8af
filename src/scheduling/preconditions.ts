/** What a server refuses before anything is stored or sent, as values by CALDAV name (scheduling.md S9, RFC 6638 §3.2.4). */
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { getParameter } from '../icalendar/component.ts';
import { type Attendees, NO_ADDRESS, oncePerList } from './attendees.ts';
import { viewDifferences } from './attendeeView.ts';
import { ATTENDEE_MAY } from './personalData.ts';
import { componentAt, organizerAgent, organizersOf, schedulingComponents } from './schedulingObject.ts';
import type { Attendee, SchedulingObject } from './types.ts';
import type { Partstat, PreconditionViolation } from './vocabulary.ts';

/** RFC 4791 §5.3.2.1: a resource keeps its UID. */
export function sameUid(
  original: SchedulingObject | undefined,
  modified: SchedulingObject,
): readonly PreconditionViolation[] {
  if (original === undefined || original.uid === modified.uid) return [];
  return [{ precondition: 'no-uid-conflict', detail: `UID changes from ${original.uid} to ${modified.uid}.` }];
}

/** RFC 6638 §3.2.4.2: every component with an ORGANIZER has the same one. */
export function sameOrganizer(object: SchedulingObject): readonly PreconditionViolation[] {
  const organizers = new Set(organizersOf(object).filter((organizer) => organizer !== undefined));
  if (organizers.size <= 1) return [];
  return [
    {
      precondition: 'same-organizer-in-all-components',
      detail: `There are ${organizers.size} different ORGANIZERs: ${[...organizers].join(', ')}.`,
    },
  ];
}

/**
 * What recipients could not make sense of: a TZID that is neither known nor described by a VTIMEZONE (RFC 5545 §3.2.19), an
 * ATTENDEE without an address. What the original has already is let through, so that it can be mended or left alone.
 */
export function understandable(
  original: SchedulingObject | undefined,
  modified: SchedulingObject,
): readonly PreconditionViolation[] {
  const kept = listsOf([original]);
  const found = new Set(problemsOf(modified, kept));
  if (found.size === 0) return [];
  const known = new Set(original && problemsOf(original, new Set()));
  return [...found]
    .filter((detail) => !known.has(detail))
    .map((detail) => ({ precondition: 'valid-calendar-data', detail }));
}

/** ATTENDEEs of the lists in `passed` are not looked at again. */
function problemsOf(object: SchedulingObject, passed: ReadonlySet<Attendees>): readonly string[] {
  const { zones } = object;
  const problems: string[] = [];
  const lists = new Set(passed);
  for (const { component, attendees } of schedulingComponents(object)) {
    const isNewList = !lists.has(attendees);
    lists.add(attendees);
    for (const property of component.properties) {
      if (property.name === 'ATTENDEE') {
        if (isNewList && NO_ADDRESS.has(normalizeAddress(property.value))) problems.push('An ATTENDEE has no address.');
        continue;
      }
      const tzid = getParameter(property, 'TZID');
      if (tzid !== undefined && zones.unknown(tzid) && !property.value.endsWith('Z'))
        problems.push(`${property.name}: TZID “${tzid}” is no known time zone, and no VTIMEZONE describes it.`);
    }
  }
  return problems;
}

/** Whether some components have an ORGANIZER and others have none. */
export function isPartlyOrganized(object: SchedulingObject): boolean {
  const organizers = organizersOf(object);
  return (
    organizers.some((organizer) => organizer === undefined) && organizers.some((organizer) => organizer !== undefined)
  );
}

/**
 * RFC 6638 §3.2.4.3 on an Organizer's change: ORGANIZER kept by some components only, ORGANIZER handed to somebody else
 * while Attendees stay, and another Attendee's PARTSTAT set to what he never answered (S7.4).
 */
export function allowedOrganizerChange(
  original: SchedulingObject | undefined,
  modified: SchedulingObject,
  owner: ReadonlySet<CalendarUserAddress>,
  base: SchedulingObject | undefined,
): readonly PreconditionViolation[] {
  const refuse = (detail: string): readonly PreconditionViolation[] => [
    { precondition: 'allowed-organizer-scheduling-object-change', detail },
  ];
  if (original && isPartlyOrganized(modified))
    return refuse('Some components have lost their ORGANIZER and others keep it.');
  if (original && modified.organizer !== undefined && !owner.has(modified.organizer)) {
    const invites = schedulingComponents(modified).some(({ attendees }) => attendees.size > 0);
    return invites ? refuse(`ORGANIZER changes to ${modified.organizer} while there are Attendees.`) : [];
  }
  // A client that schedules itself writes the replies that it gets (S3.3).
  if (organizerAgent(modified) !== 'SERVER') return [];
  // The replies that stand, on whichever component: a shifted series carries its replies along. On Create there are none (S7.4).
  const answered = listsOf([original, base]);
  const unanswered = oncePerList((attendees) =>
    answered.has(attendees) ? [] : withoutAnswer(attendees, owner, answered),
  );
  return schedulingComponents(modified).flatMap(({ key, attendees }) =>
    unanswered(attendees).flatMap(({ address, partstat }) =>
      refuse(`PARTSTAT of ${address} at ${key} is set to ${partstat}, which only he can answer.`),
    ),
  );
}

/**
 * RFC 6638 §3.2.4.4 on an Attendee's change: beyond the eleven changes of RFC 6638 §3.2.2.1. What others do not see
 * (CATEGORIES, COLOR, COMMENT, X- properties, RSVP) may change too.
 */
export function allowedAttendeeChange(
  original: SchedulingObject,
  modified: SchedulingObject,
  owner: ReadonlySet<CalendarUserAddress>,
): readonly PreconditionViolation[] {
  const refuse = (detail: string): readonly PreconditionViolation[] => [
    { precondition: 'allowed-attendee-scheduling-object-change', detail },
  ];
  // The server does nothing for a copy that its client schedules (RFC 6638 §3.2.2.3).
  if (organizerAgent(original) !== 'SERVER') return [];
  if (original.master && !modified.master) return refuse('The component without RECURRENCE-ID is gone.');
  for (const key of original.excluded) {
    if (!modified.excluded.has(key) && !modified.overrides.has(key)) return refuse(`EXDATE ${key} is taken back.`);
  }
  for (const key of modified.added) if (!original.added.has(key)) return refuse(`RDATE ${key} is new.`);
  for (const key of original.added) if (!modified.added.has(key)) return refuse(`RDATE ${key} is gone.`);
  const moved = [...original.overrides, ...modified.overrides].find(
    ([key]) => original.ranges.has(key) !== modified.ranges.has(key),
  );
  if (moved) return refuse(`RANGE=THISANDFUTURE of ${moved[0]} is the Organizer's to change.`);
  // An override that is gone without EXDATE leaves the instance of the series, which may say something else.
  for (const key of new Set(['master', ...original.overrides.keys(), ...modified.overrides.keys()])) {
    const component = componentAt(modified, key);
    if (!component) continue;
    const before = componentAt(original, key);
    if (!before) return refuse(`There was no instance ${key}.`);
    const [difference] = viewDifferences(before, original.zones, component, modified.zones).filter(
      ({ property }) => !ATTENDEE_MAY.has(property),
    );
    if (difference) return refuse(`${difference.property} of ${key} is the Organizer's to change.`);
    for (const { address, partstat } of component.attendees.values()) {
      const stands = modified.overrides.has(key) || key === 'master';
      if (!stands || before.attendees.get(address)?.partstat === partstat) continue;
      if (!owner.has(address)) return refuse(`PARTSTAT of ${address} changes.`);
      if (isNoAnswer(partstat, modified.kind))
        return refuse(`PARTSTAT=${partstat} is no answer to a ${modified.kind}.`);
    }
  }
  return [];
}

/**
 * DELEGATED comes with DELEGATED-TO and the delegate's ATTENDEE (RFC 5546 §3.2.2.3), which are the Organizer's to add; COMPLETED and
 * IN-PROCESS are for VTODOs (RFC 5545 §3.2.12).
 */
function isNoAnswer(partstat: Partstat, kind: string): boolean {
  return partstat === 'DELEGATED' || (kind === 'VEVENT' && (partstat === 'COMPLETED' || partstat === 'IN-PROCESS'));
}

/** The ATTENDEE lists of all components. */
function listsOf(objects: readonly (SchedulingObject | undefined)[]): ReadonlySet<Attendees> {
  const components = objects.flatMap((object) => (object ? schedulingComponents(object) : []));
  return new Set(components.map(({ attendees }) => attendees));
}

/** The Attendees served by the server whose PARTSTAT is none that they replied. */
function withoutAnswer(
  attendees: Attendees,
  owner: ReadonlySet<CalendarUserAddress>,
  answered: ReadonlySet<Attendees>,
): readonly Attendee[] {
  const lists = [...answered];
  // Where one reply of a list stands, most of the others do.
  let likely: Attendees | undefined;
  const stands = ({ address, partstat }: Attendee) => {
    if (likely?.get(address)?.partstat !== partstat)
      likely = lists.find((list) => list.get(address)?.partstat === partstat);
    return likely !== undefined;
  };
  return [...attendees.values()].filter(
    (attendee) =>
      attendee.partstat !== 'NEEDS-ACTION' &&
      attendee.agent === 'SERVER' &&
      !owner.has(attendee.address) &&
      !stands(attendee),
  );
}
