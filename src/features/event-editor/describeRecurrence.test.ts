import { setupI18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import { KNOWN_ZONES } from './dateWords.ts';
import { describeRecurrence } from './describeRecurrence.ts';
import { mainComponent } from './draftReading.ts';
import { readRecurrence } from './recurrenceRule.ts';
import { calendarOf, eventLines } from './testCalendars.ts';

const WORDS = { i18n: setupI18n({ locale: 'en', messages: { en: {} } }), locale: 'en-GB' };
const START: CalendarTime = { form: 'zoned', local: '20270308T100000', tzid: 'Europe/Berlin' };

describe('a recurrence in words', () => {
  it.each([
    ['FREQ=DAILY', 'Every day'],
    ['FREQ=DAILY;INTERVAL=3;COUNT=1', 'Every 3 days, once'],
    ['FREQ=WEEKLY;COUNT=6', 'Every week on Monday, 6 times'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=10', 'Every 2 weeks on Monday and Thursday, 10 times'],
    ['FREQ=WEEKLY;BYDAY=MO;UNTIL=20270426T215959Z', 'Every week on Monday, until Mon, 26 Apr 2027'],
    ['FREQ=MONTHLY', 'Every month on day 8'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'Every month on the last day'],
    ['FREQ=MONTHLY;BYDAY=2TU', 'Every month on the second Tuesday'],
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR', 'Every 2 months on the last Friday'],
    ['FREQ=YEARLY', 'Every year on 8 March'],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'Every year on the fourth Thursday of November'],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      'Every month on Monday, Tuesday, Wednesday, Thursday and Friday (number -1 of these, counted from the end when negative)',
    ],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', 'Every year on Monday BYWEEKNO=20'],
  ])('%s is “%s”', (rule, text) => {
    const component = mainComponent(calendarOf(eventLines('DTSTART:20270308T100000', `RRULE:${rule}`)));
    expect(describeRecurrence(readRecurrence(component, START, KNOWN_ZONES), START.local, WORDS)).toBe(text);
  });
});
