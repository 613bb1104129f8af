/** iTIP messages from the stored and the original object, RFC 5546 §3.2 and §3.4 (scheduling.md S5). One builder per method. */
import { serializeCalendarData } from '../icalendar/calendarData.ts';
import { type CalendarUserAddress, normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getProperty,
  makeComponent,
  makeProperty,
  mapProperties,
  type Property,
  withoutProperties,
  withParameter,
  withValue,
} from '../icalendar/component.ts';
import type { ComponentKey, RecurrenceKey } from '../icalendar/recurrence.ts';
import { withNeededVtimezones } from '../icalendar/timeZone.ts';
import { withExdates } from './exdates.ts';
import { componentAt } from './schedulingObject.ts';
import type { SchedulingMessage, SchedulingObject } from './types.ts';
import type { ItipMethod } from './vocabulary.ts';

/** What every message needs beside its content. `now` in UTC basic form, `20270301T120000Z`. */
export interface MessageContext {
  readonly now: string;
  readonly prodid: string;
  readonly sender: CalendarUserAddress;
}

/** What messages are made from: the object itself only when their components are read. */
export interface MessageSource {
  readonly uid: string;
  readonly object: () => SchedulingObject;
}

interface Addressed {
  readonly recipients: readonly CalendarUserAddress[];
  readonly keys: readonly ComponentKey[];
}

/** REQUEST, RFC 5546 §3.2.2: components of the stored object; the master with exactly these EXDATEs (RFC 6638 §3.2.6). */
export function buildRequest(
  stored: MessageSource,
  request: Addressed & { readonly exdates: readonly RecurrenceKey[] },
  context: MessageContext,
): SchedulingMessage {
  return makeMessage('REQUEST', stored, { ...request, ...context }, (key, object) => {
    const component = outgoing(componentAt(object, key)?.component, context);
    if (component === undefined) return undefined;
    return withRequired(key === 'master' ? withExdates(component, request.exdates, object) : component);
  });
}

/** ADD, RFC 5546 §3.2.4: each new instance by its own DTSTART, without what would make it recur. */
export function buildAdd(
  stored: MessageSource,
  added: Addressed & Pick<SchedulingMessage, 'wholeFor'>,
  context: MessageContext,
): SchedulingMessage {
  return makeMessage('ADD', stored, { ...added, exdates: [], ...context }, (key, object) => {
    const component = outgoing(componentAt(object, key)?.component, context);
    return (
      component && withRequired(withoutProperties(component, 'RECURRENCE-ID', 'RRULE', 'RDATE', 'EXDATE', 'EXRULE'))
    );
  });
}

/** How one component of a CANCEL reads: for all its ATTENDEEs with STATUS:CANCELLED, or for one who is uninvited (S5.9). */
export interface CancelledComponent {
  readonly key: ComponentKey;
  readonly sequence: number;
  readonly uninvited: CalendarUserAddress | undefined;
  /** With all later instances, RANGE=THISANDFUTURE (RFC 5546 §3.2.5). */
  readonly withLater: boolean;
}

/** CANCEL, RFC 5546 §3.2.5, from the object as it was before. */
export function buildCancel(
  original: SchedulingObject,
  cancel: {
    readonly recipients: readonly CalendarUserAddress[];
    readonly components: readonly CancelledComponent[];
    readonly exdates: readonly RecurrenceKey[];
  },
  context: MessageContext,
): SchedulingMessage {
  const byKey = new Map(cancel.components.map((component) => [component.key, component]));
  return makeMessage('CANCEL', sourceOf(original), { ...cancel, keys: [...byKey.keys()], ...context }, (key) => {
    const component = outgoing(componentAt(original, key)?.component, context);
    const cancelled = byKey.get(key);
    if (component === undefined || cancelled === undefined) return undefined;
    const restricted = key === 'master' ? withExdates(component, cancel.exdates, original) : component;
    return asCancelled(withValue(restricted, 'SEQUENCE', String(cancelled.sequence)), cancelled);
  });
}

/** REPLY, RFC 5546 §3.2.3: these components with the replying ATTENDEE alone. */
export function buildReply(
  source: SchedulingObject,
  reply: Addressed & { readonly components: readonly { readonly key: ComponentKey; readonly component: Component }[] },
  context: MessageContext,
): SchedulingMessage {
  const byKey = new Map(reply.components.map(({ key, component }) => [key, component]));
  return makeMessage('REPLY', sourceOf(source), { ...reply, exdates: [], ...context }, (key) =>
    outgoing(byKey.get(key), context),
  );
}

/** The message as text/calendar, RFC 5545 §3.4 with METHOD. */
export function messageText(message: SchedulingMessage): string {
  return serializeCalendarData(message.calendar());
}

function sourceOf(object: SchedulingObject): MessageSource {
  return { uid: object.uid, object: () => object };
}

function makeMessage(
  method: ItipMethod,
  source: MessageSource,
  head: MessageContext &
    Addressed & { readonly exdates: readonly RecurrenceKey[] } & Pick<SchedulingMessage, 'wholeFor'>,
  build: (key: ComponentKey, object: SchedulingObject) => Component | undefined,
): SchedulingMessage {
  let components: SchedulingMessage['components'] | undefined;
  let calendar: Component | undefined;
  return {
    method,
    recipients: head.recipients,
    sender: head.sender,
    uid: source.uid,
    keys: head.keys,
    exdates: head.exdates,
    wholeFor: head.wholeFor,
    get components() {
      components ??= head.keys.flatMap((key) => {
        const component = build(key, source.object());
        return component ? [{ key, component }] : [];
      });
      return components;
    },
    calendar() {
      calendar ??= messageCalendar(
        method,
        source.object(),
        this.components.map(({ component }) => component),
        head.prodid,
      );
      return calendar;
    },
  };
}

function messageCalendar(
  method: ItipMethod,
  source: SchedulingObject,
  components: readonly Component[],
  prodid: string,
): Component {
  const properties = [makeProperty('PRODID', prodid), makeProperty('VERSION', '2.0'), makeProperty('METHOD', method)];
  const scale = getProperty(source.calendar, 'CALSCALE');
  const zones = source.calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  return withNeededVtimezones(
    makeComponent('VCALENDAR', scale ? [...properties, scale] : properties, [...zones, ...components]),
  );
}

/** A component as it leaves: DTSTAMP = now, SEQUENCE written out, no alarm, no SCHEDULE-* parameter, no REQUEST-STATUS (S5.10). */
function outgoing(component: Component | undefined, { now }: MessageContext): Component | undefined {
  if (component === undefined) return undefined;
  const bare = mapProperties(withoutProperties(component, 'REQUEST-STATUS'), withoutScheduleParameters);
  const alarmless = { ...bare, components: bare.components.filter(({ name }) => name !== 'VALARM') };
  const sequenced = getProperty(alarmless, 'SEQUENCE') ? alarmless : withValue(alarmless, 'SEQUENCE', '0');
  return withValue(sequenced, 'DTSTAMP', now);
}

function withoutScheduleParameters(property: Property): Property {
  if (property.name !== 'ATTENDEE' && property.name !== 'ORGANIZER') return property;
  const names = Object.keys(property.parameters);
  if (!names.some((name) => name.startsWith('SCHEDULE-'))) return property;
  const kept = names
    .filter((name) => !name.startsWith('SCHEDULE-'))
    .map((name) => [name, property.parameters[name] ?? []] as const);
  return makeProperty(property.name, property.value, Object.fromEntries(kept));
}

/** REQUEST and ADD need a SUMMARY, which may be null, and in a VTODO a PRIORITY (RFC 5546 §3.2.2, §3.2.4, §3.4.2, §3.4.4). */
function withRequired(component: Component): Component {
  const titled = getProperty(component, 'SUMMARY') ? component : withValue(component, 'SUMMARY', '');
  return component.name !== 'VTODO' || getProperty(titled, 'PRIORITY') ? titled : withValue(titled, 'PRIORITY', '0');
}

/** The RANGE is that of the cancellation: an override with RANGE that goes takes no later instance with it (S2.1). */
function asCancelled(component: Component, { uninvited, withLater }: CancelledComponent): Component {
  const ranged = mapProperties(component, (property) =>
    property.name === 'RECURRENCE-ID'
      ? withParameter(property, 'RANGE', withLater ? 'THISANDFUTURE' : undefined)
      : property,
  );
  if (uninvited === undefined) return withValue(ranged, 'STATUS', 'CANCELLED');
  const properties = ranged.properties.filter(
    ({ name, value }) => name !== 'STATUS' && (name !== 'ATTENDEE' || normalizeAddress(value) === uninvited),
  );
  return { ...ranged, properties };
}
