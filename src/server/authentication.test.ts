import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, basic, rawRequest } from './testClient.ts';

let server: InProcessServer;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2027, 2, 1);
  server = await startInProcess({ now: () => new Date(clock) });
});

afterEach(() => server.close());

const send = (method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> =>
  rawRequest(server.origin, method, path, headers, body);

const signIn = (username: string, password: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(
    'POST',
    '/api/session',
    { 'content-type': 'application/json', ...headers },
    JSON.stringify({ username, password }),
  );

async function signedIn(name: string): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const answer = await signIn(name, `${name}-demo`);
  const cookie = answer.headers['set-cookie']?.split(';', 1)[0] ?? '';
  return { cookie, csrf: (JSON.parse(answer.body) as { csrf: string }).csrf };
}

const PRINCIPAL = '/dav/principals/olivia/';

describe('Basic credentials', () => {
  test('are asked for with a challenge when nothing was sent', async () => {
    const answer = await send('PROPFIND', '/dav/', { depth: '0' });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Basic realm="Convoke", charset="UTF-8"');
  });

  test('are not asked for when a page’s script asks: the browser would open its own dialog', async () => {
    const answer = await send('PROPFIND', '/dav/', { depth: '0', 'sec-fetch-mode': 'same-origin' });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBeUndefined();
  });

  test('open the door when they are right', async () => {
    const headers = { depth: '0', authorization: basic('olivia', 'olivia-demo') };
    expect((await send('PROPFIND', PRINCIPAL, headers)).status).toBe(207);
    // The second time the remembered credential is used.
    expect((await send('PROPFIND', PRINCIPAL, headers)).status).toBe(207);
  });

  test.each([
    ['a wrong password', basic('olivia', 'alice-demo')],
    ['an unknown name', basic('nobody', 'olivia-demo')],
    ['no colon', `Basic ${Buffer.from('olivia').toString('base64')}`],
    ['another scheme', 'Bearer abc'],
  ])('are refused with a challenge: %s', async (_what, authorization) => {
    const answer = await send('PROPFIND', PRINCIPAL, { depth: '0', authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
  });

  test('of a password with characters beyond Latin-1 work in UTF-8', async () => {
    const { createAccount } = await import('./accounts.ts');
    await createAccount(server.store, {
      name: 'zoe',
      displayName: 'Zoë',
      password: 'pässwörd-Ω-日本',
      addresses: ['mailto:zoe@convoke.example'],
    });
    const answer = await send('PROPFIND', '/dav/principals/zoe/', {
      depth: '0',
      authorization: basic('zoe', 'pässwörd-Ω-日本'),
    });
    expect(answer.status).toBe(207);
  });
});

describe('the session', () => {
  test('begins with the right password: an HttpOnly, SameSite=Lax cookie that is not Secure without TLS', async () => {
    const answer = await signIn('olivia', 'olivia-demo');
    expect(answer.status).toBe(200);
    const { csrf, ...rest } = JSON.parse(answer.body) as { csrf: string };
    expect(csrf.length).toBeGreaterThan(20);
    expect(rest).toEqual({
      user: {
        name: 'olivia',
        displayName: 'Olivia Organizer',
        principal: '/dav/principals/olivia/',
        addresses: ['mailto:olivia@convoke.example'],
      },
      server: {
        name: 'convoke',
        product: 'Convoke',
        profile: 'rfc6638',
        precondition: 'schedule-tag',
        capabilities: ['1', '3', 'access-control', 'extended-mkcol', 'calendar-access', 'calendar-auto-schedule'],
        domain: 'convoke.example',
        mail: false,
      },
    });
    const attributes = (answer.headers['set-cookie'] ?? '').split('; ').slice(1);
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'SameSite=Lax']));
    expect(attributes).not.toContain('Secure');
  });

  test('says who is signed in, and 401 without a challenge when nobody is', async () => {
    const nobody = await send('GET', '/api/session');
    expect(nobody.status).toBe(401);
    expect(nobody.headers['www-authenticate']).toBeUndefined();
    const { cookie, csrf } = await signedIn('alice');
    const answer = await send('GET', '/api/session', { cookie });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ user: { name: 'alice' }, csrf });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('lets the app read and, with the CSRF token, write', async () => {
    const { cookie, csrf } = await signedIn('olivia');
    expect((await send('PROPFIND', PRINCIPAL, { cookie, depth: '0' })).status).toBe(207);
    const calendar = '/dav/calendars/olivia/private/';
    expect((await send('MKCALENDAR', calendar, { cookie })).status).toBe(403);
    expect((await send('MKCALENDAR', calendar, { cookie, 'x-csrf-token': 'wrong' })).status).toBe(403);
    expect((await send('PROPFIND', calendar, { cookie, depth: '0' })).status).toBe(404);
    expect((await send('MKCALENDAR', calendar, { cookie, 'x-csrf-token': csrf })).status).toBe(201);
  });

  test('loses to an Authorization header', async () => {
    const { cookie } = await signedIn('olivia');
    const inbox = '/dav/calendars/alice/inbox/';
    expect((await send('PROPFIND', inbox, { cookie, depth: '0' })).status).toBe(403);
    const authorization = basic('alice', 'alice-demo');
    expect((await send('PROPFIND', inbox, { cookie, depth: '0', authorization })).status).toBe(207);
    const wrong = basic('alice', 'wrong');
    expect((await send('PROPFIND', inbox, { cookie, depth: '0', authorization: wrong })).status).toBe(401);
  });

  test('that is not known gets a 401 without a challenge', async () => {
    const answer = await send('PROPFIND', PRINCIPAL, { cookie: 'convoke_session=forged', depth: '0' });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBeUndefined();
  });

  test('ends when one signs out, which needs the token too', async () => {
    const { cookie, csrf } = await signedIn('olivia');
    expect((await send('DELETE', '/api/session', { cookie })).status).toBe(403);
    expect((await send('GET', '/api/session', { cookie })).status).toBe(200);
    expect((await send('DELETE', '/api/session', { cookie, 'x-csrf-token': csrf })).status).toBe(204);
    expect((await send('GET', '/api/session', { cookie })).status).toBe(401);
  });

  test('cannot be begun by a form of another page', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send('POST', '/api/session', form, 'username=olivia&password=olivia-demo')).status).toBe(415);
    const plain = { 'content-type': 'text/plain' };
    const body = JSON.stringify({ username: 'olivia', password: 'olivia-demo' });
    const answer = await send('POST', '/api/session', plain, body);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.status).toBe(400);
  });
});

describe('a request body that is no sign-in', () => {
  test.each(['', '{', '[]', '{"username":"olivia"}', '{"username":1,"password":2}'])('is refused: %s', async (body) => {
    const answer = await send('POST', '/api/session', { 'content-type': 'application/json' }, body);
    expect(answer.status).toBe(400);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

describe('a server with demo accounts', () => {
  let demo: InProcessServer;
  beforeAll(async () => {
    demo = await startInProcess({ loopbackNamesOnly: true });
  });
  afterAll(() => demo.close());

  test.each([
    ['127.0.0.1:8800', 401],
    ['localhost:8800', 401],
    ['[::1]:8800', 401],
    ['evil.example', 421],
    ['localhost.evil.example:8800', 421],
  ])('answers to %s with %i', async (host, status) => {
    expect((await rawRequest(demo.origin, 'GET', '/api/session', { host })).status).toBe(status);
  });
});
