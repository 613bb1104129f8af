import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { changePassword } from './accounts.ts';
import { addAppPassword } from './appPasswords.ts';
import { type CredentialVerifier, credentialVerifier } from './credentials.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { basic, rawRequest } from './testClient.ts';

const verifications = vi.hoisted(() => ({ count: 0 }));
vi.mock(import('@node-rs/argon2'), async (original) => {
  const real = await original();
  const verify: typeof real.verify = (...given) => {
    verifications.count += 1;
    return real.verify(...given);
  };
  return { ...real, verify };
});

let server: InProcessServer;
let clock: number;
let verify: CredentialVerifier;

beforeEach(async () => {
  clock = Date.UTC(2027, 2, 1);
  const now = () => new Date(clock);
  server = await startInProcess({ now });
  verify = credentialVerifier(server.store, now);
});

afterEach(() => server.close());

const user = async (name: string) => {
  const found = await server.store.userByName(name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};
const byProgram = (name: string, password: string, address = '192.0.2.1') =>
  verify({ name, password, address, opens: 'calendars' });
const byPerson = (name: string, password: string, address = '192.0.2.1') =>
  verify({ name, password, address, opens: 'account' });
const countOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = verifications.count;
  await work();
  return verifications.count - before;
};

describe('a verified password', () => {
  test('is not verified again for five minutes, and then once more', async () => {
    expect((await byProgram('olivia', 'olivia-demo')).kind).toBe('verified');
    expect(await countOf(() => byProgram('olivia', 'olivia-demo', '198.51.100.7'))).toBe(0);
    clock += 5 * 60_000;
    expect(await countOf(() => byProgram('olivia', 'olivia-demo'))).toBe(1);
  });

  test('is verified once for requests that arrive together', async () => {
    expect(await countOf(() => Promise.all(Array.from({ length: 20 }, () => byProgram('olivia', 'olivia-demo'))))).toBe(
      1,
    );
  });

  test('is verified each time when the account itself is to be opened', async () => {
    await byProgram('olivia', 'olivia-demo');
    expect(await countOf(() => byPerson('olivia', 'olivia-demo'))).toBe(1);
    expect(await countOf(() => byPerson('olivia', 'olivia-demo'))).toBe(1);
  });

  test('is forgotten at once when the password is changed or the account disabled', async () => {
    await byProgram('olivia', 'olivia-demo');
    await changePassword(server.store, await user('olivia'), 'correct horse');
    expect((await byProgram('olivia', 'olivia-demo')).kind).toBe('wrong');
    expect((await byProgram('olivia', 'correct horse')).kind).toBe('verified');
    await server.store.setDisabled((await user('olivia')).id, '2027-03-01T00:00:00Z');
    expect((await byProgram('olivia', 'correct horse')).kind).toBe('wrong');
  });
});

describe('a wrong password', () => {
  test('that is sent again and again is verified once an hour and guesses nothing: a forgotten phone shuts nobody out', async () => {
    await changePassword(server.store, await user('olivia'), 'correct horse');
    const phone = async () => {
      for (let minute = 0; minute < 24 * 60; minute += 1) {
        clock += 60_000;
        expect((await byProgram('olivia', 'olivia-demo')).kind).toBe('wrong');
      }
    };
    expect(await countOf(phone)).toBe(24);
    // From the same address: the laptop beside the phone.
    expect((await byProgram('olivia', 'correct horse')).kind).toBe('verified');
    expect((await byPerson('olivia', 'correct horse')).kind).toBe('verified');
  });

  test('becomes right at once when it is made the password', async () => {
    expect((await byProgram('olivia', 'correct horse')).kind).toBe('wrong');
    await changePassword(server.store, await user('olivia'), 'correct horse');
    expect((await byProgram('olivia', 'correct horse')).kind).toBe('verified');
  });

  test('makes others wait after six different ones; then not even the right one is told from them', async () => {
    await byProgram('olivia', 'olivia-demo');
    for (let count = 0; count < 6; count += 1) expect((await byProgram('olivia', `wrong ${count}`)).kind).toBe('wrong');
    expect(await byProgram('olivia', 'olivia-demo')).toEqual({ kind: 'wait', seconds: 1 });
    expect(await byProgram('olivia', 'wrong 7')).toEqual({ kind: 'wait', seconds: 1 });
    expect((await byProgram('olivia', 'olivia-demo', '198.51.100.7')).kind).toBe('verified');
    clock += 1_000;
    expect((await byProgram('olivia', 'olivia-demo')).kind).toBe('verified');
  });
});

describe('an app password', () => {
  test('opens calendars, costs no argon2, is read however it is typed, and does not open the account', async () => {
    const added = await addAppPassword(server.store, await user('olivia'), 'Phone', () => new Date(clock));
    const secret = added.kind === 'added' ? added.secret : '';
    for (const typed of [secret, secret.toUpperCase(), secret.replaceAll('-', ''), ` ${secret.replaceAll('-', ' ')} `])
      expect(await countOf(async () => expect((await byProgram('olivia', typed)).kind).toBe('verified'))).toBe(0);
    expect((await byPerson('olivia', secret)).kind).toBe('wrong');
    expect((await byProgram('alice', secret)).kind).toBe('wrong');
    expect((await byProgram('olivia', secret)).kind).toBe('verified');
  });

  test('works whatever is guessed meanwhile, and no more once it is revoked or the account disabled', async () => {
    const added = await addAppPassword(server.store, await user('olivia'), 'Phone', () => new Date(clock));
    const secret = added.kind === 'added' ? added.secret : '';
    for (let count = 0; count < 7; count += 1) await byProgram('olivia', `wrong ${count}`);
    expect((await byProgram('olivia', secret)).kind).toBe('verified');
    await server.store.setDisabled((await user('olivia')).id, '2027-03-01T00:00:00Z');
    clock += 3_600_000;
    expect((await byProgram('olivia', secret)).kind).toBe('wrong');
    await server.store.setDisabled((await user('olivia')).id, undefined);
    expect((await byProgram('olivia', secret)).kind).toBe('verified');
    await server.store.deleteAppPassword((await user('olivia')).id, 1);
    expect((await byProgram('olivia', secret)).kind).toBe('wrong');
  });

  test('keeps its last use to ten minutes, and works when that cannot be written', async () => {
    const added = await addAppPassword(server.store, await user('olivia'), 'Phone', () => new Date(clock));
    const secret = added.kind === 'added' ? added.secret : '';
    const usedAt = async () => (await server.store.appPasswordsOf((await user('olivia')).id))[0]?.usedAt;
    const begun = clock;
    await byProgram('olivia', secret);
    clock += 9 * 60_000;
    await byProgram('olivia', secret);
    expect(await usedAt()).toBe(begun);
    clock += 60_000;
    await byProgram('olivia', secret);
    expect(await usedAt()).toBe(clock);

    const broken = { ...server.store, touchAppPassword: () => Promise.reject(new Error('disk full')) };
    clock += 3_600_000;
    const check = await credentialVerifier(
      broken,
      () => new Date(clock),
    )({
      name: 'olivia',
      password: secret,
      address: '192.0.2.1',
      opens: 'calendars',
    });
    expect(check.kind).toBe('verified');
  });
});

describe('whether an account exists', () => {
  const NAMES = ['alice', 'nobody', 'disabled', 'Alice', '', 'x'.repeat(64), "' OR 1=1 --"];

  beforeEach(async () => {
    await server.store.setDisabled((await user('dan')).id, '2027-03-01T00:00:00Z');
  });

  const nameOf = (name: string) => (name === 'disabled' ? 'dan' : name);
  /** What answers differ in for other reasons: the date. */
  const comparable = ({ status, headers, body }: Awaited<ReturnType<typeof rawRequest>>) => {
    const { date: _date, ...others } = headers;
    return { status, headers: others, body };
  };

  test.each(NAMES)('is told neither by the answer to a sign-in, nor by what it costs: %j', async (name) => {
    const signIn = (username: string) =>
      rawRequest(
        server.origin,
        'POST',
        '/api/session',
        { 'content-type': 'application/json' },
        JSON.stringify({ username, password: 'dan-demo!' }),
      );
    let known: unknown;
    expect(await countOf(async () => (known = comparable(await signIn('bob'))))).toBe(1);
    expect(await countOf(async () => expect(comparable(await signIn(nameOf(name)))).toEqual(known))).toBe(1);
  });

  test.each(NAMES)('is told neither by the answer to Basic credentials, nor by what it costs: %j', async (name) => {
    const propfind = (username: string, path: string) =>
      rawRequest(server.origin, 'PROPFIND', path, { depth: '0', authorization: basic(username, 'dan-demo!') });
    for (const path of ['/dav/', '/dav/principals/alice/', '/dav/principals/nobody/', '/dav/calendars/dan/work/']) {
      let known: unknown;
      await countOf(async () => (known = comparable(await propfind('bob', path))));
      expect(comparable(await propfind(nameOf(name), path))).toEqual(known);
    }
    const other = basic(nameOf(name), 'dan-demo?');
    const ask = () => rawRequest(server.origin, 'PROPFIND', '/dav/', { depth: '0', authorization: other });
    expect(await countOf(ask)).toBe(1);
    expect(await countOf(ask)).toBe(0);
  });

  test('is told not even by the right password of a disabled account', async () => {
    const [disabled, unknown] = [await byPerson('dan', 'dan-demo'), await byPerson('nobody', 'nobody-demo')];
    expect(disabled).toEqual(unknown);
  });

  test('is told by no delay: an unknown name makes wait as a known one', async () => {
    const waits = async (name: string) => {
      const kinds = [];
      for (let count = 0; count < 8; count += 1) kinds.push(await byPerson(name, `wrong ${count}`));
      return kinds;
    };
    const known = await waits('alice');
    expect(known.at(-1)).toEqual({ kind: 'wait', seconds: 1 });
    expect(await waits('nobody')).toEqual(known);
    expect(await waits('dan')).toEqual(known);
  });

  test.each(['PROPFIND', 'GET', 'REPORT', 'OPTIONS', 'PUT'])('is told to a stranger by no path: %s', async (method) => {
    const paths = (name: string) => [
      `/dav/principals/${name}/`,
      `/dav/calendars/${name}/`,
      `/dav/calendars/${name}/work/`,
      `/dav/calendars/${name}/work/a.ics`,
      `/dav/calendars/${name}/inbox/`,
    ];
    const answers = async (name: string) => {
      const all = [];
      for (const path of paths(name)) all.push(comparable(await rawRequest(server.origin, method, path, {})));
      return all;
    };
    expect(await answers('nobody')).toEqual(await answers('alice'));
    expect(await answers('dan')).toEqual(await answers('alice'));
  });

  test('a name or password longer than any account’s is wrong without any work', async () => {
    expect(await countOf(() => byProgram('x'.repeat(65), 'wrong'))).toBe(0);
    expect(await countOf(() => byProgram('alice', 'x'.repeat(1_001)))).toBe(0);
  });
});
