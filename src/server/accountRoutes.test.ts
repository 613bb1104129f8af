import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addAppPassword } from './appPasswords.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, basic, rawRequest } from './testClient.ts';

const DAY = 86_400_000;

let server: InProcessServer;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2027, 2, 1);
  server = await startInProcess({ now: () => new Date(clock) });
});

afterEach(() => server.close());

interface Person {
  readonly cookie: string;
  readonly csrf: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object): Promise<Answer> =>
  rawRequest(
    server.origin,
    method,
    path,
    body === undefined ? headers : { ...JSON_TYPE, ...headers },
    body === undefined ? undefined : JSON.stringify(body),
  );
const as = (person: Person, method: string, path: string, body?: object): Promise<Answer> =>
  send(method, path, { cookie: person.cookie, 'x-csrf-token': person.csrf }, body);
const cookieOf = (answer: Answer): string => answer.headers['set-cookie']?.split(';', 1)[0] ?? '';
const personOf = (answer: Answer): Person => ({
  cookie: cookieOf(answer),
  csrf: (JSON.parse(answer.body) as { readonly csrf: string }).csrf,
});
const signIn = (name: string, password = `${name}-demo`, headers: Record<string, string> = {}): Promise<Answer> =>
  send('POST', '/api/session', headers, { username: name, password });
const signedIn = async (name: string, headers: Record<string, string> = {}): Promise<Person> =>
  personOf(await signIn(name, `${name}-demo`, headers));
const isSignedIn = async ({ cookie }: Person): Promise<boolean> =>
  (await send('GET', '/api/session', { cookie })).status === 200;
const homeStatus = async (name: string, password: string): Promise<number> =>
  (await send('PROPFIND', `/dav/calendars/${name}/`, { depth: '0', authorization: basic(name, password) })).status;

/** Every request below /api/ and /dav/ that changes something. */
const UNSAFE: readonly { readonly method: string; readonly path: string; readonly body?: object }[] = [
  { method: 'DELETE', path: '/api/session' },
  { method: 'PUT', path: '/api/password', body: { current: 'olivia-demo', next: 'correct horse' } },
  { method: 'DELETE', path: '/api/sessions' },
  { method: 'DELETE', path: '/api/sessions/some' },
  { method: 'POST', path: '/api/app-passwords', body: { name: 'Phone' } },
  { method: 'DELETE', path: '/api/app-passwords/1' },
  { method: 'PUT', path: '/dav/calendars/olivia/work/a.ics', body: {} },
  { method: 'DELETE', path: '/dav/calendars/olivia/work/' },
  { method: 'POST', path: '/dav/calendars/olivia/outbox/', body: {} },
  { method: 'PROPPATCH', path: '/dav/calendars/olivia/work/', body: {} },
  { method: 'MKCALENDAR', path: '/dav/calendars/olivia/new/', body: {} },
  { method: 'MKCOL', path: '/dav/calendars/olivia/new/', body: {} },
  { method: 'COPY', path: '/dav/calendars/olivia/work/a.ics' },
  { method: 'MOVE', path: '/dav/calendars/olivia/work/a.ics' },
  { method: 'ACL', path: '/dav/calendars/olivia/work/', body: {} },
  { method: 'LOCK', path: '/dav/calendars/olivia/work/', body: {} },
  { method: 'UNLOCK', path: '/dav/calendars/olivia/work/' },
  { method: 'PATCH', path: '/dav/calendars/olivia/work/a.ics', body: {} },
];

const REFUSAL = /^(\{"error":"csrf"\}|The X-CSRF-Token header is missing or wrong\.\n)$/;

describe('a request that another site forged', () => {
  test.each(UNSAFE)('$method $path needs the session’s own token', async ({ method, path, body }) => {
    const olivia = await signedIn('olivia');
    const alice = await signedIn('alice');
    for (const token of [undefined, '', 'guessed', alice.csrf]) {
      const headers = { cookie: olivia.cookie, ...(token === undefined ? {} : { 'x-csrf-token': token }) };
      const answer = await send(method, path, headers, body);
      expect([answer.status, answer.body]).toEqual([403, expect.stringMatching(REFUSAL)]);
    }
    expect(await isSignedIn(olivia)).toBe(true);
    expect(await homeStatus('olivia', 'olivia-demo')).toBe(207);
    // With the token it is judged by what it asks for, whatever comes of it.
    expect((await as(olivia, method, path, body)).body).not.toMatch(REFUSAL);
  });

  test.each(UNSAFE.filter(({ path }) => path.startsWith('/api/')))(
    '$method $path is refused for where it comes from, even with the token',
    async ({ method, path, body }) => {
      const { cookie, csrf } = await signedIn('olivia');
      for (const site of ['cross-site', 'same-site', 'something new']) {
        const headers = { cookie, 'x-csrf-token': csrf, 'sec-fetch-site': site };
        expect((await send(method, path, headers, body)).status).toBe(403);
      }
    },
  );

  test('cannot sign anybody in: there is no token yet, so that where it comes from counts', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const answer = await signIn('olivia', 'olivia-demo', { 'sec-fetch-site': site });
      expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
    }
    for (const site of ['same-origin', 'none'])
      expect((await signIn('olivia', 'olivia-demo', { 'sec-fetch-site': site })).status).toBe(200);
  });

  test.each(UNSAFE.filter(({ path }) => path.startsWith('/api/')))(
    '$method $path opens to nobody without a session, nor to Basic credentials',
    async ({ method, path, body }) => {
      const expected = path === '/api/session' ? 204 : 401;
      const authorization = basic('olivia', 'olivia-demo');
      expect((await send(method, path, {}, body)).status).toBe(expected);
      expect((await send(method, path, { authorization }, body)).status).toBe(expected);
      expect((await send('GET', '/api/sessions', { authorization })).status).toBe(401);
      expect(await homeStatus('olivia', 'olivia-demo')).toBe(207);
    },
  );
});

describe('the token of a session', () => {
  test('is never the one that the browser sent: nobody can have planted it', async () => {
    const planted = 'convoke_session=planted-by-somebody-else-000000000000000000';
    const olivia = await signIn('olivia', 'olivia-demo', { cookie: planted });
    expect(cookieOf(olivia)).not.toBe(planted);
    expect((await send('GET', '/api/session', { cookie: planted })).status).toBe(401);
  });

  test('is new at each sign-in, and the session before it in this browser ends', async () => {
    const first = await signedIn('olivia');
    const second = await signedIn('alice', { cookie: first.cookie });
    expect(second.cookie).not.toBe(first.cookie);
    expect([await isSignedIn(first), await isSignedIn(second)]).toEqual([false, true]);
    const wrong = await signIn('alice', 'wrong', { cookie: second.cookie });
    expect([wrong.status, await isSignedIn(second)]).toEqual([401, true]);
  });

  test('is renewed after a day by whatever request comes first, with the same attributes', async () => {
    for (const [method, path] of [
      ['GET', '/api/session'],
      ['GET', '/api/sessions'],
      ['PROPFIND', '/dav/calendars/olivia/'],
    ] as const) {
      const { cookie, csrf } = await signedIn('olivia');
      clock += DAY;
      const answer = await send(method, path, { cookie, depth: '0' });
      const [next = '', ...attributes] = (answer.headers['set-cookie'] ?? '').split('; ');
      expect(next).toMatch(/^convoke_session=.{43}$/);
      expect(next).not.toBe(cookie);
      expect(attributes.sort()).toEqual(['HttpOnly', `Max-Age=${29 * 86_400}`, 'Path=/', 'SameSite=Lax']);
      // Under the new token the page goes on with the CSRF token that it has.
      expect((await as({ cookie: next, csrf }, 'POST', '/api/app-passwords', { name: 'Phone' })).status).toBe(201);
    }
  });
});

describe('the list of sessions', () => {
  const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const IPHONE =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

  test('shows device, begin, last use, and which one is asking, and no secret', async () => {
    const laptop = await signedIn('olivia', { 'user-agent': FIREFOX });
    clock += 3_600_000;
    await signedIn('olivia', { 'user-agent': IPHONE });
    await signedIn('alice');
    const answer = await send('GET', '/api/sessions', { cookie: laptop.cookie });
    const { sessions } = JSON.parse(answer.body) as { readonly sessions: readonly { readonly id: string }[] };
    expect(sessions.map(({ id: _id, ...others }) => others)).toEqual(
      [
        {
          browser: 'Safari',
          system: 'iPhone',
          begunAt: '2027-03-01T01:00:00.000Z',
          usedAt: '2027-03-01T01:00:00.000Z',
          isCurrent: false,
        },
        {
          browser: 'Firefox',
          system: 'Linux',
          begunAt: '2027-03-01T00:00:00.000Z',
          usedAt: '2027-03-01T01:00:00.000Z',
          isCurrent: true,
        },
      ].sort((one, other) => Number(one.isCurrent) - Number(other.isCurrent)),
    );
    for (const secret of [laptop.csrf, laptop.cookie.split('=')[1] ?? '']) expect(answer.body).not.toContain(secret);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('lets one end another of one’s own, and nobody else’s', async () => {
    const [laptop, phone, alice] = [await signedIn('olivia'), await signedIn('olivia'), await signedIn('alice')];
    const list = JSON.parse((await send('GET', '/api/sessions', { cookie: phone.cookie })).body) as {
      readonly sessions: readonly { readonly id: string; readonly isCurrent: boolean }[];
    };
    const id = list.sessions.find(({ isCurrent }) => isCurrent)?.id ?? '';
    expect((await as(alice, 'DELETE', `/api/sessions/${id}`)).status).toBe(404);
    expect(await isSignedIn(phone)).toBe(true);
    expect((await as(laptop, 'DELETE', `/api/sessions/${id}`)).status).toBe(204);
    expect([await isSignedIn(laptop), await isSignedIn(phone)]).toEqual([true, false]);
    expect((await as(laptop, 'DELETE', `/api/sessions/${id}`)).status).toBe(404);
  });

  test('ends with one request everywhere, also here, and for nobody else', async () => {
    const [laptop, phone, alice] = [await signedIn('olivia'), await signedIn('olivia'), await signedIn('alice')];
    const answer = await as(laptop, 'DELETE', '/api/sessions');
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toMatch(/^convoke_session=;/);
    expect([await isSignedIn(laptop), await isSignedIn(phone), await isSignedIn(alice)]).toEqual([false, false, true]);
    expect(await homeStatus('olivia', 'olivia-demo')).toBe(207);
  });
});

describe('a new password', () => {
  const change = (person: Person, current: string, next: string) =>
    as(person, 'PUT', '/api/password', { current, next });

  test('needs the old one; then all sessions end but a new one here, and app passwords stay', async () => {
    const [laptop, phone] = [await signedIn('olivia'), await signedIn('olivia')];
    const user = await server.store.userByName('olivia');
    const added = user && (await addAppPassword(server.store, user, 'Phone', () => new Date(clock)));
    const secret = added?.kind === 'added' ? added.secret : '';

    const wrong = await change(laptop, 'alice-demo', 'correct horse');
    expect([wrong.status, wrong.body]).toEqual([403, '{"error":"wrong-password"}']);
    expect((await change(laptop, secret, 'correct horse')).status).toBe(403);
    expect([await isSignedIn(laptop), await isSignedIn(phone)]).toEqual([true, true]);

    const changed = await change(laptop, 'olivia-demo', 'correct horse');
    expect(changed.status).toBe(200);
    const next = personOf(changed);
    expect(next.csrf).not.toBe(laptop.csrf);
    expect([await isSignedIn(next), await isSignedIn(laptop), await isSignedIn(phone)]).toEqual([true, false, false]);
    expect((await signIn('olivia')).status).toBe(401);
    expect((await signIn('olivia', 'correct horse')).status).toBe(200);
    expect([await homeStatus('olivia', 'olivia-demo'), await homeStatus('olivia', secret)]).toEqual([401, 207]);
  });

  test('is asked for no faster than a sign-in: a stolen session does not guess the old one', async () => {
    const olivia = await signedIn('olivia');
    for (let count = 0; count < 6; count += 1) await change(olivia, `wrong ${count}`, 'correct horse');
    const stopped = await change(olivia, 'olivia-demo', 'correct horse');
    expect([stopped.status, stopped.headers['retry-after']]).toEqual([429, '1']);
    expect(await homeStatus('olivia', 'correct horse')).not.toBe(207);
  });

  test.each(['', 'seven77', 'two\nlines of it', 'x'.repeat(1_001)])('must be one: %j', async (next) => {
    const olivia = await signedIn('olivia');
    const answer = await change(olivia, 'olivia-demo', next);
    expect([answer.status, answer.body]).toEqual([400, '{"error":"invalid-password"}']);
    expect(await isSignedIn(olivia)).toBe(true);
    expect((await signIn('olivia')).status).toBe(200);
  });

  test.each([{}, { current: 'olivia-demo' }, { current: 1, next: 2 }])('is not taken from %j', async (body) => {
    expect((await as(await signedIn('olivia'), 'PUT', '/api/password', body)).status).toBe(400);
  });
});

describe('an app password', () => {
  test('is told once, opens calendars and nothing of the account, and is revoked at once', async () => {
    const olivia = await signedIn('olivia');
    const made = await as(olivia, 'POST', '/api/app-passwords', { name: ' Phone ' });
    expect(made.status).toBe(201);
    const { id, secret, ...others } = JSON.parse(made.body) as { readonly id: string; readonly secret: string };
    expect(others).toEqual({ name: 'Phone', createdAt: '2027-03-01T00:00:00.000Z', usedAt: null });
    expect(await homeStatus('olivia', secret)).toBe(207);
    expect((await signIn('olivia', secret)).status).toBe(401);

    const list = await send('GET', '/api/app-passwords', { cookie: olivia.cookie });
    expect(JSON.parse(list.body)).toEqual({
      appPasswords: [{ id, name: 'Phone', createdAt: '2027-03-01T00:00:00.000Z', usedAt: '2027-03-01T00:00:00.000Z' }],
    });

    const alice = await signedIn('alice');
    expect(JSON.parse((await send('GET', '/api/app-passwords', { cookie: alice.cookie })).body)).toEqual({
      appPasswords: [],
    });
    expect((await as(alice, 'DELETE', `/api/app-passwords/${id}`)).status).toBe(404);
    expect(await homeStatus('olivia', secret)).toBe(207);
    expect((await as(olivia, 'DELETE', `/api/app-passwords/${id}`)).status).toBe(204);
    expect(await homeStatus('olivia', secret)).toBe(401);
  });

  test.each(['', '  ', 'two\nlines', 'x'.repeat(101)])(
    'is for something that has a name of one line: %j',
    async (name) => {
      const answer = await as(await signedIn('olivia'), 'POST', '/api/app-passwords', { name });
      expect([answer.status, answer.body]).toEqual([400, '{"error":"invalid-name"}']);
    },
  );

  test.each(['one', '-1', '1.5', '99999999999999999999', '%00'])('that is none is not found: %s', async (id) => {
    expect((await as(await signedIn('olivia'), 'DELETE', `/api/app-passwords/${id}`)).status).toBe(404);
  });
});
