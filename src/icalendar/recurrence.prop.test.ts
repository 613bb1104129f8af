import fc from 'fast-check';
import { expect, test } from 'vitest';
import { getProperty, withProperties } from './component.ts';
import { deriveInstance, recurrenceKey, recurrenceSet } from './recurrence.ts';
import { divideRule, recurringBy } from './recurrenceDivision.ts';
import { eventOf } from './testing.ts';
import { readTime } from './timeZone.ts';

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

const times = fc
  .record({
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
  })
  .map(({ month, day, hour }) => `2027${two(month)}${two(day)}T${two(hour)}3000`);

const starts = fc.tuple(fc.constantFrom('zoned', 'utc', 'floating', 'date'), times).map(([form, time]) => {
  if (form === 'zoned') return `DTSTART;TZID=Europe/Berlin:${time}`;
  if (form === 'date') return `DTSTART;VALUE=DATE:${time.slice(0, 8)}`;
  return form === 'utc' ? `DTSTART:${time}Z` : `DTSTART:${time}`;
});

const byDay = fc.subarray(WEEKDAYS, { minLength: 1 }).map((days) => `;BYDAY=${days.join(',')}`);
const monthDays = fc.uniqueArray(fc.integer({ min: -31, max: 31 }).filter(Boolean), { minLength: 1, maxLength: 3 });
const shapes = fc.oneof(
  fc.tuple(fc.constantFrom('HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'), fc.constant('')),
  fc.tuple(fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY'), byDay),
  fc.tuple(
    fc.constantFrom('MONTHLY'),
    byDay.chain((part) => fc.constantFrom('1', '-1', '2,3').map((set) => `${part};BYSETPOS=${set}`)),
  ),
  fc.tuple(
    fc.constantFrom('DAILY', 'MONTHLY'),
    monthDays.map((days) => `;BYMONTHDAY=${days.join(',')}`),
  ),
  fc.tuple(fc.constantFrom('DAILY', 'WEEKLY'), fc.constant(';BYHOUR=2,14;BYMINUTE=0,30')),
);
const ends = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 1, max: 60 }).map((count) => `;COUNT=${count}`),
  fc.constantFrom(';UNTIL=20280328', ';UNTIL=20280326T010000Z'),
);
const rules = fc
  .tuple(shapes, fc.integer({ min: 1, max: 4 }), ends)
  .map(([[freq, parts], interval, end]) => `RRULE:FREQ=${freq};INTERVAL=${interval}${parts}${end}`);
const exdates = fc.constantFrom('EXDATE;VALUE=DATE:20270315', 'EXDATE:20270329T003000Z', 'SUMMARY:None');
const rdates = fc.constantFrom('RDATE:20270401T120000Z', 'RDATE;VALUE=DATE:20270401', 'SUMMARY:None');

test('first, between and has tell of one set', () => {
  fc.assert(
    fc.property(starts, rules, exdates, rdates, (start, rule, exdate, rdate) => {
      const { set } = eventOf(start, rule, exdate, rdate);
      const first = set.first(40);
      expect([...new Set(first)].sort()).toEqual(first);
      for (const key of first) expect(set.has(key)).toBe(true);
      const bound = (key: string): string =>
        key.length === 8 ? `${key}T000000Z` : key.length === 15 ? `${key}Z` : key;
      const last = first.at(-1);
      if (last === undefined) return;
      expect(set.between('20000101T000000Z', bound(last), 'UTC')).toEqual(first.slice(0, -1));
      const middle = first[20] ?? last;
      expect(set.between(bound(middle), bound(last), 'UTC')).toEqual(first.slice(first.indexOf(middle), -1));
      const others = set.between('20270328T000000Z', '20270330T000000Z', 'UTC');
      for (const key of others) expect(set.has(key)).toBe(true);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('a derived instance has the key that it was derived for', () => {
  fc.assert(
    fc.property(starts, rules, (start, rule) => {
      const { master, set, zones } = eventOf(start, 'DURATION:PT1H', rule, 'RDATE:20271031T013000Z');
      const dtstart = getProperty(master, 'DTSTART');
      for (const key of set.first(20)) {
        const instance = deriveInstance(master, key, zones);
        for (const name of ['DTSTART', 'RECURRENCE-ID']) {
          const property = getProperty(instance, name);
          if (property === undefined || dtstart === undefined) throw new Error(`There is no ${name}.`);
          expect(recurrenceKey(readTime(property), readTime(dtstart), zones)).toBe(key);
        }
      }
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('the number of instances is COUNT', () => {
  fc.assert(
    fc.property(starts, shapes, fc.integer({ min: 1, max: 30 }), (start, [freq, parts], count) => {
      const { set } = eventOf(
        start.includes('TZID') ? 'DTSTART:20270308T103000Z' : start,
        `RRULE:FREQ=${freq}${parts};COUNT=${count}`,
      );
      // Hours of one DATE are one instance.
      if (freq !== 'HOURLY' || !start.includes('VALUE=DATE')) expect(set.first(100)).toHaveLength(count);
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('the two sides of a division have the instances of the whole', () => {
  let divisions = 0;
  fc.assert(
    fc.property(starts, rules, exdates, rdates, fc.nat(30), (start, rule, exdate, rdate, at) => {
      const { master, set, zones } = eventOf(start, 'DURATION:PT1H', rule, exdate, rdate);
      const all = set.first(80);
      const key = all[at % Math.max(all.length, 1)];
      if (key === undefined) return;
      const divided = divideRule(master, key, zones);
      if ('indivisible' in divided) return;
      divisions += 1;
      const before = recurrenceSet(recurringBy(master, divided.before), zones);
      const moved = withProperties(master, divided.start.name, [divided.start]);
      const after = recurrenceSet(recurringBy(moved, divided.after), zones);
      expect(before.finite).toBe(true);
      expect(before.first(100)).toEqual(all.filter((each) => each < key));
      const following = all.filter((each) => each >= key);
      expect(after.first(following.length + (all.length < 80 ? 1 : 0))).toEqual(following);
    }),
    { numRuns: 300 },
  );
  expect(divisions).toBeGreaterThan(100);
}, 60_000);

function two(number: number): string {
  return String(number).padStart(2, '0');
}
