import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeProperty } from './component.ts';
import { type Expansion, oneEffort, RecurrenceLimitError } from './expansion.ts';
import { libraryExpansion } from './libraryExpansion.ts';
import { periodicExpansion } from './periodicExpansion.ts';
import { readRecurrenceRule } from './recurrenceRule.ts';
import { daysFromCivil } from './wallTime.ts';

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const START = daysFromCivil(2023, 12, 20);
const END = daysFromCivil(2060, 1, 1) * 86_400;

const months = fc
  .uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 })
  .map((list) => `;BYMONTH=${list}`);
const monthDays = fc
  .uniqueArray(fc.integer({ min: -31, max: 31 }).filter(Boolean), { minLength: 1, maxLength: 4 })
  .map((list) => `;BYMONTHDAY=${list}`);
const weekdays = fc.subarray(WEEKDAYS, { minLength: 1 }).map((list) => `;BYDAY=${list}`);
const numbered = fc
  .uniqueArray(fc.tuple(fc.constantFrom('', 1, 2, 3, 4, 5, -1, -2, -5), fc.constantFrom(...WEEKDAYS)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) => `;BYDAY=${list.map((parts) => parts.join(''))}`);
const ofYear = fc
  .uniqueArray(fc.tuple(fc.integer({ min: -52, max: 52 }).filter(Boolean), fc.constantFrom(...WEEKDAYS)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) => `;BYDAY=${list.map((parts) => parts.join(''))}`);
const yearDays = fc
  .uniqueArray(fc.integer({ min: -366, max: 366 }).filter(Boolean), { minLength: 1, maxLength: 4 })
  .map((list) => `;BYYEARDAY=${list}`);
const inMonth = fc.oneof(fc.constant(''), monthDays, numbered);
const positions = fc
  .uniqueArray(fc.constantFrom(1, 2, 3, -1, -2), { minLength: 1, maxLength: 2 })
  .map((list) => `;BYSETPOS=${list}`);
const times = fc.constantFrom('', '', ';BYHOUR=9,14', ';BYHOUR=9;BYMINUTE=0,30', ';BYSECOND=15');

const days = fc.oneof(
  fc.tuple(weekdays, fc.constantFrom(...WEEKDAYS)).map(([list, wkst]) => `FREQ=WEEKLY${list};WKST=${wkst}`),
  inMonth.map((list) => `FREQ=MONTHLY${list}`),
  fc.tuple(months, inMonth).map(([list, others]) => `FREQ=YEARLY${list}${others}`),
  fc.oneof(fc.constant(''), weekdays, monthDays, ofYear, yearDays).map((list) => `FREQ=YEARLY${list}`),
  fc.tuple(months, fc.oneof(weekdays, monthDays)).map(([list, others]) => `FREQ=DAILY${list}${others}`),
);
const rules = fc
  .tuple(days, times, fc.oneof(fc.constant(''), positions), fc.integer({ min: 1, max: 5 }))
  .map(([list, time, position, interval]) => `${list}${time}${position};INTERVAL=${interval}`);

test('rules of days generate what rrule-temporal generates', () => {
  fc.assert(
    fc.property(rules, fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 86_399 }), (text, day, second) => {
      const rule = readRecurrenceRule(makeProperty('RRULE', text));
      const start = (START + day) * 86_400 + second;
      const periodic = periodicExpansion(rule, start);
      if (periodic === undefined) throw new Error('It is not done here.');
      const expected = expectedOf(libraryExpansion(rule, start));
      expect(firstOf(periodic)).toEqual(expected);
      const days = new Set(expected);
      const last = Math.min(expected.at(-1) ?? start, start + 500 * 86_400);
      for (let wall = start; wall <= last; wall += 86_400) expect(periodic.has(wall)).toBe(days.has(wall));
      expect(periodic.has(start + 1)).toBe(false);
      expect(periodic.nextAfter(expected[3] ?? END, expected[4] ?? END, oneEffort())).toBeUndefined();
    }),
    { numRuns: 120, examples: [['FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=-31;INTERVAL=1', 0, 0]] },
  );
}, 120_000);

/** The library gives up on a rule that never comes true, such as the 31st day from the end of September. */
function expectedOf(library: Expansion): readonly number[] {
  try {
    return firstOf(library);
  } catch (error) {
    if (error instanceof RecurrenceLimitError) return [];
    throw error;
  }
}

function firstOf(expansion: Expansion): readonly number[] {
  const walls: number[] = [];
  const effort = oneEffort();
  for (let wall = expansion.nextAfter(0, END, effort); wall !== undefined && walls.length < 40; ) {
    walls.push(wall);
    wall = expansion.nextAfter(wall, END, effort);
  }
  return walls;
}
