import { beforeEach, describe, expect, test } from 'vitest';
import { type AttemptLimiter, attemptLimiter, type Try } from './limiter.ts';
import { networkOf } from './networkAddress.ts';

let clock: number;
let limiter: AttemptLimiter;

beforeEach(() => {
  clock = Date.UTC(2027, 2, 1);
  limiter = attemptLimiter(() => new Date(clock));
});

const HOME: Try = { account: 'olivia', address: '192.0.2.1' };

/** Wrong passwords, each at once or as soon as it may be. The waits in between, in seconds. */
function guess(by: Try, count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    const seconds = limiter.begin(by);
    clock += seconds * 1000;
    if (seconds > 0 && limiter.begin(by) > 0) throw new Error('It waits longer than it said.');
    return seconds;
  });
}

/** How many wrong passwords can be tried in this time. */
function guessesIn(milliseconds: number, by: (guess: number) => Try): number {
  const end = clock + milliseconds;
  let count = 0;
  while (clock < end) {
    const seconds = limiter.begin(by(count));
    if (seconds === 0) count += 1;
    else clock += seconds * 1000;
  }
  return count;
}

describe('one account from one address', () => {
  test('five wrong passwords cost nothing, then each makes the next wait twice as long, up to a quarter of an hour', () => {
    expect(guess(HOME, 8)).toEqual([0, 0, 0, 0, 0, 0, 1, 2]);
    const waits = guess(HOME, 12);
    expect(Math.max(...waits)).toBeLessThanOrEqual(900);
    expect(waits.slice(0, 6).every((wait, index) => index === 0 || wait > (waits[index - 1] ?? 0))).toBe(true);
  });

  test('who goes on for a week tries some six passwords an hour', () => {
    const week = 7 * 24 * 3_600_000;
    const count = guessesIn(week, () => HOME);
    expect(count).toBeLessThan(7 * 24 * 7);
  });

  test('tries that arrive together count before their outcome is known', () => {
    expect(Array.from({ length: 20 }, () => limiter.begin(HOME)).filter((seconds) => seconds === 0)).toHaveLength(6);
  });

  test('the right password starts the count anew, a try that nobody could judge is taken back', () => {
    for (let round = 0; round < 3; round += 1) {
      expect(guess(HOME, 5)).toEqual([0, 0, 0, 0, 0]);
      limiter.succeed(HOME);
    }
    for (let count = 0; count < 30; count += 1) {
      expect(limiter.begin(HOME)).toBe(0);
      limiter.takeBack(HOME);
    }
  });

  test('wrong passwords are forgiven one after the other', () => {
    guess(HOME, 5);
    clock += 20 * 60_000;
    expect(guess(HOME, 4)).toEqual([0, 0, 0, 1]);
  });

  test('an IPv6 household is one address, and an IPv4 address in IPv6 dress is itself', () => {
    guess({ account: 'olivia', address: '2001:db8:1:2::1' }, 6);
    expect(limiter.wait({ account: 'olivia', address: '2001:db8:1:2:ffff:1:2:3' })).toBe(1);
    expect(limiter.wait({ account: 'olivia', address: '2001:db8:1:3::1' })).toBe(0);
    guess({ account: 'alice', address: '::ffff:192.0.2.9' }, 6);
    expect(limiter.wait({ account: 'alice', address: '192.0.2.9' })).toBe(1);
  });
});

describe('a stranger', () => {
  test('who guesses for a day from one address does not make the owner wait at another', () => {
    guessesIn(24 * 3_600_000, () => ({ account: 'olivia', address: '203.0.113.7' }));
    expect(limiter.wait(HOME)).toBe(0);
    expect(limiter.begin(HOME)).toBe(0);
  });

  test('who tries many accounts from one network waits for all of them, but not whoever was signed in from there before', () => {
    limiter.begin(HOME);
    limiter.succeed(HOME);
    for (let account = 0; account < 51; account += 1)
      expect(limiter.begin({ account: `a${account}`, address: HOME.address })).toBe(0);
    expect(limiter.begin({ account: 'a51', address: HOME.address })).toBe(1);
    expect(limiter.begin(HOME)).toBe(0);
    const hour = guessesIn(3_600_000, (count) => ({ account: `b${count}`, address: HOME.address }));
    expect(hour).toBeLessThan(70);
  });

  test('who has a whole IPv6 /48 has one network', () => {
    for (let subnet = 0; subnet < 51; subnet += 1)
      limiter.begin({ account: `a${subnet}`, address: `2001:db8:1:${subnet.toString(16)}::1` });
    expect(limiter.begin({ account: 'b', address: '2001:db8:1:ffff::1' })).toBe(1);
    expect(limiter.begin({ account: 'b', address: '2001:db8:2::1' })).toBe(0);
  });

  test('with a thousand addresses tries each once, and then the account waits for them, but not for its owner', () => {
    limiter.begin(HOME);
    limiter.succeed(HOME);
    const bot = (count: number): Try => ({
      account: 'olivia',
      address: `198.51.${Math.floor((count % 1000) / 250)}.${count % 250}`,
    });
    expect(guessesIn(24 * 3_600_000, bot)).toBeLessThan(1_000 + 24 * 60 + 150);
    expect(limiter.begin(HOME)).toBe(0);
    // Nor at an address that nobody has seen yet: the first try is let through.
    expect(limiter.begin({ account: 'olivia', address: '192.0.2.200' })).toBe(0);
  });
});

test('memory stays bounded, and what is guessed at last is still slowed down', () => {
  for (let count = 0; count < 120_000; count += 1)
    limiter.begin({ account: `a${count}`, address: `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}` });
  guess(HOME, 6);
  expect(limiter.wait(HOME)).toBe(1);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['2001:db8:0:1::5', '2001:db8:0:1::/64'],
  ['2001:0DB8:0000:0001:aaaa:bbbb:cccc:dddd', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['unknown', 'unknown'],
  ['x'.repeat(1_000), 'x'.repeat(64)],
])('the address %s belongs to %s', (address, network) => {
  expect(networkOf(address, 64)).toBe(network);
});
