import { describe, expect, test } from 'vitest';
import { RFC6638_POLICY } from './profiles/rfc6638.ts';
import {
  attendee,
  calendar,
  decided,
  mail,
  NOW,
  OLIVIA,
  on,
  plan,
  sent,
  stored,
  texts,
  vevent,
  WEEKLY,
} from './testSupport.ts';

const ALICE = attendee('alice', 'PARTSTAT=NEEDS-ACTION');
const BOB = attendee('bob', 'PARTSTAT=NEEDS-ACTION');
const CAROL = attendee('carol', 'PARTSTAT=NEEDS-ACTION');
const SERIES = [...WEEKLY, attendee('olivia', 'PARTSTAT=ACCEPTED'), ALICE, BOB];
const SINGLE = ['DTSTART:20270308T090000Z', 'DTEND:20270308T100000Z', 'SUMMARY:Planning', ALICE, BOB];
const THIRD = '20270322T090000Z';
const THIRD_WITH_CAROL = vevent(...on('22'), ALICE, BOB, CAROL);

describe('A weekly meeting, as its Organizer lives with it', () => {
  const first = calendar(vevent(...SERIES));

  test('creating it invites everybody but the Organizer (S3.1, S3.2)', () => {
    const planned = plan(undefined, first);
    expect(planned).toMatchObject({ role: 'organizer', operation: 'create', violations: [] });
    expect(sent(planned)).toEqual(['REQUEST alice bob: master (sequence 0)']);
    expect(decided(planned)).toEqual([
      'olivia master silent is-organizer',
      'alice master REQUEST invited',
      'bob master REQUEST invited',
    ]);
  });

  test('somebody joins one instance: he gets that one, the others hear of the list (S4.5, S5.5)', () => {
    const planned = plan(first, calendar(vevent(...SERIES), THIRD_WITH_CAROL));
    expect(sent(planned)).toEqual([`REQUEST alice bob carol: ${THIRD} (sequence 0)`]);
    expect(decided(planned, 'alice')).toEqual(['master silent unchanged', `${THIRD} REQUEST attendee-list`]);
    expect(decided(planned, 'carol')).toEqual([`${THIRD} REQUEST invited`]);
  });

  test('EXDATE cancels the instance for those on it, and nobody else hears (S5.3, S5.9, S6.2)', () => {
    const before = calendar(vevent(...SERIES), THIRD_WITH_CAROL);
    const planned = plan(
      before,
      calendar(vevent(...SERIES, 'EXDATE;TZID=Europe/Berlin:20270315T100000'), THIRD_WITH_CAROL),
    );
    expect(sent(planned)).toEqual(['CANCEL alice bob: 20270315T090000Z (sequence 1)']);
    const [cancel] = texts(planned);
    expect(cancel).toContain('METHOD:CANCEL');
    expect(cancel).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20270315T100000');
    expect(cancel).toContain('STATUS:CANCELLED');
    expect(cancel).toContain(ALICE);
    expect(cancel).toContain(BOB);
    expect(cancel).not.toContain('RRULE:FREQ=WEEKLY');
    expect(stored(planned)).toContain('SEQUENCE:1');
  });

  test('RDATE adds a date: ADD, with its own DTSTART and a SEQUENCE above 0 (S5.7)', () => {
    const planned = plan(first, calendar(vevent(...SERIES, 'RDATE;TZID=Europe/Berlin:20270318T100000')));
    expect(sent(planned)).toEqual(['ADD alice bob: 20270318T090000Z (sequence 1)']);
    expect(decided(planned, 'bob')).toEqual(['master silent unchanged', '20270318T090000Z ADD instance-added']);
    const [add] = texts(planned);
    expect(add).toContain('DTSTART;TZID=Europe/Berlin:20270318T100000');
    expect(add).not.toMatch(/RECURRENCE-ID|RRULE:FREQ=WEEKLY|RDATE;TZID|EXDATE/);
  });

  test('ADD asks those again who had answered, by an override; the rest of their replies stay (S7.2)', () => {
    const before = calendar(vevent(...WEEKLY, attendee('alice', 'PARTSTAT=ACCEPTED'), BOB));
    const planned = plan(
      before,
      calendar(
        vevent(...WEEKLY, attendee('alice', 'PARTSTAT=ACCEPTED'), BOB, 'RDATE;TZID=Europe/Berlin:20270318T100000'),
      ),
    );
    expect(sent(planned)).toEqual(['ADD alice bob: 20270318T090000Z (sequence 1)']);
    expect(stored(planned)).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20270318T100000');
    expect(stored(planned).match(/PARTSTAT=ACCEPTED/g)).toHaveLength(1);
    expect(texts(planned)[0]).not.toContain('PARTSTAT=ACCEPTED');
    expect(
      planned.decisions.filter(({ askedAgain }) => askedAgain).map(({ attendee: who, key }) => `${who} ${key}`),
    ).toEqual([`${mail('alice')} 20270318T090000Z`]);
  });

  test('an alarm tells nobody and keeps every reply (S4.2)', () => {
    const answered = [...WEEKLY, attendee('alice', 'PARTSTAT=ACCEPTED'), BOB];
    const alarm = 'BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Now\r\nTRIGGER:-PT10M\r\nEND:VALARM';
    const planned = plan(calendar(vevent(...answered)), calendar(vevent(...answered, alarm)));
    expect(sent(planned)).toEqual([]);
    expect(decided(planned, 'alice')).toEqual(['master silent private-change']);
    expect(planned.decisions[0]?.differences.map(({ property }) => property)).toEqual(['VALARM']);
    expect(stored(planned)).toContain('PARTSTAT=ACCEPTED');
  });

  test('moving it an hour: REQUEST for those on the series, CANCEL and REQUEST for the one on a single instance (S2.6, S7.1)', () => {
    const before = calendar(
      vevent(
        ...WEEKLY,
        attendee('alice', 'PARTSTAT=ACCEPTED'),
        BOB,
        'EXDATE;TZID=Europe/Berlin:20270315T100000',
        'RDATE;TZID=Europe/Berlin:20270318T100000',
      ),
      THIRD_WITH_CAROL,
    );
    const after = before
      .replace(/(DTSTART;TZID=Europe\/Berlin:\d{8})T10/g, '$1T11')
      .replace(/(DTEND;TZID=Europe\/Berlin:\d{8})T11/g, '$1T12')
      .replace(/((?:EXDATE|RDATE|RECURRENCE-ID);TZID=Europe\/Berlin:\d{8})T10/g, '$1T11');
    const planned = plan(before, after);
    expect(sent(planned)).toEqual([
      `CANCEL carol: ${THIRD} (sequence 1)`,
      'REQUEST alice bob: master 20270322T100000Z without 20270315T100000Z (sequence 1 2)',
      'REQUEST carol: 20270322T100000Z (sequence 2)',
    ]);
    expect(
      planned.decisions.filter(({ askedAgain }) => askedAgain).map(({ attendee: who, key }) => `${who} ${key}`),
    ).toEqual([`${mail('alice')} master`]);
    expect(stored(planned)).not.toContain('ACCEPTED');
  });

  test('SERVER to NONE cancels the invitation; back to SERVER invites again with a higher SEQUENCE (S3, S6.2)', () => {
    const none = calendar(vevent(...WEEKLY, ALICE, attendee('bob', 'PARTSTAT=NEEDS-ACTION;SCHEDULE-AGENT=NONE')));
    const away = plan(first.replace(`${attendee('olivia', 'PARTSTAT=ACCEPTED')}\r\n`, ''), none);
    expect(sent(away)).toEqual(['CANCEL bob: master (sequence 1)']);
    expect(decided(away, 'bob')).toEqual(['master CANCEL agent-changed']);
    expect(texts(away)[0]).not.toContain('STATUS:CANCELLED');
    expect(texts(away)[0]).not.toContain('alice');
    expect(texts(away)[0]).not.toContain('SCHEDULE-AGENT');
    const back = plan(stored(away), stored(away).replace(';SCHEDULE-AGENT=NONE', ''));
    expect(sent(back)).toEqual(['REQUEST bob: master (sequence 1)']);
  });
});

describe('The sixteen cells for an Attendee of a single event (S3)', () => {
  const rows = {
    '<Absent>': '',
    SERVER: attendee('bob', 'SCHEDULE-AGENT=SERVER'),
    CLIENT: attendee('bob', 'SCHEDULE-AGENT=CLIENT'),
    NONE: attendee('bob', 'SCHEDULE-AGENT=X-OTHER'),
  };
  const expected: readonly (readonly [keyof typeof rows, readonly [string, string, string, string]])[] = [
    // <Removed>, SERVER, CLIENT, NONE, as RFC 6638 §3.2.1.2 prints them; the SERVER → SERVER cell sends what changed.
    ['<Absent>', ['', 'REQUEST', '', '']],
    ['SERVER', ['CANCEL', 'REQUEST', 'CANCEL', 'CANCEL']],
    ['CLIENT', ['', 'REQUEST', '', '']],
    ['NONE', ['', 'REQUEST', '', '']],
  ];
  const columns = ['<Absent>', 'SERVER', 'CLIENT', 'NONE'] as const;
  for (const [row, methods] of expected) {
    test(`row ${row}`, () => {
      const event = (line: string, summary: string) =>
        calendar(vevent('DTSTART:20270308T090000Z', `SUMMARY:${summary}`, ...(line ? [line] : [])));
      const seen = columns.map((column) =>
        plan(event(rows[row], 'Old'), event(rows[column], 'New'))
          .messages.map(({ method }) => method)
          .join(),
      );
      expect(seen).toEqual(methods);
    });
  }
});

describe('Going and staying', () => {
  test('removed from the master and still on an override: CANCEL of all, then REQUEST of the rest with a greater SEQUENCE (S5.4)', () => {
    const before = calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...on('22'), ALICE, BOB));
    const planned = plan(before, calendar(vevent(...WEEKLY, ALICE), vevent(...on('22'), ALICE, BOB)));
    expect(sent(planned)).toEqual([
      'CANCEL bob: master (sequence 1)',
      'REQUEST alice: master 20270322T090000Z (sequence 1 2)',
      'REQUEST bob: 20270322T090000Z (sequence 2)',
    ]);
    expect(decided(planned, 'bob')).toEqual(['master CANCEL removed', `${THIRD} REQUEST sent-again`]);
  });

  test('on overrides only and off one of two: CANCEL of that one (S5.2)', () => {
    const before = calendar(vevent(...WEEKLY, ALICE), vevent(...on('15'), ALICE, BOB), vevent(...on('22'), ALICE, BOB));
    const planned = plan(
      before,
      calendar(vevent(...WEEKLY, ALICE), vevent(...on('15'), ALICE), vevent(...on('22'), ALICE, BOB)),
    );
    expect(sent(planned)).toEqual([
      'CANCEL bob: 20270315T090000Z (sequence 1)',
      'REQUEST alice: 20270315T090000Z (sequence 1)',
    ]);
  });

  test('dropped from one instance: CANCEL of it, restricted to him, without STATUS; later REQUESTs exclude it (S5.3, RFC 6638 §3.2.6)', () => {
    const before = calendar(vevent(...WEEKLY, ALICE, BOB));
    const dropped = calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...on('22'), ALICE));
    const planned = plan(before, dropped);
    expect(sent(planned)).toEqual([`CANCEL bob: ${THIRD} (sequence 1)`, `REQUEST alice: ${THIRD} (sequence 1)`]);
    expect(texts(planned)[0]).not.toMatch(/STATUS|alice/);
    const renamed = plan(stored(planned), stored(planned).replace('SUMMARY:Planning', 'SUMMARY:Strategy'));
    expect(sent(renamed)).toEqual([
      'REQUEST alice: master 20270322T090000Z (sequence 0 1)',
      `REQUEST bob: master without ${THIRD} (sequence 0)`,
    ]);
    expect(texts(renamed)[1]).toContain('EXDATE;TZID=Europe/Berlin:20270322T100000');
  });

  test('deleting the object cancels for all, once each (S5.2)', () => {
    const before = calendar(vevent(...WEEKLY, ALICE, BOB), THIRD_WITH_CAROL);
    const planned = plan(before, undefined);
    expect(planned).toMatchObject({ operation: 'remove', stored: undefined });
    expect(sent(planned)).toEqual(['CANCEL alice bob: master (sequence 1)', `CANCEL carol: ${THIRD} (sequence 1)`]);
    expect(texts(planned)[0]).toContain('STATUS:CANCELLED');
  });

  test('the CANCEL of a series leaves out instances that he was not on (RFC 6638 §3.2.6)', () => {
    const before = calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...on('22'), ALICE));
    expect(sent(plan(before, undefined))).toEqual([
      'CANCEL alice: master (sequence 1)',
      `CANCEL bob: master without ${THIRD} (sequence 1)`,
    ]);
  });

  test('taking ORGANIZER out cancels and stores the plain event (S1.3)', () => {
    const before = calendar(vevent(...SINGLE));
    const planned = plan(before, before.replace(`ORGANIZER:${mail('olivia')}\r\n`, ''));
    expect(planned).toMatchObject({ role: 'organizer', operation: 'remove' });
    expect(sent(planned)).toEqual(['CANCEL alice bob: master (sequence 1)']);
    expect(stored(planned)).toContain('SEQUENCE:1');
  });

  test('STATUS:CANCELLED on one instance cancels that one, on the master all (S2.4)', () => {
    const before = calendar(vevent(...WEEKLY, ALICE, BOB));
    const one = plan(
      before,
      calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...on('22'), 'STATUS:CANCELLED', ALICE, BOB)),
    );
    expect(sent(one)).toEqual([`CANCEL alice bob: ${THIRD} (sequence 1)`]);
    const all = plan(before, calendar(vevent(...WEEKLY, 'STATUS:CANCELLED', ALICE, BOB)));
    expect(sent(all)).toEqual(['CANCEL alice bob: master (sequence 1)']);
    expect(decided(all, 'bob')).toEqual(['master CANCEL object-cancelled']);
    expect(sent(plan(stored(all), undefined))).toEqual([]);
  });

  test('an instance comes back: REQUEST of it, and a reply to the series does not count there (S5.8, S7.2)', () => {
    const accepted = attendee('alice', 'PARTSTAT=ACCEPTED');
    const before = calendar(
      vevent(...WEEKLY, accepted, BOB, 'SEQUENCE:1', 'EXDATE;TZID=Europe/Berlin:20270315T100000'),
    );
    const planned = plan(before, calendar(vevent(...WEEKLY, accepted, BOB, 'SEQUENCE:1')));
    expect(sent(planned)).toEqual(['REQUEST alice bob: 20270315T090000Z (sequence 2)']);
    expect(decided(planned, 'alice')).toEqual(['master silent unchanged', '20270315T090000Z REQUEST restored']);
    expect(texts(planned)[0]).not.toContain('ACCEPTED');
    expect(stored(planned).match(/PARTSTAT=ACCEPTED/g)).toHaveLength(1);
  });
});

describe('What counts as a change (S4)', () => {
  const base = [
    'DTSTART;TZID=Europe/Berlin:20270308T100000',
    'DTEND;TZID=Europe/Berlin:20270308T110000',
    'SUMMARY:Planning',
    'LOCATION:Room 1',
    ALICE,
  ];
  const changed = (from: string, to: string) =>
    sent(plan(calendar(vevent(...base)), calendar(vevent(...base).replace(from, to))));

  test.each([
    ['DTEND against DURATION', 'DTEND;TZID=Europe/Berlin:20270308T110000', 'DURATION:PT1H'],
    ['the same instant in UTC', 'DTSTART;TZID=Europe/Berlin:20270308T100000', 'DTSTART:20270308T090000Z'],
    ['an escape that need not be', 'SUMMARY:Planning', 'SUMMARY:Plann\\ing'],
    ['address in another case', ALICE, ALICE.replace('mailto:alice', 'MAILTO:Alice')],
    ['a role that is the default', ALICE, ALICE.replace('ATTENDEE', 'ATTENDEE;ROLE=REQ-PARTICIPANT')],
    ['CN and RSVP', ALICE, ALICE.replace('ATTENDEE', 'ATTENDEE;CN=Alice;RSVP=TRUE')],
    ['an empty text', 'LOCATION:Room 1', 'LOCATION:Room 1\r\nDESCRIPTION:'],
    ['CLASS:PUBLIC', 'LOCATION:Room 1', 'LOCATION:Room 1\r\nCLASS:PUBLIC'],
    ['TRANSP', 'LOCATION:Room 1', 'LOCATION:Room 1\r\nTRANSP:TRANSPARENT'],
    ['CATEGORIES', 'LOCATION:Room 1', 'LOCATION:Room 1\r\nCATEGORIES:Work'],
    ['an X- property', 'LOCATION:Room 1', 'LOCATION:Room 1\r\nX-NOTE:mine'],
  ])('%s is the same to an Attendee', (_name, from, to) => {
    expect(changed(from, to)).toEqual([]);
  });

  test.each([
    [
      'the same digits in another zone',
      'DTSTART;TZID=Europe/Berlin:20270308T100000',
      'DTSTART;TZID=Europe/London:20270308T100000',
    ],
    ['SUMMARY', 'SUMMARY:Planning', 'SUMMARY:Planing'],
    ['URL', 'LOCATION:Room 1', 'LOCATION:Room 1\r\nURL:https://example.com/a'],
    ['STATUS', 'LOCATION:Room 1', 'LOCATION:Room 1\r\nSTATUS:TENTATIVE'],
    ['a role', ALICE, ALICE.replace('ATTENDEE', 'ATTENDEE;ROLE=OPT-PARTICIPANT')],
    ['a conference link', 'LOCATION:Room 1', 'LOCATION:Room 1\r\nX-GOOGLE-CONFERENCE:https://meet.example.com/a'],
  ])('%s is a change', (_name, from, to) => {
    expect(changed(from, to)).toHaveLength(1);
  });

  test('SCHEDULE-FORCE-SEND=REQUEST sends without a change and is not kept (RFC 6638 §7.2)', () => {
    const planned = plan(
      calendar(vevent(...SINGLE)),
      calendar(
        vevent(...SINGLE).replace(
          'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bob',
          'ATTENDEE;PARTSTAT=NEEDS-ACTION;SCHEDULE-FORCE-SEND=REQUEST:mailto:bob',
        ),
      ),
    );
    expect(sent(planned)).toEqual(['REQUEST bob: master (sequence 0)']);
    expect(decided(planned, 'bob')).toEqual(['master REQUEST force-send']);
    expect(stored(planned)).not.toContain('FORCE-SEND');
    expect(texts(planned)[0]).not.toContain('SCHEDULE-');
  });

  test('an unknown SCHEDULE-FORCE-SEND sends nothing and is named (S8.1)', () => {
    const planned = plan(
      calendar(vevent(...SINGLE)),
      calendar(vevent(...SINGLE).replace('PARTSTAT=NEEDS-ACTION:mailto:bob', 'SCHEDULE-FORCE-SEND=X-WAVE:mailto:bob')),
    );
    expect(sent(planned)).toEqual([]);
    expect(planned.unknownForceSend).toEqual([{ attendee: mail('bob'), key: 'master' }]);
  });
});

describe('ADD and what stands in its way (S5.7)', () => {
  const before = calendar(vevent(...WEEKLY, ALICE));
  const rdate = 'RDATE;TZID=Europe/Berlin:20270318T100000';

  test('a single event that gains a date', () => {
    expect(sent(plan(calendar(vevent(...SINGLE)), calendar(vevent(...SINGLE, 'RDATE:20270310T090000Z'))))).toEqual([
      'ADD alice bob: 20270310T090000Z (sequence 1)',
    ]);
  });

  test('with an override on the new date: its content', () => {
    const after = calendar(
      vevent(...WEEKLY, ALICE, rdate),
      vevent(...on('18'), ALICE).replace('SUMMARY:Planning', 'SUMMARY:Extra'),
    );
    const planned = plan(before, after);
    expect(sent(planned)).toEqual(['ADD alice: 20270318T090000Z (sequence 1)']);
    expect(texts(planned)[0]).toContain('SUMMARY:Extra');
  });

  test('an override that is moved: REQUEST of the master with it', () => {
    const after = calendar(vevent(...WEEKLY, ALICE, rdate), vevent(...on('18', 'T140000', 'T150000'), ALICE));
    expect(sent(plan(before, after))).toEqual(['REQUEST alice: master 20270318T090000Z (sequence 1)']);
  });

  test('another change beside it: REQUEST of the master', () => {
    const after = calendar(vevent(...WEEKLY, ALICE, rdate, 'EXDATE;TZID=Europe/Berlin:20270315T100000'));
    expect(sent(plan(before, after))).toEqual([
      'CANCEL alice: 20270315T090000Z (sequence 1)',
      'REQUEST alice: master without 20270315T090000Z (sequence 2)',
    ]);
  });

  test('a policy without ADD: REQUEST of the master', () => {
    const policy = { ...RFC6638_POLICY, add: false };
    expect(sent(plan(before, calendar(vevent(...WEEKLY, ALICE, rdate)), { policy }))).toEqual([
      'REQUEST alice: master (sequence 1)',
    ]);
  });
});

describe('SEQUENCE and PARTSTAT (S6, S7)', () => {
  test('a new title raises no SEQUENCE, a new time does, and the client may raise it further', () => {
    const event = calendar(vevent(...SINGLE));
    expect(sent(plan(event, event.replace('SUMMARY:Planning', 'SUMMARY:Strategy')))).toEqual([
      'REQUEST alice bob: master (sequence 0)',
    ]);
    expect(sent(plan(event, event.replace('T100000Z', 'T103000Z')))).toEqual([
      'REQUEST alice bob: master (sequence 1)',
    ]);
    expect(sent(plan(event, event.replace('DTEND:20270308T100000Z', 'DTEND:20270308T103000Z\r\nSEQUENCE:7')))).toEqual([
      'REQUEST alice bob: master (sequence 7)',
    ]);
  });

  test('SEQUENCE never falls', () => {
    const event = calendar(vevent(...SINGLE, 'SEQUENCE:4'));
    expect(stored(plan(event, event.replace('SEQUENCE:4', 'SEQUENCE:1')))).toContain('SEQUENCE:4');
  });

  test('invite, remove, invite again: each message carries at least what the one before did (S6.2)', () => {
    const without = calendar(vevent('DTSTART:20270308T090000Z', ALICE));
    const removed = plan(calendar(vevent('DTSTART:20270308T090000Z', ALICE, BOB)), without);
    expect(sent(removed)).toEqual(['CANCEL bob: master (sequence 1)', 'REQUEST alice: master (sequence 1)']);
    const again = plan(stored(removed), stored(removed).replace(ALICE, `${ALICE}\r\n${BOB}`));
    expect(sent(again)).toEqual(['REQUEST alice bob: master (sequence 1)']);
  });

  test.each([
    ['shorter', 'RRULE:FREQ=WEEKLY;COUNT=4', false],
    ['longer', 'RRULE:FREQ=WEEKLY;COUNT=8', true],
    ['endless', 'RRULE:FREQ=WEEKLY', true],
    ['every other week', 'RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3', false],
    ['other days', 'RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=6', true],
  ])('a rule that becomes %s keeps or resets replies (S7.2)', (_name, rule, resets) => {
    const before = calendar(vevent(...WEEKLY, attendee('alice', 'PARTSTAT=ACCEPTED')));
    const planned = plan(before, before.replace('RRULE:FREQ=WEEKLY;COUNT=6', rule));
    expect(sent(planned)).toEqual(['REQUEST alice: master (sequence 1)']);
    expect(stored(planned).includes('ACCEPTED')).toBe(!resets);
  });

  test('an endless rule that gets an end keeps replies', () => {
    const before = calendar(vevent(...WEEKLY, attendee('alice', 'PARTSTAT=ACCEPTED'))).replace(';COUNT=6', '');
    expect(stored(plan(before, before.replace('FREQ=WEEKLY', 'FREQ=WEEKLY;UNTIL=20280101T000000Z')))).toContain(
      'ACCEPTED',
    );
  });
});

describe('What is refused (S9)', () => {
  const refusals = (original: string | undefined, modified: string) =>
    plan(original, modified).violations.map(({ precondition }) => precondition);

  test("another's PARTSTAT that he never gave (S7.4)", () => {
    const event = calendar(vevent(...SINGLE));
    expect(refusals(event, event.replace('PARTSTAT=NEEDS-ACTION:mailto:bob', 'PARTSTAT=ACCEPTED:mailto:bob'))).toEqual([
      'allowed-organizer-scheduling-object-change',
    ]);
    expect(
      refusals(undefined, calendar(vevent('DTSTART:20270308T090000Z', attendee('bob', 'PARTSTAT=ACCEPTED')))),
    ).toEqual(['allowed-organizer-scheduling-object-change']);
    expect(
      refusals(
        undefined,
        calendar(vevent('DTSTART:20270308T090000Z', attendee('bob', 'PARTSTAT=ACCEPTED;SCHEDULE-AGENT=CLIENT'))),
      ),
    ).toEqual([]);
  });

  test('two ORGANIZERs (RFC 6638 §3.2.4.2)', () => {
    const other = vevent(...on('22'), BOB).replace(`ORGANIZER:${mail('olivia')}`, `ORGANIZER:${mail('bob')}`);
    expect(refusals(undefined, calendar(vevent(...WEEKLY, ALICE), other))).toEqual([
      'same-organizer-in-all-components',
    ]);
  });

  test('ORGANIZER in some components only: refused on a meeting, plain on Create (S1.3)', () => {
    const partly = calendar(
      vevent(...WEEKLY, ALICE),
      vevent(...on('22'), ALICE).replace(`ORGANIZER:${mail('olivia')}\r\n`, ''),
    );
    expect(refusals(calendar(vevent(...WEEKLY, ALICE)), partly)).toEqual([
      'allowed-organizer-scheduling-object-change',
    ]);
    expect(plan(undefined, partly)).toMatchObject({ role: 'none', operation: 'none', violations: [], messages: [] });
  });

  test('handing ORGANIZER over while there are Attendees', () => {
    const event = calendar(vevent(...SINGLE));
    expect(refusals(event, event.replace(`ORGANIZER:${mail('olivia')}`, `ORGANIZER:${mail('bob')}`))).toEqual([
      'allowed-organizer-scheduling-object-change',
    ]);
  });

  test.each([
    ['no DTSTART', calendar(vevent('SUMMARY:No start')), 'valid-calendar-data'],
    [
      'an end before the start',
      calendar(vevent('DTSTART:20270308T090000Z', 'DTEND:20270308T080000Z')),
      'valid-calendar-data',
    ],
    ['text that is no iCalendar', 'hello', 'valid-calendar-data'],
    [
      'METHOD',
      calendar(vevent('DTSTART:20270308T090000Z')).replace('VERSION', 'METHOD:REQUEST\r\nVERSION'),
      'valid-calendar-object-resource',
    ],
    [
      'two masters',
      calendar(vevent('DTSTART:20270308T090000Z'), vevent('DTSTART:20270308T090000Z')),
      'valid-calendar-object-resource',
    ],
    [
      'one instance twice in different clothes',
      calendar(
        vevent(...WEEKLY),
        vevent(...on('22')),
        vevent(...on('22')).replace(
          'RECURRENCE-ID;TZID=Europe/Berlin:20270322T100000',
          'RECURRENCE-ID:20270322T090000Z',
        ),
      ),
      'valid-calendar-object-resource',
    ],
    [
      'two UIDs',
      calendar(vevent('DTSTART:20270308T090000Z'), vevent(...on('22')).replace('UID:planning', 'UID:other')),
      'valid-calendar-object-resource',
    ],
  ])('%s', (_name, text, precondition) => {
    expect(refusals(undefined, text)).toEqual([precondition]);
  });

  test('an original that cannot be read is an error, not an absent one (S1.3)', () => {
    expect(() => plan('BEGIN:VCALENDAR\r\nnonsense', undefined)).toThrow(/Line 2/);
  });
});

describe('Whose messages go out at all', () => {
  test('SCHEDULE-AGENT on the own ORGANIZER keeps the server out (S3.3)', () => {
    const event = calendar(vevent(...SINGLE)).replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-AGENT=CLIENT:');
    expect(sent(plan(undefined, event))).toEqual([]);
    expect(decided(plan(undefined, event), 'bob')).toEqual(['master silent schedule-agent']);
  });

  test('the Organizer under a second address gets nothing (S3.2)', () => {
    const owner = { addresses: [...OLIVIA.addresses, 'mailto:o.organizer@example.com'] };
    const event = calendar(vevent('DTSTART:20270308T090000Z', attendee('o.organizer'), BOB));
    expect(sent(plan(undefined, event, { owner, now: NOW }))).toEqual(['REQUEST bob: master (sequence 0)']);
  });

  test('a VTODO is scheduled, a VJOURNAL is not (S1.4)', () => {
    const todo = calendar(vevent('DTSTART:20270308T090000Z', BOB)).replaceAll('VEVENT', 'VTODO');
    expect(sent(plan(undefined, todo))).toEqual(['REQUEST bob: master (sequence 0)']);
    expect(plan(undefined, todo.replaceAll('VTODO', 'VJOURNAL')).role).toBe('none');
  });

  test('properties in another order are the same meeting: nothing is sent (S4.2)', () => {
    const event = calendar(vevent(...WEEKLY, ALICE, BOB));
    const shuffled = calendar(vevent(BOB, ALICE, ...[...WEEKLY].reverse()));
    expect(sent(plan(event, shuffled))).toEqual([]);
  });
});
