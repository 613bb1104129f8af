import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ACCOUNT, listening, multistatus, PASSWORD, PRINCIPAL, USERNAME, XML } from './hostileUpstream.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, basic, rawRequest } from './testClient.ts';
import { signInUpstream } from './upstreamAccount.ts';
import { detectProduct } from './upstreamProduct.ts';
import { DEFAULT_LIMITS } from './upstreams.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

type Page = readonly [number, Readonly<Record<string, string>>, string?];

const LIMITS = { ...DEFAULT_LIMITS, connectMs: 500, headersMs: 400, idleMs: 400, totalMs: 1_500 };
const CREDENTIALS = { username: USERNAME, password: PASSWORD };
const OPTIONS: Page = [200, { dav: '1, calendar-access, calendar-auto-schedule' }];
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that knows these paths, by `METHOD path` or by path; everything else is 404. */
async function serverOf(pages: Readonly<Record<string, Page>>, path = '/') {
  const asked: Asked[] = [];
  const { url, close } = await listening((request, response) => {
    const { method = '', url: target = '', headers } = request;
    asked.push({ method, path: target, authorization: headers.authorization });
    const [status, given, body] = pages[`${method} ${target}`] ?? pages[target] ?? [404, {}];
    request.resume().on('end', () => response.writeHead(status, given).end(body));
  });
  closing.push(close);
  return { asked, upstream: { name: 'Work', url: new URL(path, url) }, origin: url.origin };
}

const ROOT: Page = [207, XML, PRINCIPAL];
const FOUND = { '/p/': [207, XML, ACCOUNT], 'OPTIONS /home/': OPTIONS } as const;

describe('signing in to another server', () => {
  test('follows the well-known address to the account, with the credentials', async () => {
    const { asked, upstream } = await serverOf({
      '/.well-known/caldav': [301, { location: '/dav' }],
      '/dav': [302, { location: '/dav/' }],
      '/dav/': ROOT,
      ...FOUND,
    });
    const outcome = await signInUpstream(upstream, CREDENTIALS, LIMITS);
    expect(outcome).toMatchObject({
      kind: 'verified',
      account: {
        username: USERNAME,
        displayName: USERNAME,
        principal: '/p/',
        addresses: ['mailto:olivia@example.test', '/p/'],
        capabilities: ['1', 'calendar-access', 'calendar-auto-schedule'],
      },
    });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PROPFIND /.well-known/caldav',
      'PROPFIND /dav',
      'PROPFIND /dav/',
      'PROPFIND /p/',
      'OPTIONS /home/',
    ]);
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set([basic(USERNAME, PASSWORD)]));
  });

  test('begins at the path that the operator gave, and falls back to the well-known one', async () => {
    const given = await serverOf({ '/dav/': ROOT, ...FOUND }, '/dav/');
    expect((await signInUpstream(given.upstream, CREDENTIALS, LIMITS)).kind).toBe('verified');
    expect(given.asked[0]?.path).toBe('/dav/');
    const stale = await serverOf({ '/.well-known/caldav': ROOT, ...FOUND }, '/old/');
    expect((await signInUpstream(stale.upstream, CREDENTIALS, LIMITS)).kind).toBe('verified');
  });

  test.each([
    ['401', { '/.well-known/caldav': [401, { 'www-authenticate': 'Basic' }] }],
    [
      'that nobody is signed in',
      {
        '/.well-known/caldav': [
          207,
          XML,
          multistatus('<D:current-user-principal><D:unauthenticated/></D:current-user-principal>'),
        ],
      },
    ],
    ['401 for the principal', { '/.well-known/caldav': ROOT, '/p/': [401, {}] }],
  ] as const)('finds name or password wrong when the server says %s', async (_what, pages) => {
    const { upstream } = await serverOf(pages as Readonly<Record<string, Page>>);
    expect(await signInUpstream(upstream, CREDENTIALS, LIMITS)).toEqual({ kind: 'wrong' });
  });

  test('sends no name that Basic credentials cannot carry', async () => {
    const { asked, upstream } = await serverOf({ '/.well-known/caldav': ROOT, ...FOUND });
    for (const username of ['a:b', 'a\r\nX: y', 'a\u0000'])
      expect(await signInUpstream(upstream, { username, password: 'x' }, LIMITS)).toEqual({ kind: 'wrong' });
    expect(asked).toEqual([]);
  });

  test.each([
    ['nothing', {}],
    ['a page', { '/.well-known/caldav': [200, { 'content-type': 'text/html' }, '<h1>Hi</h1>'], '/': [200, {}, 'Hi'] }],
    ['a page that claims to be XML', { '/.well-known/caldav': [207, XML, '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'] }],
    ['XML of something else', { '/.well-known/caldav': [207, XML, '<feed xmlns="http://www.w3.org/2005/Atom"/>'] }],
    ['XML nested without end', { '/.well-known/caldav': [207, XML, '<a>'.repeat(100_000)] }],
    ['more than discovery needs', { '/.well-known/caldav': [207, XML, ' '.repeat(2_000_000)] }],
    [
      'an account without calendars',
      { '/.well-known/caldav': ROOT, '/p/': [207, XML, multistatus('<D:displayname>x</D:displayname>')] },
    ],
    [
      'redirects in a circle',
      { '/.well-known/caldav': [302, { location: '/' }], '/': [302, { location: '/.well-known/caldav' }] },
    ],
  ] as const)('finds no calendar server in %s', async (_what, pages) => {
    const { upstream } = await serverOf(pages as Readonly<Record<string, Page>>);
    expect(await signInUpstream(upstream, CREDENTIALS, LIMITS)).toEqual({ kind: 'failed', reason: 'no-caldav' });
  });

  test('never takes the password to another server: not by a redirect, not by an href', async () => {
    const trap = await serverOf({});
    const { host, port } = trap.upstream.url;
    const locations = [`http://${host}/`, `//${host}/`, `https://${host}/`, `http://x@${host}/`, '/login?next=/'];
    for (const location of locations) {
      const { upstream } = await serverOf({ '/.well-known/caldav': [301, { location }], '/': [301, { location }] });
      expect(await signInUpstream(upstream, CREDENTIALS, LIMITS)).toEqual({ kind: 'failed', reason: 'elsewhere' });
    }
    for (const href of [`http://${host}/p/`, `//localhost:${port}/p/`, 'https://evil.example/p/', '/%2e%2e%2fp/']) {
      const property = `<D:current-user-principal><D:href>${href}</D:href></D:current-user-principal>`;
      const page: Page = [207, XML, multistatus(property)];
      const { upstream } = await serverOf({ '/.well-known/caldav': page, '/': page });
      expect(await signInUpstream(upstream, CREDENTIALS, LIMITS)).toEqual({ kind: 'failed', reason: 'elsewhere' });
    }
    expect(trap.asked).toEqual([]);
  });

  test('gives a silent server up, and one that stops in the middle', async () => {
    const silent = await listening(() => undefined);
    const stopping = await listening((_request, response) => {
      response.writeHead(207, { ...XML, 'content-length': '1000' }).write('<x>');
    });
    closing.push(silent.close, stopping.close);
    for (const { url } of [silent, stopping]) {
      const outcome = await signInUpstream({ name: 'Work', url }, CREDENTIALS, LIMITS);
      expect(outcome).toEqual({ kind: 'failed', reason: 'timeout' });
    }
  });

  test('trusts no certificate that nobody vouches for, even where Node was told to', async () => {
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    const asked: string[] = [];
    const server = createTlsServer({ key: KEY, cert: CERTIFICATE }, (request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closing.push(() => new Promise((done) => server.close(() => done())));
    const url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/`);
    const outcome = await signInUpstream({ name: 'Work', url }, CREDENTIALS, LIMITS);
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    expect(outcome).toEqual({ kind: 'failed', reason: 'tls' });
    expect(asked).toEqual([]);
  });
});

describe('the session’s API', () => {
  let server: InProcessServer;

  async function signIn(upstreamUrl: URL, body: object): Promise<Answer> {
    server = await startInProcess({ upstreams: [{ name: 'Work', url: upstreamUrl }], limits: LIMITS });
    closing.push(server.close);
    return again(body);
  }
  const again = (body: object): Promise<Answer> =>
    rawRequest(server.origin, 'POST', '/api/session', { 'content-type': 'application/json' }, JSON.stringify(body));

  test('slows guessing down after six wrong passwords, without asking the server meanwhile', async () => {
    const { asked, upstream } = await serverOf({ '/.well-known/caldav': [401, {}] });
    const body = { ...CREDENTIALS, server: 'Work' };
    expect((await signIn(upstream.url, body)).body).toBe('{"error":"invalid-credentials"}');
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await again(body)).status).toBe(401);
    const stopped = await again(body);
    expect([stopped.status, stopped.headers['retry-after']]).toEqual([429, '1']);
    expect(asked).toHaveLength(6);
    expect((await again({ username: 'olivia', password: 'olivia-demo', server: 'convoke' })).status).toBe(200);
  });

  test('does not count attempts that a broken server could not judge', async () => {
    const { upstream } = await serverOf({});
    const body = { ...CREDENTIALS, server: 'Work' };
    expect((await signIn(upstream.url, body)).body).toBe('{"error":"no-caldav"}');
    for (let attempt = 0; attempt < 12; attempt += 1) expect((await again(body)).status).toBe(502);
  });

  test('knows only the servers that were configured', async () => {
    const { upstream } = await serverOf({});
    for (const name of ['work', 'https://evil.example', '__proto__', '']) {
      const answer = await (server === undefined || name === 'work'
        ? signIn(upstream.url, { ...CREDENTIALS, server: name })
        : again({ ...CREDENTIALS, server: name }));
      expect([answer.status, answer.body]).toEqual([400, '{"error":"unknown-server"}']);
    }
    const servers = await rawRequest(server.origin, 'GET', '/api/servers', {});
    expect(JSON.parse(servers.body)).toEqual({
      servers: [
        { name: 'convoke', isEmbedded: true },
        { name: 'Work', isEmbedded: false },
      ],
    });
  });
});

describe('the product', () => {
  test.each([
    [
      { server: 'Cyrus-HTTP/3.6.1-Debian-3.6.1-4 Cyrus-SASL/2.1.28' },
      '/dav/principals/user/o/',
      'Cyrus IMAP 3.6.1',
      'etag',
    ],
    [{ dav: '1, 3, calendar-access, nc-calendar-search' }, '/remote.php/dav/principals/users/o/', 'Nextcloud', 'etag'],
    [{ 'x-sabre-version': '4.7.0', server: 'nginx' }, '/principals/o/', 'sabre/dav 4.7.0', 'etag'],
    [{ 'x-davical-version': 'DAViCal/1.1.12; DB/1.3.5' }, '/caldav.php/o/', 'DAViCal 1.1.12', 'etag'],
    [{}, '/SOGo/dav/o/', 'SOGo', 'etag'],
    [{ server: 'Apache' }, '/o/', 'CalDAV', 'schedule-tag'],
  ] as const)('is told from %j and %s', (headers, principal, product, precondition) => {
    expect(detectProduct({ headers, principal })).toMatchObject({ product, precondition });
  });

  test('is planned for as measured where the engine knows it, else by the RFC', () => {
    const profileOf = (server: string) => detectProduct({ headers: { server }, principal: '/' }).profile;
    expect([profileOf('Cyrus-HTTP/3.6.1'), profileOf('Cyrus-HTTP/'), profileOf('nginx')]).toEqual([
      'cyrus',
      'cyrus',
      'rfc6638',
    ]);
  });
});

/** Made for this test: for `localhost`, valid until 2126, signed by itself. Nobody trusts it. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMGb7rpY56w1NMbUG
12QYFA+oDfpoNcI8sINlJXm7APGhRANCAASt3mNuds25fH39SzOpOm7xwF7KA3Aq
mBXiGKb9iAvpco3CFO61DKhgBKOGIqj18WEZgmHSw1Xn70intx33W+Ue
-----END PRIVATE KEY-----
`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBljCCATugAwIBAgIUSjKHLEZjlBJkBeqhrJ8FTjFfEL8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjEwNDkxNFoYDzIxMjYxMDI5
MTA0OTE0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASt3mNuds25fH39SzOpOm7xwF7KA3AqmBXiGKb9iAvpco3CFO61DKhg
BKOGIqj18WEZgmHSw1Xn70intx33W+Ueo2kwZzAdBgNVHQ4EFgQURYDPBOKYY57r
55acs7euZaaOsY0wHwYDVR0jBBgwFoAURYDPBOKYY57r55acs7euZaaOsY0wDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SQAwRgIhAPYuOTBG4xHY17A02n5EAHEqdlXZgApB5VkEOWXDUuiAAiEA72d6F+6X
6T+kBmXkH6HYEfiVxbu06TgKLtsLLukGpEY=
-----END CERTIFICATE-----
`;
