import { expect, test } from 'vitest';
import { timeAgo } from './timeAgo.ts';

const NOW = Date.UTC(2027, 2, 20, 12);

test.each([
  [0, undefined],
  [-5 * 60_000, undefined],
  [9 * 60_000, undefined],
  [20 * 60_000, '20 minutes ago'],
  [60 * 60_000, '1 hour ago'],
  [5 * 3_600_000, '5 hours ago'],
  [24 * 3_600_000, 'yesterday'],
  [3 * 86_400_000, '3 days ago'],
  [12 * 86_400_000, '8 Mar 2027'],
])('%i ms before now is %j', (passed, words) => {
  expect(timeAgo(new Date(NOW - passed), new Date(NOW), 'en-GB')).toBe(words);
});
