/** iCalendar data → EventDraft. Reading loses nothing, since writing starts from the same data (`draftWriting.ts`). */
import { InvalidCalendarDataError } from '../../icalendar/calendarData.ts';
import { type CalendarTime, readPeriods, readTime, readTimes } from '../../icalendar/calendarTime.ts';
import { normalizeAddress } from '../../icalendar/calendarUserAddress.ts';
import {
  type Component,
  getParameter,
  getProperties,
  getProperty,
  getText,
  type Property,
} from '../../icalendar/component.ts';
import { type Duration, readDuration } from '../../icalendar/duration.ts';
import { deriveInstance, isRange, rangeAt, recurrenceKey } from '../../icalendar/recurrence.ts';
import { type TimeZones, timeZonesOf } from '../../icalendar/timeZone.ts';
import { DAY } from '../../icalendar/wallTime.ts';
import type { Partstat, ScheduleAgent } from '../../scheduling/vocabulary.ts';
import type { DraftAlarm, DraftAttendee, EditScope, EventDraft, ExtraDate } from './draft.ts';
import { addSeconds, localInFrame, withLocal } from './localTime.ts';
import { readRecurrence } from './recurrenceRule.ts';

/**
 * The draft of an event: its master component under 'all', else the overridden or derived instance at that key.
 * @throws InvalidCalendarDataError when there is no VEVENT, no DTSTART, or a time that is none
 */
export function readDraft(calendar: Component, scope: EditScope): EventDraft {
  const component = scope === 'all' ? mainComponent(calendar) : instanceAt(calendar, scope);
  return readComponent(component, timeZonesOf(calendar));
}

/**
 * The master component; in an object of overridden instances only, the first of them.
 * @throws InvalidCalendarDataError when there is no VEVENT
 */
export function mainComponent(calendar: Component): Component {
  const events = calendar.components.filter((component) => component.name === 'VEVENT');
  const main = events.find((event) => getProperty(event, 'RECURRENCE-ID') === undefined) ?? events[0];
  if (main === undefined) throw new InvalidCalendarDataError('There is no event in this calendar data.');
  return main;
}

/** The overridden instances of the main component's UID, by key, RFC 5545 §3.8.4.4. */
export function overridesOf(calendar: Component): ReadonlyMap<string, Component> {
  const main = mainComponent(calendar);
  const uid = getText(main, 'UID');
  const zones = timeZonesOf(calendar);
  const start = startOf(main);
  const overrides = new Map<string, Component>();
  for (const event of calendar.components) {
    const recurrenceId = event.name === 'VEVENT' ? getProperty(event, 'RECURRENCE-ID') : undefined;
    if (recurrenceId === undefined || getText(event, 'UID') !== uid) continue;
    const key = recurrenceKey(readTime(recurrenceId), start, zones);
    if (!overrides.has(key)) overrides.set(key, event);
  }
  return overrides;
}

/** The component that stands at a key: the override, else the derived instance. */
export function instanceAt(calendar: Component, key: string): Component {
  return overridesOf(calendar).get(key) ?? derivedAt(calendar, key);
}

/** The instance that a key has without an override of its own: the master's, or that of an earlier RANGE=THISANDFUTURE. */
export function derivedAt(calendar: Component, key: string): Component {
  const ranges = new Map([...overridesOf(calendar)].filter(([, override]) => isRange(override)));
  return deriveInstance(mainComponent(calendar), key, timeZonesOf(calendar), rangeAt(ranges, key));
}

/** DTSTART. @throws InvalidCalendarDataError without one */
export function startOf(component: Component): CalendarTime {
  const start = getProperty(component, 'DTSTART');
  if (start === undefined) throw new InvalidCalendarDataError('The event has no DTSTART.');
  return readTime(start);
}

const READ = new WeakMap<Component, { readonly zones: TimeZones; readonly draft: EventDraft }>();

/** The draft of one component; the same object for the same component, so that typing need not read a series again. */
export function readComponent(component: Component, zones: TimeZones): EventDraft {
  const known = READ.get(component);
  if (known?.zones === zones) return known.draft;
  const draft = readAnew(component, zones);
  READ.set(component, { zones, draft });
  return draft;
}

function readAnew(component: Component, zones: TimeZones): EventDraft {
  const start = startOf(component);
  const isInstance = getProperty(component, 'RECURRENCE-ID') !== undefined;
  const video = videoLinkProperty(component);
  return {
    title: getText(component, 'SUMMARY') ?? '',
    start,
    end: readEnd(component, start, zones),
    recurrence: isInstance ? { kind: 'none' } : readRecurrence(component, start, zones),
    extraDates: isInstance ? [] : readExtraDates(component, start, zones),
    leftOut: isInstance ? [] : readLeftOut(component, start, zones),
    location: getText(component, 'LOCATION') ?? '',
    videoLink: video?.value ?? '',
    webPage: getProperty(component, 'URL')?.value ?? '',
    description: getText(component, 'DESCRIPTION') ?? '',
    alarms: alarmsOf(component).map(readAlarm),
    visibility: upper(component, 'CLASS') || 'PUBLIC',
    transparency: upper(component, 'TRANSP') === 'TRANSPARENT' ? 'TRANSPARENT' : 'OPAQUE',
    status: upper(component, 'STATUS'),
    attendees: readAttendees(component),
    calendar: '',
  };
}

/** The property that carries the video link: CONFERENCE (RFC 7986 §5.11; one with FEATURE=VIDEO first) or a vendor's. */
export function videoLinkProperty(component: Component): Property | undefined {
  const conferences = getProperties(component, 'CONFERENCE');
  const video = conferences.find((property) =>
    property.parameters['FEATURE']?.some((feature) => /^video$/i.test(feature)),
  );
  const link = video ?? conferences.find((property) => /^https?:/i.test(property.value.trim()));
  return link ?? VENDOR_VIDEO.map((name) => getProperty(component, name)).find((property) => property !== undefined);
}

const VENDOR_VIDEO = [
  'X-GOOGLE-CONFERENCE',
  'X-MICROSOFT-SKYPETEAMSMEETINGURL',
  'X-MICROSOFT-ONLINEMEETINGEXTERNALLINK',
  'X-MICROSOFT-ONLINEMEETINGCONFLINK',
] as const;

/** The VALARMs of a component. */
export function alarmsOf(component: Component): readonly Component[] {
  return component.components.filter((inner) => inner.name === 'VALARM');
}

function readEnd(component: Component, start: CalendarTime, zones: TimeZones): CalendarTime | undefined {
  const end = getProperty(component, 'DTEND');
  if (end !== undefined) return inFormOf(readTime(end), start);
  const duration = getProperty(component, 'DURATION');
  return duration && addDuration(start, readDuration(duration.value), zones);
}

/** DTEND ought to be a date when DTSTART is one, RFC 5545 §3.8.2.2; programs that forget it are understood. */
function inFormOf(end: CalendarTime, start: CalendarTime): CalendarTime {
  if ((end.form === 'date') === (start.form === 'date')) return end;
  return start.form === 'date'
    ? { form: 'date', local: end.local.slice(0, 8) }
    : withLocal(start, `${end.local}T000000`);
}

/** Days are nominal, hours exact, RFC 5545 §3.3.6. */
function addDuration(start: CalendarTime, { days, seconds }: Duration, zones: TimeZones): CalendarTime {
  const local = addSeconds(start.local, days * DAY);
  if (start.form !== 'zoned' || seconds === 0) return withLocal(start, addSeconds(local, seconds));
  return withLocal(start, zones.toLocal(start.tzid, addSeconds(zones.toUtc(start.tzid, local), seconds)));
}

/** RDATE on DTSTART's clock, in time order. */
function readExtraDates(component: Component, start: CalendarTime, zones: TimeZones): readonly ExtraDate[] {
  const dates = getProperties(component, 'RDATE').flatMap((property) =>
    readPeriods(property).map((period): ExtraDate => {
      const end = period.end && `${period.end.local}${period.end.form === 'utc' ? 'Z' : ''}`;
      return { time: onClockOf(start, period.start, zones), period: period.duration ?? end };
    }),
  );
  return sorted(dates, (extra) => extra.time.local);
}

/** EXDATE on DTSTART's clock, in time order. */
function readLeftOut(component: Component, start: CalendarTime, zones: TimeZones): readonly CalendarTime[] {
  const times = getProperties(component, 'EXDATE').flatMap((property) => readTimes(property));
  return sorted(
    times.map((time) => onClockOf(start, time, zones)),
    (time) => time.local,
  );
}

/** The time as DTSTART would write it; a date under a timed DTSTART stays one. */
export function onClockOf(frame: CalendarTime, time: CalendarTime, zones: TimeZones): CalendarTime {
  const local = localInFrame(time, frame, zones);
  return local.length === 8 ? { form: 'date', local } : withLocal(frame, local);
}

function sorted<T>(items: readonly T[], local: (item: T) => string): readonly T[] {
  const byLocal = new Map(items.map((item) => [local(item), item]));
  return [...byLocal.keys()].sort().flatMap((key) => byLocal.get(key) ?? []);
}

function readAlarm(alarm: Component, position: number): DraftAlarm {
  const trigger = getProperty(alarm, 'TRIGGER');
  return {
    position,
    action: upper(alarm, 'ACTION'),
    minutesBefore: trigger && minutesBefore(trigger),
    trigger: trigger?.value ?? '',
  };
}

function minutesBefore(trigger: Property): number | undefined {
  if (getParameter(trigger, 'RELATED')?.toUpperCase() === 'END') return undefined;
  if (!/^\s*[+-]?P/i.test(trigger.value)) return undefined;
  try {
    const { days, seconds } = readDuration(trigger.value);
    // "+ 0" turns the minus zero of an alarm at the start into zero.
    return seconds % 60 === 0 ? -(days * 1440 + seconds / 60) + 0 : undefined;
  } catch {
    return undefined;
  }
}

/** ATTENDEEs in their order, each calendar user once (scheduling.md S1.4: the line whose agent is the server counts). */
function readAttendees(component: Component): readonly DraftAttendee[] {
  const organizer = getProperty(component, 'ORGANIZER');
  const organizerAddress = organizer && normalizeAddress(organizer.value);
  const attendees = new Map<string, DraftAttendee>();
  for (const property of getProperties(component, 'ATTENDEE')) {
    const address = normalizeAddress(property.value);
    const attendee = readAttendee(property, address === organizerAddress);
    const known = attendees.get(address);
    if (known === undefined || (known.agent !== 'SERVER' && attendee.agent === 'SERVER'))
      attendees.set(address, attendee);
  }
  return [...attendees.values()];
}

function readAttendee(property: Property, isOrganizer: boolean): DraftAttendee {
  const parameter = (name: string) => getParameter(property, name)?.trim().toUpperCase() || undefined;
  return {
    address: property.value,
    name: getParameter(property, 'CN')?.trim() ?? '',
    role: parameter('ROLE') ?? 'REQ-PARTICIPANT',
    userType: parameter('CUTYPE') ?? 'INDIVIDUAL',
    agent: readAgent(parameter('SCHEDULE-AGENT')),
    partstat: (parameter('PARTSTAT') ?? 'NEEDS-ACTION') as Partstat,
    statuses: (property.parameters['SCHEDULE-STATUS'] ?? [])
      .flatMap((value) => value.split(','))
      .map((code) => code.trim())
      .filter(Boolean),
    resend: parameter('SCHEDULE-FORCE-SEND') === 'REQUEST',
    isOrganizer,
  };
}

function readAgent(written: string | undefined): ScheduleAgent {
  if (written === undefined || written === 'SERVER') return 'SERVER';
  return written === 'CLIENT' ? 'CLIENT' : 'NONE';
}

function upper(component: Component, name: string): string {
  return getProperty(component, name)?.value.trim().toUpperCase() ?? '';
}
