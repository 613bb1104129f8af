import { describe, expect, test } from 'vitest';
import { ONCE } from './componentRules.ts';
import { readSchedulingObject } from './schedulingObject.ts';
import { attendee, calendar, plan, sent, stored, vevent, WEEKLY } from './testSupport.ts';

const ALICE = attendee('alice');
const TWICE: Readonly<Record<string, string>> = {
  UID: 'UID:planning@example.com',
  'RECURRENCE-ID': 'RECURRENCE-ID:20270308T090000Z\r\nRECURRENCE-ID:20270315T090000Z',
  ORGANIZER: 'ORGANIZER:mailto:olivia@example.com',
  SEQUENCE: 'SEQUENCE:1\r\nSEQUENCE:2',
  STATUS: 'STATUS:CONFIRMED\r\nSTATUS:CANCELLED',
  DTSTART: 'DTSTART:20270308T090000Z',
  DTEND: 'DTEND:20270308T120000Z',
  DUE: 'DUE:20270308T120000Z\r\nDUE:20270308T130000Z',
  DURATION: 'DURATION:PT1H\r\nDURATION:PT2H',
};

test.each([...ONCE])('two %s are refused: nobody could say which counts (RFC 5545 §3.6.1)', (name) => {
  const planned = plan(undefined, calendar(vevent(...WEEKLY, ALICE, TWICE[name] ?? '')));
  expect(planned.violations).toMatchObject([{ precondition: 'valid-calendar-data' }]);
  expect(planned.violations[0]?.detail).toContain(`two ${name}`);
});

test.each(['abc', '-1', ''])('SEQUENCE “%s” is refused', (value) => {
  const planned = plan(undefined, calendar(vevent(...WEEKLY, ALICE, `SEQUENCE:${value}`)));
  expect(planned.violations).toEqual([
    { precondition: 'valid-calendar-data', detail: `SEQUENCE “${value}” is no number.` },
  ]);
});

describe('what recipients could not make sense of', () => {
  const unknown = calendar(vevent('DTSTART;TZID=Foo/Bar:20270308T090000', ALICE));

  test('a TZID that nothing describes is refused, in an event that invites somebody', () => {
    expect(plan(undefined, unknown).violations).toEqual([
      {
        precondition: 'valid-calendar-data',
        detail: 'DTSTART: TZID “Foo/Bar” is no known time zone, and no VTIMEZONE describes it.',
      },
    ]);
    const plain = unknown.replace(/ORGANIZER.*\r\n/, '').replace(/ATTENDEE.*\r\n/, '');
    expect(plan(undefined, plain).violations).toEqual([]);
  });

  test('where it stands already it can be left, and other things changed', () => {
    const renamed = unknown.replace('ATTENDEE', 'SUMMARY:Planning\r\nATTENDEE');
    expect(sent(plan(unknown, renamed))).toEqual(['REQUEST alice: master (sequence 0)']);
  });

  test.each(['ATTENDEE:', 'ATTENDEE:mailto:', 'ATTENDEE;CN=Alice: '])('%s names nobody', (line) => {
    expect(plan(undefined, calendar(vevent(...WEEKLY, line))).violations).toEqual([
      { precondition: 'valid-calendar-data', detail: 'An ATTENDEE has no address.' },
    ]);
    const before = calendar(vevent(...WEEKLY, ALICE, line));
    expect(readSchedulingObject(before).master?.attendees.size).toBe(1);
    const after = plan(before, before.replace('Planning', 'Strategy'));
    expect(sent(after)).toEqual(['REQUEST alice: master (sequence 0)']);
    expect(stored(after)).toContain(line);
  });
});
