import { expect, test } from 'vitest';
import { DAY_MS, EARLIEST, LATEST, millisecondsOf, shifted } from './instant.ts';

test('an instant of any year is moved by milliseconds', () => {
  expect(shifted('20270308T233000Z', 3_600_000)).toBe('20270309T003000Z');
  expect(shifted('16040101T000000Z', DAY_MS)).toBe('16040102T000000Z');
  expect(shifted('00500228T120000Z', DAY_MS)).toBe('00500301T120000Z');
  expect(millisecondsOf('00010101T000000Z')).toBe(-62_135_596_800_000);
});

test('an instant stays within the years that can be written', () => {
  expect(shifted('00010101T120000Z', -DAY_MS)).toBe(EARLIEST);
  expect(shifted('99991231T120000Z', DAY_MS)).toBe(LATEST);
});
