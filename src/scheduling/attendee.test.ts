import { describe, expect, test } from 'vitest';
import { messageText } from './itipMessage.ts';
import { attendee, calendar, mail, on, plan, sent, vevent, WEEKLY } from './testSupport.ts';

const ALICE = { addresses: [mail('alice')] };
const NEEDED = attendee('alice', 'PARTSTAT=NEEDS-ACTION;RSVP=TRUE');
const ACCEPTED = attendee('alice', 'PARTSTAT=ACCEPTED;RSVP=TRUE');
const BOB = attendee('bob', 'PARTSTAT=ACCEPTED');
const COPY = calendar(vevent(...WEEKLY, 'SEQUENCE:2', NEEDED, BOB));

/** Plans Alice's change of her copy. */
function alicePlans(original: string | undefined, modified: string | undefined, scheduleReply = true) {
  return plan(original, modified, { owner: ALICE, scheduleReply });
}

describe('An Attendee answers (RFC 6638 §3.2.2.3, S10.1)', () => {
  test('the whole: one REPLY to the Organizer with the replying ATTENDEE alone', () => {
    const planned = alicePlans(COPY, COPY.replace(NEEDED, ACCEPTED));
    expect(planned).toMatchObject({ role: 'attendee', operation: 'modify', violations: [], decisions: [] });
    expect(sent(planned)).toEqual(['REPLY olivia: master (sequence 2)']);
    const text = planned.messages.map(messageText).join().replaceAll('\r\n ', '');
    expect(text).toContain('METHOD:REPLY');
    expect(text).toContain('ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@example.com');
    expect(text).not.toContain('bob');
    expect(text).not.toContain('FREQ=WEEKLY');
  });

  test('one instance: an override with another PARTSTAT is a REPLY for it', () => {
    const copy = COPY.replace(NEEDED, ACCEPTED);
    const declined = vevent(...on('22'), 'SEQUENCE:2', attendee('alice', 'PARTSTAT=DECLINED;RSVP=TRUE'), BOB);
    expect(sent(alicePlans(copy, copy.replace('END:VCALENDAR', `${declined}\r\nEND:VCALENDAR`)))).toEqual([
      'REPLY olivia: 20270322T090000Z (sequence 2)',
    ]);
  });

  test('EXDATE declines the instance; an own alarm says nothing', () => {
    const without = COPY.replace('SUMMARY:Planning', 'SUMMARY:Planning\r\nEXDATE;TZID=Europe/Berlin:20270322T100000');
    const planned = alicePlans(COPY, without);
    expect(sent(planned)).toEqual(['REPLY olivia: 20270322T090000Z (sequence 2)']);
    expect(planned.messages.map(messageText).join()).toContain('PARTSTAT=DECLINED');
    const alarm = COPY.replace(
      'END:VEVENT',
      'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Now\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\nEND:VEVENT',
    );
    expect(alicePlans(COPY, alarm)).toMatchObject({ violations: [], messages: [] });
  });

  test('an EXDATE for an instance that was declined by itself, or cancelled, says nothing again', () => {
    const without = 'EXDATE;TZID=Europe/Berlin:20270322T100000';
    const declined = calendar(vevent(...WEEKLY, NEEDED), vevent(...on('22'), attendee('alice', 'PARTSTAT=DECLINED')));
    expect(sent(alicePlans(declined, calendar(vevent(...WEEKLY, NEEDED, without))))).toEqual([]);
    const cancelled = calendar(vevent(...WEEKLY, NEEDED), vevent(...on('22'), 'STATUS:CANCELLED', NEEDED));
    const cleared = calendar(vevent(...WEEKLY, NEEDED, without));
    expect(sent(alicePlans(cancelled, cleared))).toEqual([]);
  });

  test('deleting the copy declines, unless Schedule-Reply is F or all is cancelled (RFC 6638 §8.1)', () => {
    expect(sent(alicePlans(COPY, undefined))).toEqual(['REPLY olivia: master (sequence 2)']);
    expect(sent(alicePlans(COPY, undefined, false))).toEqual([]);
    expect(sent(alicePlans(COPY.replace('SUMMARY', 'STATUS:CANCELLED\r\nSUMMARY'), undefined))).toEqual([]);
  });

  test('SCHEDULE-FORCE-SEND=REPLY answers again; SCHEDULE-AGENT on ORGANIZER keeps the server out', () => {
    const forced = COPY.replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-FORCE-SEND=REPLY:');
    expect(sent(alicePlans(COPY, forced))).toEqual(['REPLY olivia: master (sequence 2)']);
    for (const agent of ['CLIENT', 'NONE']) {
      const own = COPY.replace('ORGANIZER:', `ORGANIZER;SCHEDULE-AGENT=${agent}:`);
      expect(sent(alicePlans(own, own.replace(NEEDED, ACCEPTED)))).toEqual([]);
    }
  });

  test('an invitation that came by mail and is stored with an answer sends it (RFC 6638 §3.2.2.2)', () => {
    expect(sent(alicePlans(undefined, COPY.replace(NEEDED, ACCEPTED)))).toEqual(['REPLY olivia: master (sequence 2)']);
    expect(sent(alicePlans(undefined, COPY))).toEqual([]);
  });
});

describe('What an Attendee may change (RFC 6638 §3.2.2.1)', () => {
  const refused = (from: string, to: string) =>
    alicePlans(COPY, COPY.replace(from, to)).violations.map(({ precondition }) => precondition);
  const alarm = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Now\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\n';

  test.each([
    ['1 PARTSTAT', NEEDED, ACCEPTED],
    ['2 TRANSP', 'SUMMARY', 'TRANSP:TRANSPARENT\r\nSUMMARY'],
    ['3 PERCENT-COMPLETE', 'SUMMARY', 'PERCENT-COMPLETE:10\r\nSUMMARY'],
    ['4 COMPLETED', 'SUMMARY', 'COMPLETED:20270401T000000Z\r\nSUMMARY'],
    ['5 VALARM', 'END:VEVENT', `${alarm}END:VEVENT`],
    ['6 CALSCALE', 'VERSION:2.0', 'VERSION:2.0\r\nCALSCALE:GREGORIAN'],
    ['7 PRODID', '-//Test//EN', '-//Other//EN'],
    ['8 EXDATE', 'SUMMARY', 'EXDATE;TZID=Europe/Berlin:20270322T100000\r\nSUMMARY'],
    ['9 DTSTAMP', 'DTSTAMP:20270101T000000Z', 'DTSTAMP:20270102T000000Z\r\nCREATED:20270102T000000Z'],
    ['10 SCHEDULE-STATUS', BOB, BOB.replace('ATTENDEE', 'ATTENDEE;SCHEDULE-STATUS="2.0"')],
    ['11 an override', 'END:VCALENDAR', `${vevent(...on('22'), NEEDED, BOB)}\r\nEND:VCALENDAR`],
  ])('%s', (_name, from, to) => {
    expect(refused(from, to)).toEqual([]);
  });

  test.each([
    ['SUMMARY', 'SUMMARY:Planning', 'SUMMARY:Party'],
    ['the time', 'T110000', 'T120000'],
    ['the rule', 'COUNT=6', 'COUNT=7'],
    ['the list', BOB, `${BOB}\r\n${attendee('carol')}`],
    ["another's PARTSTAT", BOB, attendee('bob', 'PARTSTAT=DECLINED')],
    ['RDATE', 'SUMMARY', 'RDATE;TZID=Europe/Berlin:20270318T100000\r\nSUMMARY'],
    ['ORGANIZER', `ORGANIZER:${mail('olivia')}`, `ORGANIZER:${mail('alice')}`],
    [
      'an instance that never was',
      'END:VCALENDAR',
      `${vevent('RECURRENCE-ID:20270323T090000Z', 'DTSTART:20270323T090000Z', NEEDED)}\r\nEND:VCALENDAR`,
    ],
  ])('not %s', (_name, from, to) => {
    expect(refused(from, to)).toEqual(['allowed-attendee-scheduling-object-change']);
  });
});
