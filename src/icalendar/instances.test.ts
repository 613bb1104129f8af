import { describe, expect, test } from 'vitest';
import type { Component } from './component.ts';
import { addDuration, endOf, instancesBetween } from './instances.ts';
import { calendarOf, eventOf, exampleOf } from './testing.ts';
import { type CalendarTime, timeZonesOf } from './timeZone.ts';

const MARCH = ['20270301T000000Z', '20270401T000000Z'] as const;

function shown(
  calendar: Component,
  from: string = MARCH[0],
  to: string = MARCH[1],
  floatingTzid = 'UTC',
): readonly string[] {
  return instancesBetween(calendar, from, to, floatingTzid).map(
    ({ startUtc, endUtc, isOverride }) => `${startUtc}/${endUtc}${isOverride ? ' override' : ''}`,
  );
}

function event(...lines: readonly string[]): Component {
  return eventOf(...lines).calendar;
}

describe('A VEVENT overlaps a range (RFC 4791 §9.9)', () => {
  const from = '20270308T100000Z';
  const to = '20270308T120000Z';

  for (const [title, lines, expected] of [
    ['that begins in it', ['DTSTART:20270308T110000Z', 'DTEND:20270308T130000Z'], true],
    ['that ends in it', ['DTSTART:20270308T090000Z', 'DTEND:20270308T110000Z'], true],
    ['that holds it', ['DTSTART:20270307T090000Z', 'DTEND:20270309T110000Z'], true],
    ['that ends at its start', ['DTSTART:20270308T090000Z', 'DTEND:20270308T100000Z'], false],
    ['that begins at its end', ['DTSTART:20270308T120000Z', 'DTEND:20270308T130000Z'], false],
    ['by its DURATION', ['DTSTART:20270308T090000Z', 'DURATION:PT61M'], true],
    ['not by a DURATION that is too short', ['DTSTART:20270308T090000Z', 'DURATION:PT60M'], false],
    ['without an end at its start', ['DTSTART:20270308T100000Z'], true],
    ['without an end at its end', ['DTSTART:20270308T120000Z'], false],
    ['with no duration at its start', ['DTSTART:20270308T100000Z', 'DURATION:PT0S'], true],
    ['with DTEND at DTSTART', ['DTSTART:20270308T100000Z', 'DTEND:20270308T100000Z'], true],
    ['as a date without DTEND', ['DTSTART;VALUE=DATE:20270308'], true],
    ['as the day before', ['DTSTART;VALUE=DATE:20270307'], false],
    ['as two days', ['DTSTART;VALUE=DATE:20270307', 'DTEND;VALUE=DATE:20270309'], true],
    ['without DTSTART', ['SUMMARY:Never'], false],
  ] as const) {
    test(`${title}: ${expected}`, () => {
      expect(shown(event(...lines), from, to)).toHaveLength(expected ? 1 : 0);
    });
  }

  test('as a date in the zone of the calendar', () => {
    const day = event('DTSTART;VALUE=DATE:20270308');
    expect(shown(day, '20270307T150000Z', '20270307T150001Z', 'Asia/Tokyo')).toEqual([
      '20270307T150000Z/20270308T150000Z',
    ]);
    expect(shown(day, '20270307T150000Z', '20270307T150001Z', 'UTC')).toEqual([]);
  });
});

describe('A VTODO overlaps a range (RFC 4791 §9.9)', () => {
  const from = '20270308T100000Z';
  const to = '20270308T120000Z';

  for (const [title, lines, expected] of [
    ['DTSTART and DURATION that end at its start', ['DTSTART:20270308T090000Z', 'DURATION:PT1H'], true],
    ['DTSTART and DURATION before', ['DTSTART:20270308T080000Z', 'DURATION:PT1H'], false],
    ['DTSTART and DUE around it', ['DTSTART:20270307T090000Z', 'DUE:20270309T100000Z'], true],
    ['DTSTART and DUE that end at its start', ['DTSTART:20270308T090000Z', 'DUE:20270308T100000Z'], false],
    ['DTSTART and DUE both at its end', ['DTSTART:20270308T120000Z', 'DUE:20270308T120000Z'], true],
    ['DTSTART in it', ['DTSTART:20270308T100000Z'], true],
    ['DTSTART before', ['DTSTART:20270308T095959Z'], false],
    ['DUE at its end', ['DUE:20270308T120000Z'], true],
    ['DUE at its start', ['DUE:20270308T100000Z'], false],
    ['COMPLETED and CREATED around it', ['COMPLETED:20270309T120000Z', 'CREATED:20270307T120000Z'], true],
    ['COMPLETED and CREATED before', ['COMPLETED:20270307T120000Z', 'CREATED:20270306T120000Z'], false],
    ['COMPLETED at its end', ['COMPLETED:20270308T120000Z'], true],
    ['COMPLETED after', ['COMPLETED:20270308T120001Z'], false],
    ['CREATED before', ['CREATED:20270101T120000Z'], true],
    ['CREATED at its end', ['CREATED:20270308T120000Z'], false],
    ['nothing', ['SUMMARY:Some day'], true],
  ] as const) {
    test(`with ${title}: ${expected}`, () => {
      expect(shown(calendarOf('BEGIN:VTODO', 'UID:1', ...lines, 'END:VTODO'), from, to)).toHaveLength(expected ? 1 : 0);
    });
  }

  test('also by a recurring DUE at the end of the range', () => {
    const todo = calendarOf('BEGIN:VTODO', 'UID:1', 'DUE:20270301T120000Z', 'RRULE:FREQ=DAILY', 'END:VTODO');
    expect(shown(todo, from, to)).toEqual(['20270308T120000Z/20270308T120000Z']);
  });
});

describe('Instances of a recurring event', () => {
  const weekly = [
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTART;TZID=Europe/Berlin:20270301T100000',
    'DTEND;TZID=Europe/Berlin:20270301T110000',
    'RRULE:FREQ=WEEKLY',
    'EXDATE;TZID=Europe/Berlin:20270308T100000,20270315T100000',
    'END:VEVENT',
  ];

  test('come with their own component, in order', () => {
    const instances = instancesBetween(calendarOf(...weekly), ...MARCH, 'UTC');
    expect(instances.map(({ key }) => key)).toEqual(['20270301T090000Z', '20270322T090000Z', '20270329T080000Z']);
    expect(instances[2]?.start).toEqual({ form: 'zoned', local: '20270329T100000', tzid: 'Europe/Berlin' });
    expect(instances[2]?.endUtc).toBe('20270329T090000Z');
    expect(instances[2]?.component.properties.some(({ name }) => name === 'RRULE')).toBe(false);
  });

  test('are replaced by overrides, also on an EXDATE, and wherever these moved', () => {
    const override = (id: string, start: string, end: string): readonly string[] => [
      'BEGIN:VEVENT',
      'UID:1',
      `RECURRENCE-ID:${id}`,
      `DTSTART:${start}`,
      `DTEND:${end}`,
      'END:VEVENT',
    ];
    const calendar = calendarOf(
      ...weekly,
      ...override('20270315T090000Z', '20270315T120000Z', '20270315T130000Z'),
      ...override('20270322T090000Z', '20270422T090000Z', '20270422T100000Z'),
      ...override('20270405T080000Z', '20270330T080000Z', '20270330T090000Z'),
    );
    expect(shown(calendar)).toEqual([
      '20270301T090000Z/20270301T100000Z',
      '20270315T120000Z/20270315T130000Z override',
      '20270329T080000Z/20270329T090000Z',
      '20270330T080000Z/20270330T090000Z override',
    ]);
  });

  test('that begin before the range and reach into it are there', () => {
    const long = event('DTSTART:20270101T000000Z', 'DTEND:20270111T000000Z', 'RRULE:FREQ=MONTHLY');
    expect(shown(long, '20270308T000000Z', '20270309T000000Z')).toEqual(['20270301T000000Z/20270311T000000Z']);
    const period = event('DTSTART:20270101T000000Z', 'DURATION:PT1H', 'RDATE;VALUE=PERIOD:20270201T000000Z/P60D');
    expect(shown(period, '20270308T000000Z', '20270309T000000Z')).toEqual(['20270201T000000Z/20270402T000000Z']);
  });

  test('without a master stand for themselves', () => {
    const detached = event('RECURRENCE-ID:20270308T100000Z', 'DTSTART:20270309T100000Z', 'DURATION:PT1H');
    expect(instancesBetween(detached, ...MARCH, 'UTC')).toMatchObject([{ key: '20270308T100000Z', isOverride: true }]);
  });

  test('with RANGE=THISANDFUTURE have their own key only', () => {
    const calendar = calendarOf(
      ...weekly,
      'BEGIN:VEVENT',
      'UID:1',
      'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270322T100000',
      'DTSTART:20270322T120000Z',
      'END:VEVENT',
    );
    expect(shown(calendar).slice(1)).toEqual([
      '20270322T120000Z/20270322T120000Z override',
      '20270329T080000Z/20270329T090000Z',
    ]);
  });

  test('of several objects are sorted together', () => {
    const calendar = calendarOf(
      'BEGIN:VEVENT',
      'UID:b',
      'DTSTART:20270310T100000Z',
      'RRULE:FREQ=DAILY;COUNT=2',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:a',
      'DTSTART:20270310T120000Z',
      'END:VEVENT',
      'BEGIN:VJOURNAL',
      'UID:c',
      'DTSTART:20270310T110000Z',
      'END:VJOURNAL',
    );
    expect(instancesBetween(calendar, ...MARCH, 'UTC').map(({ key }) => key)).toEqual([
      '20270310T100000Z',
      '20270310T120000Z',
      '20270311T100000Z',
    ]);
  });

  test('that does not recur is the component itself', () => {
    const { calendar, master } = eventOf('DTSTART:20270310T100000Z');
    expect(instancesBetween(calendar, ...MARCH, 'UTC')[0]?.component).toBe(master);
  });

  test('of an endless event are found from the first year to the last', () => {
    const calendar = event('DTSTART;VALUE=DATE:20270310', 'RRULE:FREQ=YEARLY;INTERVAL=1000');
    expect(shown(calendar, '00010101T000000Z', '99991231T235959Z')).toHaveLength(8);
  });
});

describe('The end of a component (RFC 5545 §3.6.1)', () => {
  function end(...lines: readonly string[]): CalendarTime | undefined {
    const { master, zones } = eventOf(...lines);
    return endOf(master, zones);
  }

  test('is DTEND, else the DURATION, else the day, else the start', () => {
    expect(end('DTSTART:20270308T100000Z', 'DTEND:20270308T110000Z')).toEqual({
      form: 'utc',
      local: '20270308T110000',
    });
    expect(end('DTSTART:20270308T100000Z', 'DURATION:PT90M')).toEqual({ form: 'utc', local: '20270308T113000' });
    expect(end('DTSTART;VALUE=DATE:20270308')).toEqual({ form: 'date', local: '20270309' });
    expect(end('DTSTART:20270308T100000Z')).toEqual({ form: 'utc', local: '20270308T100000' });
    expect(end('SUMMARY:Never')).toBeUndefined();
  });

  test('of a VTODO is DUE or its DURATION', () => {
    const todo = exampleOf(calendarOf('BEGIN:VTODO', 'DTSTART:20270308T100000Z', 'END:VTODO'));
    expect(endOf(todo.master, todo.zones)).toBeUndefined();
    const due = exampleOf(calendarOf('BEGIN:VTODO', 'DUE:20270308T100000Z', 'END:VTODO'));
    expect(endOf(due.master, due.zones)).toEqual({ form: 'utc', local: '20270308T100000' });
  });

  test('counts days on the clock and hours exactly', () => {
    const zones = timeZonesOf(calendarOf());
    const start: CalendarTime = { form: 'zoned', local: '20270327T120000', tzid: 'Europe/Berlin' };
    expect(addDuration(start, 'P1D', zones).local).toBe('20270328T120000');
    expect(addDuration(start, 'PT24H', zones).local).toBe('20270328T130000');
    expect(addDuration(start, 'P1W', zones).local).toBe('20270403T120000');
    expect(addDuration(start, 'P1DT1H', zones).local).toBe('20270328T130000');
    expect(addDuration(start, '-PT1H', zones).local).toBe('20270327T110000');
    expect(addDuration({ form: 'date', local: '20270308' }, 'PT48H', zones)).toEqual({
      form: 'date',
      local: '20270310',
    });
    expect(() => addDuration(start, 'one hour', zones)).toThrow('DURATION');
    expect(() => addDuration(start, 'P', zones)).toThrow('DURATION');
  });
});
