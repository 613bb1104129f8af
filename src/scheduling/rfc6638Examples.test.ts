// The examples of RFC 6638 Appendix B, typed from its text (folds taken out), against what the RFC prints.
import { describe, expect, test } from 'vitest';
import { parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import type { Component } from '../icalendar/component.ts';
import { applyItipMessage } from './inbound.ts';
import type { InboundResult } from './incoming.ts';
import { messageText } from './itipMessage.ts';
import { planScheduling } from './plan.ts';
import { recordScheduleStatus } from './scheduleStatus.ts';
import { requireValidMessage } from './testItipTables.ts';

const CYRUS = 'mailto:cyrus@example.com';
const WILFREDO = 'mailto:wilfredo@example.com';
const BERNARD = 'mailto:bernard@example.net';
const MIKE = 'mailto:mike@example.org';

const LUNCH = (organizer: string, wilfredo: string, bernard: string, mike: string, more: readonly string[] = []) =>
  [
    'BEGIN:VEVENT',
    'UID:9263504FD3AD',
    'SEQUENCE:0',
    'DTSTAMP:20090602T185254Z',
    'DTSTART:20090602T160000Z',
    'DTEND:20090602T170000Z',
    'TRANSP:OPAQUE',
    'SUMMARY:Lunch',
    `ORGANIZER;CN="Cyrus Daboo"${organizer}:mailto:cyrus@example.com`,
    'ATTENDEE;CN="Cyrus Daboo";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED:mailto:cyrus@example.com',
    `ATTENDEE;CN="Wilfredo Sanchez Vega";CUTYPE=INDIVIDUAL;PARTSTAT=${wilfredo}:mailto:wilfredo@example.com`,
    `ATTENDEE;CN="Bernard Desruisseaux";CUTYPE=INDIVIDUAL;PARTSTAT=${bernard}:mailto:bernard@example.net`,
    `ATTENDEE;CN="Mike Douglass";CUTYPE=INDIVIDUAL;PARTSTAT=${mike}:mailto:mike@example.org`,
    ...more,
    'END:VEVENT',
  ] as const;
const NEEDED = 'NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE';
const INVITATION = LUNCH('', NEEDED, NEEDED, 'NEEDS-ACTION;RSVP=TRUE');
const REMINDER = ['BEGIN:VALARM', 'TRIGGER:-PT15M', 'ACTION:DISPLAY', 'DESCRIPTION:Reminder', 'END:VALARM'];
const ACCEPTED = LUNCH('', 'ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=TRUE', NEEDED, 'NEEDS-ACTION;RSVP=TRUE', REMINDER);
/** B.1: what Cyrus's client reads back. */
const DELIVERED = LUNCH(
  '',
  `${NEEDED};SCHEDULE-STATUS=1.2`,
  `${NEEDED};SCHEDULE-STATUS=1.0`,
  'NEEDS-ACTION;RSVP=TRUE;SCHEDULE-STATUS=3.7',
);

function calendar(...components: readonly (readonly string[])[]): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example Corp.//CalDAV Client//EN',
    ...components.flat(),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

/** The content lines of the VEVENTs, in any order; DTSTAMP apart, which the RFC's server sets on its own. */
function lines(text: string): readonly string[] {
  const unfolded = text.replaceAll('\r\n ', '').replaceAll('"', '');
  const events = unfolded.slice(unfolded.indexOf('BEGIN:VEVENT'), unfolded.indexOf('END:VCALENDAR'));
  return events
    .split('\r\n')
    .filter((line) => line !== '' && !line.startsWith('DTSTAMP'))
    .sort();
}

function plan(owner: string, now: string, original: string | undefined, modified: string) {
  const planned = planScheduling({ original, modified, owner: { addresses: [owner] }, now: new Date(now) });
  for (const message of planned.messages) requireValidMessage(message);
  return planned;
}

function receive(copy: string | undefined, message: Component, recipient: string, sender: string): InboundResult {
  return applyItipMessage({
    copy: copy === undefined ? undefined : parseCalendarData(copy),
    message,
    recipient: { addresses: [recipient] },
    sender: normalizeAddress(sender),
  });
}

function text(result: InboundResult): string {
  if (result.kind !== 'stored') throw new Error(`${result.kind}: ${result.reason}`);
  return serializeCalendarData(result.calendar);
}

function printed(method: string, ...components: readonly (readonly string[])[]): Component {
  return parseCalendarData(calendar(...components).replace('VERSION', `METHOD:${method}\r\nVERSION`));
}

describe('B.1 and B.2: Cyrus invites Wilfredo, Bernard and Mike', () => {
  const planned = plan(CYRUS, '2009-06-02T18:52:54Z', undefined, calendar(INVITATION));

  test('one REQUEST to the three, exactly as it lies in the Inbox', () => {
    expect(planned).toMatchObject({ role: 'organizer', operation: 'create', violations: [] });
    expect(planned.messages.map(({ method, recipients, keys }) => ({ method, recipients, keys }))).toEqual([
      { method: 'REQUEST', recipients: [WILFREDO, BERNARD, MIKE], keys: ['master'] },
    ]);
    const message = planned.messages.map(messageText).join();
    expect(message).toContain('METHOD:REQUEST');
    expect(message).toContain('DTSTAMP:20090602T185254Z');
    expect(lines(message)).toEqual(lines(calendar(INVITATION)));
  });

  test('the statuses 1.2, 1.0 and 3.7 stand on the ATTENDEEs', () => {
    const statuses = new Map([
      [normalizeAddress(WILFREDO), '1.2'],
      [normalizeAddress(BERNARD), '1.0'],
      [normalizeAddress(MIKE), '3.7'],
    ]);
    expect(lines(serializeCalendarData(recordScheduleStatus(planned, statuses)))).toEqual(lines(calendar(DELIVERED)));
  });

  test("the message makes Wilfredo's scheduling object resource", () => {
    const result = receive(undefined, printed('REQUEST', INVITATION), WILFREDO, CYRUS);
    expect(result).toMatchObject({ change: 'created' });
    expect(lines(text(result))).toEqual(lines(calendar(INVITATION)));
  });
});

describe('B.3 and B.4: Wilfredo accepts and sets an alarm', () => {
  const planned = plan(WILFREDO, '2009-06-02T18:57:54Z', calendar(INVITATION), calendar(ACCEPTED));
  const REPLY = [
    'BEGIN:VEVENT',
    'UID:9263504FD3AD',
    'SEQUENCE:0',
    'DTSTAMP:20090602T185754Z',
    'DTSTART:20090602T160000Z',
    'DTEND:20090602T170000Z',
    'ORGANIZER;CN="Cyrus Daboo":mailto:cyrus@example.com',
    'ATTENDEE;CN="Wilfredo Sanchez Vega";PARTSTAT=ACCEPTED:mailto:wilfredo@example.com',
    'REQUEST-STATUS:2.0;Success',
    'END:VEVENT',
  ];

  test('a REPLY to Cyrus with what the printed one says', () => {
    expect(planned).toMatchObject({ role: 'attendee', violations: [] });
    expect(planned.messages.map(({ method, recipients, keys }) => ({ method, recipients, keys }))).toEqual([
      { method: 'REPLY', recipients: [CYRUS], keys: ['master'] },
    ]);
    const reply = planned.messages.map(messageText).join().replaceAll('\r\n ', '');
    expect(reply).toContain('DTSTAMP:20090602T185754Z');
    // Ours keeps CUTYPE, ROLE and SUMMARY, and leaves out REQUEST-STATUS of success, which RFC 5546 §4.2.2 does not ask for.
    for (const line of REPLY.filter((each) => !/^(ATTENDEE|REQUEST-STATUS)/.test(each))) {
      expect(reply.replaceAll('"', '')).toContain(line.replaceAll('"', ''));
    }
    expect(reply.match(/\nATTENDEE.*/g)).toHaveLength(1);
    expect(reply).toMatch(/\nATTENDEE;.*PARTSTAT=ACCEPTED.*:mailto:wilfredo@example.com/);
    expect(reply).not.toContain('VALARM');
  });

  test('1.2 stands on his ORGANIZER; the rest is as he wrote it', () => {
    const stored = recordScheduleStatus(planned, new Map([[normalizeAddress(CYRUS), '1.2']]));
    const expected = LUNCH(
      ';SCHEDULE-STATUS=1.2',
      'ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=TRUE',
      NEEDED,
      'NEEDS-ACTION;RSVP=TRUE',
      REMINDER,
    );
    expect(lines(serializeCalendarData(stored))).toEqual(lines(calendar(expected)));
  });

  test.each([
    ['as printed', printed('REPLY', REPLY)],
    ['as sent', planned.messages[0]?.calendar()],
  ])("the REPLY %s gives Cyrus's object its PARTSTAT and 2.0, and leaves the others", (_name, message) => {
    if (!message) throw new Error('No REPLY.');
    const expected = LUNCH(
      '',
      'ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=TRUE;SCHEDULE-STATUS=2.0',
      `${NEEDED};SCHEDULE-STATUS=1.0`,
      'NEEDS-ACTION;RSVP=TRUE;SCHEDULE-STATUS=3.7',
    );
    const result = receive(calendar(DELIVERED), message, CYRUS, WILFREDO);
    expect(result).toMatchObject({ change: 'replied' });
    expect(sortedParameters(lines(text(result)))).toEqual(sortedParameters(lines(calendar(expected))));
  });
});

/** The RFC and we write parameters in another order. */
function sortedParameters(all: readonly string[]): readonly string[] {
  return all.map((line) => {
    const colon = line.indexOf(':');
    const [name = '', ...parameters] = line.slice(0, colon).split(';');
    return [name, ...parameters.sort()].join(';') + line.slice(colon);
  });
}

describe('B.7 and B.8: Bernard and a daily review', () => {
  const MONTREAL = [
    ...['BEGIN:VTIMEZONE', 'TZID:America/Montreal'],
    ...[
      'BEGIN:STANDARD',
      'DTSTART:20071104T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
      'TZNAME:EST',
      'TZOFFSETFROM:-0400',
      'TZOFFSETTO:-0500',
      'END:STANDARD',
    ],
    ...[
      'BEGIN:DAYLIGHT',
      'DTSTART:20070311T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
      'TZNAME:EDT',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0400',
      'END:DAYLIGHT',
    ],
    'END:VTIMEZONE',
  ];
  const PEOPLE = (bernard: string) => [
    'ORGANIZER;CN="Cyrus Daboo":mailto:cyrus@example.com',
    'ATTENDEE;CN="Cyrus Daboo";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED:mailto:cyrus@example.com',
    `ATTENDEE;CN="Bernard Desruisseaux";CUTYPE=INDIVIDUAL;PARTSTAT=${bernard};ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:bernard@example.net`,
  ];
  const REVIEW = (...exdate: readonly string[]) => [
    ...['BEGIN:VEVENT', 'UID:9263504FD3AD', 'SEQUENCE:0', 'DTSTAMP:20090602T185254Z'],
    ...['DTSTART;TZID=America/Montreal:20090601T150000', 'DTEND;TZID=America/Montreal:20090601T160000'],
    'RRULE:FREQ=DAILY;INTERVAL=1;COUNT=5',
    ...exdate,
    ...['TRANSP:OPAQUE', 'SUMMARY:Review Internet-Draft', ...PEOPLE('ACCEPTED'), 'END:VEVENT'],
  ];
  const SECOND_DECLINED = [
    ...['BEGIN:VEVENT', 'UID:9263504FD3AD', 'SEQUENCE:0', 'DTSTAMP:20090603T183823Z'],
    'RECURRENCE-ID;TZID=America/Montreal:20090602T150000',
    ...['DTSTART;TZID=America/Montreal:20090602T150000', 'DTEND;TZID=America/Montreal:20090602T160000'],
    ...['TRANSP:TRANSPARENT', 'SUMMARY:Review Internet-Draft', ...PEOPLE('DECLINED'), 'END:VEVENT'],
  ];
  const REPLY = (day: string) => [
    ...['BEGIN:VEVENT', 'UID:9263504FD3AD', 'SEQUENCE:0', 'DTSTAMP:20090603T183823Z'],
    `RECURRENCE-ID;TZID=America/Montreal:${day}T150000`,
    ...[`DTSTART;TZID=America/Montreal:${day}T150000`, `DTEND;TZID=America/Montreal:${day}T160000`],
    'SUMMARY:Review Internet-Draft',
    'ORGANIZER;CN="Cyrus Daboo":mailto:cyrus@example.com',
    'ATTENDEE;CN="Bernard Desruisseaux";PARTSTAT=DECLINED:mailto:bernard@example.net',
    ...['REQUEST-STATUS:2.0;Success', 'END:VEVENT'],
  ];
  const accepted = calendar(MONTREAL, REVIEW());
  const declined = calendar(MONTREAL, REVIEW(), SECOND_DECLINED);
  const removed = calendar(MONTREAL, REVIEW('EXDATE;TZID=America/Montreal:20090603T150000'), SECOND_DECLINED);

  test.each([
    ['B.7: an override with DECLINED', accepted, declined, '20090602'],
    ['B.8: an EXDATE', declined, removed, '20090603'],
  ])('%s is a REPLY for that instance', (_name, before, after, day) => {
    const planned = plan(BERNARD, '2009-06-03T18:38:23Z', before, after);
    expect(planned).toMatchObject({ role: 'attendee', violations: [] });
    expect(planned.messages.map(({ method, recipients, keys }) => ({ method, recipients, keys }))).toEqual([
      { method: 'REPLY', recipients: [CYRUS], keys: [`${day}T190000Z`] },
    ]);
    const reply = planned.messages.map(messageText).join().replaceAll('\r\n ', '').replaceAll('"', '');
    for (const line of REPLY(day).filter((each) => !/^(ATTENDEE|REQUEST-STATUS)/.test(each)))
      expect(reply).toContain(line.replaceAll('"', ''));
    expect(reply).toMatch(/\nATTENDEE;.*PARTSTAT=DECLINED.*:mailto:bernard@example.net/);
    expect(reply).toContain('TZID:America/Montreal');
    expect(reply).not.toContain('FREQ=DAILY');
  });

  test.each(['20090602', '20090603'])("the printed REPLY for %s makes an override in Cyrus's object", (day) => {
    const result = receive(accepted, printed('REPLY', MONTREAL, REPLY(day)), CYRUS, BERNARD);
    const stored = text(result).replaceAll('\r\n ', '');
    expect(stored).toContain(`RECURRENCE-ID;TZID=America/Montreal:${day}T150000`);
    expect(stored.match(/PARTSTAT=DECLINED.*SCHEDULE-STATUS=2.0:mailto:bernard/g)).toHaveLength(1);
    expect(stored.match(/PARTSTAT=ACCEPTED.*:mailto:bernard/g)).toHaveLength(1);
  });
});
