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
  withProperties,
  withValue,
} from '../icalendar/component.ts';
import { type ComponentKey, type RecurrenceKey, recurrenceKey } from '../icalendar/recurrence.ts';
import { type CalendarTime, readTime, readTimes, withNeededVtimezones, writeTime } from '../icalendar/timeZone.ts';
import { componentAt } from './schedulingObject.ts';
import type { SchedulingMessage, SchedulingObject } from './types.ts';
import type { ItipMethod } from './vocabulary.ts';

/** What every message needs beside its content. `now` in UTC basic form, `20270301T120000Z`. */
export interface MessageContext {
  readonly now: string;
  readonly prodid: string;
  readonly sender: CalendarUserAddress;
}

interface Addressed {
  readonly recipients: readonly CalendarUserAddress[];
  readonly keys: readonly ComponentKey[];
}

/** REQUEST, RFC 5546 §3.2.2: components of the stored object; the master with exactly these EXDATEs (RFC 6638 §3.2.6). */
export function buildRequest(
  stored: SchedulingObject,
  request: Addressed & { readonly exdates: readonly RecurrenceKey[] },
  context: MessageContext,
): SchedulingMessage {
  return makeMessage('REQUEST', stored, { ...request, ...context }, (key) => {
    const component = outgoing(componentAt(stored, key)?.component, context);
    if (component === undefined) return undefined;
    return withSummary(key === 'master' ? withExdates(component, request.exdates, stored) : component);
  });
}

/** ADD, RFC 5546 §3.2.4: each new instance by its own DTSTART, without what would make it recur. */
export function buildAdd(stored: SchedulingObject, added: Addressed, context: MessageContext): SchedulingMessage {
  return makeMessage('ADD', stored, { ...added, exdates: [], ...context }, (key) => {
    const component = outgoing(componentAt(stored, key)?.component, context);
    return (
      component && withSummary(withoutProperties(component, 'RECURRENCE-ID', 'RRULE', 'RDATE', 'EXDATE', 'EXRULE'))
    );
  });
}

/** How one component of a CANCEL reads: for all its ATTENDEEs with STATUS:CANCELLED, or for one who is uninvited (S5.9). */
export interface CancelledComponent {
  readonly key: ComponentKey;
  readonly sequence: number;
  readonly uninvited: CalendarUserAddress | undefined;
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
  return makeMessage('CANCEL', original, { ...cancel, keys: [...byKey.keys()], ...context }, (key) => {
    const component = outgoing(componentAt(original, key)?.component, context);
    const cancelled = byKey.get(key);
    if (component === undefined || cancelled === undefined) return undefined;
    const restricted = key === 'master' ? withExdates(component, cancel.exdates, original) : component;
    return asCancelled(withValue(restricted, 'SEQUENCE', String(cancelled.sequence)), cancelled.uninvited);
  });
}

/** REPLY, RFC 5546 §3.2.3: these components with the replying ATTENDEE alone. */
export function buildReply(
  source: SchedulingObject,
  reply: Addressed & { readonly components: readonly { readonly key: ComponentKey; readonly component: Component }[] },
  context: MessageContext,
): SchedulingMessage {
  const byKey = new Map(reply.components.map(({ key, component }) => [key, component]));
  return makeMessage('REPLY', source, { ...reply, exdates: [], ...context }, (key) =>
    outgoing(byKey.get(key), context),
  );
}

/** The message as text/calendar, RFC 5545 §3.4 with METHOD. */
export function messageText(message: SchedulingMessage): string {
  return serializeCalendarData(message.calendar());
}

/** The time that a recurrence key stands for, in the form and zone of DTSTART. */
export function timeAtKey(
  key: RecurrenceKey,
  start: CalendarTime,
  { zones }: Pick<SchedulingObject, 'zones'>,
): CalendarTime {
  if (start.form === 'zoned' && key.endsWith('Z'))
    return { form: 'zoned', tzid: start.tzid, local: zones.toLocal(start.tzid, key) };
  if (key.endsWith('Z')) return { form: 'utc', local: key.slice(0, -1) };
  return { form: key.length === 8 ? 'date' : 'floating', local: key };
}

function makeMessage(
  method: ItipMethod,
  source: SchedulingObject,
  head: MessageContext & Addressed & { readonly exdates: readonly RecurrenceKey[] },
  build: (key: ComponentKey) => Component | undefined,
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
    get components() {
      components ??= head.keys.flatMap((key) => {
        const component = build(key);
        return component ? [{ key, component }] : [];
      });
      return components;
    },
    calendar() {
      calendar ??= messageCalendar(
        method,
        source,
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

/** SUMMARY is required in REQUEST and ADD; it may be null (RFC 5546 §3.2.2, §3.2.4). */
function withSummary(component: Component): Component {
  return getProperty(component, 'SUMMARY') ? component : withValue(component, 'SUMMARY', '');
}

/** The master with exactly these EXDATEs: values that go are dropped, the rest stays as written, new ones are added. */
function withExdates(master: Component, exdates: readonly RecurrenceKey[], source: SchedulingObject): Component {
  const startProperty = getProperty(master, 'DTSTART');
  if (!startProperty) return master;
  const start = readTime(startProperty);
  const wanted = new Set(exdates);
  const kept: Property[] = [];
  for (const property of master.properties.filter(({ name }) => name === 'EXDATE')) {
    const times = readTimes(property);
    // A DATE under a DATE-TIME takes out a whole day; it is kept whole unless one of that day is wanted back.
    const wholeDay = times.some(({ form }) => form === 'date') && start.form !== 'date';
    const staying = wholeDay ? times : times.filter((time) => wanted.has(recurrenceKey(time, start, source.zones)));
    if (staying.length === times.length) kept.push(property);
    else if (staying.length > 0) kept.push(writeTime('EXDATE', staying));
    for (const time of staying)
      for (const key of wholeDay ? source.excluded : [recurrenceKey(time, start, source.zones)]) wanted.delete(key);
  }
  const added = [...wanted].sort().map((key) => writeTime('EXDATE', timeAtKey(key, start, source)));
  if (added.length === 0 && kept.length === master.properties.filter(({ name }) => name === 'EXDATE').length) {
    const same = master.properties
      .filter(({ name }) => name === 'EXDATE')
      .every((property, index) => property === kept[index]);
    if (same) return master;
  }
  return withProperties(master, 'EXDATE', [...kept, ...added]);
}

function asCancelled(component: Component, uninvited: CalendarUserAddress | undefined): Component {
  if (uninvited === undefined) return withValue(component, 'STATUS', 'CANCELLED');
  const properties = component.properties.filter(
    ({ name, value }) => name !== 'STATUS' && (name !== 'ATTENDEE' || normalizeAddress(value) === uninvited),
  );
  return { ...component, properties };
}
