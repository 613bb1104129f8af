import { describe, expect, test } from 'vitest';
import { contentLine, InvalidCalendarDataError } from './calendarData.ts';
import { readPeriods, readTime, readTimes, writeTime } from './calendarTime.ts';
import { makeProperty } from './component.ts';

describe('Reading times (RFC 5545 §3.3.4, §3.3.5)', () => {
  test('tells the four forms apart', () => {
    expect(readTime(makeProperty('DTSTART', '20270308', { VALUE: ['DATE'] }))).toEqual({
      form: 'date',
      local: '20270308',
    });
    expect(readTime(makeProperty('DTSTART', '20270308T100000'))).toEqual({
      form: 'floating',
      local: '20270308T100000',
    });
    expect(readTime(makeProperty('DTSTART', '20270308T100000Z'))).toEqual({ form: 'utc', local: '20270308T100000' });
    expect(readTime(makeProperty('DTSTART', '20270308T100000', { TZID: ['Europe/Berlin'] }))).toEqual({
      form: 'zoned',
      local: '20270308T100000',
      tzid: 'Europe/Berlin',
    });
  });

  test('believes the value more than its parameters', () => {
    expect(readTime(makeProperty('DTSTART', '20270308')).form).toBe('date');
    expect(readTime(makeProperty('DTSTART', '20270308', { TZID: ['Europe/Berlin'] })).form).toBe('date');
    expect(readTime(makeProperty('DTSTART', '20270308T100000Z', { TZID: ['Europe/Berlin'] })).form).toBe('utc');
    expect(readTime(makeProperty('DTSTART', '20270308T100000', { VALUE: ['DATE'] })).form).toBe('floating');
  });

  test('reads lists and the starts of periods', () => {
    expect(readTimes(makeProperty('EXDATE', '20270308, 20270309')).map(({ local }) => local)).toEqual([
      '20270308',
      '20270309',
    ]);
    expect(readTimes(makeProperty('RDATE', '20270308T100000Z/PT1H')).map(({ local }) => local)).toEqual([
      '20270308T100000',
    ]);
    expect(readTimes(makeProperty('EXDATE', ''))).toEqual([]);
  });

  test('reads a leap second as the second before', () => {
    expect(readTime(makeProperty('DTSTART', '20161231T235960Z')).local).toBe('20161231T235959');
  });

  for (const value of [
    '',
    'tomorrow',
    '2027-03-08',
    '20270308T1000',
    '20270308T100000z',
    '20271308',
    '20270300',
    '20270229',
    '20270308T240000',
    '20270308T106000',
    '20270308T100000ZZ',
    '120270308',
  ]) {
    test(`“${value}” is refused by name`, () => {
      expect(() => readTime(makeProperty('DTEND', value))).toThrow(InvalidCalendarDataError);
      expect(() => readTime(makeProperty('DTEND', value))).toThrow(`DTEND: “${value}”`);
    });
  }

  test('February 29 is read in leap years', () => {
    expect(readTime(makeProperty('DTSTART', '20280229')).local).toBe('20280229');
    expect(() => readTime(makeProperty('DTSTART', '21000229'))).toThrow(InvalidCalendarDataError);
  });
});

test('periods have their end or their duration', () => {
  const property = makeProperty('RDATE', '20270308T100000Z/PT1H,20270309T100000Z/20270309T113000Z,20270310T100000Z');
  expect(readPeriods(property)).toEqual([
    { start: { form: 'utc', local: '20270308T100000' }, duration: 'PT1H' },
    { start: { form: 'utc', local: '20270309T100000' }, end: { form: 'utc', local: '20270309T113000' } },
    { start: { form: 'utc', local: '20270310T100000' } },
  ]);
});

describe('Writing times', () => {
  test('sets VALUE and TZID as the form needs', () => {
    const zoned = { form: 'zoned', local: '20270308T100000', tzid: 'Europe/Berlin' } as const;
    expect(contentLine(writeTime('DTSTART', zoned))).toBe('DTSTART;TZID=Europe/Berlin:20270308T100000');
    expect(contentLine(writeTime('DTSTART', { form: 'date', local: '20270308' }))).toBe('DTSTART;VALUE=DATE:20270308');
    expect(contentLine(writeTime('DTSTART', { form: 'floating', local: '20270308T100000' }))).toBe(
      'DTSTART:20270308T100000',
    );
    expect(
      contentLine(
        writeTime('EXDATE', [
          { form: 'utc', local: '20270308T100000' },
          { form: 'utc', local: '20270309T100000' },
        ]),
      ),
    ).toBe('EXDATE:20270308T100000Z,20270309T100000Z');
  });

  test('keeps other parameters and replaces these two', () => {
    const parameters = { VALUE: ['DATE'], TZID: ['Asia/Tokyo'], RANGE: ['THISANDFUTURE'] };
    const property = writeTime('RECURRENCE-ID', { form: 'utc', local: '20270308T100000' }, parameters);
    expect(contentLine(property)).toBe('RECURRENCE-ID;RANGE=THISANDFUTURE:20270308T100000Z');
  });

  test('refuses none and unlike ones', () => {
    expect(() => writeTime('EXDATE', [])).toThrow(TypeError);
    expect(() =>
      writeTime('EXDATE', [
        { form: 'date', local: '20270308' },
        { form: 'utc', local: '20270308T100000' },
      ]),
    ).toThrow(TypeError);
  });
});
