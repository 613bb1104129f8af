/** What a scheduling message in the Inbox says, RFC 6638 §4.1 and RFC 5546 §3.2. Pure. */
import { parseCalendarData } from '../../icalendar/calendarData.ts';
import { type CalendarUserAddress, displayAddress, normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getParameter,
  getProperties,
  getProperty,
  getText,
  type Property,
  unescapeText,
} from '../../icalendar/component.ts';
import { type ComponentKey, recurrenceKey } from '../../icalendar/recurrence.ts';
import { readTime, type TimeZones, timeZonesOf } from '../../icalendar/timeZone.ts';

/** What arrived, as a person would say it. */
export type InboxKind = 'invitation' | 'update' | 'extra-date' | 'cancellation' | 'reply' | 'other';

export interface InboxItem {
  /** Path of the message in the Inbox. */
  readonly url: string;
  readonly uid: string;
  readonly kind: InboxKind;
  readonly method: string;
  readonly title: string;
  readonly place: string;
  /** The Organizer, or the Attendee who replied. */
  readonly from: Person | undefined;
  /** In the order of the message; `master` for a component without RECURRENCE-ID. */
  readonly components: readonly { readonly key: ComponentKey; readonly component: Component }[];
  readonly zones: TimeZones;
  /** PARTSTAT of a REPLY, by component. */
  readonly answer: string | undefined;
  readonly comment: string;
  /** DTSTAMP, RFC 5545 §3.8.7.2: when it was sent, `20270301T120000Z`. */
  readonly sentAt: string;
}

export interface Person {
  readonly address: CalendarUserAddress;
  readonly name: string;
}

/** Reads one message. @throws InvalidCalendarDataError */
export function readInboxItem(url: string, data: string): InboxItem {
  const calendar = parseCalendarData(data);
  const zones = timeZonesOf(calendar);
  const method = getProperty(calendar, 'METHOD')?.value.trim().toUpperCase() ?? '';
  const events = calendar.components.filter(({ name }) => name !== 'VTIMEZONE');
  const [first] = events;
  const attendee = first && getProperty(first, 'ATTENDEE');
  const organizer = first && getProperty(first, 'ORGANIZER');
  const sender = method === 'REPLY' ? attendee : organizer;
  return {
    url,
    uid: (first && getText(first, 'UID')) ?? '',
    kind: kindOf(method, events),
    method,
    title: (first && getText(first, 'SUMMARY')) ?? '',
    place: (first && getText(first, 'LOCATION')) ?? '',
    from: sender && personOf(sender),
    components: events.map((component) => ({ key: keyOf(component, zones, method), component })),
    zones,
    answer:
      attendee && method === 'REPLY'
        ? (getParameter(attendee, 'PARTSTAT')?.toUpperCase() ?? 'NEEDS-ACTION')
        : undefined,
    comment: first
      ? getProperties(first, 'COMMENT')
          .map(({ value }) => unescapeText(value))
          .join(' ')
      : '',
    sentAt:
      events
        .map((event) => getProperty(event, 'DTSTAMP')?.value ?? '')
        .sort()
        .at(-1) ?? '',
  };
}

/** The newest message first. */
export function newestFirst(items: readonly InboxItem[]): readonly InboxItem[] {
  return [...items].sort((a, b) => (a.sentAt === b.sentAt ? 0 : a.sentAt < b.sentAt ? 1 : -1));
}

/** A REQUEST with SEQUENCE 0 is the first one; a later one tells of a change, RFC 5546 §2.1.4. */
function kindOf(method: string, events: readonly Component[]): InboxKind {
  switch (method) {
    case 'REQUEST':
      return events.every((event) => Number(getProperty(event, 'SEQUENCE')?.value ?? '0') === 0)
        ? 'invitation'
        : 'update';
    case 'ADD':
      return 'extra-date';
    case 'CANCEL':
      return 'cancellation';
    case 'REPLY':
      return 'reply';
    default:
      return 'other';
  }
}

/** An ADD names its instance by DTSTART alone, RFC 5546 §3.2.4. */
function keyOf(component: Component, zones: TimeZones, method: string): ComponentKey {
  const start = getProperty(component, 'DTSTART');
  const instance = getProperty(component, 'RECURRENCE-ID') ?? (method === 'ADD' ? start : undefined);
  if (instance === undefined) return 'master';
  return recurrenceKey(readTime(instance), readTime(start ?? instance), zones);
}

function personOf(property: Property): Person {
  const address = normalizeAddress(property.value);
  return { address, name: getParameter(property, 'CN')?.trim() || displayAddress(address) };
}
