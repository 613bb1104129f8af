import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedSessions, embeddedSessions, hashToken } from './embeddedSessions.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import type { Store, User } from './store/store.ts';

const DAY = 86_400_000;
const DEVICE = { browser: 'Firefox', system: 'Linux' };

let server: InProcessServer;
let clock: number;
let sessions: EmbeddedSessions;
let olivia: User;

beforeEach(async () => {
  clock = Date.UTC(2027, 2, 1);
  const now = () => new Date(clock);
  server = await startInProcess({ now });
  sessions = embeddedSessions(server.store, now);
  const found = await server.store.userByName('olivia');
  if (found === undefined) throw new Error('There is no olivia.');
  olivia = found;
});

afterEach(() => server.close());

const begun = async (): Promise<string> => (await sessions.begin(olivia, DEVICE)).renewed.token;
const isOpen = async (token: string): Promise<boolean> => (await sessions.use(token)) !== undefined;
const renewedOf = async (token: string): Promise<string | undefined> => (await sessions.use(token))?.renewed?.token;

/** Uses a session that is due for a new token. */
async function renewed(token: string): Promise<string> {
  const next = await renewedOf(token);
  if (next === undefined) throw new Error('No new token was given out.');
  return next;
}

describe('the end of a session', () => {
  test('comes after thirty days, however much it is used', async () => {
    let token = await begun();
    for (let day = 0; day < 29; day += 1) {
      clock += DAY;
      token = (await renewedOf(token)) ?? token;
      expect(await isOpen(token)).toBe(true);
    }
    clock += DAY;
    expect(await isOpen(token)).toBe(false);
    expect(await sessions.list(olivia.id)).toEqual([]);
  });

  test('comes after fourteen days without use', async () => {
    const [used, unused] = [await begun(), await begun()];
    clock += 13 * DAY;
    expect(await isOpen(used)).toBe(true);
    clock += DAY;
    expect([await isOpen(used), await isOpen(unused)]).toEqual([true, false]);
    expect(await sessions.list(olivia.id)).toHaveLength(1);
  });

  test('is swept out of the store when somebody signs in', async () => {
    const token = await begun();
    clock += 31 * DAY;
    await begun();
    expect(await server.store.sessionByTokenHash(hashToken(token))).toBeUndefined();
  });
});

describe('the token', () => {
  test('is kept as a hash only', async () => {
    const token = await begun();
    const stored = await server.store.sessionByTokenHash(hashToken(token));
    expect(stored).toBeDefined();
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  test('stays for a day, then a new one is given out once and takes its place when it comes back', async () => {
    const first = await begun();
    clock += DAY - 1;
    expect(await renewedOf(first)).toBeUndefined();
    clock += 1;
    const second = await renewed(first);
    expect(second).not.toBe(first);
    expect(await renewedOf(second)).toBeUndefined();
    clock += DAY;
    expect(await renewed(second)).not.toBe(second);
  });

  test('of before counts a minute longer, for requests that were under way', async () => {
    const first = await begun();
    clock += DAY;
    const second = await renewed(first);
    await sessions.use(second);
    clock += 59_000;
    expect(await sessions.use(first)).toMatchObject({ session: { user: { name: 'olivia' } }, renewed: undefined });
    clock += 1_000;
    expect(await isOpen(second)).toBe(true);
  });

  test('of before, shown later, is a copy: the session ends for both', async () => {
    const first = await begun();
    clock += DAY;
    const second = await renewed(first);
    await sessions.use(second);
    clock += 61_000;
    expect(await isOpen(first)).toBe(false);
    expect(await isOpen(second)).toBe(false);
  });

  test('that was given out but never arrived signs nobody out: the old one is renewed again', async () => {
    const first = await begun();
    clock += DAY;
    const lost = await renewed(first);
    // It may still be on its way: a second one would make the first worthless.
    clock += 59_000;
    expect(await renewedOf(first)).toBeUndefined();
    clock += 3_600_000;
    const second = await renewed(first);
    expect(second).not.toBe(lost);
    expect(await isOpen(lost)).toBe(false);
    expect(await isOpen(second)).toBe(true);
  });

  test('is given out once to requests that arrive together, and all of them go on', async () => {
    const first = await begun();
    clock += DAY;
    const answers = await Promise.all(Array.from({ length: 20 }, () => sessions.use(first)));
    expect(answers.every((answer) => answer !== undefined)).toBe(true);
    const given = answers.flatMap((answer) => answer?.renewed?.token ?? []);
    expect(given).toHaveLength(1);
    const later = await Promise.all(
      Array.from({ length: 20 }, (_, index) => isOpen(index % 2 ? first : String(given))),
    );
    expect(later.every(Boolean)).toBe(true);
    clock += 61_000;
    expect(await isOpen(String(given))).toBe(true);
  });

  test('of nobody opens nothing', async () => {
    await begun();
    for (const token of ['', 'forged', hashToken('forged')]) expect(await isOpen(token)).toBe(false);
  });
});

test('a session goes on when its use cannot be written, on a full disk for example', async () => {
  const token = await begun();
  clock += 2 * DAY;
  const broken: Store = { ...server.store, changeSession: () => Promise.reject(new Error('disk full')) };
  const used = await embeddedSessions(broken, () => new Date(clock)).use(token);
  expect(used).toMatchObject({ session: { user: { name: 'olivia' } }, renewed: undefined });
});

test('the last use is kept to ten minutes: not every request costs a write', async () => {
  const token = await begun();
  let writes = 0;
  const counted: Store = {
    ...server.store,
    changeSession: (...given) => {
      writes += 1;
      return server.store.changeSession(...given);
    },
  };
  const counting = embeddedSessions(counted, () => new Date(clock));
  for (let second = 0; second < 3_600; second += 10) {
    clock += 10_000;
    await counting.use(token);
  }
  expect(writes).toBe(6);
});

test('one session of somebody is ended by him alone, and all of them together', async () => {
  const [first, second] = [await begun(), await begun()];
  const [entry] = await sessions.list(olivia.id);
  expect(entry).toMatchObject({ ...DEVICE, begunAt: clock, usedAt: clock });
  expect(JSON.stringify(entry)).not.toContain(hashToken(first));
  expect(await sessions.end(olivia.id + 1, entry?.id ?? '')).toBe(false);
  expect([await isOpen(first), await isOpen(second)]).toEqual([true, true]);
  expect(await sessions.end(olivia.id, entry?.id ?? '')).toBe(true);
  expect([await isOpen(first), await isOpen(second)].filter(Boolean)).toHaveLength(1);
  await sessions.endAll(olivia.id);
  expect([await isOpen(first), await isOpen(second)]).toEqual([false, false]);
});
