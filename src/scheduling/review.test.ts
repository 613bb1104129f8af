import { describe, expect, test } from 'vitest';
import { parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import type { Component } from '../icalendar/component.ts';
import { applyItipMessage } from './inbound.ts';
import type { InboundResult } from './incoming.ts';
import { recordScheduleStatus } from './scheduleStatus.ts';
import { effectiveComponent, readSchedulingObject } from './schedulingObject.ts';
import { attendee, calendar, decided, mail, on, plan, sent, stored, texts, vevent, WEEKLY } from './testSupport.ts';

// Corners that a second reader of scheduling.md looked for, by rule number.

const ALICE = attendee('alice', 'PARTSTAT=NEEDS-ACTION');
const ACCEPTED = attendee('alice', 'PARTSTAT=ACCEPTED');
const BOB = attendee('bob', 'PARTSTAT=NEEDS-ACTION');
const BERLIN = 'TZID=Europe/Berlin';
const THIRD = '20270322T090000Z';
const ALL_DAY = ['DTSTART;VALUE=DATE:20270308', 'RRULE:FREQ=WEEKLY;COUNT=6', 'SUMMARY:Planning'];

function itip(method: string, ...components: readonly string[]): Component {
  return parseCalendarData(calendar(...components).replace('VERSION', `METHOD:${method}\r\nVERSION`));
}

function deliver(
  copy: string | undefined,
  message: Component | string,
  who = 'alice',
  sender = 'olivia',
): InboundResult {
  return applyItipMessage({
    copy: copy === undefined ? undefined : parseCalendarData(copy),
    message: typeof message === 'string' ? parseCalendarData(message) : message,
    recipient: { addresses: [mail(who)] },
    sender: normalizeAddress(mail(sender)),
  });
}

function text(result: InboundResult): string {
  if (result.kind !== 'stored') throw new Error(`${result.kind}: ${result.reason}`);
  return serializeCalendarData(result.calendar).replaceAll('\r\n ', '');
}

function instances(data: string): readonly string[] {
  const object = readSchedulingObject(data);
  const keys = new Set([...(object.recurrenceSet?.first(20) ?? []), ...object.overrides.keys()]);
  return [...keys].filter((key) => effectiveComponent(object, key)).sort();
}

function refusals(original: string | undefined, modified: string, who = 'olivia'): readonly string[] {
  return plan(original, modified, { owner: { addresses: [mail(who)] } }).violations.map(
    ({ precondition }) => precondition,
  );
}

describe('S2.1 the keys of instances', () => {
  test('EXDATE;VALUE=DATE beside another EXDATE: a REQUEST carries both', () => {
    const before = calendar(vevent(...WEEKLY, ALICE, 'EXDATE;VALUE=DATE:20270315', `EXDATE;${BERLIN}:20270322T100000`));
    const planned = plan(before, before.replace('SUMMARY:Planning', 'SUMMARY:Strategy'));
    expect(sent(planned)).toEqual([`REQUEST alice: master without 20270315T090000Z ${THIRD} (sequence 0)`]);
    expect(instances(text(deliver(undefined, texts(planned)[0] ?? '')))).toEqual(instances(before));
  });

  test('EXDATE;VALUE=DATE with an override on that day is left out for those on it, and kept for the others (S2.3)', () => {
    const before = calendar(vevent(...WEEKLY, ALICE, BOB, 'EXDATE;VALUE=DATE:20270322'), vevent(...on('22'), ALICE));
    const [alice, bob] = texts(plan(before, before.replace('RRULE', 'LOCATION:Room 1\r\nRRULE')));
    expect(alice).not.toContain('EXDATE');
    expect(bob).toContain('EXDATE;VALUE=DATE:20270322');
  });

  test('an EXDATE that mixes forms is restricted value by value', () => {
    const before = calendar(
      vevent(...WEEKLY, ALICE, BOB, `EXDATE;${BERLIN}:20270315T090000Z,20270322T100000`),
      vevent(...on('22'), ALICE),
    );
    const planned = plan(before, before.replace('RRULE', 'LOCATION:Room 1\r\nRRULE'));
    expect(texts(planned)[0]).toContain('EXDATE:20270315T090000Z');
    expect(texts(planned)[0]).not.toContain('EXDATE;TZID');
  });

  test('a REQUEST of one instance takes only that one out of an EXDATE;VALUE=DATE of several', () => {
    const twice = ['DTSTART:20270308T090000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;BYHOUR=9,14;COUNT=6'];
    const copy = calendar(vevent(...twice, ALICE, 'EXDATE;VALUE=DATE:20270309'));
    const back = vevent(
      'RECURRENCE-ID:20270309T140000Z',
      'DTSTART:20270309T140000Z',
      'DURATION:PT1H',
      'SEQUENCE:1',
      ALICE,
    );
    const after = instances(text(deliver(copy, itip('REQUEST', back))));
    expect(after).toContain('20270309T140000Z');
    expect(after).not.toContain('20270309T090000Z');
  });

  test('an all-day instance that gets a time of day keeps its key on the receiving side', () => {
    const moved = ['RECURRENCE-ID;VALUE=DATE:20270315', `DTSTART;${BERLIN}:20270315T100000`];
    const copy = calendar(vevent(...ALL_DAY, ALICE), vevent(...moved, 'SUMMARY:Planning', ALICE));
    const result = deliver(copy, itip('REQUEST', vevent(...moved, 'SUMMARY:Strategy', 'SEQUENCE:1', ALICE)));
    expect(text(result).match(/SUMMARY:Strategy/g)).toHaveLength(1);
    expect(
      text(deliver(copy, itip('CANCEL', vevent(...moved, 'SEQUENCE:1', ALICE)))).match(/RECURRENCE-ID/g),
    ).toHaveLength(1);
  });

  test('a timed instance that becomes all-day keeps its key on the receiving side', () => {
    const moved = [`RECURRENCE-ID;${BERLIN}:20270315T100000`, 'DTSTART;VALUE=DATE:20270315'];
    const copy = calendar(vevent(...WEEKLY, ALICE), vevent(...moved, 'SUMMARY:Planning', ALICE));
    const result = deliver(copy, itip('REQUEST', vevent(...moved, 'SUMMARY:Strategy', 'SEQUENCE:1', ALICE)));
    expect(text(result).match(/RECURRENCE-ID/g)).toHaveLength(1);
    expect(instances(text(result))).toHaveLength(6);
  });

  test('who is uninvited by a RANGE=THISANDFUTURE override is so from all later instances (RFC 5546 §3.2.5)', () => {
    const future = on('22').map((line) => line.replace('RECURRENCE-ID;', 'RECURRENCE-ID;RANGE=THISANDFUTURE;'));
    const before = calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...future, ALICE, BOB));
    const planned = plan(before, calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...future, ALICE)));
    expect(sent(planned)[0]).toBe(`CANCEL bob: ${THIRD} (sequence 1)`);
    expect(texts(planned)[0]).toContain('RECURRENCE-ID;RANGE=THISANDFUTURE');
    expect(texts(planned)[1]).toContain('THISANDFUTURE');
  });

  test('the CANCEL of a RANGE=THISANDFUTURE override that goes takes the later ones only from who is not on the series', () => {
    const future = on('22').map((line) => line.replace('RECURRENCE-ID;', 'RECURRENCE-ID;RANGE=THISANDFUTURE;'));
    const before = calendar(vevent(...WEEKLY, ALICE), vevent(...future, ALICE, BOB));
    const planned = plan(before, calendar(vevent(...WEEKLY, ALICE)));
    expect(sent(planned)[0]).toBe(`CANCEL bob: ${THIRD} (sequence 1)`);
    expect(texts(planned)[0]).toContain('RANGE=THISANDFUTURE');
    const uninvited = plan(before, calendar(vevent(...WEEKLY, ALICE), vevent(...on('22'), 'STATUS:CANCELLED', ALICE)));
    expect(sent(uninvited)).toEqual([`CANCEL alice: ${THIRD} (sequence 1)`, `CANCEL bob: ${THIRD} (sequence 1)`]);
    expect(texts(uninvited)[0]).not.toContain('THISANDFUTURE');
    expect(texts(uninvited)[1]).toContain('RANGE=THISANDFUTURE');
  });
});

describe('S2.5 rules without an end in sight', () => {
  test.each([
    'FREQ=SECONDLY;COUNT=1000000',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MINUTELY',
    'FREQ=SECONDLY;UNTIL=20991231T000000Z',
  ])('%s is planned', (rule) => {
    const before = calendar(vevent(...WEEKLY, ACCEPTED));
    const planned = plan(before, before.replace('FREQ=WEEKLY;COUNT=6', rule));
    expect(sent(planned)).toEqual(['REQUEST alice: master (sequence 1)']);
    const back = plan(stored(planned), stored(planned).replace(rule, `${rule};INTERVAL=2`));
    expect(sent(back)).toEqual(['REQUEST alice: master (sequence 2)']);
  });

  test('an EXDATE;VALUE=DATE under a rule by the second is refused or read, never thrown', () => {
    const before = calendar(vevent(...WEEKLY, ALICE));
    const after = calendar(vevent(...WEEKLY, ALICE, 'EXDATE;VALUE=DATE:20270315')).replace(
      'FREQ=WEEKLY;COUNT=6',
      'FREQ=SECONDLY',
    );
    expect(() => plan(before, after)).not.toThrow();
  });
});

describe('S3.3 SCHEDULE-AGENT on the own ORGANIZER', () => {
  const event = calendar(vevent(...WEEKLY, ACCEPTED)).replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-AGENT=CLIENT:');

  test('the client that schedules keeps the replies: no reset, and PARTSTAT is its to write', () => {
    expect(refusals(event, event.replace('ACCEPTED', 'DECLINED'))).toEqual([]);
    expect(stored(plan(event, event.replaceAll('T100000', 'T103000')))).toContain('PARTSTAT=ACCEPTED');
  });
});

describe('S4.4 equal values in different clothes', () => {
  const changed = (from: string, to: string) => {
    const before = calendar(
      vevent(`DTSTART;${BERLIN}:20270308T100000`, 'DURATION:PT1H', 'URL:https://example.com/', ALICE),
    );
    return sent(
      plan(before.replace(`${BERLIN}:20270308T100000`, from), before.replace(`${BERLIN}:20270308T100000`, to)),
    );
  };

  test('UTC under its several names is one zone, and a zone under its Windows name too', () => {
    expect(changed('TZID=UTC:20270308T100000', 'TZID=Etc/UTC:20270308T100000')).toEqual([]);
    const weekly = calendar(vevent('DTSTART:20270308T100000Z', 'RRULE:FREQ=WEEKLY', ALICE));
    expect(
      sent(plan(weekly, weekly.replace('DTSTART:20270308T100000Z', 'DTSTART;TZID=Etc/UTC:20270308T100000'))),
    ).toEqual([]);
    const berlin = calendar(vevent(...WEEKLY, ALICE));
    expect(sent(plan(berlin, berlin.replaceAll('TZID=Europe/Berlin', 'TZID=W. Europe Standard Time')))).toEqual([]);
  });

  test('times under an unknown TZID are compared by their digits, and UTC is another time', () => {
    expect(changed('TZID=Office:20270308T100000', 'TZID=Office:20270308T110000')).toHaveLength(1);
    expect(changed('TZID=Office:20270308T100000', 'VALUE=DATE-TIME:20270308T100000Z')).toHaveLength(1);
  });

  test('VALUE that says what is the default says nothing', () => {
    const before = calendar(vevent('DTSTART:20270308T100000Z', 'URL:https://example.com/', ALICE));
    expect(sent(plan(before, before.replace('URL:', 'URL;VALUE=URI:')))).toEqual([]);
  });
});

describe('S5.10 every message is valid by the tables of RFC 5546', () => {
  test('a REQUEST or ADD of a VTODO has a PRIORITY (RFC 5546 §3.4.2, §3.4.4)', () => {
    const todo = calendar(vevent(...WEEKLY, ALICE))
      .replaceAll('VEVENT', 'VTODO')
      .replace('DTEND', 'DUE');
    expect(texts(plan(undefined, todo))[0]).toContain('PRIORITY:0');
    const [add] = texts(plan(todo, todo.replace('SUMMARY', `RDATE;${BERLIN}:20270318T100000\r\nSUMMARY`)));
    expect(add).toContain('METHOD:ADD');
    expect(add).toContain('PRIORITY:0');
    expect(texts(plan(undefined, todo.replace('SUMMARY', 'PRIORITY:3\r\nSUMMARY')))[0]).not.toContain('PRIORITY:0');
  });
});

describe('S6.2 no later message carries less', () => {
  const carol = attendee('carol');
  const both = calendar(
    vevent(...WEEKLY, ALICE, BOB, carol),
    vevent(...on('22', 'T140000', 'T150000'), ALICE, BOB, carol),
  );

  test('off the series and back on one instance: the REQUEST passes the CANCEL that took it too', () => {
    const invited = plan(undefined, both);
    const off = plan(stored(invited), stored(invited).replaceAll(`${BOB}\r\n`, ''));
    const withBob = (text: string) => {
      const at = text.lastIndexOf(carol);
      return `${text.slice(0, at)}${BOB}\r\n${text.slice(at)}`;
    };
    const back = plan(stored(off), withBob(stored(off)));
    let copy = text(deliver(undefined, texts(invited)[0] ?? '', 'bob'));
    for (const message of [...off.messages, ...back.messages]) {
      if (message.recipients.includes(normalizeAddress(mail('bob'))))
        copy = text(deliver(copy, message.calendar(), 'bob'));
    }
    expect(instances(copy)).toEqual([THIRD]);
  });

  test('cancelled for all and back: every instance is there again', () => {
    const invited = plan(undefined, both);
    const cancelled = plan(stored(invited), stored(invited).replace('RRULE', 'STATUS:CANCELLED\r\nRRULE'));
    const back = plan(stored(cancelled), stored(cancelled).replace('STATUS:CANCELLED', 'STATUS:CONFIRMED'));
    let copy = text(deliver(undefined, texts(invited)[0] ?? ''));
    for (const message of [...cancelled.messages, ...back.messages]) copy = text(deliver(copy, message.calendar()));
    expect(instances(copy)).toHaveLength(6);
  });
});

describe('S7 who is asked again', () => {
  test('back from STATUS:CANCELLED is a new invitation, and asks again (S2.4)', () => {
    const cancelled = calendar(vevent(...WEEKLY, ACCEPTED, 'SEQUENCE:1', 'STATUS:CANCELLED'));
    const planned = plan(cancelled, cancelled.replace('STATUS:CANCELLED', 'STATUS:CONFIRMED'));
    expect(sent(planned)).toEqual(['REQUEST alice: master (sequence 2)']);
    expect(stored(planned)).not.toContain('PARTSTAT=ACCEPTED');
    expect(planned.decisions).toMatchObject([{ askedAgain: true }]);
  });

  test('another zone for the same instant asks again under an RRULE only', () => {
    const single = calendar(vevent(...WEEKLY, ACCEPTED)).replace('RRULE:FREQ=WEEKLY;COUNT=6\r\n', '');
    const madrid = (event: string) => plan(event, event.replaceAll('Europe/Berlin', 'Europe/Madrid'));
    expect(sent(madrid(single))).toEqual([]);
    const weekly = calendar(vevent(...WEEKLY, ACCEPTED));
    expect(sent(madrid(weekly))).toEqual(['REQUEST alice: master (sequence 1)']);
    expect(stored(madrid(weekly))).not.toContain('ACCEPTED');
  });

  test('an Attendee listed twice is asked again on both lines (S1.4)', () => {
    const twice = [
      attendee('alice', 'PARTSTAT=ACCEPTED;SCHEDULE-AGENT=CLIENT'),
      attendee('ALICE', 'PARTSTAT=ACCEPTED'),
    ];
    const before = calendar(vevent(...WEEKLY, ...twice));
    const planned = plan(before, before.replaceAll('T100000', 'T103000'));
    expect(sent(planned)).toEqual(['REQUEST alice: master (sequence 1)']);
    expect(stored(planned)).not.toContain('PARTSTAT=ACCEPTED');
  });
});

describe('S8.1 SCHEDULE-FORCE-SEND that is not understood', () => {
  test('on an Attendee’s ORGANIZER: 2.3 there, nothing sent', () => {
    const copy = calendar(vevent(...WEEKLY, ALICE));
    const planned = plan(copy, copy.replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-FORCE-SEND=X-WAVE:'), {
      owner: { addresses: [mail('alice')] },
    });
    expect(planned.messages).toEqual([]);
    expect(serializeCalendarData(recordScheduleStatus(planned, new Map()))).toContain('ORGANIZER;SCHEDULE-STATUS=2.3:');
  });
});

describe('S9 preconditions', () => {
  test('another UID in the same resource: no-uid-conflict (RFC 4791 §5.3.2.1)', () => {
    const event = calendar(vevent(...WEEKLY, ALICE));
    const other = event.replace('UID:planning', 'UID:other');
    expect(refusals(event, other)).toEqual(['no-uid-conflict']);
    expect(refusals(event, other, 'alice')).toEqual(['no-uid-conflict']);
    expect(refusals(event.replace(/ORGANIZER.*\r\n/, ''), other)).toEqual(['no-uid-conflict']);
  });
});

describe("S10 the Attendee's side", () => {
  const alicePlans = (original: string | undefined, modified: string | undefined) =>
    plan(original, modified, { owner: { addresses: [mail('alice')] } });

  test('deleting the copy declines the series and each instance with an answer of its own', () => {
    const copy = calendar(
      vevent(...WEEKLY, ALICE),
      vevent(...on('15'), attendee('alice', 'PARTSTAT=DECLINED')),
      vevent(...on('22'), ACCEPTED),
      vevent(...on('29'), 'STATUS:CANCELLED', ACCEPTED),
    );
    const planned = alicePlans(copy, undefined);
    expect(sent(planned)).toEqual([`REPLY olivia: master ${THIRD} (sequence 0)`]);
    expect(texts(planned)[0]).not.toContain('ACCEPTED');
    const organizer = text(deliver(copy, texts(planned)[0] ?? '', 'olivia', 'alice'));
    expect(organizer.match(/PARTSTAT=DECLINED/g)).toHaveLength(3);
  });

  test("removing an override without EXDATE would put the Organizer's time back: refused (RFC 6638 §3.2.2.1)", () => {
    const copy = calendar(vevent(...WEEKLY, ALICE), vevent(...on('22', 'T140000', 'T150000'), ALICE));
    expect(refusals(copy, calendar(vevent(...WEEKLY, ALICE)), 'alice')).toEqual([
      'allowed-attendee-scheduling-object-change',
    ]);
    expect(refusals(copy, calendar(vevent(...WEEKLY, ALICE, `EXDATE;${BERLIN}:20270322T100000`)), 'alice')).toEqual([]);
    const cancelled = calendar(vevent(...WEEKLY, ALICE), vevent(...on('22'), 'STATUS:CANCELLED', ALICE));
    expect(refusals(cancelled, calendar(vevent(...WEEKLY, ALICE)), 'alice')).toEqual([
      'allowed-attendee-scheduling-object-change',
    ]);
    const own = calendar(vevent(...WEEKLY, ALICE), vevent(...on('22'), ACCEPTED));
    expect(sent(alicePlans(own, calendar(vevent(...WEEKLY, ALICE))))).toEqual([`REPLY olivia: ${THIRD} (sequence 0)`]);
  });

  test('a copy with SCHEDULE-AGENT=CLIENT on its ORGANIZER is left alone (RFC 6638 §3.2.2.3)', () => {
    const copy = calendar(vevent(...WEEKLY, ALICE)).replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-AGENT=CLIENT:');
    const updated = copy.replace('SUMMARY:Planning', 'SUMMARY:Strategy\r\nSEQUENCE:4');
    expect(refusals(copy, updated, 'alice')).toEqual([]);
    expect(stored(alicePlans(copy, updated))).toContain('SEQUENCE:4');
  });

  test("the revision of a copy stays the Organizer's, so that his next message is not outdated (S11.1)", () => {
    const copy = calendar(vevent(...WEEKLY, 'SEQUENCE:2', ALICE));
    const eager = copy
      .replace('SEQUENCE:2', 'SEQUENCE:9')
      .replace('DTSTAMP:20270101', 'DTSTAMP:20280101')
      .replace(ALICE, ACCEPTED);
    const own = stored(alicePlans(copy, eager));
    expect(own).toContain('SEQUENCE:2');
    expect(own).toContain('DTSTAMP:20270301T120000Z');
    const update = vevent(...WEEKLY, 'SEQUENCE:2', 'LOCATION:Room 2', ACCEPTED).replace(
      'DTSTAMP:20270101T000000Z',
      'DTSTAMP:20270301T120000Z',
    );
    expect(deliver(own, itip('REQUEST', update))).toMatchObject({ change: 'updated' });
  });
});

describe('S11 incoming messages', () => {
  const copy = calendar(vevent(...WEEKLY, 'SEQUENCE:2', ALICE, BOB));

  test.each(['REFRESH', 'COUNTER', 'DECLINECOUNTER', 'PUBLISH'])(
    '%s is read without harm, also without DTSTART',
    (method) => {
      expect(deliver(copy, itip(method, vevent(ALICE)), 'olivia', 'alice')).toEqual({
        kind: 'ignored',
        reason: 'nothing-to-do',
      });
    },
  );

  test('a REPLY and a CANCEL need no DTSTART (RFC 5546 §3.2.3, §3.2.5)', () => {
    expect(text(deliver(copy, itip('REPLY', vevent('SEQUENCE:2', ACCEPTED)), 'olivia', 'alice'))).toContain(
      'PARTSTAT=ACCEPTED',
    );
    const one = vevent(`RECURRENCE-ID;${BERLIN}:20270322T100000`, 'SEQUENCE:3', 'STATUS:CANCELLED', ALICE);
    expect(instances(text(deliver(copy, itip('CANCEL', one))))).not.toContain(THIRD);
    expect(instances(text(deliver(copy, itip('CANCEL', vevent('SEQUENCE:3', ALICE)))))).toEqual([]);
  });

  test('a REQUEST without DTSTART is no event', () => {
    expect(() => deliver(undefined, itip('REQUEST', vevent(ALICE)))).toThrow(/DTSTART/);
  });

  test('a floating RECURRENCE-ID is read in the zone of the copy', () => {
    const reply = vevent('RECURRENCE-ID:20270322T100000', attendee('alice', 'PARTSTAT=DECLINED'));
    expect(instances(text(deliver(copy, itip('REPLY', reply), 'olivia', 'alice')))).toHaveLength(6);
  });

  test('the REQUEST of a series that comes again does not bring back an instance that was cancelled since (S11.1)', () => {
    const request = itip('REQUEST', vevent(...WEEKLY, 'SEQUENCE:2', ALICE, BOB));
    const cancelled = text(deliver(copy, itip('CANCEL', vevent(...on('22'), 'SEQUENCE:3', ALICE))));
    expect(instances(text(deliver(cancelled, request)))).not.toContain(THIRD);
    const moved = text(
      deliver(copy, itip('REQUEST', vevent(...on('22', 'T140000', 'T150000'), 'SEQUENCE:3', ALICE, BOB))),
    );
    expect(text(deliver(moved, request))).toContain('20270322T140000');
  });

  test('an ADD that comes late does not bring back what a later REQUEST of the series left out (S11.1)', () => {
    const added = vevent(
      `DTSTART;${BERLIN}:20270318T100000`,
      `DTEND;${BERLIN}:20270318T110000`,
      'SUMMARY:Planning',
      'SEQUENCE:1',
      ALICE,
      BOB,
    );
    expect(deliver(copy, itip('ADD', added))).toEqual({ kind: 'ignored', reason: 'outdated' });
  });

  test('an update keeps SCHEDULE-AGENT on the ORGANIZER, which is the Attendee’s own', () => {
    const own = copy.replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-AGENT=CLIENT:');
    const update = itip('REQUEST', vevent(...WEEKLY, 'SEQUENCE:3', 'LOCATION:Room 2', ALICE, BOB));
    expect(text(deliver(own, update))).toContain('ORGANIZER;SCHEDULE-AGENT=CLIENT:');
  });
});

describe('Two saves in one second', () => {
  test('the later message counts, DTSTAMP and SEQUENCE being equal (S11.1)', () => {
    const first = calendar(vevent(...WEEKLY, ALICE));
    const invited = plan(undefined, first);
    const renamed = plan(stored(invited), stored(invited).replace('SUMMARY:Planning', 'SUMMARY:Strategy'));
    const copy = text(deliver(undefined, texts(invited)[0] ?? ''));
    expect(text(deliver(copy, texts(renamed)[0] ?? ''))).toContain('SUMMARY:Strategy');
    expect(decided(renamed, 'alice')).toEqual(['master REQUEST changed']);
  });
});
