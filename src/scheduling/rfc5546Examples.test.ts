// The examples of RFC 5546 §4 on group events and to-dos, typed from its text, against the messages that it prints.
// Its slips are set right where nothing could be read otherwise: DTEND:19970701T2100000Z, an ATTENDEE without mailto:,
// RECURRENCE-ID;THISANDFUTURE without RANGE=.
import { describe, expect, test } from 'vitest';
import { parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import { applyItipMessage } from './inbound.ts';
import type { InboundResult } from './incoming.ts';
import { messageText } from './itipMessage.ts';
import { planScheduling } from './plan.ts';
import { effectiveComponent, readSchedulingObject } from './schedulingObject.ts';
import { requireValidMessage } from './testItipTables.ts';
import type { SchedulingPlan } from './types.ts';

const mail = (letter: string) => `mailto:${letter}@example.com`;

/** The lines of a component, as printed; `EVENT` and `TODO` add BEGIN and END. */
type Lines = readonly string[];
const EVENT = (...lines: Lines): Lines => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const TODO = (...lines: Lines): Lines => ['BEGIN:VTODO', ...lines, 'END:VTODO'];

function calendar(...components: readonly Lines[]): string {
  return [
    'BEGIN:VCALENDAR',
    'PRODID:-//Example/ExampleCalendarClient//EN',
    'VERSION:2.0',
    ...components.flat(),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

function itip(method: string, ...components: readonly Lines[]): string {
  return calendar(...components).replace('VERSION', `METHOD:${method}\r\nVERSION`);
}

function plan(
  original: string | undefined,
  modified: string | undefined,
  now = '1997-06-13T19:00:00Z',
  owner = 'a',
): SchedulingPlan {
  const planned = planScheduling({ original, modified, owner: { addresses: [mail(owner)] }, now: new Date(now) });
  for (const message of planned.messages) requireValidMessage(message);
  return planned;
}

/** `REQUEST b c: master, SEQUENCE 0`. */
function sent({ messages, violations }: SchedulingPlan): readonly string[] {
  expect(violations).toEqual([]);
  return messages.map(({ method, recipients, keys, components }) => {
    const sequences = components.map(
      ({ component }) => component.properties.find(({ name }) => name === 'SEQUENCE')?.value,
    );
    return `${method} ${recipients.map((address) => address.replace(/^mailto:|@example.com$/g, '')).join(' ')}: ${keys.join(' ')}, SEQUENCE ${sequences.join(' ')}`;
  });
}

function texts(planned: SchedulingPlan): readonly string[] {
  return planned.messages.map((message) => messageText(message).replaceAll('\r\n ', ''));
}

function stored({ stored: component }: SchedulingPlan): string {
  if (!component) throw new Error('Nothing is stored.');
  return serializeCalendarData(component).replaceAll('\r\n ', '');
}

function receive(copy: string | undefined, message: string, recipient: string, sender: string): InboundResult {
  return applyItipMessage({
    copy: copy === undefined ? undefined : parseCalendarData(copy),
    message: parseCalendarData(message),
    recipient: { addresses: [mail(recipient)] },
    sender: normalizeAddress(mail(sender)),
  });
}

function text(result: InboundResult): string {
  if (result.kind !== 'stored') throw new Error(`${result.kind}: ${result.reason}`);
  return serializeCalendarData(result.calendar).replaceAll('\r\n ', '');
}

function instances(data: string): readonly string[] {
  const object = readSchedulingObject(data);
  const keys = new Set([...(object.recurrenceSet?.first(30) ?? []), ...object.overrides.keys()]);
  return [...keys].filter((key) => effectiveComponent(object, key)).sort();
}

/** Every line of what the RFC prints stands in the text; only the lines named are looked at elsewhere. */
function expectPrinted(message: string | undefined, lines: Lines): void {
  for (const line of lines.filter((each) => !/^(BEGIN|END|SEQUENCE|COMMENT)/.test(each))) {
    expect(message).toContain(`${line}\r\n`);
  }
}

const UID = 'UID:calsrv.example.com-873970198738777@example.com';
const CHAIR = 'ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:a@example.com';
const RSVP = (letter: string) => `ATTENDEE;RSVP=TRUE;CUTYPE=INDIVIDUAL:mailto:${letter}@example.com`;

describe('4.2 group events', () => {
  const CONFERENCE = EVENT(
    'ORGANIZER:mailto:a@example.com',
    'ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED;CN=A:mailto:a@example.com',
    'ATTENDEE;RSVP=TRUE;CUTYPE=INDIVIDUAL;CN=B:mailto:b@example.com',
    'ATTENDEE;RSVP=TRUE;CUTYPE=INDIVIDUAL;CN=C:mailto:c@example.com',
    'ATTENDEE;RSVP=TRUE;CUTYPE=INDIVIDUAL;CN=Hal:mailto:d@example.com',
    'ATTENDEE;RSVP=FALSE;CUTYPE=ROOM:mailto:conf_big@example.com',
    'ATTENDEE;ROLE=NON-PARTICIPANT;RSVP=FALSE:mailto:e@example.com',
    'DTSTAMP:19970611T190000Z',
    'DTSTART:19970701T200000Z',
    'DTEND:19970701T210000Z',
    'SUMMARY:Conference',
    UID,
    'SEQUENCE:0',
    'STATUS:CONFIRMED',
  );

  test('4.2.1 A Group Event Request', () => {
    const planned = plan(undefined, calendar(CONFERENCE), '1997-06-11T19:00:00Z');
    expect(sent(planned)).toEqual(['REQUEST b c d conf_big e: master, SEQUENCE 0']);
    expectPrinted(texts(planned)[0], CONFERENCE);
    expect(text(receive(undefined, itip('REQUEST', CONFERENCE), 'b', 'a'))).toContain('SUMMARY:Conference');
  });

  test('4.2.2 Reply to a Group Event Request', () => {
    const reply = itip(
      'REPLY',
      EVENT(
        'ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@example.com',
        'ORGANIZER:mailto:a@example.com',
        UID,
        'SEQUENCE:0',
        'REQUEST-STATUS:2.0;Success',
        'DTSTAMP:19970612T190000Z',
      ),
    );
    const result = receive(calendar(CONFERENCE), reply, 'a', 'b');
    expect(result).toMatchObject({ change: 'replied' });
    expect(text(result)).toContain('CN=B;PARTSTAT=ACCEPTED;SCHEDULE-STATUS=2.0:mailto:b@example.com');
    expect(text(result)).toContain('CN=C:mailto:c@example.com');
  });

  test('4.2.3 Update an Event', () => {
    const MOVED = CONFERENCE.map((line) =>
      line
        .replace('T200000Z', 'T180000Z')
        .replace('T210000Z', 'T190000Z')
        .replace('SUMMARY:Conference', 'SUMMARY:Phone Conference'),
    );
    const planned = plan(calendar(CONFERENCE), calendar(MOVED));
    expect(sent(planned)).toEqual(['REQUEST b c d conf_big e: master, SEQUENCE 1']);
    expectPrinted(texts(planned)[0], [
      'DTSTART:19970701T180000Z',
      'DTEND:19970701T190000Z',
      'SUMMARY:Phone Conference',
      UID,
      'SEQUENCE:1',
      'DTSTAMP:19970613T190000Z',
    ]);
    expect(text(receive(calendar(CONFERENCE), texts(planned)[0] ?? '', 'b', 'a'))).toContain(
      'DTSTART:19970701T180000Z',
    );
  });

  const DISCUSSION = EVENT(
    ...['ORGANIZER:mailto:a@example.com', CHAIR, RSVP('b'), RSVP('c')],
    ...[
      'DTSTART:19970701T190000Z',
      'DTEND:19970701T200000Z',
      'SUMMARY:Discuss the Merits of the election results',
      'LOCATION:Green Conference Room',
    ],
    ...[
      'UID:calsrv.example.com-873970198738777a@example.com',
      'SEQUENCE:0',
      'DTSTAMP:19970611T190000Z',
      'STATUS:CONFIRMED',
    ],
  );

  test('4.2.4 Countering an Event Proposal: COUNTER and DECLINECOUNTER change nothing; accepting is a REQUEST', () => {
    const blue = (line: string) =>
      line.replace('T190000Z', 'T160000Z').replace('T200000Z', 'T170000Z').replace('Green', 'Blue');
    const counter = itip('COUNTER', DISCUSSION.map(blue));
    expect(receive(calendar(DISCUSSION), counter, 'a', 'b')).toEqual({ kind: 'ignored', reason: 'nothing-to-do' });
    const planned = plan(
      calendar(DISCUSSION),
      calendar(DISCUSSION.map((line) => (/^DT|^LOC/.test(line) ? blue(line) : line))),
    );
    expect(sent(planned)).toEqual(['REQUEST b c: master, SEQUENCE 1']);
    expectPrinted(texts(planned)[0], [
      'DTSTAMP:19970613T190000Z',
      'DTSTART:19970701T160000Z',
      'DTEND:19970701T170000Z',
      'LOCATION:Blue Conference Room',
      CHAIR,
    ]);
    const decline = itip(
      'DECLINECOUNTER',
      EVENT(
        'ORGANIZER:mailto:a@example.com',
        RSVP('b'),
        'COMMENT:Sorry, I cannot change this meeting time',
        UID,
        'SEQUENCE:0',
        'DTSTAMP:19970614T190000Z',
      ),
    );
    expect(receive(calendar(CONFERENCE), decline, 'b', 'a')).toEqual({ kind: 'ignored', reason: 'nothing-to-do' });
  });

  describe('4.2.5 to 4.2.7 delegation', () => {
    const C_DELEGATED = 'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:e@example.com":mailto:c@example.com';
    const PHONE = EVENT(
      ...[
        'ORGANIZER:mailto:a@example.com',
        'ATTENDEE;RSVP=TRUE:mailto:b@example.com',
        'ATTENDEE;RSVP=TRUE:mailto:c@example.com',
      ],
      ...[
        'DTSTART:19970701T180000Z',
        'DTEND:19970701T200000Z',
        'SUMMARY:Phone Conference',
        UID,
        'SEQUENCE:0',
        'STATUS:CONFIRMED',
        'DTSTAMP:19970611T190000Z',
      ],
    );
    const replyOf = (stamp: string, ...attendees: Lines) =>
      itip(
        'REPLY',
        EVENT(
          'ORGANIZER:mailto:a@example.com',
          ...attendees,
          UID,
          'SEQUENCE:0',
          'REQUEST-STATUS:2.0;Success',
          `DTSTAMP:${stamp}`,
        ),
      );

    const delegated = text(receive(calendar(PHONE), replyOf('19970611T190000Z', C_DELEGATED), 'a', 'c'));
    const withDelegate = delegated.replace(
      'DTSTART',
      'ATTENDEE;RSVP=TRUE;DELEGATED-FROM="mailto:c@example.com":mailto:e@example.com\r\nDTSTART',
    );

    test("C's REPLY stands in A's object with DELEGATED-TO", () => {
      expect(delegated).toMatch(
        /ATTENDEE;RSVP=TRUE;PARTSTAT=DELEGATED;.*DELEGATED-TO="mailto:e@example.com".*:mailto:c@example.com/,
      );
    });

    test("C's own REQUEST to E is refused: the sender is not the ORGANIZER (S11.2)", () => {
      const request = itip(
        'REQUEST',
        PHONE.map((line) => (line.includes('c@') ? C_DELEGATED : line)),
      );
      expect(receive(undefined, request, 'e', 'c')).toMatchObject({ kind: 'refused', status: '5.3' });
    });

    test('E, whom A does not list, changes nothing by accepting (S11.2)', () => {
      const reply = replyOf(
        '19970614T190000Z',
        'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:c@example.com":mailto:e@example.com',
        C_DELEGATED,
      );
      expect(receive(delegated, reply, 'a', 'e')).toEqual({ kind: 'ignored', reason: 'not-an-attendee' });
    });

    test('A lists E: REQUEST to B, C and E (“Redistribute meeting to Attendees”)', () => {
      expect(sent(plan(delegated, withDelegate))).toEqual(['REQUEST b c e: master, SEQUENCE 0']);
    });

    test.each(['ACCEPTED', 'DECLINED'])("then E's %s counts, and C's line in it does not", (partstat) => {
      const reply = replyOf(
        '19970614T190000Z',
        `ATTENDEE;PARTSTAT=${partstat};DELEGATED-FROM="mailto:c@example.com":mailto:e@example.com`,
        C_DELEGATED.replace('DELEGATED;', 'TENTATIVE;'),
      );
      const after = text(receive(withDelegate, reply, 'a', 'e'));
      expect(after).toMatch(new RegExp(`PARTSTAT=${partstat}.*:mailto:e@example.com`));
      expect(after).toMatch(/PARTSTAT=DELEGATED.*:mailto:c@example.com/);
    });

    test('A resends the REQUEST to C alone', () => {
      const again = withDelegate.replace(/ATTENDEE(;[^\r]*:mailto:c@)/, 'ATTENDEE;SCHEDULE-FORCE-SEND=REQUEST$1');
      expect(sent(plan(withDelegate, again))).toEqual(['REQUEST c: master, SEQUENCE 0']);
    });
  });

  const LISTED = (...letters: Lines) =>
    letters.map((letter) => `ATTENDEE;CUTYPE=INDIVIDUAL:mailto:${letter}@example.com`);
  const MEETING = (attendees: Lines, sequence = 0) =>
    EVENT(
      ...[
        'ORGANIZER:mailto:a@example.com',
        ...attendees,
        'DTSTAMP:19970611T190000Z',
        'DTSTART:19970701T200000Z',
        'DTEND:19970701T203000Z',
      ],
      ...['SUMMARY:Phone Conference', UID, `SEQUENCE:${sequence}`, 'STATUS:CONFIRMED'],
    );

  test('4.2.9 Cancel a Group Event', () => {
    const meeting = calendar(MEETING(LISTED('a', 'b', 'c', 'd')));
    const planned = plan(meeting, undefined);
    expect(sent(planned)).toEqual(['CANCEL b c d: master, SEQUENCE 1']);
    expectPrinted(texts(planned)[0], [
      'METHOD:CANCEL',
      'ORGANIZER:mailto:a@example.com',
      ...LISTED('a', 'b', 'c', 'd'),
      UID,
      'STATUS:CANCELLED',
      'DTSTAMP:19970613T190000Z',
    ]);
    const printed = itip(
      'CANCEL',
      EVENT(
        'ORGANIZER:mailto:a@example.com',
        ...LISTED('a', 'b', 'c', 'd'),
        "COMMENT:Mr. B cannot attend.  It's raining.  Lets cancel.",
        UID,
        'SEQUENCE:1',
        'STATUS:CANCELLED',
        'DTSTAMP:19970613T190000Z',
      ),
    );
    const cancelled = text(receive(meeting, printed, 'b', 'a'));
    expect(instances(cancelled)).toEqual([]);
    // “Messages related to a previously canceled event … MUST be ignored.”
    expect(receive(cancelled, itip('REQUEST', MEETING(LISTED('a', 'b', 'c', 'd'))), 'b', 'a')).toEqual({
      kind: 'ignored',
      reason: 'outdated',
    });
  });

  test('4.2.10 Removing Attendees', () => {
    const room = [
      'ATTENDEE;CUTYPE=ROOM:mailto:cr_big@example.com',
      'ATTENDEE;ROLE=NON-PARTICIPANT;RSVP=FALSE:mailto:e@example.com',
    ];
    const planned = plan(
      calendar(MEETING([CHAIR, ...LISTED('b', 'c', 'd'), ...room])),
      calendar(MEETING([CHAIR, ...LISTED('c', 'd'), ...room], 2)),
    );
    expect(sent(planned)).toEqual(['CANCEL b: master, SEQUENCE 1', 'REQUEST c d cr_big e: master, SEQUENCE 2']);
    const [cancel, request] = texts(planned);
    expect(cancel?.match(/\nATTENDEE.*/g)).toEqual(['\nATTENDEE;CUTYPE=INDIVIDUAL:mailto:b@example.com']);
    expect(cancel).not.toContain('STATUS');
    expectPrinted(request, [CHAIR, ...LISTED('c', 'd'), ...room, 'SUMMARY:Phone Conference', UID, 'STATUS:CONFIRMED']);
    const printed = itip(
      'CANCEL',
      EVENT(
        'ORGANIZER:mailto:a@example.com',
        'ATTENDEE:mailto:b@example.com',
        "COMMENT:You're off the hook for this meeting",
        UID,
        'DTSTAMP:19970613T193000Z',
        'SEQUENCE:1',
      ),
    );
    expect(instances(text(receive(calendar(MEETING(LISTED('a', 'b'))), printed, 'b', 'a')))).toEqual([]);
  });

  test('4.2.11 Replacing the Organizer needs agreement out of band, so the server refuses it (S9, S11.2)', () => {
    const weekly = calendar(MEETING(LISTED('a', 'b', 'c', 'd')));
    const replaced = weekly.replace('ORGANIZER:mailto:a', 'ORGANIZER:mailto:b');
    expect(receive(weekly, replaced.replace('VERSION', 'METHOD:REQUEST\r\nVERSION'), 'c', 'b')).toMatchObject({
      kind: 'refused',
      status: '5.3',
    });
    expect(plan(weekly, replaced).violations).toMatchObject([
      { precondition: 'allowed-organizer-scheduling-object-change' },
    ]);
    expect(plan(weekly, replaced, undefined, 'b').violations).toMatchObject([
      { precondition: 'allowed-attendee-scheduling-object-change' },
    ]);
  });
});

describe('4.4 recurring events', () => {
  test('4.4.1 A Recurring Event Spanning Time Zones', () => {
    const zone = [
      ...['BEGIN:VTIMEZONE', 'TZID:America-SanJose', 'TZURL:http://example.com/tz/America-SanJose'],
      ...[
        'BEGIN:STANDARD',
        'DTSTART:19671029T020000',
        'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
        'TZOFFSETFROM:-0700',
        'TZOFFSETTO:-0800',
        'TZNAME:PST',
        'END:STANDARD',
      ],
      ...[
        'BEGIN:DAYLIGHT',
        'DTSTART:19870405T020000',
        'RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4',
        'TZOFFSETFROM:-0800',
        'TZOFFSETTO:-0700',
        'TZNAME:PDT',
        'END:DAYLIGHT',
        'END:VTIMEZONE',
      ],
    ];
    const weekly = EVENT(
      ...[
        'ORGANIZER:mailto:a@example.com',
        'ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED;CUTYPE=INDIVIDUAL:mailto:a@example.com',
      ],
      ...[
        'ATTENDEE;RSVP=TRUE;CUTYPE=INDIVIDUAL:mailto:b@example.fr',
        'ATTENDEE;RSVP=TRUE;CUTYPE=INDIVIDUAL:mailto:c@example.jp',
      ],
      ...[
        'DTSTAMP:19970613T190030Z',
        'DTSTART;TZID=America-SanJose:19970701T140000',
        'DTEND;TZID=America-SanJose:19970701T150000',
      ],
      ...['RRULE:FREQ=WEEKLY;COUNT=20;WKST=SU;BYDAY=TU', 'RDATE;TZID=America-SanJose:19970910T140000'],
      ...['EXDATE;TZID=America-SanJose:19970909T140000', 'EXDATE;TZID=America-SanJose:19971028T140000'],
      ...['SUMMARY:Weekly Phone Conference', UID, 'SEQUENCE:0', 'STATUS:CONFIRMED'],
    );
    const planned = plan(undefined, calendar(zone, weekly), '1997-06-13T19:00:30Z');
    expect(sent(planned)).toEqual(['REQUEST b@example.fr c@example.jp: master, SEQUENCE 0']);
    expectPrinted(texts(planned)[0], [...zone, ...weekly]);
    const keys = instances(calendar(zone, weekly));
    expect(keys).toHaveLength(20 + 1 - 2);
    expect([keys[0], keys.at(-1)]).toEqual(['19970701T210000Z', '19971111T220000Z']);
    expect(keys).toContain('19970910T210000Z');
    expect(keys).not.toContain('19970909T210000Z');
    expect(keys).not.toContain('19971028T220000Z');
  });

  const IETF = (...lines: Lines) =>
    EVENT(
      ...[
        'UID:guid-1@example.com',
        'ORGANIZER:mailto:a@example.com',
        CHAIR,
        'ATTENDEE:mailto:b@example.com',
        'ATTENDEE:mailto:c@example.com',
        'ATTENDEE:mailto:d@example.com',
      ],
      ...['CLASS:PUBLIC', 'SUMMARY:IETF Calendaring Working Group Meeting', 'STATUS:CONFIRMED', ...lines],
    );
  const CALL = ['DESCRIPTION:IETF-C&S Conference Call', 'LOCATION:Conference Call'];
  const MONTHLY = (...lines: Lines) =>
    IETF(
      ...CALL,
      'RRULE:FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=19980901T210000Z',
      'DTSTART:19970601T210000Z',
      'DTEND:19970601T220000Z',
      'DTSTAMP:19970526T083000Z',
      ...lines,
    );
  const JULY = ['RECURRENCE-ID:19970701T210000Z', 'DTSTART:19970703T210000Z', 'DTEND:19970703T220000Z'];
  const invited = stored(plan(undefined, calendar(MONTHLY('SEQUENCE:0')), '1997-05-26T08:30:00Z'));
  const withJuly = stored(
    plan(invited, calendar(MONTHLY('SEQUENCE:0'), IETF(...CALL, ...JULY, 'DTSTAMP:19970626T093000Z'))),
  );

  test('4.4.2 Modify a Recurring Instance', () => {
    const july = IETF(...CALL, ...JULY, 'DTSTAMP:19970626T093000Z');
    const planned = plan(invited, calendar(MONTHLY('SEQUENCE:0'), july), '1997-06-26T09:30:00Z');
    expect(sent(planned)).toEqual(['REQUEST b c d: 19970701T210000Z, SEQUENCE 1']);
    expectPrinted(texts(planned)[0], july);
    expect(texts(planned)[0]).not.toContain('RRULE');
    const copy = text(
      receive(
        calendar(MONTHLY('SEQUENCE:0')),
        itip('REQUEST', [...july.slice(0, -1), 'SEQUENCE:1', 'END:VEVENT']),
        'b',
        'a',
      ),
    );
    expect(copy).toContain('DTSTART:19970703T210000Z');
    expect(instances(copy)).toHaveLength(16);
  });

  const AUGUST = EVENT(
    ...[
      'UID:guid-1@example.com',
      'ORGANIZER:mailto:a@example.com',
      CHAIR,
      'ATTENDEE:mailto:b@example.com',
      'ATTENDEE:mailto:c@example.com',
      'ATTENDEE:mailto:d@example.com',
    ],
    ...['RECURRENCE-ID:19970801T210000Z', 'SEQUENCE:2', 'STATUS:CANCELLED', 'DTSTAMP:19970721T093000Z'],
  );

  test('4.4.3 Cancel an Instance', () => {
    const planned = plan(
      withJuly,
      withJuly.replace('RRULE', 'EXDATE:19970801T210000Z\r\nRRULE'),
      '1997-07-21T09:30:00Z',
    );
    // The RFC counts one SEQUENCE for the event (2); ours counts for each instance (S6.2), and this one was last sent with 0.
    expect(sent(planned)).toEqual(['CANCEL b c d: 19970801T210000Z, SEQUENCE 1']);
    expectPrinted(texts(planned)[0], AUGUST);
    const copy = text(receive(withJuly, itip('CANCEL', AUGUST), 'b', 'a'));
    expect(instances(copy)).toHaveLength(15);
    expect(instances(copy)).not.toContain('19970801T210000Z');
  });

  test('4.4.4 Cancel a Recurring Event', () => {
    const planned = plan(withJuly, undefined, '1997-07-21T10:30:00Z');
    // Above all that was sent of any instance: 1 for July. The RFC prints 3, after the 2 for August.
    expect(sent(planned)).toEqual(['CANCEL b c d: master, SEQUENCE 2']);
    const all = AUGUST.filter((line) => !line.startsWith('RECURRENCE-ID')).map((line) =>
      line.replace('SEQUENCE:2', 'SEQUENCE:3').replace('T093000Z', 'T103000Z'),
    );
    expectPrinted(texts(planned)[0], all);
    expect(instances(text(receive(withJuly, itip('CANCEL', all), 'b', 'a')))).toEqual([]);
  });

  test('4.4.5 Change All Future Instances: RANGE is sent on; ours counts it for its own instance (S2.1)', () => {
    const seattle = IETF(
      ...[
        'RECURRENCE-ID;RANGE=THISANDFUTURE:19970901T210000Z',
        'DESCRIPTION:IETF-C&S Discussion',
        'LOCATION:Building 32\\, Microsoft\\, Seattle\\, WA',
      ],
      ...['DTSTART:19970901T210000Z', 'DTEND:19970901T220000Z', 'DTSTAMP:19970526T083000Z', 'SEQUENCE:3'],
    );
    const planned = plan(invited, calendar(MONTHLY('SEQUENCE:0'), seattle), '1997-05-26T08:30:00Z');
    expect(sent(planned)).toEqual(['REQUEST b c d: 19970901T210000Z, SEQUENCE 3']);
    expectPrinted(texts(planned)[0], seattle);
    expect(text(receive(invited, itip('REQUEST', seattle), 'b', 'a'))).toContain(
      'RECURRENCE-ID;RANGE=THISANDFUTURE:19970901T210000Z',
    );
  });

  test('4.4.6 Add a New Instance to a Recurring Event', () => {
    const before = calendar(MONTHLY('SEQUENCE:3'));
    const planned = plan(before, calendar(MONTHLY('SEQUENCE:3', 'RDATE:19970715T210000Z')), '1997-06-29T09:30:00Z');
    expect(sent(planned)).toEqual(['ADD b c d: 19970715T210000Z, SEQUENCE 4']);
    const printed = IETF(...CALL, 'DTSTART:19970715T210000Z', 'DTEND:19970715T220000Z', 'DTSTAMP:19970629T093000Z');
    expectPrinted(texts(planned)[0], printed);
    expect(texts(planned)[0]).not.toMatch(/RECURRENCE-ID|RRULE|RDATE/);
    const copy = text(receive(before, itip('ADD', [...printed.slice(0, -1), 'SEQUENCE:4', 'END:VEVENT']), 'b', 'a'));
    expect(instances(copy)).toHaveLength(17);
    expect(copy).toContain('RDATE:19970715T210000Z');
  });

  test('4.4.7 Add a New Series of Instances: instance-specific information is lost unless sent along', () => {
    const review = (rule: string, sequence: number) =>
      EVENT(
        ...[
          'UID:123456789@example.com',
          `SEQUENCE:${sequence}`,
          `RRULE:WKST=SU;BYDAY=${rule};FREQ=WEEKLY`,
          'ORGANIZER:mailto:a@example.com',
          CHAIR,
          'ATTENDEE;RSVP=TRUE:mailto:b@example.com',
        ],
        ...[
          'SUMMARY:Review Accounts',
          'DTSTART:19980303T210000Z',
          'DTEND:19980303T220000Z',
          'LOCATION:The White Room',
          'DTSTAMP:19980301T093000Z',
          'STATUS:CONFIRMED',
        ],
      );
    const planned = plan(calendar(review('TU', 0)), calendar(review('TU,TH', 7)), '1998-03-03T19:30:00Z');
    expect(sent(planned)).toEqual(['REQUEST b: master, SEQUENCE 7']);
    expectPrinted(
      texts(planned)[0],
      review('TU,TH', 7).filter((line) => !line.startsWith('DTSTAMP')),
    );
    const moved = EVENT(
      'UID:123456789@example.com',
      'SEQUENCE:5',
      'RECURRENCE-ID:19980310T210000Z',
      'ORGANIZER:mailto:a@example.com',
      'ATTENDEE;RSVP=TRUE:mailto:b@example.com',
      'DTSTART:19980310T200000Z',
      'DTEND:19980310T210000Z',
      'SUMMARY:Review Accounts',
      'DTSTAMP:19980302T093000Z',
    );
    const copy = text(receive(calendar(review('TU', 0), moved), itip('REQUEST', review('TU,TH', 7)), 'b', 'a'));
    expect(copy).not.toContain('RECURRENCE-ID');
    expect(instances(copy).slice(0, 3)).toEqual(['19980303T210000Z', '19980305T210000Z', '19980310T210000Z']);
  });

  describe('4.4.8 Refreshing a Recurring Event', () => {
    const ACCOUNTS = (...lines: Lines) =>
      EVENT(
        'UID:123456789@example.com',
        'ORGANIZER:mailto:a@example.com',
        CHAIR,
        'ATTENDEE;RSVP=TRUE:mailto:b@example.com',
        'SUMMARY:Review Accounts',
        'STATUS:CONFIRMED',
        ...lines,
      );
    const ROOM_A = [
      'DTSTART:19980304T180000Z',
      'DTEND:19980304T200000Z',
      'LOCATION:Conference Room A',
      'DTSTAMP:19980303T193000Z',
    ];
    const DATES = ['RDATE:19980304T180000Z', 'RDATE:19980311T180000Z', 'RDATE:19980318T180000Z'];
    const SMALL = [
      'RECURRENCE-ID:19980311T180000Z',
      'DTSTART:19980311T160000Z',
      'DTEND:19980311T180000Z',
      'LOCATION:The Small conference room',
      'DTSTAMP:19980306T193000Z',
    ];
    const first = calendar(ACCOUNTS('SEQUENCE:0', ...DATES, ...ROOM_A));
    const second = calendar(ACCOUNTS('SEQUENCE:0', ...DATES, ...ROOM_A), ACCOUNTS('SEQUENCE:1', ...SMALL));
    const third = calendar(
      ACCOUNTS('SEQUENCE:2', ...DATES, 'RDATE:19980315T180000Z', ...ROOM_A),
      ACCOUNTS('SEQUENCE:1', ...SMALL),
    );

    test('the second instance changes: REQUEST; a fourth is added: ADD', () => {
      const changed = plan(first, second, '1998-03-06T19:30:00Z');
      expect(sent(changed)).toEqual(['REQUEST b: 19980311T180000Z, SEQUENCE 1']);
      expectPrinted(texts(changed)[0], SMALL);
      const added = plan(second, third, '1998-03-07T19:30:00Z');
      expect(sent(added)).toEqual(['ADD b: 19980315T180000Z, SEQUENCE 2']);
      expectPrinted(texts(added)[0], [
        'DTSTART:19980315T180000Z',
        'DTEND:19980315T200000Z',
        'DTSTAMP:19980307T193000Z',
        'LOCATION:Conference Room A',
      ]);
      let copy = text(receive(undefined, itip('REQUEST', ACCOUNTS('SEQUENCE:0', ...DATES, ...ROOM_A)), 'b', 'a'));
      for (const message of [...texts(changed), ...texts(added)]) copy = text(receive(copy, message, 'b', 'a'));
      expect(instances(copy)).toEqual(['19980304T180000Z', '19980311T180000Z', '19980315T180000Z', '19980318T180000Z']);
      expect(copy).toContain('LOCATION:The Small conference room');
    });

    test('a REFRESH changes nothing; the answer to it is the master with all instances', () => {
      const refresh = itip(
        'REFRESH',
        EVENT(
          'ORGANIZER:mailto:a@example.com',
          CHAIR,
          'ATTENDEE:mailto:b@example.com',
          'UID:123456789@example.com',
          'DTSTAMP:19970603T094000',
        ),
      );
      expect(receive(third, refresh, 'a', 'b')).toEqual({ kind: 'ignored', reason: 'nothing-to-do' });
      const again = plan(third, third.replace('ATTENDEE;RSVP=TRUE', 'ATTENDEE;SCHEDULE-FORCE-SEND=REQUEST;RSVP=TRUE'));
      expect(sent(again)).toEqual(['REQUEST b: master 19980311T180000Z, SEQUENCE 2 1']);
    });
  });

  test('4.4.9 Counter an Instance of a Recurring Event', () => {
    const counter = itip(
      'COUNTER',
      IETF(
        ...CALL,
        'RECURRENCE-ID:19970715T210000Z',
        'SEQUENCE:4',
        'DTSTART:19970715T220000Z',
        'DTEND:19970715T230000Z',
        'COMMENT:May we bump this by an hour? I have a conflict',
        'DTSTAMP:19970629T094000Z',
      ),
    );
    expect(receive(invited, counter, 'a', 'b')).toEqual({ kind: 'ignored', reason: 'nothing-to-do' });
  });

  test('4.4.10 Error Reply to a Request: its code is the SCHEDULE-STATUS (RFC 6638 §4.2)', () => {
    const reply = itip(
      'REPLY',
      EVENT(
        'ORGANIZER:mailto:a@example.com',
        'ATTENDEE:mailto:b@example.com',
        'REQUEST-STATUS:3.0;Invalid Property Name;FOO',
        'UID:guid-1@example.com',
        'SEQUENCE:0',
        'DTSTAMP:19970603T094000Z',
      ),
    );
    expect(text(receive(invited, reply, 'a', 'b'))).toMatch(/ATTENDEE;.*SCHEDULE-STATUS=3.0:mailto:b@example.com/);
  });
});

describe('4.5 group to-dos', () => {
  const TODO_UID = 'UID:calsrv.example.com-873970198738777-00@example.com';
  const HEAD = ['ORGANIZER:mailto:a@example.com', 'ATTENDEE;ROLE=CHAIR:mailto:a@example.com'];
  const TASK = ['PRIORITY:1', 'SUMMARY:Create the requirements document', TODO_UID];
  const RSVPS = (...letters: Lines) => letters.map((letter) => `ATTENDEE;RSVP=TRUE:mailto:${letter}@example.com`);
  const REQUESTED = TODO(
    ...HEAD,
    ...RSVPS('b', 'c', 'd'),
    'DTSTART:19970701T170000Z',
    'DUE:19970722T170000Z',
    ...TASK,
    'SEQUENCE:0',
    'DTSTAMP:19970717T200000Z',
    'STATUS:NEEDS-ACTION',
  );
  const reply = (letter: string, partstat: string, ...more: Lines) =>
    itip(
      'REPLY',
      TODO(
        'ORGANIZER:mailto:a@example.com',
        `ATTENDEE;PARTSTAT=${partstat}:mailto:${letter}@example.com`,
        TODO_UID,
        'SEQUENCE:0',
        ...more,
      ),
    );

  test('4.5.1 A VTODO Request', () => {
    const planned = plan(undefined, calendar(REQUESTED), '1997-07-17T20:00:00Z');
    expect(sent(planned)).toEqual(['REQUEST b c d: master, SEQUENCE 0']);
    expectPrinted(texts(planned)[0], REQUESTED);
    expect(text(receive(undefined, itip('REQUEST', REQUESTED), 'b', 'a'))).toContain('BEGIN:VTODO');
  });

  test.each([
    [
      '4.5.2 A VTODO Reply',
      'b',
      'ACCEPTED',
      ["COMMENT:I'll send you my input by email", 'DTSTAMP:19970717T203000Z', 'REQUEST-STATUS:2.0;Success'],
    ],
    ['4.5.4 A Reply: Percent-Complete', 'b', 'IN-PROCESS', ['PERCENT-COMPLETE:75', 'DTSTAMP:19970717T233000Z']],
    ['4.5.5 A Reply: Completed', 'd', 'COMPLETED', ['DTSTAMP:19970717T233000Z']],
  ])('%s', (_name, letter, partstat, more) => {
    const after = text(receive(calendar(REQUESTED), reply(letter, partstat, ...more), 'a', letter));
    expect(after).toContain(`PARTSTAT=${partstat};SCHEDULE-STATUS=2.0:mailto:${letter}@example.com`);
    // The Organizer's own PERCENT-COMPLETE and COMMENT are his to write (RFC 6638 §4.2 takes PARTSTAT alone).
    expect(after).not.toMatch(/PERCENT-COMPLETE|COMMENT/);
  });

  test('4.5.3 A VTODO Request for Updated Status, to those who did not decline', () => {
    const asked = TODO(
      ...HEAD,
      ...RSVPS('b', 'd'),
      TODO_UID,
      ...TASK.slice(0, 2),
      'SEQUENCE:0',
      'STATUS:IN-PROCESS',
      'DTSTART:19970701T170000Z',
      'DTSTAMP:19970717T230000Z',
    );
    const planned = plan(calendar(REQUESTED), calendar(asked), '1997-07-17T23:00:00Z');
    // C is taken off, which RFC 6638 §3.2.1.2 tells him. The RFC prints SEQUENCE 0; STATUS and DUE raise it (RFC 5546 §2.1.4, S6.1).
    expect(sent(planned)).toEqual(['CANCEL c: master, SEQUENCE 1', 'REQUEST b d: master, SEQUENCE 1']);
    expectPrinted(texts(planned)[1], asked);
  });

  test('4.5.6 An Updated VTODO Request', () => {
    const answered = REQUESTED.map((line) =>
      line
        .replace('RSVP=TRUE:mailto:b', 'PARTSTAT=ACCEPTED;CUTYPE=INDIVIDUAL:mailto:b')
        .replace('RSVP=TRUE:mailto:d', 'PARTSTAT=COMPLETED;CUTYPE=INDIVIDUAL:mailto:d'),
    ).filter((line) => !line.includes('c@'));
    const updated = answered.flatMap((line) =>
      line === 'STATUS:NEEDS-ACTION' ? ['STATUS:IN-PROCESS', 'PERCENT-COMPLETE:40'] : [line],
    );
    const planned = plan(calendar(answered), calendar(updated), '1997-07-18T10:00:00Z');
    expect(sent(planned)).toEqual(['REQUEST b d: master, SEQUENCE 1']);
    expectPrinted(texts(planned)[0], [
      ...[
        'ATTENDEE;PARTSTAT=ACCEPTED;CUTYPE=INDIVIDUAL:mailto:b@example.com',
        'ATTENDEE;PARTSTAT=COMPLETED;CUTYPE=INDIVIDUAL:mailto:d@example.com',
      ],
      ...[
        'DTSTART:19970701T170000Z',
        'DUE:19970722T170000Z',
        ...TASK,
        'DTSTAMP:19970718T100000Z',
        'STATUS:IN-PROCESS',
        'PERCENT-COMPLETE:40',
      ],
    ]);
  });

  test('4.5.7 Recurring VTODOs: the request, and a reply to one instance', () => {
    const monthly = TODO(
      ...[
        ...HEAD,
        RSVP('b'),
        RSVP('d'),
        'RRULE:FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
        'DTSTART:19980101T100000Z',
        'DUE:19980103T100000Z',
      ],
      ...[
        'SUMMARY:Send Status Reports to Area Managers',
        TODO_UID,
        'SEQUENCE:0',
        'DTSTAMP:19970717T200000Z',
        'STATUS:NEEDS-ACTION',
        'PRIORITY:1',
      ],
    );
    const planned = plan(undefined, calendar(monthly), '1997-07-17T20:00:00Z');
    expect(sent(planned)).toEqual(['REQUEST b d: master, SEQUENCE 0']);
    expectPrinted(texts(planned)[0], monthly);
    const answer = (id: string) =>
      itip(
        'REPLY',
        TODO(
          'ATTENDEE;PARTSTAT=IN-PROCESS:mailto:b@example.com',
          'PERCENT-COMPLETE:75',
          TODO_UID,
          'DTSTAMP:19970717T233000Z',
          `RECURRENCE-ID:${id}`,
          'SEQUENCE:1',
        ),
      );
    // As printed it names 17:00, where this to-do has no instance; at 10:00 it has one.
    expect(receive(calendar(monthly), answer('19980101T170000Z'), 'a', 'b')).toMatchObject({ kind: 'ignored' });
    const after = text(receive(calendar(monthly), answer('19980101T100000Z'), 'a', 'b'));
    expect(after).toContain('RECURRENCE-ID:19980101T100000Z');
    expect(after.match(/PARTSTAT=IN-PROCESS/g)).toHaveLength(1);
  });
});
