import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type HostileUpstream, hostileUpstream, listening, PASSWORD, USERNAME } from './hostileUpstream.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, basic, rawRequest } from './testClient.ts';
import { DEFAULT_LIMITS } from './upstreams.ts';

let server: InProcessServer;
let upstream: HostileUpstream;
let other: HostileUpstream;
let session: { readonly cookie: string; readonly csrf: string };
let folder: string;
let log = '';

const LIMITS = {
  ...DEFAULT_LIMITS,
  headersMs: 1_500,
  idleMs: 400,
  totalMs: 5_000,
  answerOctets: 100_000,
  requestOctets: 20_000,
};

beforeAll(async () => {
  upstream = await hostileUpstream();
  other = await hostileUpstream();
  folder = await mkdtemp(join(tmpdir(), 'convoke-gateway-'));
  const written = new PassThrough();
  written.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8');
  });
  server = await startInProcess({
    file: join(folder, 'convoke.db'),
    upstreams: [
      { name: 'Work', url: upstream.url },
      { name: 'Home', url: other.url },
    ],
    limits: LIMITS,
    logger: pino({ level: 'trace' }, written),
  });
});

beforeEach(async () => {
  upstream.seen.length = 0;
  upstream.answer = (_request, response) => response.writeHead(204).end();
  session = await signedIn();
});

afterAll(async () => {
  await server.close();
  await upstream.close();
  await other.close();
  await rm(folder, { recursive: true });
});

async function signedIn(name = 'Work'): Promise<{ readonly cookie: string; readonly csrf: string }> {
  const body = JSON.stringify({ username: USERNAME, password: PASSWORD, server: name });
  const headers = { 'content-type': 'application/json' };
  const answer = await rawRequest(server.origin, 'POST', '/api/session', headers, body);
  expect(answer.status).toBe(200);
  expect(answer.body).not.toContain(PASSWORD);
  const cookie = answer.headers['set-cookie']?.split(';', 1)[0] ?? '';
  return { cookie, csrf: (JSON.parse(answer.body) as { csrf: string }).csrf };
}

function send(method: string, target: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  const own = { cookie: session.cookie, 'x-csrf-token': session.csrf };
  return rawRequest(server.origin, method, target, { ...own, ...headers }, body);
}

function answering(status: number, headers: Record<string, string | string[]>, body = ''): void {
  upstream.answer = (_request, response) => response.writeHead(status, headers).end(body);
}

/** Octets as they are, whatever node:http thinks of them. */
function answeringRaw(text: string): void {
  upstream.answer = (_request, response) => void response.socket?.write(text);
}

const CALENDAR = { 'content-type': 'text/calendar; charset=utf-8' };

describe('a request', () => {
  test.each([
    'GET',
    'PUT',
    'DELETE',
    'PROPFIND',
    'PROPPATCH',
    'REPORT',
    'MKCALENDAR',
    'MKCOL',
    'COPY',
    'MOVE',
    'LOCK',
    'UNLOCK',
    'ACL',
    'POST',
    'OPTIONS',
    'HEAD',
  ])('goes up by %s', async (method) => {
    expect((await send(method, '/gateway/Work/dav/x.ics')).status).toBe(204);
    expect(upstream.seen).toMatchObject([{ method, target: '/dav/x.ics' }]);
  });

  test('takes the headers with it that CalDAV needs, its body, and the credentials; and nothing else', async () => {
    const needed = {
      depth: '1',
      'content-type': 'text/calendar; charset=utf-8',
      'if-match': '"a"',
      'if-none-match': '*',
      'if-schedule-tag-match': '"s"',
      'schedule-reply': 'F',
      'scheduling-enabled': 'F',
      prefer: 'return=minimal',
      overwrite: 'F',
      'x-nc-scheduling': 'false',
    };
    const private_ = {
      authorization: basic('mallory', 'x'),
      origin: server.origin,
      referer: `${server.origin}/calendar`,
      'x-forwarded-for': '1.2.3.4',
      'accept-encoding': 'gzip',
      te: 'trailers',
      'user-agent': 'Mozilla/5.0',
      'x-http-method-override': 'DELETE',
      host: 'app.example',
    };
    await send('PUT', '/gateway/Work/x.ics', { ...needed, ...private_ }, 'BEGIN:VCALENDAR é');
    expect(upstream.seen).toEqual([
      {
        method: 'PUT',
        target: '/x.ics',
        headers: {
          ...needed,
          authorization: basic(USERNAME, PASSWORD),
          connection: 'close',
          'content-length': String(Buffer.byteLength('BEGIN:VCALENDAR é')),
          host: upstream.url.host,
          'user-agent': 'Convoke',
        },
        body: 'BEGIN:VCALENDAR é',
      },
    ]);
  });

  test('has its Destination mapped, or is refused', async () => {
    await send('MOVE', '/gateway/Work/a.ics', { destination: '/gateway/Work/b.ics' });
    await send('COPY', '/gateway/Work/a.ics', { destination: `${server.origin}/gateway/Work/c.ics` });
    expect(upstream.seen.map(({ headers }) => headers['destination'])).toEqual([
      new URL('/b.ics', upstream.url).href,
      new URL('/c.ics', upstream.url).href,
    ]);
    for (const destination of [other.url.href, '/gateway/Home/b.ics', 'https://evil.example/b.ics']) {
      expect((await send('MOVE', '/gateway/Work/a.ics', { destination })).status).toBe(400);
    }
    expect(upstream.seen).toHaveLength(2);
  });

  test.each([
    '/gateway/Work/../api/session',
    '/gateway/Work/%2e%2e/x',
    '/gateway/Work/a%2f..%2fx',
    '/gateway/Work//evil.example/',
    '/gateway/Work/\\evil.example/',
    '/gateway/Work/a%00',
    '/gateway/Work/a?b',
    '/gateway/Work',
    'http://evil.example/gateway/Work/x',
  ])('to %s goes nowhere', async (target) => {
    expect((await send('GET', target)).status).toBe(400);
    expect(upstream.seen).toEqual([]);
  });

  test('to a server that nobody configured, or to one where one is not signed in, goes nowhere', async () => {
    for (const name of ['Home', 'work', 'evil.example', '127.0.0.1', 'convoke'])
      expect((await send('GET', `/gateway/${name}/x`)).status).toBe(403);
    expect([...upstream.seen, ...other.seen]).toEqual([]);
  });

  test('that is too large is refused before it goes up', async () => {
    expect((await send('PUT', '/gateway/Work/x.ics', CALENDAR, 'x'.repeat(20_001))).status).toBe(413);
    expect(upstream.seen).toEqual([]);
  });

  test('that the page gives up is given up at the upstream too', async () => {
    const closed = new Promise<void>((done) => {
      upstream.answer = (request) => request.socket.once('close', () => done());
    });
    const abort = new AbortController();
    const own = { cookie: session.cookie, 'x-csrf-token': session.csrf };
    const given = fetch(`${server.origin}/gateway/Work/x`, { headers: own, signal: abort.signal }).catch(
      () => 'given up',
    );
    while (upstream.seen.length === 0) await new Promise((done) => setTimeout(done, 5));
    abort.abort();
    const begun = Date.now();
    expect(await given).toBe('given up');
    await closed;
    expect(Date.now() - begun).toBeLessThan(LIMITS.headersMs - 500);
  });
});

describe('an answer', () => {
  test('brings the tags and the product with it, and nothing else', async () => {
    const passed = {
      etag: '"e"',
      'schedule-tag': '"s"',
      dav: '1, calendar-auto-schedule',
      allow: 'GET, PUT',
      'preference-applied': 'return=minimal',
      server: 'Cyrus-HTTP/3.6.1',
      'x-sabre-version': '4.7.0',
    };
    answering(
      200,
      {
        ...passed,
        ...CALENDAR,
        'set-cookie': ['sid=1; Path=/', 'convoke_session=stolen; Path=/'],
        'www-authenticate': 'Basic realm="Evil"',
        'content-security-policy': "script-src 'unsafe-inline'",
        'access-control-allow-origin': '*',
        'access-control-allow-credentials': 'true',
        'clear-site-data': '"*"',
        'service-worker-allowed': '/',
        refresh: '0;url=https://evil.example',
        link: '<https://evil.example/x.css>; rel=stylesheet',
        'content-disposition': 'attachment; filename=x.exe',
        'cache-control': 'public, max-age=31536000',
        'strict-transport-security': 'max-age=31536000',
        'x-frame-options': 'ALLOWALL',
      },
      'BEGIN:VCALENDAR',
    );
    const { status, headers, body } = await send('GET', '/gateway/Work/x.ics');
    const { date: _date, connection: _connection, 'keep-alive': _alive, ...rest } = headers;
    expect({ status, body, headers: rest }).toEqual({
      status: 200,
      body: 'BEGIN:VCALENDAR',
      headers: {
        ...passed,
        ...CALENDAR,
        'x-content-type-options': 'nosniff',
        'content-security-policy': 'sandbox',
        'cache-control': 'private, no-cache',
        'transfer-encoding': 'chunked',
      },
    });
  });

  test.each([
    ['text/calendar', 'text/calendar; charset=utf-8'],
    ['TEXT/XML; charset="UTF-8"', 'application/xml; charset=utf-8'],
    ['application/xml', 'application/xml; charset=utf-8'],
    ['text/plain; charset=us-ascii', 'text/plain; charset=utf-8'],
  ])('of type %s comes down as %s', async (type, passed) => {
    answering(200, { 'content-type': type }, 'text');
    const answer = await send('GET', '/gateway/Work/x');
    expect([answer.headers['content-type'], answer.body]).toEqual([passed, 'text']);
  });

  test.each([
    { 'content-type': 'text/html' },
    { 'content-type': 'text/html; charset=utf-8' },
    { 'content-type': 'application/xhtml+xml' },
    { 'content-type': 'image/svg+xml' },
    { 'content-type': 'application/javascript' },
    { 'content-type': 'text/calendar, text/html' },
    { 'content-type': 'text/plain; charset=utf-7' },
    { 'content-type': 'text/calendar', 'content-encoding': 'gzip' },
    {},
  ])('that may be a page, or cannot be read, never arrives: %j', async (headers) => {
    answering(200, headers as Record<string, string>, '<script>alert(1)</script>');
    for (const method of ['GET', 'PROPFIND', 'REPORT', 'POST']) {
      const answer = await send(method, '/gateway/Work/x');
      expect(answer.status).toBe(502);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(answer.headers['content-security-policy']).toBe('sandbox');
      expect(answer.body).toBe('The answer is no calendar data: something else than a calendar server answered.\n');
    }
  });

  test.each([
    ['PUT', 201],
    ['DELETE', 204],
    ['GET', 404],
    ['PROPFIND', 500],
  ])('to %s with status %i keeps its status when the page that comes with it is left out', async (method, status) => {
    answering(status, { 'content-type': 'text/html', etag: '"e"' }, status === 204 ? '' : '<script>alert(1)</script>');
    const answer = await send(method, '/gateway/Work/x');
    expect([answer.status, answer.body, answer.headers['etag']]).toEqual([status, '', '"e"']);
    expect(answer.headers['content-type']).toBeUndefined();
  });

  test('of 401 comes without a challenge, and ends the session, so that a changed password is not tried on and on', async () => {
    answering(401, { 'www-authenticate': 'Basic realm="Upstream"', 'content-type': 'text/plain' }, 'no');
    const answer = await send('GET', '/gateway/Work/x');
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, undefined]);
    expect((await send('GET', '/gateway/Work/x')).status).toBe(401);
    expect(upstream.seen).toHaveLength(1);
  });

  test('tells where a new resource lies, on this side', async () => {
    answering(201, { location: '/cal/new.ics' });
    expect((await send('POST', '/gateway/Work/cal/')).headers['location']).toBe('/gateway/Work/cal/new.ics');
    answering(201, { location: 'https://evil.example/new.ics' });
    expect((await send('PUT', '/gateway/Work/cal/x.ics')).headers['location']).toBeUndefined();
  });
});

describe('a redirect', () => {
  test('within the origin leads to the gateway again', async () => {
    for (const location of ['/dav/', new URL('/dav/', upstream.url).href]) {
      answering(301, { location });
      const answer = await send('PROPFIND', '/gateway/Work/calendars');
      expect([answer.status, answer.headers['location']]).toEqual([301, '/gateway/Work/dav/']);
    }
  });

  test('anywhere else leads nowhere', async () => {
    const { port, host } = upstream.url;
    for (const location of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example/',
      other.url.href,
      `https://${host}/`,
      `http://localhost:${port}/`,
      `http://${host}@evil.example/`,
      `http://olivia:pw@${host}/`,
      `http://${host}.evil.example/`,
      'javascript:alert(1)',
      '/login?next=/',
    ]) {
      for (const status of [301, 302, 303, 307, 308]) {
        answering(status, { location, 'content-type': 'text/html' }, '<a href="https://evil.example">');
        const answer = await send('GET', '/gateway/Work/x');
        expect([answer.status, answer.headers['location']]).toEqual([502, undefined]);
      }
    }
    expect(other.seen).toEqual([]);
  });

  test('of a change is not followed: statuses differ in what a browser would make of it', async () => {
    for (const method of ['PUT', 'DELETE', 'POST', 'MOVE']) {
      answering(303, { location: '/dav/' });
      expect((await send(method, '/gateway/Work/x')).status).toBe(502);
    }
  });
});

describe('an upstream that', () => {
  test('never answers is given up', async () => {
    upstream.answer = () => undefined;
    const answer = await send('GET', '/gateway/Work/x');
    expect([answer.status, answer.body]).toEqual([504, 'The calendar server took too long to answer.\n']);
  });

  test('sends its headers drop by drop is given up', async () => {
    upstream.answer = (_request, response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => response.socket?.write('X-Drop: 1\r\n'), 50);
      response.socket?.once('close', () => clearInterval(drip));
    };
    expect((await send('GET', '/gateway/Work/x')).status).toBe(504);
  });

  test('says “go on” for ever is given up', async () => {
    upstream.answer = (_request, response) => {
      const drip = setInterval(() => response.socket?.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 50);
      response.socket?.once('close', () => clearInterval(drip));
    };
    expect((await send('GET', '/gateway/Work/x')).status).toBe(504);
  });

  test('sends huge headers is given up', async () => {
    answering(200, { ...CALENDAR, 'x-huge': 'x'.repeat(40_000) }, 'x');
    expect((await send('GET', '/gateway/Work/x')).status).toBe(502);
  });

  test.each([
    'SSH-2.0-OpenSSH_9.2\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde',
    'HTTP/1.1 999999 X\r\n\r\n',
  ])('speaks no HTTP is given up: %j', async (text) => {
    answeringRaw(text);
    expect((await send('GET', '/gateway/Work/x')).status).toBe(502);
  });

  test('wants to speak another protocol is given up', async () => {
    answeringRaw('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect((await send('GET', '/gateway/Work/x')).status).toBe(502);
  });

  test('stops in the middle leaves no half answer: the request fails', async () => {
    answeringRaw('HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\nContent-Length: 100\r\n\r\nBEGIN:VCALENDAR');
    const begun = Date.now();
    await expect(send('GET', '/gateway/Work/x')).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    expect(Date.now() - begun).toBeLessThan(LIMITS.totalMs - 1_000);
  });

  test('breaks off, or stops, after its headers is given up', async () => {
    upstream.answer = (_request, response) => {
      response.writeHead(200, CALENDAR).flushHeaders();
      setTimeout(() => response.socket?.destroy(), 50);
    };
    expect((await send('GET', '/gateway/Work/x')).status).toBe(502);
    upstream.answer = (_request, response) => response.writeHead(200, CALENDAR).flushHeaders();
    expect((await send('GET', '/gateway/Work/x')).status).toBe(504);
  });

  test('breaks off leaves no half answer: the request fails', async () => {
    upstream.answer = (_request, response) => {
      response.writeHead(200, CALENDAR).write('BEGIN:VCALENDAR');
      setTimeout(() => response.socket?.destroy(), 50);
    };
    await expect(send('GET', '/gateway/Work/x')).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  test('drips without end is cut off when its time is over', async () => {
    upstream.answer = (_request, response) => {
      response.writeHead(200, CALENDAR);
      const drip = setInterval(() => response.write('x'), 100);
      response.on('close', () => clearInterval(drip));
    };
    const begun = Date.now();
    await expect(send('GET', '/gateway/Work/x')).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    expect(Date.now() - begun).toBeLessThan(LIMITS.totalMs + 3_000);
  });

  test('pours without end is cut off at the limit', async () => {
    let poured = 0;
    upstream.answer = (_request, response) => {
      response.writeHead(200, CALENDAR);
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000))) poured += 10_000;
      };
      response.on('drain', pour).on('close', () => response.off('drain', pour));
      pour();
    };
    await expect(send('GET', '/gateway/Work/x')).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    expect(poured).toBeGreaterThan(LIMITS.answerOctets / 2);
    expect(poured).toBeLessThan(20_000_000);
  });

  test('cannot answer two people with one answer: every request has a connection of its own', async () => {
    const sockets = new Set<unknown>();
    upstream.answer = (request, response) => {
      sockets.add(request.socket);
      response.socket?.write(
        'HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\npoison',
      );
    };
    expect((await send('GET', '/gateway/Work/x')).status).toBe(204);
    expect((await send('GET', '/gateway/Work/x')).status).toBe(204);
    expect(sockets.size).toBe(2);
  });

  test('is not there is said so', async () => {
    const gone = await listening((_request, response) => response.end());
    await gone.close();
    const alone = await startInProcess({ embedded: false, upstreams: [{ name: 'Gone', url: gone.url }] });
    const body = JSON.stringify({ username: USERNAME, password: PASSWORD });
    const answer = await rawRequest(alone.origin, 'POST', '/api/session', { 'content-type': 'application/json' }, body);
    expect([answer.status, answer.body]).toEqual([502, '{"error":"unreachable"}']);
    await alone.close();
  });
});

describe('a hostile page', () => {
  afterEach(() => expect(upstream.seen).toEqual([]));

  test.each([
    ['GET', {}],
    ['PROPFIND', {}],
    ['REPORT', { 'content-type': 'text/plain' }],
    ['PUT', {}],
    ['POST', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['DELETE', { 'x-csrf-token': 'guessed' }],
    ['DELETE', { 'x-csrf-token': '' }],
  ] as const)('gets nothing by %s with the cookie alone: %j', async (method, headers) => {
    const cross = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    const own = { cookie: session.cookie };
    const answer = await rawRequest(server.origin, method, '/gateway/Work/x', { ...own, ...cross, ...headers });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test('may not ask beforehand whether it may', async () => {
    const preflight = {
      origin: 'https://evil.example',
      'access-control-request-method': 'PROPFIND',
      'access-control-request-headers': 'x-csrf-token',
    };
    const answer = await rawRequest(server.origin, 'OPTIONS', '/gateway/Work/x', preflight);
    expect(answer.status).toBe(401);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['www-authenticate']).toBeUndefined();
  });

  test('gets nothing with another person’s token, with Basic credentials, or without a session', async () => {
    const mine = session;
    const theirs = await signedIn();
    const ask = (headers: Record<string, string>) => rawRequest(server.origin, 'GET', '/gateway/Work/x', headers);
    expect((await ask({ cookie: mine.cookie, 'x-csrf-token': theirs.csrf })).status).toBe(403);
    expect((await ask({ authorization: basic(USERNAME, PASSWORD), 'x-csrf-token': mine.csrf })).status).toBe(401);
    expect((await ask({ cookie: 'convoke_session=forged', 'x-csrf-token': mine.csrf })).status).toBe(401);
  });

  test('cannot sign somebody in by a form, nor read which servers there are', async () => {
    const form = { 'content-type': 'text/plain', origin: 'https://evil.example' };
    const body = JSON.stringify({ username: USERNAME, password: PASSWORD, server: 'Work' });
    const answer = await rawRequest(server.origin, 'POST', '/api/session', form, body);
    expect([answer.status, answer.headers['set-cookie']]).toEqual([400, undefined]);
    const servers = await rawRequest(server.origin, 'GET', '/api/servers', { origin: 'https://evil.example' });
    expect(servers.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('the session', () => {
  test('is in a cookie like the embedded server’s, and ends with signing out', async () => {
    expect((await send('GET', '/api/session')).body).toContain('"name":"Work"');
    expect((await send('DELETE', '/api/session', { 'x-csrf-token': 'wrong' })).status).toBe(403);
    expect((await send('DELETE', '/api/session')).status).toBe(204);
    expect((await send('GET', '/api/session')).status).toBe(401);
    expect((await send('GET', '/gateway/Work/x')).status).toBe(401);
  });

  test('with an upstream opens nothing on the embedded server', async () => {
    expect((await send('PROPFIND', '/dav/', { depth: '0' })).status).toBe(401);
  });

  test('before it is forgotten when somebody signs in anew in the same browser', async () => {
    const headers = { 'content-type': 'application/json', cookie: session.cookie };
    const body = JSON.stringify({ username: 'olivia', password: 'olivia-demo', server: 'convoke' });
    expect((await rawRequest(server.origin, 'POST', '/api/session', headers, body)).status).toBe(200);
    expect((await send('GET', '/gateway/Work/x')).status).toBe(401);
  });
});

test('passwords and tokens stand neither in the log nor in the database', async () => {
  upstream.answer = (_request, response) => response.socket?.destroy();
  expect((await send('GET', '/gateway/Work/x')).status).toBe(502);
  upstream.answer = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('x');
  expect((await send('GET', '/gateway/Work/x')).status).toBe(502);
  const wrong = { username: USERNAME, password: 'wrong-p4ss', server: 'Work' };
  const json = { 'content-type': 'application/json' };
  expect((await rawRequest(server.origin, 'POST', '/api/session', json, JSON.stringify(wrong))).status).toBe(401);
  expect(log).toContain('the upstream failed');
  expect(log).toContain('"kind":"gateway","status":502');
  const secrets = [PASSWORD, 'wrong-p4ss', basic(USERNAME, PASSWORD).slice(6), basic(USERNAME, 'wrong-p4ss').slice(6)];
  const tokens = [session.csrf, session.cookie.split('=')[1] ?? ''];
  for (const secret of [...secrets, ...tokens]) expect(log).not.toContain(secret);
  const files = await readdir(folder);
  expect(files).toContain('convoke.db');
  for (const file of files) {
    const octets = await readFile(join(folder, file));
    for (const secret of [...secrets, ...tokens]) expect(octets.includes(secret)).toBe(false);
  }
});
