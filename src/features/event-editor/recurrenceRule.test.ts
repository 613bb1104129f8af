import { describe, expect, it } from 'vitest';
import type { CalendarTime } from '../../icalendar/calendarTime.ts';
import { timeZonesOf } from '../../icalendar/timeZone.ts';
import { readRule, writeRule } from './recurrenceRule.ts';
import { calendarOf } from './testCalendars.ts';

const ZONES = timeZonesOf(calendarOf());
const START: CalendarTime = { form: 'zoned', local: '20270308T100000', tzid: 'Europe/Berlin' };

function read(text: string, start = START) {
  return readRule(text, start, ZONES);
}

describe('a rule of the form', () => {
  it.each([
    ['FREQ=DAILY', { frequency: 'DAILY', interval: 1, end: { kind: 'never' } }],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,MO;COUNT=10',
      { weekdays: ['MO', 'TH'], interval: 2, end: { kind: 'count', count: 10 } },
    ],
    ['FREQ=MONTHLY;BYDAY=2TU', { on: { by: 'weekday', ordinal: 2, weekday: 'TU' } }],
    ['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;WKST=SU', { on: { by: 'weekday', ordinal: 2, weekday: 'TU' } }],
    ['FREQ=MONTHLY;BYDAY=-1FR', { on: { by: 'weekday', ordinal: -1, weekday: 'FR' } }],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15,-1', { on: { by: 'date', days: [1, 15, -1] } }],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', { month: 3, on: { by: 'weekday', ordinal: -1, weekday: 'SU' } }],
    ['freq=yearly', { frequency: 'YEARLY', on: { by: 'start' }, month: undefined }],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  it.each([
    'FREQ=HOURLY',
    'FREQ=DAILY;BYDAY=MO,TU',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=YEARLY;BYMONTHDAY=15',
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
    'FREQ=DAILY;COUNT=3;UNTIL=20270401T000000Z',
    'FREQ=WEEKLY;RSCALE=HEBREW',
    'COUNT=3',
  ])('does not claim to express %s', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each([
    ['20270426T215959Z', '20270426'],
    ['20270426T080000Z', '20270426'],
    // Midnight of the 26th in Berlin: the instance at ten o'clock is out.
    ['20270425T220000Z', '20270425'],
    ['20270426', '20270426'],
  ])('shows UNTIL=%s as the last possible day, %s', (until, date) => {
    expect(read(`FREQ=DAILY;UNTIL=${until}`)?.end).toEqual({ kind: 'until', date });
  });

  it('keeps the characters of parts that say the same', () => {
    const source = { text: 'UNTIL=20270426T080000Z;FREQ=MONTHLY;WKST=SU;BYDAY=TU;BYSETPOS=2', start: START };
    const rule = read(source.text);
    expect(rule && writeRule(rule, START, ZONES, source)).toBe(source.text);
    expect(rule && writeRule({ ...rule, interval: 3 }, START, ZONES, source)).toBe(`${source.text};INTERVAL=3`);
    expect(rule && writeRule({ ...rule, on: { by: 'start' } }, START, ZONES, source)).toBe(
      'UNTIL=20270426T080000Z;FREQ=MONTHLY;WKST=SU',
    );
    expect(rule && writeRule({ ...rule, end: { kind: 'count', count: 4 } }, START, ZONES, source)).toBe(
      'FREQ=MONTHLY;WKST=SU;BYDAY=TU;BYSETPOS=2;COUNT=4',
    );
  });

  it('writes UNTIL as the end of its day, in the form that DTSTART asks for', () => {
    const rule = read('FREQ=DAILY;UNTIL=20270426');
    const write = (start: CalendarTime) => rule && writeRule(rule, start, ZONES);
    expect(write(START)).toBe('FREQ=DAILY;UNTIL=20270426T215959Z');
    expect(write({ form: 'date', local: '20270308' })).toBe('FREQ=DAILY;UNTIL=20270426');
    expect(write({ form: 'floating', local: '20270308T100000' })).toBe('FREQ=DAILY;UNTIL=20270426T235959');
  });
});
