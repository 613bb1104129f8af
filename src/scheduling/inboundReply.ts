/** REPLY applied to the Organizer's object, and what it means for the other Attendees' copies, RFC 6638 §4.2 (scheduling.md S10.2). */
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getProperties,
  getProperty,
  makeProperty,
  mapProperties,
  type Property,
  withParameter,
} from '../icalendar/component.ts';
import type { InboundResult, Incoming, ReplyRevisions } from './incoming.ts';
import { ownerAddresses } from './organizer.ts';
import { schedulingRole } from './role.ts';
import { componentAt, derivedAt, readSchedulingObject, schedulingComponents } from './schedulingObject.ts';
import type { Attendee, Owner, SchedulingComponent } from './types.ts';

/**
 * REPLY: PARTSTAT and SCHEDULE-STATUS of the sender's ATTENDEE on each component replied to; an override is made for a reply to one
 * instance. A reply older than the sender's last one is ignored, one from somebody who is no ATTENDEE changes nothing.
 */
export function applyReply({ copy, message, recipient, sender, lastReply }: Incoming): InboundResult {
  if (copy === undefined || copy.organizer === undefined || !recipient.has(copy.organizer))
    return { kind: 'ignored', reason: 'no-copy' };
  const changed = new Map<Component, Component>();
  const made: Component[] = [];
  const revisions: Record<string, ReplyRevisions[string]> = { ...lastReply };
  let outdated = false;
  for (const reply of schedulingComponents(message)) {
    const answer = reply.attendees.get(sender);
    const current = componentAt(copy, reply.key);
    if (!answer || !current?.attendees.has(sender)) continue;
    const id = `${sender} ${reply.key}`;
    const revision = { sequence: reply.sequence, dtstamp: getProperty(reply.component, 'DTSTAMP')?.value.trim() ?? '' };
    if (!isNewer(revision, lastReply[id])) {
      outdated = true;
      continue;
    }
    revisions[id] = revision;
    const answered = withAnswer(current.component, sender, answer, statusOf(reply.component));
    if (reply.key === 'master' || copy.overrides.has(reply.key)) changed.set(current.component, answered);
    else made.push(answered);
  }
  if (changed.size === 0 && made.length === 0)
    return { kind: 'ignored', reason: outdated ? 'outdated' : 'not-an-attendee' };
  const components = [...copy.calendar.components.map((component) => changed.get(component) ?? component), ...made];
  return { kind: 'stored', change: 'replied', calendar: { ...copy.calendar, components }, replyRevisions: revisions };
}

/**
 * An Attendee's copy with the others' PARTSTAT as the Organizer's object has it (RFC 6638 §4.2); the same object when nothing
 * changes. The recipient's own reply is his; instances that he does not attend stay unknown to him. Only a copy of this
 * Organizer's meeting is touched: anybody may make an object with a UID that others use (RFC 5546 §6.1).
 */
export function refreshAttendeeCopy(copy: Component, organizerObject: Component, recipient: Owner): Component {
  const own = ownerAddresses(recipient.addresses);
  const theirs = readSchedulingObject(copy);
  const truth = readSchedulingObject(organizerObject);
  if (theirs.organizer !== truth.organizer || schedulingRole(theirs, own) !== 'attendee') return copy;
  const refreshed = new Map<Component, Component>();
  for (const { key, component } of schedulingComponents(theirs))
    refreshed.set(component, withReplies(component, componentAt(truth, key), own));
  const made = [...truth.overrides.values()].flatMap((override) => {
    if (theirs.overrides.has(override.key) || !theirs.master || !theirs.recurrenceSet?.has(override.key)) return [];
    if (![...own].some((address) => override.attendees.has(address))) return [];
    const derived = derivedAt(theirs, theirs.master, override.key, refreshed);
    const component = withReplies(derived, override, own);
    return component === derived ? [] : [component];
  });
  if (made.length === 0 && [...refreshed].every(([from, to]) => from === to)) return copy;
  return {
    ...copy,
    components: [...copy.components.map((component) => refreshed.get(component) ?? component), ...made],
  };
}

function isNewer(reply: ReplyRevisions[string], last: ReplyRevisions[string] | undefined): boolean {
  if (!last) return true;
  if (reply.sequence !== last.sequence) return reply.sequence > last.sequence;
  return reply.dtstamp >= last.dtstamp;
}

function withAnswer(component: Component, sender: CalendarUserAddress, answer: Attendee, status: string): Component {
  return mapProperties(component, (property) => {
    if (property.name !== 'ATTENDEE' || normalizeAddress(property.value) !== sender) return property;
    const { 'DELEGATED-TO': delegates } = answer.property.parameters;
    const answered = withParameter(withParameter(property, 'PARTSTAT', answer.partstat), 'SCHEDULE-STATUS', status);
    return delegates
      ? makeProperty(answered.name, answered.value, { ...answered.parameters, 'DELEGATED-TO': delegates })
      : answered;
  });
}

/** The codes of REQUEST-STATUS, one from each, or 2.0 (RFC 6638 §4.2). */
function statusOf(reply: Component): string {
  const codes = getProperties(reply, 'REQUEST-STATUS').map(({ value }) => value.split(';')[0]?.trim() ?? '');
  return codes.filter((code) => /^\d+(\.\d+){1,2}$/.test(code)).join(',') || '2.0';
}

function withReplies(
  component: Component,
  truth: SchedulingComponent | undefined,
  own: ReadonlySet<CalendarUserAddress>,
): Component {
  if (!truth) return component;
  return mapProperties(component, (property: Property) => {
    if (property.name !== 'ATTENDEE') return property;
    const address = normalizeAddress(property.value);
    const known = truth.attendees.get(address);
    const partstat = property.parameters['PARTSTAT']?.[0]?.toUpperCase() ?? 'NEEDS-ACTION';
    return own.has(address) || !known || known.partstat === partstat
      ? property
      : withParameter(property, 'PARTSTAT', known.partstat);
  });
}
