/** Incoming scheduling messages → the recipient's calendar object resource, RFC 6638 §4, RFC 5546 §3.2 (scheduling.md S11). */
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, getProperty, getText, withoutProperties } from '../icalendar/component.ts';
import { applyAdd, applyCancel, applyRequest } from './inboundOrganizer.ts';
import { applyReply } from './inboundReply.ts';
import type { InboundResult, Incoming, ItipDelivery } from './incoming.ts';
import { ownerAddresses } from './organizer.ts';
import { readMessageComponents, readSchedulingObject } from './schedulingObject.ts';
import type { SchedulingMessage, SchedulingObject } from './types.ts';

/**
 * Processes one scheduling message for one recipient, RFC 6638 §4.1 and §4.2. What is older than the copy is ignored
 * (RFC 5546 §2.1.5); an ORGANIZER who is not the sender or not the copy's is refused with 5.3 (RFC 5546 §6.1).
 * @throws InvalidCalendarDataError or CalendarObjectError when the message or the copy can't be read
 */
export function applyItipMessage(delivery: ItipDelivery): InboundResult {
  const method = getText(delivery.message, 'METHOD')?.toUpperCase();
  if (method === undefined || !PROCESSED.has(method)) return { kind: 'ignored', reason: 'nothing-to-do' };
  const copy = delivery.copy && readSchedulingObject(delivery.copy);
  const message = readMessage(delivery.message, method, copy);
  const incoming: Incoming = {
    copy,
    message,
    recipient: ownerAddresses(delivery.recipient.addresses),
    sender: normalizeAddress(delivery.sender),
    lastReply: delivery.lastReply ?? {},
  };
  if (method === 'REPLY') return applyReply(incoming);
  const forged = forgery(incoming);
  if (forged !== undefined) return { kind: 'refused', status: '5.3', reason: forged };
  if (method === 'REQUEST') return applyRequest(incoming);
  return method === 'ADD' ? applyAdd(incoming) : applyCancel(incoming);
}

/**
 * The message that a recipient gets in fact: an ADD adds to nothing for one who has no copy of the series (he deleted it, or had
 * single instances), and would make him ask for the whole by REFRESH (RFC 5546 §3.2.4); he gets that at once.
 */
export function messageFor(
  message: SchedulingMessage,
  recipient: CalendarUserAddress,
  copy: Component | undefined,
): SchedulingMessage {
  if (message.method !== 'ADD') return message;
  const hasSeries = copy !== undefined && readSchedulingObject(copy).master !== undefined;
  return hasSeries ? message : (message.wholeFor?.(recipient) ?? message);
}

/** COUNTER, DECLINECOUNTER, REFRESH and PUBLISH are for people to read, in the inbox. */
const PROCESSED: ReadonlySet<string> = new Set(['REQUEST', 'ADD', 'CANCEL', 'REPLY']);

/** An ADD has several components without RECURRENCE-ID (RFC 5546 §3.2.4); each is read as the instance of its DTSTART. */
function readMessage(calendar: Component, method: string, copy: SchedulingObject | undefined): SchedulingObject {
  const stored = withoutProperties(calendar, 'METHOD');
  if (method === 'REQUEST') readSchedulingObject(stored);
  if (method !== 'ADD') return readMessageComponents(stored, copy);
  const components = stored.components.map((component) => {
    const start = getProperty(component, 'DTSTART');
    if (component.name === 'VTIMEZONE' || !start || getProperty(component, 'RECURRENCE-ID')) return component;
    const { VALUE, TZID } = start.parameters;
    const parameters = { ...(VALUE && { VALUE }), ...(TZID && { TZID }) };
    return {
      ...component,
      properties: [...component.properties, { name: 'RECURRENCE-ID', value: start.value, parameters }],
    };
  });
  return readMessageComponents({ ...stored, components }, copy);
}

/** Why an Organizer's message can't be from the Organizer of the recipient's copy; undefined when it can (S11.2). */
function forgery({ copy, message, recipient, sender }: Incoming): string | undefined {
  if (message.organizer === undefined) return 'The message has no ORGANIZER.';
  if (message.organizer !== sender)
    return `The message comes from ${sender}, and its ORGANIZER is ${message.organizer}.`;
  if (copy === undefined) return recipient.has(message.organizer) ? 'The recipient is the Organizer.' : undefined;
  if (copy.organizer !== message.organizer) return 'The recipient has an object with this UID from somebody else.';
  return undefined;
}
