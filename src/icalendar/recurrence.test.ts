import { describe, expect, test } from 'vitest';
import { InvalidCalendarDataError } from './calendarData.ts';
import {
  addedKeys,
  excludedKeys,
  type RecurrenceKey,
  RecurrenceLimitError,
  recurrenceKey,
  recurrenceSet,
} from './recurrence.ts';
import { calendarOf, eventOf, exampleOf } from './testing.ts';
import { type CalendarTime, timeZonesOf } from './timeZone.ts';

const BERLIN = 'DTSTART;TZID=Europe/Berlin:20270308T100000';

function firstOf(count: number, ...lines: readonly string[]): readonly RecurrenceKey[] {
  return eventOf(...lines).set.first(count);
}

describe('Keys (scheduling.md S2.1)', () => {
  const zones = timeZonesOf(calendarOf());
  const zoned: CalendarTime = { form: 'zoned', local: '20270308T100000', tzid: 'Europe/Berlin' };
  const utc: CalendarTime = { form: 'utc', local: '20270308T090000' };
  const floating: CalendarTime = { form: 'floating', local: '20270308T100000' };
  const date: CalendarTime = { form: 'date', local: '20270308' };
  const unknown: CalendarTime = { form: 'zoned', local: '20270308T100000', tzid: 'Nowhere' };

  test('a UTC time and the same instant in any zone are one key', () => {
    const newYork: CalendarTime = { form: 'zoned', local: '20270308T040000', tzid: 'America/New_York' };
    const windows: CalendarTime = { form: 'zoned', local: '20270308T100000', tzid: 'W. Europe Standard Time' };
    for (const time of [zoned, utc, newYork, windows])
      expect(recurrenceKey(time, zoned, zones)).toBe('20270308T090000Z');
    for (const time of [zoned, utc, newYork, windows]) expect(recurrenceKey(time, utc, zones)).toBe('20270308T090000Z');
  });

  test("a floating value under a zoned DTSTART is read in DTSTART's zone", () => {
    expect(recurrenceKey(floating, zoned, zones)).toBe('20270308T090000Z');
    expect(recurrenceKey(unknown, zoned, zones)).toBe('20270308T090000Z');
    expect(recurrenceKey(floating, utc, zones)).toBe('20270308T100000Z');
  });

  test("a date under a DATE-TIME is the instance at DTSTART's local time on that day", () => {
    expect(recurrenceKey({ form: 'date', local: '20270405' }, zoned, zones)).toBe('20270405T080000Z');
    expect(recurrenceKey({ form: 'date', local: '20270405' }, utc, zones)).toBe('20270405T090000Z');
    expect(recurrenceKey({ form: 'date', local: '20270405' }, floating, zones)).toBe('20270405T100000');
  });

  test('under a DATE the key is a date', () => {
    for (const time of [date, zoned, utc, floating]) expect(recurrenceKey(time, date, zones)).toBe('20270308');
  });

  test('under floating time the key is the local time as written', () => {
    for (const time of [zoned, floating]) expect(recurrenceKey(time, floating, zones)).toBe('20270308T100000');
    expect(recurrenceKey(utc, floating, zones)).toBe('20270308T090000');
  });

  test('under an unknown TZID time floats', () => {
    expect(recurrenceKey(unknown, unknown, zones)).toBe('20270308T100000');
  });
});

describe('A recurrence set', () => {
  test('without RRULE and RDATE is DTSTART alone', () => {
    const { set } = eventOf(BERLIN);
    expect(set.first(5)).toEqual(['20270308T090000Z']);
    expect(set.start).toBe('20270308T090000Z');
    expect(set.finite).toBe(true);
    expect(set.has('20270308T090000Z')).toBe(true);
    expect(set.has('20270309T090000Z')).toBe(false);
  });

  test('is the same object for the same master', () => {
    const { master, zones, set } = eventOf(BERLIN, 'RRULE:FREQ=DAILY');
    expect(recurrenceSet(master, zones)).toBe(set);
  });

  test('has dates for keys when DTSTART is a DATE', () => {
    expect(firstOf(2, 'DTSTART;VALUE=DATE:20270308', 'RRULE:FREQ=WEEKLY')).toEqual(['20270308', '20270315']);
  });

  test('has local times for keys when DTSTART floats', () => {
    expect(firstOf(2, 'DTSTART:20270308T100000', 'RRULE:FREQ=DAILY')).toEqual(['20270308T100000', '20270309T100000']);
  });

  test('keeps UTC time across daylight saving when DTSTART is in UTC', () => {
    expect(firstOf(2, 'DTSTART:20270327T100000Z', 'RRULE:FREQ=DAILY')).toEqual([
      '20270327T100000Z',
      '20270328T100000Z',
    ]);
  });

  test('has no key of another form', () => {
    const { set } = eventOf(BERLIN, 'RRULE:FREQ=DAILY');
    for (const key of ['20270308', '20270308T100000', 'master', '', '20270308T090000z'])
      expect(set.has(key)).toBe(false);
  });

  test('counts a DTSTART off the rule as the first instance, also towards COUNT', () => {
    const lines = ['DTSTART;TZID=Europe/Berlin:20270309T100000', 'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3'];
    expect(firstOf(9, ...lines)).toEqual(['20270309T090000Z', '20270315T090000Z', '20270322T090000Z']);
    expect(eventOf(...lines).set.has('20270309T090000Z')).toBe(true);
  });

  test('unites several RRULEs', () => {
    const lines = [BERLIN, 'RRULE:FREQ=WEEKLY;COUNT=2', 'RRULE:FREQ=DAILY;INTERVAL=3;COUNT=3'];
    expect(firstOf(9, ...lines)).toEqual([
      '20270308T090000Z',
      '20270311T090000Z',
      '20270314T090000Z',
      '20270315T090000Z',
    ]);
  });

  test('honours EXRULE', () => {
    const lines = [BERLIN, 'RRULE:FREQ=DAILY;COUNT=4', 'EXRULE:FREQ=DAILY;INTERVAL=2'];
    expect(firstOf(9, ...lines)).toEqual(['20270309T090000Z', '20270311T090000Z']);
  });

  test('of a VTODO without DTSTART recurs from DUE', () => {
    const todo = calendarOf('BEGIN:VTODO', 'DUE:20270308T100000Z', 'RRULE:FREQ=DAILY;COUNT=2', 'END:VTODO');
    expect(exampleOf(todo).set.first(5)).toEqual(['20270308T100000Z', '20270309T100000Z']);
  });

  test('of a VTODO with neither DTSTART nor DUE is empty', () => {
    const { set } = exampleOf(calendarOf('BEGIN:VTODO', 'SUMMARY:Some day', 'END:VTODO'));
    expect([set.first(3), set.between('20000101T000000Z', '20400101T000000Z', 'UTC')]).toEqual([[], []]);
    expect(set.has('20270308T100000Z')).toBe(false);
  });
});

describe('Clock changes (RFC 5545 §3.3.5, §3.3.10)', () => {
  test('a time in a gap is shifted by the offset before it, not dropped', () => {
    const { set } = eventOf('DTSTART;TZID=Europe/Berlin:20270327T023000', 'RRULE:FREQ=DAILY;COUNT=3');
    expect(set.first(9)).toEqual(['20270327T013000Z', '20270328T013000Z', '20270329T003000Z']);
    expect(set.has('20270328T013000Z')).toBe(true);
    expect(set.has('20270328T003000Z')).toBe(false);
  });

  test('a time that comes twice is the first of the two', () => {
    const { set } = eventOf('DTSTART;TZID=Europe/Berlin:20271030T023000', 'RRULE:FREQ=DAILY;COUNT=3');
    expect(set.first(9)).toEqual(['20271030T003000Z', '20271031T003000Z', '20271101T013000Z']);
    expect(set.has('20271031T013000Z')).toBe(false);
  });

  test('COUNT counts the shifted instance', () => {
    expect(firstOf(9, 'DTSTART;TZID=America/New_York:20270307T023000', 'RRULE:FREQ=WEEKLY;COUNT=3')).toEqual([
      '20270307T073000Z',
      '20270314T073000Z',
      '20270321T063000Z',
    ]);
  });

  test('an hourly rule over a gap gives each instant once', () => {
    const { set } = eventOf('DTSTART;TZID=Europe/Berlin:20270328T000000', 'RRULE:FREQ=HOURLY;COUNT=5');
    expect(set.first(9)).toEqual(['20270327T230000Z', '20270328T000000Z', '20270328T010000Z', '20270328T020000Z']);
  });

  test('rules by the hour and below have no instance in the second of two equal hours, which no local time names', () => {
    const start = 'DTSTART;TZID=Europe/Berlin:20271031T010000';
    const hourly = ['20271030T230000Z', '20271031T000000Z', '20271031T020000Z', '20271031T030000Z'];
    for (const rule of ['FREQ=HOURLY', 'FREQ=HOURLY;BYHOUR=0,1,2,3,4', 'FREQ=MINUTELY;INTERVAL=60']) {
      const { set } = eventOf(start, `RRULE:${rule};COUNT=4`);
      expect(set.first(9)).toEqual(hourly);
      expect(set.has('20271031T010000Z')).toBe(false);
      expect(set.between('20271031T003000Z', '20271031T020000Z', 'UTC')).toEqual([]);
    }
    expect(firstOf(4, start, 'RRULE:FREQ=MINUTELY;INTERVAL=30')).toEqual([
      ...['20271030T230000Z', '20271030T233000Z', '20271031T000000Z', '20271031T003000Z'],
    ]);
    expect(firstOf(3, 'DTSTART:20271031T000000Z', 'RRULE:FREQ=HOURLY')).toEqual([
      ...['20271031T000000Z', '20271031T010000Z', '20271031T020000Z'],
    ]);
  });

  test('instances that a gap moves past later ones come in the order of time', () => {
    const { set } = eventOf('DTSTART;TZID=Europe/Berlin:20270328T013000', 'RRULE:FREQ=MINUTELY;INTERVAL=30');
    for (let count = 1; count < 8; count++) expect(set.first(count)).toEqual(set.first(20).slice(0, count));
    expect([...set.first(20)].sort()).toEqual(set.first(20));
  });

  test('a daily rule in a zone that skips a whole day goes on the day after', () => {
    expect(firstOf(3, 'DTSTART;TZID=Pacific/Apia:20111229T100000', 'RRULE:FREQ=DAILY')).toEqual([
      '20111229T200000Z',
      '20111230T200000Z',
      '20111231T200000Z',
    ]);
  });
});

describe('UNTIL', () => {
  test('as an instant includes the instance at that instant', () => {
    expect(firstOf(9, BERLIN, 'RRULE:FREQ=DAILY;UNTIL=20270310T090000Z')).toHaveLength(3);
    expect(firstOf(9, BERLIN, 'RRULE:FREQ=DAILY;UNTIL=20270310T085959Z')).toHaveLength(2);
  });

  test('as a date includes that local day', () => {
    const late = ['DTSTART;TZID=Europe/Berlin:20270308T233000', 'RRULE:FREQ=DAILY;UNTIL=20270310'];
    expect(firstOf(9, ...late)).toHaveLength(3);
    const early = ['DTSTART;TZID=Europe/Berlin:20270308T003000', 'RRULE:FREQ=DAILY;UNTIL=20270310'];
    expect(firstOf(9, ...early)).toHaveLength(3);
  });

  test('in floating time is read on the clock of DTSTART', () => {
    expect(firstOf(9, BERLIN, 'RRULE:FREQ=DAILY;UNTIL=20270310T100000')).toHaveLength(3);
    expect(firstOf(9, BERLIN, 'RRULE:FREQ=DAILY;UNTIL=20270310T095959')).toHaveLength(2);
    expect(firstOf(9, 'DTSTART:20270308T100000', 'RRULE:FREQ=DAILY;UNTIL=20270310T100000')).toHaveLength(3);
  });

  test('in UTC under floating time is read as written', () => {
    expect(firstOf(9, 'DTSTART:20270308T100000', 'RRULE:FREQ=DAILY;UNTIL=20270310T100000Z')).toHaveLength(3);
  });

  test('under a DATE counts by its day', () => {
    for (const until of ['20270310', '20270310T000000Z', '20270310T120000']) {
      const lines = ['DTSTART;VALUE=DATE:20270308', `RRULE:FREQ=DAILY;UNTIL=${until}`];
      expect(firstOf(9, ...lines)).toEqual(['20270308', '20270309', '20270310']);
    }
  });

  test('before DTSTART leaves DTSTART', () => {
    expect(firstOf(9, BERLIN, 'RRULE:FREQ=DAILY;UNTIL=20270101T000000Z')).toEqual(['20270308T090000Z']);
  });

  test('and an instance that a gap moves beyond it', () => {
    const lines = ['DTSTART;TZID=Europe/Berlin:20270327T023000', 'RRULE:FREQ=DAILY;UNTIL=20270328T010000Z'];
    expect(firstOf(9, ...lines)).toEqual(['20270327T013000Z']);
    expect(eventOf(...lines).set.has('20270328T013000Z')).toBe(false);
  });
});

describe('RDATE and EXDATE', () => {
  test('RDATE adds, in any zone and also before DTSTART', () => {
    const { master, zones, set } = eventOf(
      BERLIN,
      'RDATE:20270310T090000Z,20270301T090000Z',
      'RDATE;TZID=America/New_York:20270309T040000',
    );
    expect(set.first(9)).toEqual(['20270301T090000Z', '20270308T090000Z', '20270309T090000Z', '20270310T090000Z']);
    expect(addedKeys(master, zones)).toEqual(['20270301T090000Z', '20270309T090000Z', '20270310T090000Z']);
  });

  test('RDATE;VALUE=PERIOD adds its start', () => {
    const { set } = eventOf(BERLIN, 'RDATE;VALUE=PERIOD:20270309T090000Z/PT3H,20270310T090000Z/20270310T093000Z');
    expect(set.first(9)).toEqual(['20270308T090000Z', '20270309T090000Z', '20270310T090000Z']);
  });

  test('an RDATE that the rule generates too is one instance', () => {
    expect(firstOf(9, BERLIN, 'RRULE:FREQ=DAILY;COUNT=2', 'RDATE:20270309T090000Z')).toHaveLength(2);
  });

  test('EXDATE takes away what the rule, RDATE and DTSTART give', () => {
    const { set } = eventOf(
      BERLIN,
      'RRULE:FREQ=DAILY;COUNT=3',
      'RDATE:20270401T090000Z',
      'EXDATE:20270308T090000Z,20270401T090000Z',
      'EXDATE;TZID=Europe/Berlin:20270310T100000',
    );
    expect(set.first(9)).toEqual(['20270309T090000Z']);
  });

  test('a floating EXDATE under a zoned DTSTART is read in its zone', () => {
    expect(firstOf(9, BERLIN, 'RRULE:FREQ=DAILY;COUNT=2', 'EXDATE:20270309T100000')).toEqual(['20270308T090000Z']);
  });

  test('EXDATE;VALUE=DATE under a DATE-TIME takes away that local day', () => {
    const { master, zones, set } = eventOf(
      'DTSTART;TZID=Europe/Berlin:20270308T003000',
      'RRULE:FREQ=DAILY;BYHOUR=0,23;COUNT=6',
      'EXDATE;VALUE=DATE:20270309',
    );
    expect(set.first(9)).toEqual(['20270307T233000Z', '20270308T223000Z', '20270309T233000Z', '20270310T223000Z']);
    expect(excludedKeys(master, zones)).toEqual(['20270308T233000Z', '20270309T223000Z']);
  });

  test('an EXDATE of an RDATE day names the RDATE', () => {
    const { master, zones } = eventOf(BERLIN, 'RDATE:20270310T180000Z', 'EXDATE;VALUE=DATE:20270310,20270311');
    expect(excludedKeys(master, zones)).toEqual(['20270310T180000Z']);
  });

  test('an EXDATE with a time is a key also when it excludes nothing', () => {
    const { master, zones } = eventOf(BERLIN, 'EXDATE:20300101T000000Z');
    expect(excludedKeys(master, zones)).toEqual(['20300101T000000Z']);
  });

  test('EXDATE with a time under a DATE takes away its date', () => {
    expect(firstOf(9, 'DTSTART;VALUE=DATE:20270308', 'RRULE:FREQ=DAILY;COUNT=2', 'EXDATE:20270309T000000Z')).toEqual([
      '20270308',
    ]);
  });

  test('a set may be empty', () => {
    expect(firstOf(9, BERLIN, 'EXDATE:20270308T090000Z')).toEqual([]);
  });
});

describe('Rules that are easily got wrong', () => {
  const cases: readonly (readonly [title: string, start: string, rule: string, expected: readonly string[]])[] = [
    ['February 29 comes every leap year', '20240229', 'FREQ=YEARLY', ['20240229', '20280229', '20320229']],
    ['2100 has no February 29', '20960229', 'FREQ=YEARLY', ['20960229', '21040229']],
    ['the 31st leaves out shorter months', '20270131', 'FREQ=MONTHLY', ['20270131', '20270331', '20270531']],
    ['BYMONTHDAY=-1 is the last day', '20270131', 'FREQ=MONTHLY;BYMONTHDAY=-1', ['20270131', '20270228', '20270331']],
    ['BYWEEKNO=53 leaves out short years', '20261228', 'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO', ['20261228', '20321227']],
    [
      'BYWEEKNO without BYDAY keeps the weekday of DTSTART',
      '20260907',
      'FREQ=YEARLY;BYWEEKNO=37',
      ['20260907', '20270913', '20280911', '20290910', '20300909'],
    ],
    [
      'BYWEEKNO=1 may begin in December',
      '20261228',
      'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO',
      ['20261228', '20270104', '20280103', '20290101', '20291231'],
    ],
    [
      'INTERVAL of BYWEEKNO counts from the year that the week of DTSTART belongs to',
      '20241230',
      'FREQ=YEARLY;INTERVAL=4;BYWEEKNO=1,23',
      ['20241230', '20250602', '20290101', '20290604'],
    ],
    [
      'BYWEEKNO=-1 is the last week',
      '20261228',
      'FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO',
      ['20261228', '20271227', '20281225'],
    ],
    ['BYYEARDAY=-1 is December 31', '20271231', 'FREQ=YEARLY;BYYEARDAY=-1', ['20271231', '20281231']],
    ['BYYEARDAY=366 is in leap years only', '20281231', 'FREQ=YEARLY;BYYEARDAY=366', ['20281231', '20321231']],
    [
      'BYSETPOS takes the last weekday',
      '20270331',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      ['20270331', '20270430', '20270531'],
    ],
    [
      'BYSETPOS takes first and last',
      '20270301',
      'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,-1',
      ['20270301', '20270329', '20270405', '20270426'],
    ],
    [
      'BYSETPOS counts in the week by WKST',
      '20270307',
      'FREQ=WEEKLY;BYDAY=SU,SA;BYSETPOS=1;WKST=SU',
      ['20270307', '20270314'],
    ],
    [
      'the fifth Monday is in long months only',
      '20270329',
      'FREQ=MONTHLY;BYDAY=5MO',
      ['20270329', '20270531', '20270830'],
    ],
    ['the last Sunday of a year', '20271226', 'FREQ=YEARLY;BYDAY=-1SU', ['20271226', '20281231', '20291230']],
    ['a weekday of months in a year', '20270307', 'FREQ=YEARLY;BYMONTH=3;BYDAY=1SU', ['20270307', '20280305']],
    [
      'the 53rd Friday is in years with 53 Fridays only',
      '20211231',
      'FREQ=YEARLY;BYDAY=53FR',
      ['20211231', '20271231', '20321231', '20381231', '20441230'],
    ],
    [
      'the 53rd Friday from the end is in years with 53 Fridays only',
      '20210101',
      'FREQ=YEARLY;BYDAY=-53FR',
      ['20210101', '20270101', '20320102', '20380101'],
    ],
    [
      'the 53rd weekday beside others',
      '20210101',
      'FREQ=YEARLY;BYDAY=53FR,1FR,-53FR',
      ['20210101', '20211231', '20220107', '20230106', '20240105', '20250103', '20260102', '20270101', '20271231'],
    ],
    [
      'BYSETPOS does not count a 53rd weekday that a year lacks',
      '20211231',
      'FREQ=YEARLY;BYDAY=52FR,53FR;BYSETPOS=2',
      ['20211231', '20271231', '20321231'],
    ],
    [
      'a fifth weekday from the end is in months with five only',
      '20270302',
      'FREQ=YEARLY;BYMONTH=2,3;BYDAY=-5TU',
      ['20270302', '20280201', '20320302', '20330301'],
    ],
    ['BYYEARDAY=-366 is in leap years only', '20280101', 'FREQ=YEARLY;BYYEARDAY=-366', ['20280101', '20320101']],
    [
      'BYMONTHDAY=-31 is in long months only',
      '20270101',
      'FREQ=MONTHLY;BYMONTHDAY=-31',
      ['20270101', '20270301', '20270501', '20270701', '20270801'],
    ],
    [
      'BYMONTHDAY=-30 of February never comes',
      '20270101',
      'FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=-30',
      ['20270101', '20270102', '20280102'],
    ],
    [
      'BYWEEKNO=53 and -53 are in years of 53 weeks only',
      '20201228',
      'FREQ=YEARLY;BYWEEKNO=53,-53;BYDAY=MO',
      ['20201228', '20251229', '20261228', '20311229', '20321227'],
    ],
    ['BYMONTH limits a daily rule', '20270130', 'FREQ=DAILY;BYMONTH=1', ['20270130', '20270131', '20280101']],
    ['repeated values are one', '20270308', 'FREQ=WEEKLY;BYDAY=MO,MO,TU', ['20270308', '20270309', '20270315']],
    ['a number at a weekly weekday is ignored', '20270308', 'FREQ=WEEKLY;BYDAY=1MO', ['20270308', '20270315']],
    ['BYHOUR under a DATE is ignored', '20270308', 'FREQ=DAILY;BYHOUR=9,10', ['20270308', '20270309']],
    [
      'an hourly rule under a DATE gives days',
      '20270308',
      'FREQ=HOURLY;INTERVAL=10',
      ['20270308', '20270309', '20270310'],
    ],
    ['February 30 never comes', '20270308', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', ['20270308']],
    [
      'RFC 7529 SKIP=BACKWARD',
      '20270131',
      'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD',
      ['20270131', '20270228', '20270331'],
    ],
  ];
  for (const [title, start, rule, expected] of cases) {
    test(`${title}: ${rule}`, () => {
      const { set } = eventOf(`DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`);
      expect(set.first(expected.length)).toEqual(expected);
      for (const key of expected) expect(set.has(key)).toBe(true);
    });
  }

  test('lower case, empty parts and X- parts are read', () => {
    expect(firstOf(2, BERLIN, 'RRULE:freq=daily;X-OURS=1;interval=2;')).toEqual([
      '20270308T090000Z',
      '20270310T090000Z',
    ]);
  });

  test('a COUNT rule is the same from its beginning and from its end', () => {
    const { set } = eventOf(BERLIN, 'RRULE:FREQ=MONTHLY;BYDAY=MO,TU;COUNT=1000');
    expect(set.first(1001)).toHaveLength(1000);
    const fresh = eventOf(BERLIN, 'RRULE:FREQ=MONTHLY;BYDAY=TU,MO;COUNT=1000').set;
    expect(fresh.has(set.first(1000).at(-1) ?? '')).toBe(true);
    expect(fresh.between(set.first(1000)[990] ?? '', '29990101T000000Z', 'UTC')).toEqual(set.first(1000).slice(990));
  });

  for (const rule of [
    'FREQ=FORTNIGHTLY',
    'INTERVAL=2',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=many',
    'FREQ=DAILY;UNTIL=tomorrow',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=MONTHLY;BYDAY=0MO',
    'FREQ=MONTHLY;BYDAY=54MO',
    'FREQ=MONTHLY;BYMONTHDAY=0',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=YEARLY;BYMONTH=13',
    'FREQ=YEARLY;BYYEARDAY=367',
    'FREQ=DAILY;BYHOUR=24',
    'FREQ=DAILY;BYHOUR=',
    'FREQ=DAILY;FREQ=WEEKLY',
    'FREQ=DAILY;WKST=1',
    'FREQ=DAILY;NONSENSE',
  ]) {
    test(`${rule} is refused by name`, () => {
      expect(() => eventOf(BERLIN, `RRULE:${rule}`)).toThrow(InvalidCalendarDataError);
      expect(() => eventOf(BERLIN, `RRULE:${rule}`)).toThrow('RRULE');
    });
  }
});

describe('Windows', () => {
  test('are half open', () => {
    const { set } = eventOf(BERLIN, 'RRULE:FREQ=DAILY');
    expect(set.between('20270309T090000Z', '20270311T090000Z', 'UTC')).toEqual([
      '20270309T090000Z',
      '20270310T090000Z',
    ]);
  });

  test('read dates and floating times in the given zone', () => {
    const dates = eventOf('DTSTART;VALUE=DATE:20270308', 'RRULE:FREQ=DAILY').set;
    expect(dates.between('20270308T230000Z', '20270309T230000Z', 'Europe/Berlin')).toEqual(['20270309']);
    expect(dates.between('20270308T230000Z', '20270309T230000Z', 'America/New_York')).toEqual(['20270309']);
    const floating = eventOf('DTSTART:20270308T233000', 'RRULE:FREQ=DAILY').set;
    expect(floating.between('20270309T000000Z', '20270310T000000Z', 'America/New_York')).toEqual(['20270308T233000']);
    expect(floating.between('20270309T000000Z', '20270310T000000Z', 'Asia/Tokyo')).toEqual(['20270309T233000']);
  });

  test('far from DTSTART are as near ones', () => {
    const { set } = eventOf('DTSTART;TZID=Europe/Berlin:19700101T100000', 'RRULE:FREQ=WEEKLY;BYDAY=TH,FR');
    expect(set.between('28500701T000000Z', '28500708T000000Z', 'UTC')).toEqual([
      '28500701T080000Z',
      '28500707T080000Z',
    ]);
  });

  test('reach to the last year', () => {
    const { set } = eventOf('DTSTART:20270101T000000Z', 'RRULE:FREQ=YEARLY');
    expect(set.between('99980601T000000Z', '99991231T235959Z', 'UTC')).toEqual(['99990101T000000Z']);
    const dates = eventOf('DTSTART;VALUE=DATE:20270101', 'RRULE:FREQ=YEARLY').set;
    expect(dates.between('99980601T000000Z', '99991231T235959Z', 'Asia/Tokyo')).toEqual(['99990101']);
    expect(set.first(9000)).toHaveLength(9999 - 2027 + 1);
  });
});

describe('Limits', { timeout: 60_000 }, () => {
  test('an endless rule by the second answers near and far, and refuses a whole month', () => {
    const { set } = eventOf('DTSTART;TZID=Europe/Berlin:20170308T100000', 'RRULE:FREQ=SECONDLY;BYHOUR=10,11,12');
    expect(set.first(3)).toEqual(['20170308T090000Z', '20170308T090001Z', '20170308T090002Z']);
    expect(set.has('20470308T110000Z')).toBe(true);
    expect(set.has('20470308T130000Z')).toBe(false);
    expect(set.between('20470308T115958Z', '20470308T150000Z', 'UTC')).toEqual([
      '20470308T115958Z',
      '20470308T115959Z',
    ]);
    expect(() => set.between('20270301T000000Z', '20270401T000000Z', 'UTC')).toThrow(RecurrenceLimitError);
  });

  test('a rule that EXRULE takes away wholly is refused, not searched for ever', () => {
    const { set } = eventOf(BERLIN, 'RRULE:FREQ=MINUTELY', 'EXRULE:FREQ=MINUTELY');
    expect(() => set.first(1)).toThrow(RecurrenceLimitError);
  });

  test('a COUNT beyond reason is refused when its end is asked for', () => {
    const { set } = eventOf(BERLIN, 'RRULE:FREQ=MINUTELY;BYHOUR=9,10;COUNT=900000000');
    expect(set.has('20270308T090100Z')).toBe(true);
    expect(() => set.has('29990308T090100Z')).toThrow(RecurrenceLimitError);
  });

  test('a COUNT without BY parts may be as large as it likes', () => {
    const { set } = eventOf(BERLIN, 'RRULE:FREQ=MINUTELY;COUNT=900000000');
    expect(set.has('29990308T090100Z')).toBe(true);
  });

  test('a rule with an instance in a thousand years is jumped to', () => {
    const { set } = eventOf('DTSTART:20240229T100000Z', 'RRULE:FREQ=YEARLY;INTERVAL=100');
    expect(set.first(3)).toEqual(['20240229T100000Z', '21240229T100000Z', '22240229T100000Z']);
  });
});
