/**
 * The property tables of RFC 5546 for the methods that this engine sends, typed from its text, and what of a message does not
 * conform to them. Tests run every message through it.
 */
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { type Component, getProperties, getProperty } from '../icalendar/component.ts';
import { timeZonesOf } from '../icalendar/timeZone.ts';
import type { SchedulingMessage } from './types.ts';

/** How often a property or component stands there. What a table does not name is an IANA or X- property, 0+. */
interface Table {
  readonly '0'?: string;
  readonly '1': string;
  readonly '0 or 1': string;
  readonly '0+'?: string;
  readonly '1+'?: string;
  /** The values that the comment on STATUS names. */
  readonly status?: readonly string[];
}
type Method = 'REQUEST' | 'REPLY' | 'ADD' | 'CANCEL';
type Kind = 'VEVENT' | 'VTODO';

const EVENT_ONCE = 'CLASS CREATED DESCRIPTION DTEND DURATION GEO LAST-MODIFIED LOCATION PRIORITY STATUS TRANSP URL';
const TODO_ONCE =
  'CLASS COMPLETED CREATED DESCRIPTION DUE DURATION GEO LAST-MODIFIED LOCATION PERCENT-COMPLETE STATUS URL';
const ANY = 'ATTACH CATEGORIES COMMENT CONTACT RELATED-TO RESOURCES';

/** RFC 5546 §3.2.2 to §3.2.5 and §3.4.2 to §3.4.5. */
const TABLES: Readonly<Record<`${Method} ${Kind}`, Table>> = {
  'REQUEST VEVENT': {
    '1+': 'ATTENDEE',
    '1': 'DTSTAMP DTSTART ORGANIZER SUMMARY UID',
    '0 or 1': `SEQUENCE RECURRENCE-ID RRULE ${EVENT_ONCE}`,
    '0+': `${ANY} EXDATE RDATE VALARM`,
    '0': 'REQUEST-STATUS',
    status: ['TENTATIVE', 'CONFIRMED'],
  },
  'REPLY VEVENT': {
    '1': 'ATTENDEE DTSTAMP ORGANIZER UID',
    '0 or 1': `RECURRENCE-ID SEQUENCE DTSTART RRULE SUMMARY ${EVENT_ONCE}`,
    '0+': `${ANY} EXDATE RDATE REQUEST-STATUS`,
    '0': 'VALARM',
  },
  'ADD VEVENT': {
    '1': 'DTSTAMP DTSTART ORGANIZER SEQUENCE SUMMARY UID',
    '0 or 1': EVENT_ONCE,
    '0+': `${ANY} ATTENDEE VALARM`,
    '0': 'EXDATE RECURRENCE-ID REQUEST-STATUS RDATE RRULE',
    status: ['TENTATIVE', 'CONFIRMED'],
  },
  'CANCEL VEVENT': {
    '1': 'DTSTAMP ORGANIZER SEQUENCE UID',
    '0 or 1': `DTSTART RECURRENCE-ID RRULE SUMMARY ${EVENT_ONCE}`,
    // 0+ with a comment that comes to this: some of the Attendees who are removed, or for whom all is cancelled.
    '1+': 'ATTENDEE',
    '0+': `${ANY} EXDATE RDATE`,
    '0': 'REQUEST-STATUS VALARM',
    status: ['CANCELLED'],
  },
  'REQUEST VTODO': {
    '1+': 'ATTENDEE',
    '1': 'DTSTAMP DTSTART ORGANIZER PRIORITY SUMMARY UID',
    '0 or 1': `SEQUENCE RECURRENCE-ID RRULE ${TODO_ONCE}`,
    '0+': `${ANY} EXDATE RDATE VALARM`,
    '0': 'REQUEST-STATUS',
    status: ['COMPLETED', 'NEEDS-ACTION', 'IN-PROCESS'],
  },
  'REPLY VTODO': {
    '1': 'ATTENDEE DTSTAMP ORGANIZER UID',
    '0 or 1': `DTSTART PRIORITY RRULE RECURRENCE-ID SEQUENCE SUMMARY ${TODO_ONCE}`,
    '0+': `${ANY} EXDATE RDATE REQUEST-STATUS`,
    '0': 'VALARM',
  },
  'ADD VTODO': {
    '1': 'DTSTAMP ORGANIZER PRIORITY SEQUENCE SUMMARY UID',
    '0 or 1': `DTSTART ${TODO_ONCE}`,
    '0+': `${ANY} ATTENDEE VALARM`,
    '0': 'EXDATE RECURRENCE-ID REQUEST-STATUS RDATE RRULE',
    status: ['COMPLETED', 'NEEDS-ACTION', 'IN-PROCESS'],
  },
  'CANCEL VTODO': {
    '1': 'UID DTSTAMP ORGANIZER SEQUENCE',
    // The table has forgotten SUMMARY.
    '0 or 1': `DTSTART RECURRENCE-ID RRULE PRIORITY SUMMARY ${TODO_ONCE}`,
    '1+': 'ATTENDEE',
    '0+': `${ANY} EXDATE RDATE`,
    '0': 'REQUEST-STATUS VALARM',
    status: ['CANCELLED'],
  },
};

/**
 * Where we leave the tables on purpose: several components in one ADD, after the prose of RFC 5546 §3.2.4 (scheduling.md S5.7);
 * several VTIMEZONEs in a REPLY or the CANCEL of a VTODO, whose "0 or 1" can't hold beside "MUST be present" with two zones; and
 * the REQUEST of a VTODO that has no DTSTART (RFC 5545 §3.6.2 lets it be), since inventing one would change the to-do; and a TZID
 * that the client left undefined and that no time zone database knows, for which no VTIMEZONE can be made.
 */
const MAY_LACK: ReadonlySet<string> = new Set(['REQUEST VTODO DTSTART']);

/** What of a message is not as RFC 5546 says, one sentence each; empty when it conforms. */
export function itipViolations(message: SchedulingMessage): readonly string[] {
  const calendar = message.calendar();
  const components = calendar.components.filter(({ name }) => name !== 'VTIMEZONE');
  const heads = ['METHOD', 'PRODID', 'VERSION'].filter((name) => getProperties(calendar, name).length !== 1);
  return [
    ...heads.map((name) => `${name} stands not once in the VCALENDAR`),
    ...(getProperty(calendar, 'METHOD')?.value === message.method ? [] : [`METHOD is not ${message.method}`]),
    ...(components.length > 0 ? [] : ['there is no component']),
    ...(new Set(components.map((each) => getProperty(each, 'UID')?.value)).size > 1 ? ['the UIDs differ'] : []),
    ...(new Set(components.map(({ name }) => name)).size > 1 ? ['there are components of two kinds'] : []),
    ...missingZones(calendar, components),
    ...components.flatMap((component) => componentViolations(message, component)),
  ];
}

/** @throws Error with the message's violations */
export function requireValidMessage(message: SchedulingMessage): void {
  const violations = itipViolations(message);
  if (violations.length > 0)
    throw new Error(`${message.method} of ${message.keys.join(' ')}: ${violations.join('; ')}`);
}

function componentViolations(message: SchedulingMessage, component: Component): readonly string[] {
  const table = (TABLES as Readonly<Record<string, Table>>)[`${message.method} ${component.name}`];
  if (!table) return [`there is no ${message.method} of a ${component.name}`];
  const count = (name: string) =>
    name === 'VALARM'
      ? component.components.filter((each) => each.name === name).length
      : getProperties(component, name).length;
  const wrong = (names: string | undefined, allowed: (occurrences: number) => boolean, presence: string) =>
    (names?.split(' ') ?? [])
      .filter((name) => !allowed(count(name)) && !MAY_LACK.has(`${message.method} ${component.name} ${name}`))
      .map((name) => `${name} stands ${count(name)} times, not ${presence}`);
  return [
    ...wrong(table['0'], (times) => times === 0, '0'),
    ...wrong(table['1'], (times) => times === 1, '1'),
    ...wrong(table['0 or 1'], (times) => times <= 1, '0 or 1'),
    ...wrong(table['1+'], (times) => times >= 1, '1+'),
    ...commented(message, component, table),
    ...forbiddenParameters(component),
  ];
}

/** The comments of the tables, as far as one message can show them. */
function commented(message: SchedulingMessage, component: Component, table: Table): readonly string[] {
  const value = (name: string) => getProperty(component, name)?.value.trim();
  const found: string[] = [];
  const status = value('STATUS')?.toUpperCase();
  if (table.status && status !== undefined && !table.status.includes(status)) found.push(`STATUS is ${status}`);
  const end = component.name === 'VTODO' ? 'DUE' : 'DTEND';
  if (value(end) !== undefined && value('DURATION') !== undefined) found.push(`both ${end} and DURATION`);
  if (message.method === 'ADD' && Number(value('SEQUENCE')) <= 0)
    found.push('SEQUENCE of an ADD is not greater than 0');
  if (!/^\d{8}T\d{6}Z$/.test(value('DTSTAMP') ?? '')) found.push('DTSTAMP is not in UTC');
  if (message.method === 'REPLY' && normalizeAddress(value('ATTENDEE') ?? '') !== message.sender)
    found.push('ATTENDEE is not the one who replies');
  return found;
}

/** RFC 6638 §7.1 to §7.3: in no scheduling message. */
function forbiddenParameters(component: Component): readonly string[] {
  return component.properties.flatMap(({ name, parameters }) =>
    Object.keys(parameters)
      .filter((parameter) => parameter.startsWith('SCHEDULE-'))
      .map((parameter) => `${name} has ${parameter}`),
  );
}

/** "MUST be present if any date/time refers to a timezone"; and none that nothing refers to (scheduling.md S5.10). */
function missingZones(calendar: Component, components: readonly Component[]): readonly string[] {
  const there = new Set(
    calendar.components.filter(({ name }) => name === 'VTIMEZONE').map((zone) => getProperty(zone, 'TZID')?.value),
  );
  const zones = timeZonesOf(calendar);
  const used = new Set(
    components.flatMap(({ properties }) => properties.flatMap(({ parameters }) => parameters['TZID'] ?? [])),
  );
  return [
    ...[...used]
      .filter((tzid) => !there.has(tzid) && !zones.unknown(tzid))
      .map((tzid) => `there is no VTIMEZONE ${tzid}`),
    ...[...there].filter((tzid) => !used.has(tzid ?? '')).map((tzid) => `nothing refers to VTIMEZONE ${tzid}`),
  ];
}
