import { describe, expect, test } from 'vitest';
import { ONCE, people, vevent, WEEKLY } from './meeting.ts';
import { storyOnCyrus } from './story.ts';

const { sends } = storyOnCyrus();
const ALARM = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Planning', 'TRIGGER:-PT10M', 'END:VALARM'];
const withDuration = (value: string) => ['DTSTART:20270308T090000Z', `DURATION:${value}`, 'SUMMARY:Planning'];

describe('Everybody is sent a REQUEST when the value changes of', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['DTSTART', ONCE, ['DTSTART:20270308T083000Z', ...ONCE.slice(1)]],
    ['DTEND', ONCE, ['DTSTART:20270308T090000Z', 'DTEND:20270308T110000Z', 'SUMMARY:Planning']],
    ['DURATION', withDuration('PT1H'), withDuration('PT2H')],
    ['DURATION to DTEND with the same end', withDuration('PT1H'), ONCE],
    ['RRULE', WEEKLY, WEEKLY.map((line) => line.replace('COUNT=6', 'COUNT=5'))],
    [
      'RRULE to the same days in other words',
      WEEKLY,
      WEEKLY.map((line) => line.replace('COUNT=6', 'COUNT=6;BYDAY=MO')),
    ],
    ['RDATE', WEEKLY, [...WEEKLY, 'RDATE:20270310T090000Z']],
    ['EXDATE', [...WEEKLY, 'EXDATE:20270315T090000Z'], WEEKLY],
    ['SUMMARY', ONCE, [...ONCE.slice(0, 2), 'SUMMARY:Strategy']],
    ['LOCATION', ONCE, [...ONCE, 'LOCATION:Room 1']],
    ['DESCRIPTION', ONCE, [...ONCE, 'DESCRIPTION:Bring the plan.']],
    ['ATTACH', ONCE, [...ONCE, 'ATTACH:https://convoke.example/plan.pdf']],
    [
      'DTSTART to the same instant in another zone',
      ONCE,
      ['DTSTART;TZID=Europe/Berlin:20270308T100000', ...ONCE.slice(1)],
    ],
  ])('%s', async (_, before, after) => {
    const line = after.some((text) => text.startsWith('EXDATE')) ? 'without' : 'master';
    expect(await sends([vevent(...before, ...people('alice'))], [vevent(...after, ...people('alice'))])).toEqual([
      `alice REQUEST ${line}`,
    ]);
  });

  test('the Organizer’s own PARTSTAT', async () => {
    const own = (partstat: string) => people('alice').map((line) => line.replace('ACCEPTED', partstat));
    const before = [vevent(...ONCE, ...own('ACCEPTED'))];
    expect(await sends(before, [vevent(...ONCE, ...own('TENTATIVE'))])).toEqual(['alice REQUEST master']);
  });

  test('whether the Organizer is an Attendee', async () => {
    const [organizer = '', , ...others] = people('alice');
    const before = [vevent(...ONCE, ...people('alice'))];
    expect(await sends(before, [vevent(...ONCE, organizer, ...others)])).toEqual(['alice REQUEST master']);
  });
});

describe('Nobody hears of a change of', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['STATUS from TENTATIVE to CONFIRMED', ['STATUS:TENTATIVE'], ['STATUS:CONFIRMED']],
    ['TRANSP', [], ['TRANSP:TRANSPARENT']],
    ['URL', [], ['URL:https://convoke.example/planning']],
    ['alarms', [], ALARM],
    ['an X- property', ['X-COLOUR:blue'], ['X-COLOUR:red']],
    ['COLOR', [], ['COLOR:red']],
    ['CATEGORIES', [], ['CATEGORIES:WORK']],
    ['CLASS', [], ['CLASS:PRIVATE']],
    ['PRIORITY', [], ['PRIORITY:1']],
    ['COMMENT', [], ['COMMENT:Bring the plan.']],
    ['CONTACT', [], ['CONTACT:Olivia']],
    ['GEO', [], ['GEO:52.5;13.4']],
    ['SEQUENCE alone', [], ['SEQUENCE:7']],
    ['DTSTAMP, CREATED and LAST-MODIFIED', [], ['CREATED:20270101T000000Z', 'LAST-MODIFIED:20270102T000000Z']],
  ])('%s', async (_, before, after) => {
    const meeting = (lines: readonly string[]) => [vevent(...ONCE, ...people('alice'), ...lines)];
    expect(await sends(meeting(before), meeting(after))).toEqual([]);
  });

  test.each([
    ['ROLE', 'ROLE=OPT-PARTICIPANT'],
    ['CN', 'CN=Alice'],
    ['RSVP', 'RSVP=TRUE'],
    ['CUTYPE', 'CUTYPE=ROOM'],
    ['PARTSTAT', 'PARTSTAT=DECLINED'],
  ])('an Attendee’s %s', async (_, parameter) => {
    const after = people('alice').map((line) => line.replace('ATTENDEE:', `ATTENDEE;${parameter}:`));
    expect(await sends([vevent(...ONCE, ...people('alice'))], [vevent(...ONCE, ...after)])).toEqual([]);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['DURATION as PT60M for PT1H', withDuration('PT1H'), withDuration('PT60M')],
    [
      'the parts of RRULE in another order',
      WEEKLY,
      WEEKLY.map((line) => line.replace('FREQ=WEEKLY;COUNT=6', 'COUNT=6;FREQ=WEEKLY')),
    ],
    [
      'the same EXDATEs in one line',
      [...WEEKLY, 'EXDATE:20270315T090000Z', 'EXDATE:20270322T090000Z'],
      [...WEEKLY, 'EXDATE:20270315T090000Z,20270322T090000Z'],
    ],
    [
      'the same EXDATEs in another order',
      [...WEEKLY, 'EXDATE:20270315T090000Z', 'EXDATE:20270322T090000Z'],
      [...WEEKLY, 'EXDATE:20270322T090000Z', 'EXDATE:20270315T090000Z'],
    ],
    ['the same text with other escapes', [...ONCE, 'LOCATION:Room 1; left'], [...ONCE, 'LOCATION:Room 1\\; left']],
    ['an empty text for none', ONCE, [...ONCE, 'LOCATION:']],
    ['INTERVAL=1', WEEKLY, WEEKLY.map((line) => line.replace('WEEKLY', 'WEEKLY;INTERVAL=1'))],
  ])('%s', async (_, before, after) => {
    expect(await sends([vevent(...before, ...people('alice'))], [vevent(...after, ...people('alice'))])).toEqual([]);
  });

  test('parameters of what else would count', async () => {
    const before = [vevent(...ONCE, 'LOCATION:Room 1', ...people('alice'))];
    expect(await sends(before, [vevent(...ONCE, 'LOCATION;LANGUAGE=en:Room 1', ...people('alice'))])).toEqual([]);
  });

  test('the order of properties and Attendees', async () => {
    const lines = [...ONCE, ...people('alice', 'bob')];
    expect(await sends([vevent(...lines)], [vevent(...lines.toReversed())])).toEqual([]);
  });

  test('the case of an Attendee’s address', async () => {
    const after = people('alice').map((line) => line.replace('mailto:alice', 'MAILTO:Alice'));
    expect(await sends([vevent(...ONCE, ...people('alice'))], [vevent(...ONCE, ...after)])).toEqual([]);
  });
});
