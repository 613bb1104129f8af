import { describe, expect, test } from 'vitest';
import { attendee, calendar, on, plan, sent, vevent, WEEKLY } from '../testSupport.ts';
import type { SchedulingPlan } from '../types.ts';
import { CYRUS_POLICY } from './cyrus.ts';

const ALICE = attendee('alice');
const BOB = attendee('bob');
const SERIES = calendar(vevent(...WEEKLY, ALICE, BOB));

function cyrus(original: string | undefined, modified: string | undefined): SchedulingPlan {
  return plan(original, modified, { policy: CYRUS_POLICY });
}

/** Without SEQUENCE. */
function messages(original: string | undefined, modified: string | undefined): readonly string[] {
  return sent(cyrus(original, modified)).map((line) => line.replace(/ \(sequence.*\)$/, ''));
}

/** The two components of a series with one override: `series` and `override` add lines to either. */
function withOverride(series: readonly string[], override: readonly string[]): string {
  return calendar(vevent(...WEEKLY, ...series), vevent(...on('15'), ...override));
}

describe('what counts as a change', () => {
  test.each([
    ['STATUS:TENTATIVE', 'STATUS:CONFIRMED'],
    ['TRANSP:TRANSPARENT', ''],
    ['URL:https://example.com', ''],
    ['COLOR:red', 'COLOR:blue'],
    ['CATEGORIES:ONE', ''],
    ['SEQUENCE:1', 'SEQUENCE:2'],
    ['X-NOTE:a', 'X-NOTE:b'],
    ['DTSTART;TZID=Europe/Berlin:20270308T100000', 'DTSTART;TZID=Europe/London:20270308T100000'],
    ['ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:bob@example.com', 'ATTENDEE;ROLE=CHAIR:mailto:bob@example.com'],
  ])('%s → %s: nobody is told', (before, after) => {
    const object = (line: string) => {
      const lines = ['DTSTART:20270308T090000Z', ALICE, BOB].filter(
        (each) => !line.startsWith('DTSTART') || !each.startsWith('DTSTART'),
      );
      return calendar(vevent(...lines, ...(line === '' ? [] : [line])));
    };
    expect(messages(object(before), object(after))).toEqual([]);
  });

  test.each(['SUMMARY', 'LOCATION', 'DESCRIPTION'])('%s: everybody is told', (name) => {
    const object = (text: string) => calendar(vevent('DTSTART:20270308T090000Z', `${name}:${text}`, ALICE, BOB));
    expect(messages(object('one'), object('other'))).toEqual(['REQUEST alice bob: master']);
  });

  test.each([
    ['DURATION:PT60M', 'DURATION:PT1H'],
    ['RRULE:FREQ=WEEKLY;INTERVAL=1;COUNT=3', 'RRULE:COUNT=3;FREQ=WEEKLY'],
    ['EXDATE:20270315T090000Z,20270322T090000Z', 'EXDATE:20270322T090000Z,20270315T090000Z'],
    ['SUMMARY:One\\, other', 'SUMMARY:One, other'],
    ['DESCRIPTION:', ''],
  ])('%s → %s: the same value in other clothes', (before, after) => {
    const object = (line: string) =>
      calendar(vevent('DTSTART:20270308T090000Z', ALICE, line)).replace('\r\n\r\n', '\r\n');
    expect(messages(object(before), object(after))).toEqual([]);
  });

  test("the Organizer's own reply", () => {
    const object = (partstat: string) =>
      calendar(vevent('DTSTART:20270308T090000Z', attendee('olivia', `PARTSTAT=${partstat}`), ALICE));
    expect(messages(object('NEEDS-ACTION'), object('ACCEPTED'))).toEqual(['REQUEST alice: master']);
  });

  test('an Attendee who comes or goes is the only one to hear of it', () => {
    const alone = calendar(vevent(...WEEKLY, ALICE));
    expect(messages(alone, SERIES)).toEqual(['REQUEST bob: master']);
    expect(messages(SERIES, alone)).toEqual(['CANCEL bob: master']);
  });
});

describe('one instance of a series', () => {
  test('dropped from it: REQUEST of the series without it, no CANCEL', () => {
    expect(messages(SERIES, withOverride([ALICE, BOB], [BOB]))).toEqual([
      'REQUEST alice: master without 20270315T090000Z',
    ]);
  });

  test('taken out by EXDATE: REQUEST of the series', () => {
    const without = calendar(vevent(...WEEKLY, 'EXDATE;TZID=Europe/Berlin:20270315T100000', ALICE, BOB));
    expect(messages(SERIES, without)).toEqual(['REQUEST alice bob: master without 20270315T090000Z']);
  });

  test('STATUS:CANCELLED: nobody is told', () => {
    const cancelled = withOverride([ALICE, BOB], ['STATUS:CANCELLED', ALICE, BOB]);
    expect(messages(SERIES, cancelled)).toEqual([]);
    const silent = cyrus(SERIES, cancelled).decisions.map(({ outcome }) => outcome);
    expect(silent).toContainEqual({ silent: 'not-told' });
  });

  test('changed: REQUEST of it; gone back to the series: nobody is told', () => {
    const moved = calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...on('15', 'T140000', 'T150000'), ALICE, BOB));
    expect(messages(SERIES, moved)).toEqual(['REQUEST alice bob: 20270315T090000Z']);
    expect(messages(moved, SERIES)).toEqual([]);
  });

  test('put back on an unchanged instance: not told; on one that changes with it: REQUEST of it', () => {
    expect(messages(withOverride([ALICE, BOB], [BOB]), withOverride([ALICE, BOB], [ALICE, BOB]))).toEqual([]);
    const moved = (hour: string, ...people: readonly string[]) =>
      calendar(vevent(...WEEKLY, ALICE, BOB), vevent(...on('15', `T${hour}0000`, 'T170000'), ...people));
    expect(messages(moved('14', BOB), moved('14', ALICE, BOB))).toEqual([]);
    expect(messages(moved('14', BOB), moved('15', ALICE, BOB))).toEqual(['REQUEST alice bob: 20270315T090000Z']);
  });

  test('put on an instance of a series that he is not on: told only if its override is new or changes', () => {
    expect(messages(withOverride([BOB], [BOB]), withOverride([BOB], [ALICE, BOB]))).toEqual([]);
    expect(messages(calendar(vevent(...WEEKLY, BOB)), withOverride([BOB], [ALICE, BOB]))).toEqual([
      'REQUEST alice: 20270315T090000Z',
    ]);
  });

  test('cancelled, for those on it alone: CANCEL, and again with every later save', () => {
    const cancelled = withOverride([BOB], ['STATUS:CANCELLED', ALICE, BOB]);
    expect(messages(withOverride([BOB], [ALICE, BOB]), cancelled)).toEqual(['CANCEL alice: 20270315T090000Z']);
    expect(messages(cancelled, cancelled)).toEqual(['CANCEL alice: 20270315T090000Z']);
  });

  test('invited to it alone, then not: REQUEST and CANCEL of it', () => {
    const extra = withOverride([ALICE], [ALICE, BOB]);
    expect(messages(calendar(vevent(...WEEKLY, ALICE)), extra)).toEqual(['REQUEST bob: 20270315T090000Z']);
    expect(messages(extra, withOverride([ALICE], [ALICE]))).toEqual(['CANCEL bob: 20270315T090000Z']);
  });

  test('off the series, still on an unchanged instance: CANCEL of all that he has', () => {
    expect(messages(withOverride([ALICE, BOB], [ALICE, BOB]), withOverride([ALICE], [ALICE, BOB]))).toEqual([
      'CANCEL bob: master',
    ]);
  });
});

describe('the object', () => {
  test('ORGANIZER taken out or put in: nobody is told', () => {
    const plain = SERIES.replaceAll(/ORGANIZER.*\r\n/g, '');
    expect(messages(SERIES, plain)).toEqual([]);
    expect(messages(plain, SERIES)).toEqual([]);
  });

  test('deleted: CANCEL to each, for those on overrides only of these', () => {
    expect(messages(withOverride([ALICE], [ALICE, BOB]), undefined)).toEqual([
      'CANCEL alice: master 20270315T090000Z',
      'CANCEL bob: 20270315T090000Z',
    ]);
  });

  test('SCHEDULE-AGENT=CLIENT on ORGANIZER is not looked at', () => {
    const client = SERIES.replace('ORGANIZER:', 'ORGANIZER;SCHEDULE-AGENT=CLIENT:');
    expect(messages(undefined, client)).toEqual(['REQUEST alice bob: master']);
  });

  test('SCHEDULE-FORCE-SEND: REQUEST sends; anything else keeps that Attendee from all', () => {
    const forced = (value: string) =>
      SERIES.replace('ATTENDEE:mailto:bob', `ATTENDEE;SCHEDULE-FORCE-SEND=${value}:mailto:bob`);
    expect(messages(SERIES, forced('REQUEST'))).toEqual(['REQUEST bob: master']);
    const renamed = forced('CANCEL').replace('SUMMARY:Planning', 'SUMMARY:Strategy');
    expect(messages(SERIES, renamed)).toEqual(['REQUEST alice: master']);
  });

  test('stays as the client wrote it: SEQUENCE and replies', () => {
    const accepted = calendar(vevent(...WEEKLY, attendee('alice', 'PARTSTAT=ACCEPTED')));
    const later = accepted.replaceAll('T100000', 'T113000').replaceAll('T110000', 'T123000');
    const { stored } = cyrus(accepted, later);
    expect(stored?.components[0]?.properties.some(({ name }) => name === 'SEQUENCE')).toBe(false);
    expect(JSON.stringify(stored)).toContain('ACCEPTED');
  });
});
