/** ATTENDEE and ORGANIZER of a component, RFC 5545 §3.8.4.1 and §3.8.4.3: only the parameters that differ are written. */
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getProperty,
  makeProperty,
  type Parameters,
  type Property,
  withParameter,
} from '../../icalendar/component.ts';
import type { DraftAttendee, EditContext } from './draft.ts';
import { insertAfter, oneLine } from './propertyWriting.ts';

/** Writes what differs between two lists of Attendees; the same object when nothing does. The order of lines stays. */
export function writeAttendees(
  component: Component,
  before: readonly DraftAttendee[],
  after: readonly DraftAttendee[],
): Component {
  if (before === after) return component;
  const wanted = byAddress(after);
  const known = byAddress(before);
  let changed = false;
  const properties = component.properties.flatMap((property) => {
    if (property.name !== 'ATTENDEE') return [property];
    const address = normalizeAddress(property.value);
    const [was, is] = [known.get(address), wanted.get(address)];
    if (was === undefined) return [property];
    const next = is && writeAttendee(property, was, is);
    if (next !== property) changed = true;
    return next ? [next] : [];
  });
  const added = after.filter(({ address }) => !known.has(normalizeAddress(address)));
  const kept = changed ? { ...component, properties } : component;
  return insertAfter(kept, ['ATTENDEE', 'ORGANIZER'], ...added.map(newAttendee));
}

/**
 * The components of an object with an ORGANIZER: the one they have already, else the owner, whose own ATTENDEE line
 * (PARTSTAT=ACCEPTED) then goes before the other Attendees. All components get it, since RFC 6638 §3.2.4.2 wants the same
 * ORGANIZER in each. When the last Attendee is taken out, ORGANIZER stays: it does no harm, and whoever was removed is told anyway.
 */
export function withOrganizer(events: readonly Component[], owner: EditContext['owner']): readonly Component[] {
  const present = events.map((event) => getProperty(event, 'ORGANIZER')).find((property) => property !== undefined);
  const address = ownAddress(owner);
  if (present === undefined && address === undefined) return events;
  const name = owner.name === '' ? {} : { CN: [owner.name] };
  const organizer = present ?? makeProperty('ORGANIZER', address ?? '', name);
  return events.map((event) => {
    if (getProperty(event, 'ORGANIZER')) return event;
    const at = event.properties.findIndex((property) => property.name === 'ATTENDEE');
    const index = at < 0 ? event.properties.length : at;
    const added =
      at < 0 || present !== undefined || isListed(event, owner) ? [organizer] : [organizer, ownLine(organizer)];
    return { ...event, properties: [...event.properties.slice(0, index), ...added, ...event.properties.slice(index)] };
  });
}

/**
 * The object without the SCHEDULE-FORCE-SEND that servers ought not to store (RFC 6638 §7.2), the same one when there is none: read
 * back from those that do, the wish of one save would send again with every later one.
 */
export function withoutForceSend(calendar: Component): Component {
  let changed = false;
  const components = calendar.components.map((component) => {
    if (!component.properties.some(isForced)) return component;
    changed = true;
    return {
      ...component,
      properties: component.properties.map((property) =>
        isForced(property) ? withParameter(property, FORCE_SEND, undefined) : property,
      ),
    };
  });
  return changed ? { ...calendar, components } : calendar;
}

function isForced({ name, parameters }: Property): boolean {
  return (name === 'ATTENDEE' || name === 'ORGANIZER') && parameters[FORCE_SEND] !== undefined;
}

const FORCE_SEND = 'SCHEDULE-FORCE-SEND';

/** Attendees by the address that two are compared by. */
export function byAddress(attendees: readonly DraftAttendee[]): ReadonlyMap<string, DraftAttendee> {
  return new Map(attendees.map((attendee) => [normalizeAddress(attendee.address), attendee]));
}

function writeAttendee(property: Property, was: DraftAttendee, is: DraftAttendee): Property {
  let written = property;
  const set = (name: string, value: string | undefined) => {
    written = withParameter(written, name, value);
  };
  if (was.name !== is.name) set('CN', oneLine(is.name) || undefined);
  if (was.role !== is.role) set('ROLE', is.role);
  if (was.userType !== is.userType) set('CUTYPE', is.userType);
  if (was.partstat !== is.partstat) set('PARTSTAT', is.partstat);
  if (was.agent !== is.agent) set('SCHEDULE-AGENT', is.agent === 'SERVER' ? undefined : is.agent);
  if (was.resend !== is.resend) set(FORCE_SEND, is.resend ? 'REQUEST' : undefined);
  return written;
}

function newAttendee(attendee: DraftAttendee): Property {
  const parameters: Record<string, readonly string[]> = {};
  const name = oneLine(attendee.name);
  if (name !== '') parameters['CN'] = [name];
  if (attendee.userType !== 'INDIVIDUAL') parameters['CUTYPE'] = [attendee.userType];
  if (attendee.role !== 'REQ-PARTICIPANT') parameters['ROLE'] = [attendee.role];
  parameters['PARTSTAT'] = ['NEEDS-ACTION'];
  parameters['RSVP'] = ['TRUE'];
  if (attendee.agent !== 'SERVER') parameters['SCHEDULE-AGENT'] = [attendee.agent];
  return makeProperty('ATTENDEE', oneLine(attendee.address), parameters as Parameters);
}

function ownLine(organizer: Property): Property {
  const { CN } = organizer.parameters;
  return makeProperty('ATTENDEE', organizer.value, { ...(CN === undefined ? {} : { CN }), PARTSTAT: ['ACCEPTED'] });
}

function isListed(event: Component, owner: EditContext['owner']): boolean {
  const own = new Set(owner.addresses.map(normalizeAddress));
  return event.properties.some((property) => property.name === 'ATTENDEE' && own.has(normalizeAddress(property.value)));
}

/** The owner's first mailto: address, else the first. */
function ownAddress(owner: EditContext['owner']): string | undefined {
  const address = owner.addresses.find((written) => /^mailto:/i.test(written)) ?? owner.addresses[0];
  return address === undefined || /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `mailto:${address}`;
}
