import { expect, test } from 'vitest';
import { parseCalendarData } from '../icalendar/calendarData.ts';
import { ics } from './testClient.ts';
import { isWithin, timeBounds } from './timeBounds.ts';

const BERLIN = ';TZID=Europe/Berlin';

function boundsOf(kind: string, ...lines: readonly string[]): string {
  const text = ics('BEGIN:VCALENDAR', `BEGIN:${kind}`, 'UID:a', ...lines, `END:${kind}`, 'END:VCALENDAR');
  const { startsAt, endsAt, precision } = timeBounds(parseCalendarData(text));
  return `${startsAt}/${endsAt} ${precision}`;
}

test.each<[string, string, readonly string[], string]>([
  [
    'an event in a zone is exactly where it is',
    'VEVENT',
    [`DTSTART${BERLIN}:20270308T100000`, `DTEND${BERLIN}:20270308T113000`],
    '20270308T090000Z/20270308T103000Z exact',
  ],
  [
    'a date is a day in any zone',
    'VEVENT',
    ['DTSTART;VALUE=DATE:20270308'],
    '20270307T000000Z/20270310T000000Z floating',
  ],
  [
    'a rule with COUNT ends with its last instance, on the clock of its zone',
    'VEVENT',
    [`DTSTART${BERLIN}:20270322T100000`, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=2'],
    '20270322T090000Z/20270329T090000Z rough',
  ],
  [
    'a rule with UNTIL ends with its last instance before',
    'VEVENT',
    ['DTSTART:20270308T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=YEARLY;UNTIL=20330101'],
    '20270308T100000Z/20320308T110000Z rough',
  ],
  [
    'what EXDATE takes away at the end does not count',
    'VEVENT',
    ['DTSTART:20270308T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20270310T100000Z'],
    '20270308T100000Z/20270309T110000Z rough',
  ],
  [
    'RDATE may be before and after the rule, with a period of its own',
    'VEVENT',
    [
      'DTSTART:20270308T100000Z',
      'DURATION:PT1H',
      'RDATE:20270101T100000Z',
      'RDATE;VALUE=PERIOD:20270401T100000Z/PT5H',
      'RRULE:FREQ=DAILY;COUNT=3',
    ],
    '20270101T100000Z/20270401T150000Z rough',
  ],
  [
    'an endless rule has no end',
    'VEVENT',
    ['DTSTART:20270308T100000Z', 'RRULE:FREQ=DAILY'],
    '20270308T100000Z/99991231T235959Z rough',
  ],
  [
    'a series of more instances than are worth finding has none either',
    'VEVENT',
    ['DTSTART:20270308T100000Z', 'RRULE:FREQ=SECONDLY;COUNT=1001'],
    '20270308T100000Z/99991231T235959Z rough',
  ],
  [
    'nor has one that ends after too many',
    'VEVENT',
    ['DTSTART:20270308T100000Z', 'RRULE:FREQ=SECONDLY;UNTIL=20270601T000000Z'],
    '20270308T100000Z/99991231T235959Z rough',
  ],
  ['a task with DUE alone is at its DUE', 'VTODO', ['DUE:20270308T100000Z'], '20270308T100000Z/20270308T100000Z rough'],
  [
    'a task that was created and completed is between the two',
    'VTODO',
    ['COMPLETED:20270308T100000Z', 'CREATED:20270301T100000Z'],
    '20270301T100000Z/20270308T100000Z rough',
  ],
  [
    'a task that was only created never ends',
    'VTODO',
    ['CREATED:20270301T100000Z'],
    '20270301T100000Z/99991231T235959Z rough',
  ],
  ['a task without any time is everywhere', 'VTODO', [], '00010101T000000Z/99991231T235959Z rough'],
  ['so is what cannot be read', 'VEVENT', ['DTSTART:soon'], '00010101T000000Z/99991231T235959Z rough'],
])('%s', (_what, kind, lines, expected) => {
  expect(boundsOf(kind, ...lines)).toBe(expected);
});

test('a date is within a range without reading the text when it is in every zone, and not when it is in none', () => {
  const text = ics(
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:a',
    'DTSTART;VALUE=DATE:20270308',
    'END:VEVENT',
    'END:VCALENDAR',
  );
  const bounds = timeBounds(parseCalendarData(text));
  expect(isWithin(bounds, '20270301T000000Z', '20270401T000000Z')).toBe(true);
  expect(isWithin(bounds, '20270308T000000Z', '20270309T000000Z')).toBeUndefined();
  expect(isWithin(bounds, '20270311T000000Z', '20270401T000000Z')).toBe(false);
});
