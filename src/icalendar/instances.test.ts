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

describe('RANGE=THISANDFUTURE (RFC 5545 §3.2.13, §3.8.4.4)', () => {
  const daily = (start: string, ...lines: readonly string[]): readonly string[] => [
    ...['BEGIN:VEVENT', 'UID:1', start, 'SUMMARY:Stand-up', ...lines, 'END:VEVENT'],
  ];
  const BERLIN = 'DTSTART;TZID=Europe/Berlin:20270325T100000';

  /** Starts and ends as written, with the SUMMARY. */
  function listed(lines: readonly string[], from: string = MARCH[0], to: string = MARCH[1]): readonly string[] {
    const calendar = calendarOf(...lines);
    const zones = timeZonesOf(calendar);
    return instancesBetween(calendar, from, to, 'UTC').map(({ component, start }) => {
      const summary = component.properties.find(({ name }) => name === 'SUMMARY')?.value;
      return `${start.local}/${endOf(component, zones)?.local} ${summary}`;
    });
  }

  test('later instances are its component, moved as far and lasting as long, also when the clocks change', () => {
    const lines = [
      ...daily(BERLIN, 'DURATION:PT30M', 'RRULE:FREQ=DAILY;COUNT=6'),
      ...daily(
        'DTSTART;TZID=Europe/Berlin:20270326T120000',
        'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270326T100000',
        'DTEND;TZID=Europe/Berlin:20270326T130000',
        'SUMMARY:Long stand-up',
      ).filter((line) => line !== 'SUMMARY:Stand-up'),
    ];
    expect(listed(lines)).toEqual([
      '20270325T100000/20270325T103000 Stand-up',
      '20270326T120000/20270326T130000 Long stand-up',
      '20270327T120000/20270327T130000 Long stand-up',
      '20270328T120000/20270328T130000 Long stand-up',
      '20270329T120000/20270329T130000 Long stand-up',
      '20270330T120000/20270330T130000 Long stand-up',
    ]);
    const instances = instancesBetween(calendarOf(...lines), ...MARCH, 'UTC');
    expect(instances.map(({ key, isOverride }) => `${key}${isOverride ? ' override' : ''}`).slice(0, 4)).toEqual([
      '20270325T090000Z',
      '20270326T090000Z override',
      '20270327T090000Z',
      '20270328T080000Z',
    ]);
    const later = instances[3]?.component;
    expect(later?.properties.find(({ name }) => name === 'RECURRENCE-ID')).toMatchObject({
      value: '20270328T100000',
      parameters: { TZID: ['Europe/Berlin'] },
    });
  });

  test('an override of its own and the next RANGE end it, an EXDATE leaves its instance out', () => {
    const lines = [
      ...daily(BERLIN, 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=7', 'EXDATE;TZID=Europe/Berlin:20270327T100000'),
      ...['0330T10', '0326T11'].flatMap((start) => [
        'BEGIN:VEVENT',
        'UID:1',
        `RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:2027${start.slice(0, 4)}T100000`,
        `DTSTART;TZID=Europe/Berlin:2027${start}0000`,
        'DURATION:PT1H',
        `SUMMARY:From ${start.slice(0, 4)}`,
        'END:VEVENT',
      ]),
      'BEGIN:VEVENT',
      'UID:1',
      'RECURRENCE-ID;TZID=Europe/Berlin:20270328T100000',
      'DTSTART;TZID=Europe/Berlin:20270328T080000',
      'DURATION:PT1H',
      'SUMMARY:On its own',
      'END:VEVENT',
    ];
    expect(listed(lines)).toEqual([
      '20270325T100000/20270325T110000 Stand-up',
      '20270326T110000/20270326T120000 From 0326',
      '20270328T080000/20270328T090000 On its own',
      '20270329T110000/20270329T120000 From 0326',
      '20270330T100000/20270330T110000 From 0330',
      '20270331T100000/20270331T110000 From 0330',
    ]);
  });

  test('instances that it moves into the range, or leaves long in it, are found', () => {
    const moved = (start: string, duration: string): readonly string[] => [
      ...daily('DTSTART:20270101T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=20'),
      'BEGIN:VEVENT',
      'UID:1',
      'RECURRENCE-ID;RANGE=THISANDFUTURE:20270108T100000Z',
      `DTSTART:${start}`,
      `DURATION:${duration}`,
      'END:VEVENT',
    ];
    const day = ['20270319T000000Z', '20270320T000000Z'] as const;
    expect(listed(moved('20270129T100000Z', 'PT1H'), ...day)).toEqual(['20270319T100000/20270319T110000 undefined']);
    expect(listed(moved('20261225T100000Z', 'PT1H'), ...day)).toEqual(['20270319T100000/20270319T110000 undefined']);
    expect(listed(moved('20270108T100000Z', 'P10D'), ...day)).toEqual([
      '20270312T100000/20270322T100000 undefined',
      '20270319T100000/20270329T100000 undefined',
    ]);
  });

  test.each([
    ['into a DATE', BERLIN, 'DTSTART;VALUE=DATE:20270326', '20270328/20270329'],
    [
      'out of a DATE',
      'DTSTART;VALUE=DATE:20270325',
      'DTSTART;TZID=Europe/Berlin:20270326T090000',
      '20270328T090000/20270328T090000',
    ],
    ['into another zone', BERLIN, 'DTSTART;TZID=Asia/Tokyo:20270326T190000', '20270328T180000/20270328T180000'],
    ['into UTC', BERLIN, 'DTSTART:20270326T090000Z', '20270328T080000/20270328T080000'],
    ['in floating time', 'DTSTART:20270325T100000', 'DTSTART:20270325T230000', '20270327T230000/20270327T230000'],
  ])('the form of its DTSTART is that of later ones: %s', (_title, start, moved, expected) => {
    const id = start.replace('DTSTART', 'RECURRENCE-ID;RANGE=THISANDFUTURE').replace('20270325', '20270326');
    const lines = [...daily(start, 'RRULE:FREQ=DAILY;COUNT=4'), ...daily(moved, id)];
    expect(listed(lines).at(-1)).toBe(`${expected} Stand-up`);
  });

  test('without a DTSTART speaks for nothing later', () => {
    const todo = calendarOf(
      ...['BEGIN:VTODO', 'UID:1', 'DTSTART:20270308T100000Z', 'RRULE:FREQ=DAILY;COUNT=3', 'SUMMARY:Water', 'END:VTODO'],
      ...['BEGIN:VTODO', 'UID:1', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20270309T100000Z', 'END:VTODO'],
    );
    const instances = instancesBetween(todo, ...MARCH, 'UTC').filter(({ isOverride }) => !isOverride);
    expect(instances.map(({ startUtc }) => startUtc)).toEqual(['20270308T100000Z', '20270310T100000Z']);
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
