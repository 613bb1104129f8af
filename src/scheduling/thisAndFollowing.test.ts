import { describe, expect, test } from 'vitest';
import { serializeCalendarData } from '../icalendar/calendarData.ts';
import type { Component } from '../icalendar/component.ts';
import { readSchedulingObject } from './schedulingObject.ts';
import { requireValidMessage } from './testItipTables.ts';
import { attendee, calendar, NOW, OLIVIA, on, sent, vevent, WEEKLY } from './testSupport.ts';
import { divideSeries, planThisAndFollowing } from './thisAndFollowing.ts';

const THIRD = '20270322T090000Z';
const GUESTS = [attendee('alice', 'PARTSTAT=ACCEPTED'), attendee('bob', 'SCHEDULE-AGENT=CLIENT;PARTSTAT=ACCEPTED')];
const ORIGINAL = calendar(
  vevent(...WEEKLY, 'SEQUENCE:3', 'EXDATE;TZID=Europe/Berlin:20270315T100000,20270405T100000', ...GUESTS),
  vevent(...on('29', 'T140000', 'T150000'), ...GUESTS, attendee('carol', 'PARTSTAT=ACCEPTED;SCHEDULE-STATUS="2.0"')),
);

function divide(original: string, key: string): { readonly truncated: Component; readonly following: Component } {
  const divided = divideSeries(readSchedulingObject(original), key, {
    uid: 'new@example.com',
    owner: OLIVIA,
    now: NOW,
  });
  if ('indivisible' in divided) throw new Error(divided.indivisible);
  return divided;
}

function indivisible(original: string, key: string): string {
  const divided = divideSeries(readSchedulingObject(original), key, {
    uid: 'new@example.com',
    owner: OLIVIA,
    now: NOW,
  });
  return 'indivisible' in divided ? divided.indivisible : 'divided';
}

describe('an object divided before one of its instances', () => {
  const { truncated, following } = divide(ORIGINAL, THIRD);

  test('ends with the instance before, and keeps what is before', () => {
    const text = serializeCalendarData(truncated);
    expect(text).toContain('UID:planning@example.com');
    expect(text).toContain('RRULE:FREQ=WEEKLY;UNTIL=20270315T090000Z');
    expect(text).toContain('EXDATE;TZID=Europe/Berlin:20270315T100000\r\n');
    expect(text).not.toContain('RECURRENCE-ID');
    expect(text).toContain('ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@example.com');
  });

  test('goes on under a new UID with what is left of COUNT, and asks every Attendee of the server anew', () => {
    const text = serializeCalendarData(following);
    expect(text.match(/UID:.*/g)).toEqual(['UID:new@example.com', 'UID:new@example.com']);
    expect(text).toContain('DTSTART;TZID=Europe/Berlin:20270322T100000');
    expect(text).toContain('DTEND;TZID=Europe/Berlin:20270322T110000');
    expect(text).toContain('RRULE:FREQ=WEEKLY;COUNT=4');
    expect(text).toContain('EXDATE;TZID=Europe/Berlin:20270405T100000');
    expect(text).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20270329T100000');
    expect(text).not.toMatch(/SEQUENCE|SCHEDULE-STATUS/);
    expect(text.match(/PARTSTAT=[^;:]*/g)).toEqual([
      'PARTSTAT=NEEDS-ACTION',
      'PARTSTAT=ACCEPTED',
      'PARTSTAT=NEEDS-ACTION',
      'PARTSTAT=ACCEPTED',
      'PARTSTAT=NEEDS-ACTION',
    ]);
  });

  test('is one plan: the end of the old, then the new; who was only on a later instance loses it and gets the new one', () => {
    const plan = planThisAndFollowing({ original: ORIGINAL, truncated, following, owner: OLIVIA, now: NOW });
    expect(plan.violations).toEqual([]);
    for (const message of plan.messages) requireValidMessage(message);
    expect(plan.messages.map((message) => [message.uid, ...sent({ messages: [message] })])).toEqual([
      ['planning@example.com', 'CANCEL carol: 20270329T080000Z (sequence 1)'],
      ['planning@example.com', 'REQUEST alice: master without 20270315T090000Z (sequence 4)'],
      ['new@example.com', 'REQUEST alice: master 20270329T080000Z without 20270405T080000Z (sequence 0)'],
      ['new@example.com', 'REQUEST carol: 20270329T080000Z (sequence 0)'],
    ]);
    expect(plan.truncated.operation).toBe('modify');
    expect(plan.following.operation).toBe('create');
  });

  test('has nothing to send when either side would be refused', () => {
    const refused = serializeCalendarData(following).replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED');
    const plan = planThisAndFollowing({ original: ORIGINAL, truncated, following: refused, owner: OLIVIA, now: NOW });
    expect(plan.violations.map(({ precondition }) => precondition)).toEqual([
      'allowed-organizer-scheduling-object-change',
    ]);
    expect(plan.messages).toEqual([]);
  });
});

describe('other forms of time', () => {
  test('all-day: UNTIL is a date', () => {
    const { truncated, following } = divide(
      calendar(vevent('DTSTART;VALUE=DATE:20270308', 'RRULE:FREQ=DAILY', attendee('alice'))),
      '20270311',
    );
    expect(serializeCalendarData(truncated)).toContain('RRULE:FREQ=DAILY;UNTIL=20270310');
    expect(serializeCalendarData(following)).toMatch(/DTSTART;VALUE=DATE:20270311\r\n[\s\S]*RRULE:FREQ=DAILY\r\n/);
  });

  test('an instance that a gap moves begins at the time of the rule', () => {
    const nightly = calendar(
      vevent('DTSTART;TZID=Europe/Berlin:20270326T023000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;UNTIL=20270401T003000Z'),
    );
    const { truncated, following } = divide(nightly, '20270328T013000Z');
    expect(serializeCalendarData(truncated)).toContain('UNTIL=20270327T013000Z');
    expect(serializeCalendarData(following)).toContain('DTSTART;TZID=Europe/Berlin:20270328T023000');
    expect(serializeCalendarData(following)).toContain('UNTIL=20270401T003000Z');
  });

  test('a task without DTSTART is divided at its DUE', () => {
    const task = calendar(
      vevent('DUE;VALUE=DATE:20270308', 'RRULE:FREQ=WEEKLY;COUNT=3', attendee('alice')).replaceAll('VEVENT', 'VTODO'),
    );
    expect(serializeCalendarData(divide(task, '20270315').following)).toMatch(
      /DUE;VALUE=DATE:20270315\r\n[\s\S]*RRULE:FREQ=WEEKLY;COUNT=2\r\n/,
    );
  });
});

test.each([
  ['the first instance', ORIGINAL, '20270308T090000Z', 'first-instance'],
  ['an instance taken out', ORIGINAL, '20270315T090000Z', 'not-of-the-rule'],
  ['no instance', ORIGINAL, '20270316T090000Z', 'not-of-the-rule'],
  ['an RDATE', calendar(vevent(...WEEKLY, 'RDATE:20270310T090000Z')), '20270310T090000Z', 'not-of-the-rule'],
  ['no rule', calendar(vevent('DTSTART:20270308T090000Z')), '20270308T090000Z', 'not-of-the-rule'],
  ['two rules', calendar(vevent(...WEEKLY, 'RRULE:FREQ=DAILY;COUNT=2')), THIRD, 'several-rules'],
  ['no master', calendar(vevent(...on('22'))), THIRD, 'not-of-the-rule'],
])('%s is refused with its reason', (_what, original, key, reason) => {
  expect(indivisible(original, key)).toBe(reason);
});
