import { describe, expect, test } from 'vitest';
import { parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { normalizeAddress } from '../icalendar/calendarUserAddress.ts';
import type { Component } from '../icalendar/component.ts';
import { applyItipMessage } from './inbound.ts';
import { refreshAttendeeCopy } from './inboundReply.ts';
import type { InboundResult, ReplyRevisions } from './incoming.ts';
import { mergeReplies } from './mergeReplies.ts';
import { effectiveComponent, readSchedulingObject } from './schedulingObject.ts';
import { attendee, calendar, mail, on, vevent, WEEKLY } from './testSupport.ts';

const ALICE = attendee('alice', 'PARTSTAT=NEEDS-ACTION');
const BOB = attendee('bob', 'PARTSTAT=NEEDS-ACTION');
const ALARM = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Mine\r\nTRIGGER:-PT10M\r\nEND:VALARM';

function itip(method: string, ...components: readonly string[]): Component {
  return parseCalendarData(calendar(...components).replace('VERSION', `METHOD:${method}\r\nVERSION`));
}

function deliver(
  copy: string | undefined,
  message: Component,
  who = 'alice',
  sender = 'olivia',
  lastReply?: ReplyRevisions,
): InboundResult {
  return applyItipMessage({
    copy: copy === undefined ? undefined : parseCalendarData(copy),
    message,
    recipient: { addresses: [mail(who)] },
    sender: normalizeAddress(mail(sender)),
    lastReply,
  });
}

function text(result: InboundResult): string {
  if (result.kind !== 'stored') throw new Error(`${result.kind}: ${result.reason}`);
  return serializeCalendarData(result.calendar).replaceAll('\r\n ', '');
}

function instances(result: InboundResult): readonly string[] {
  if (result.kind !== 'stored') throw new Error(`${result.kind}: ${result.reason}`);
  const object = readSchedulingObject(result.calendar);
  const keys = object.recurrenceSet?.first(20) ?? [];
  return [...new Set([...keys, ...object.overrides.keys()])].filter((key) => effectiveComponent(object, key)).sort();
}

const COPY = calendar(vevent(...WEEKLY, 'SEQUENCE:2', ALICE, BOB, 'CATEGORIES:Mine', ALARM));

describe('REQUEST (S11.3)', () => {
  test('creates what is not there, without METHOD', () => {
    const result = deliver(undefined, itip('REQUEST', vevent(...WEEKLY, ALICE, BOB)));
    expect(result).toMatchObject({ kind: 'stored', change: 'created' });
    expect(text(result)).not.toContain('METHOD');
    expect(text(result)).toContain('BEGIN:VTIMEZONE');
  });

  test('updates in place and keeps what is the Attendee’s own', () => {
    const result = deliver(
      COPY,
      itip('REQUEST', vevent(...WEEKLY, 'SEQUENCE:3', 'LOCATION:Room 2', 'CATEGORIES:Theirs', ALICE, BOB)),
    );
    expect(text(result)).toContain('LOCATION:Room 2');
    expect(text(result)).toContain('CATEGORIES:Mine');
    expect(text(result)).toContain('DESCRIPTION:Mine');
    expect(text(result)).not.toContain('Theirs');
  });

  test('of one instance adds an override with the own alarm and takes it out of EXDATE', () => {
    const declined = COPY.replace('SUMMARY', 'EXDATE;TZID=Europe/Berlin:20270315T100000,20270322T100000\r\nSUMMARY');
    const result = deliver(declined, itip('REQUEST', vevent(...on('22'), 'SEQUENCE:3', 'LOCATION:Room 2', ALICE, BOB)));
    expect(instances(result)).toContain('20270322T090000Z');
    expect(instances(result)).not.toContain('20270315T090000Z');
    expect(text(result)).toContain('EXDATE;TZID=Europe/Berlin:20270315T100000\r\n');
  });

  test('with a full master drops overrides that are no longer sent', () => {
    const copy = COPY.replace(
      'END:VCALENDAR',
      `${vevent(...on('22'), 'SEQUENCE:2', 'LOCATION:Old', ALICE)}\r\nEND:VCALENDAR`,
    );
    expect(text(deliver(copy, itip('REQUEST', vevent(...WEEKLY, 'SEQUENCE:3', ALICE, BOB))))).not.toContain(
      'LOCATION:Old',
    );
  });

  test('with a full master keeps an override that differs by the Attendee’s own alarm alone', () => {
    const own = vevent(...on('22'), 'SEQUENCE:2', ALICE, BOB, 'CATEGORIES:Mine', ALARM.replace('PT10M', 'PT45M'));
    const copy = COPY.replace('END:VCALENDAR', `${own}\r\nEND:VCALENDAR`);
    const updated = text(
      deliver(copy, itip('REQUEST', vevent(...WEEKLY, 'SEQUENCE:3', 'LOCATION:Room 2', ALICE, BOB))),
    );
    expect(updated.match(/LOCATION:Room 2/g)).toHaveLength(2);
    expect(updated.match(/TRIGGER:-PT10M/g)).toHaveLength(1);
    expect(updated.match(/TRIGGER:-PT45M/g)).toHaveLength(1);
    const same = copy.replace('PT45M', 'PT10M');
    expect(text(deliver(same, itip('REQUEST', vevent(...WEEKLY, 'SEQUENCE:3', ALICE, BOB))))).not.toContain(
      'RECURRENCE-ID',
    );
  });

  test('older than the copy is ignored: lower SEQUENCE, or the same and an older DTSTAMP (RFC 5546 §2.1.5)', () => {
    const older = itip('REQUEST', vevent(...WEEKLY, 'SEQUENCE:1', ALICE));
    const before = itip(
      'REQUEST',
      vevent(...WEEKLY, 'SEQUENCE:2', ALICE).replace('DTSTAMP:20270101', 'DTSTAMP:20261231'),
    );
    expect(deliver(COPY, older)).toEqual({ kind: 'ignored', reason: 'outdated' });
    expect(deliver(COPY, before)).toEqual({ kind: 'ignored', reason: 'outdated' });
    expect(deliver(COPY, itip('REQUEST', vevent(...WEEKLY, 'SEQUENCE:2', ALICE)))).toMatchObject({ kind: 'stored' });
  });
});

describe('Who may send (S11.2)', () => {
  const request = itip('REQUEST', vevent(...WEEKLY, 'SEQUENCE:3', ALICE));

  test('the sender must be the ORGANIZER of the message', () => {
    expect(deliver(undefined, request, 'alice', 'mallory')).toMatchObject({ kind: 'refused', status: '5.3' });
  });

  test.each(['REQUEST', 'ADD', 'CANCEL'])('%s by somebody else than the copy’s ORGANIZER is refused', (method) => {
    const forged = vevent(...WEEKLY, 'SEQUENCE:9', ALICE).replace('mailto:olivia', 'mailto:mallory');
    expect(deliver(COPY, itip(method, forged), 'alice', 'mallory')).toMatchObject({ kind: 'refused', status: '5.3' });
  });

  test('a private event with the same UID is not taken over', () => {
    expect(deliver(COPY.replace('ORGANIZER:mailto:olivia@example.com\r\n', ''), request)).toMatchObject({
      kind: 'refused',
    });
  });

  test('a REPLY from nobody who is listed changes nothing', () => {
    const reply = itip('REPLY', vevent('DTSTART:20270308T090000Z', attendee('mallory', 'PARTSTAT=ACCEPTED')));
    expect(deliver(COPY, reply, 'olivia', 'mallory')).toEqual({ kind: 'ignored', reason: 'not-an-attendee' });
  });

  test('a REPLY that answers for somebody else than its sender changes nothing', () => {
    const reply = itip('REPLY', vevent('DTSTART:20270308T090000Z', attendee('bob', 'PARTSTAT=ACCEPTED')));
    expect(deliver(COPY, reply, 'olivia', 'alice')).toEqual({ kind: 'ignored', reason: 'not-an-attendee' });
  });
});

describe('ADD and CANCEL (S11.3)', () => {
  test('ADD gives an RDATE and an override only where it differs', () => {
    const added = vevent(
      'DTSTART;TZID=Europe/Berlin:20270318T100000',
      'DTEND;TZID=Europe/Berlin:20270318T110000',
      'SUMMARY:Planning',
      'SEQUENCE:3',
      ALICE,
      BOB,
    );
    const same = deliver(COPY, itip('ADD', added));
    expect(instances(same)).toContain('20270318T090000Z');
    expect(text(same)).not.toContain('RECURRENCE-ID');
    const other = deliver(COPY, itip('ADD', added.replace('SUMMARY:Planning', 'SUMMARY:Extra')));
    expect(text(other)).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20270318T100000');
    expect(deliver(undefined, itip('ADD', added))).toEqual({ kind: 'ignored', reason: 'no-copy' });
  });

  test('CANCEL of all marks the copy, CANCEL of one instance only that', () => {
    const all = deliver(COPY, itip('CANCEL', vevent(...WEEKLY, 'SEQUENCE:3', ALICE)));
    expect(all).toMatchObject({ change: 'cancelled' });
    expect(instances(all)).toEqual([]);
    const one = deliver(COPY, itip('CANCEL', vevent(...on('22'), 'SEQUENCE:3', ALICE)));
    expect(instances(one)).toHaveLength(5);
    expect(deliver(undefined, itip('CANCEL', vevent(...WEEKLY, 'SEQUENCE:3', ALICE)))).toEqual({
      kind: 'ignored',
      reason: 'no-copy',
    });
    expect(deliver(COPY, itip('CANCEL', vevent(...WEEKLY, 'SEQUENCE:1', ALICE)))).toEqual({
      kind: 'ignored',
      reason: 'outdated',
    });
  });

  test('CANCEL of the master and REQUEST of one instance work in either order', () => {
    const cancel = itip('CANCEL', vevent(...WEEKLY, 'SEQUENCE:3', ALICE));
    const request = itip('REQUEST', vevent(...on('22'), 'SEQUENCE:4', ALICE));
    const forth = deliver(text(deliver(COPY, cancel)), request);
    const back = deliver(text(deliver(COPY, request)), cancel);
    expect(instances(forth)).toEqual(['20270322T090000Z']);
    expect(instances(back)).toEqual(['20270322T090000Z']);
  });
});

describe('REPLY (RFC 6638 §4.2, S10.2)', () => {
  const accepted = (stamp = '20270201T000000Z', ...more: readonly string[]) =>
    itip(
      'REPLY',
      vevent('DTSTART:20270308T090000Z', 'SEQUENCE:2', attendee('alice', 'PARTSTAT=ACCEPTED'), ...more).replace(
        'DTSTAMP:20270101T000000Z',
        `DTSTAMP:${stamp}`,
      ),
    );

  test('sets PARTSTAT and SCHEDULE-STATUS, and remembers the revision', () => {
    const result = deliver(COPY, accepted(), 'olivia', 'alice');
    expect(text(result)).toContain('ATTENDEE;PARTSTAT=ACCEPTED;SCHEDULE-STATUS=2.0:mailto:alice@example.com');
    expect(result).toMatchObject({
      change: 'replied',
      replyRevisions: { [`${mail('alice')} master`]: { sequence: 2, dtstamp: '20270201T000000Z' } },
    });
  });

  test('takes the codes of REQUEST-STATUS, comma-separated in quotes', () => {
    const result = deliver(
      COPY,
      accepted('20270201T000000Z', 'REQUEST-STATUS:2.0;Success', 'REQUEST-STATUS:3.1;Invalid;SUMMARY'),
      'olivia',
      'alice',
    );
    expect(text(result)).toContain('SCHEDULE-STATUS="2.0,3.1"');
  });

  test.each(['COUNT=6', 'UNTIL=20270412T080000Z'])(
    'to one instance of a %s series makes an override for it',
    (limit) => {
      const one = itip('REPLY', vevent(...on('22'), attendee('alice', 'PARTSTAT=DECLINED')));
      const result = deliver(COPY.replace('COUNT=6', limit), one, 'olivia', 'alice');
      expect(instances(result)).toHaveLength(6);
      expect(text(result)).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20270322T100000');
      expect(text(result).match(/PARTSTAT=DECLINED/g)).toHaveLength(1);
    },
  );

  test('an earlier answer that comes late is ignored', () => {
    const last = { [`${mail('alice')} master`]: { sequence: 2, dtstamp: '20270301T000000Z' } };
    expect(deliver(COPY, accepted(), 'olivia', 'alice', last)).toEqual({ kind: 'ignored', reason: 'outdated' });
  });

  test('refreshes the others’ copies, their own answers excepted', () => {
    const truth = parseCalendarData(
      COPY.replace(ALICE, attendee('alice', 'PARTSTAT=ACCEPTED')).replace(BOB, attendee('bob', 'PARTSTAT=TENTATIVE')),
    );
    const refreshed = serializeCalendarData(
      refreshAttendeeCopy(parseCalendarData(COPY), truth, { addresses: [mail('bob')] }),
    );
    expect(refreshed).toContain(attendee('alice', 'PARTSTAT=ACCEPTED'));
    expect(refreshed).toContain(BOB);
    const copy = parseCalendarData(COPY);
    expect(refreshAttendeeCopy(copy, copy, { addresses: [mail('bob')] })).toBe(copy);
  });
});

describe('A save that did not know of replies (RFC 6638 §3.2.10, S7.3)', () => {
  const base = calendar(vevent(...WEEKLY, ALICE, BOB));
  const replied = base.replace(ALICE, attendee('alice', 'PARTSTAT=ACCEPTED;SCHEDULE-STATUS=2.0'));
  const merge = (client: string, stored = replied) =>
    serializeCalendarData(
      mergeReplies({
        base: parseCalendarData(base),
        stored: parseCalendarData(stored),
        client: parseCalendarData(client),
      }),
    ).replaceAll('\r\n ', '');

  test('gets the reply, and keeps its own change', () => {
    const merged = merge(base.replace('SUMMARY:Planning', 'SUMMARY:Strategy'));
    expect(merged).toContain('SUMMARY:Strategy');
    expect(merged).toContain(attendee('alice', 'PARTSTAT=ACCEPTED;SCHEDULE-STATUS=2.0'));
  });

  test('keeps a removed Attendee removed', () => {
    expect(merge(base.replace(`${ALICE}\r\n`, ''))).not.toContain('alice');
  });

  test('gets the override that a reply to one instance made, unless the instance was taken out', () => {
    const one = base.replace(
      'END:VCALENDAR',
      `${vevent(...on('22'), attendee('alice', 'PARTSTAT=DECLINED'), BOB)}\r\nEND:VCALENDAR`,
    );
    expect(merge(base.replace('SUMMARY:Planning', 'SUMMARY:Strategy'), one)).toMatch(/RECURRENCE-ID[\s\S]*DECLINED/);
    expect(merge(base.replace('SUMMARY', 'EXDATE;TZID=Europe/Berlin:20270322T100000\r\nSUMMARY'), one)).not.toContain(
      'DECLINED',
    );
  });

  test('what the client asked for anew stays', () => {
    const tentative = base.replace(ALICE, attendee('alice', 'PARTSTAT=TENTATIVE'));
    const merged = mergeReplies({
      base: parseCalendarData(tentative),
      stored: parseCalendarData(replied),
      client: parseCalendarData(base),
    });
    expect(serializeCalendarData(merged)).toMatch(/PARTSTAT=NEEDS-ACTION[^:]*:mailto:alice/);
  });
});
