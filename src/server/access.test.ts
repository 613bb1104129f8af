/** What strangers learn, which paths are none, and what every answer has; accessTable.test.ts has who may what. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, COLUMNS, PLACES, SECRET_MEETING } from './accessCases.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { basic, clientOf, ics, NAMESPACES, rawRequest, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
let stranger: TestClient;
let nobody: TestClient;

let inboxItem = '';

beforeAll(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  stranger = clientOf(server.origin, 'bob');
  nobody = clientOf(server.origin);
  await olivia.put('/dav/calendars/olivia/work/secret.ics', SECRET_MEETING);
  const listing = await clientOf(server.origin, 'alice').send('PROPFIND', '/dav/calendars/alice/inbox/', {
    depth: '1',
  });
  inboxItem = /<D:href>([^<]+\.ics)<\/D:href>/.exec(listing.body)?.[1] ?? '';
});

afterAll(() => server.close());

const CASES = Object.entries(PLACES).flatMap(([kind, path]) => COLUMNS.map((method) => ({ kind, path, method })));

describe('OPTIONS', () => {
  const OF_ALL = 'PROPFIND, PROPPATCH, REPORT, COPY, MOVE';
  const FIXED = `${OF_ALL}, MKCALENDAR`;
  const ALLOW: Readonly<Record<string, string>> = {
    root: FIXED,
    principals: FIXED,
    principal: FIXED,
    homes: FIXED,
    home: FIXED,
    calendar: `${OF_ALL}, MKCALENDAR, MKCOL, DELETE, ACL`,
    object: `${OF_ALL}, GET, HEAD, PUT, DELETE, MKCALENDAR`,
    inbox: `${OF_ALL}, MKCALENDAR, ACL`,
    'inbox item': `${OF_ALL}, GET, HEAD, DELETE`,
    outbox: `${OF_ALL}, POST, MKCALENDAR, ACL`,
  };

  test.each(Object.entries(ALLOW))('of the %s: DAV and Allow, to who may read (RFC 3744 §3.1)', async (kind, allow) => {
    const { status, headers, body } = await olivia.send('OPTIONS', PLACES[kind] ?? '');
    expect(status).toBe(200);
    expect(body).toBe('');
    expect(headers['dav']).toBe('1, 3, access-control, extended-mkcol, calendar-access, calendar-auto-schedule');
    expect(headers['allow']?.split(', ').sort()).toEqual(['OPTIONS', ...allow.split(', ')].sort());
  });

  test.each(CASES.filter(({ method }) => method !== 'OPTIONS'))(
    '$method of the $kind: 405 only if it is not allowed, and then it names what is',
    async ({ method, kind, path }) => {
      const { status, headers } = await ask(olivia, method, path);
      const allowed = ['OPTIONS', ...(ALLOW[kind] ?? '').split(', ')].sort();
      // MKCOL is 405 too where there is a calendar already, RFC 4918 §9.3.1.
      if (!allowed.includes(method)) expect(status).toBe(405);
      if (status === 405) expect(headers['allow']?.split(', ').sort()).toEqual(allowed);
    },
  );
});

describe('a stranger', () => {
  const own = CASES.filter(({ kind }) => !['root', 'principals', 'principal', 'homes'].includes(kind));

  test.each(own)('$method of the $kind: 403, the same as for what does not exist', async ({ method, path }) => {
    const answer = await ask(stranger, method, path);
    expect(answer.status).toBe(403);
    if (method === 'HEAD') expect(answer.body).toBe('');
    else expect(answer.body).toContain('<D:need-privileges>');
    expect(answer.body).not.toContain('Secret');
    const invented = await ask(stranger, method, path.replace('olivia', 'zed').replace('work', 'zzz'));
    expect(invented.status).toBe(403);
    expect(invented.body.replaceAll('zed', 'olivia').replaceAll('zzz', 'work')).toBe(answer.body);
  });

  test('sees names and addresses of principals, but no home but his own', async () => {
    const principal = await stranger.propfind(
      '/dav/principals/olivia/',
      '<D:displayname/><C:calendar-user-address-set/>',
    );
    expect(principal.body).toContain('Olivia Organizer');
    expect(principal.body).toContain('mailto:olivia@convoke.example');
    const homes = await stranger.propfind('/dav/calendars/', '<D:displayname/>', '1');
    expect(homes.body).toContain('/dav/calendars/bob/');
    expect(homes.body).not.toContain('olivia');
  });

  test('gets nothing by naming another’s href in his own multiget', async () => {
    const body = `<C:calendar-multiget ${NAMESPACES}><D:prop><C:calendar-data/></D:prop><D:href>/dav/calendars/olivia/work/secret.ics</D:href><D:href>${inboxItem}</D:href></C:calendar-multiget>`;
    const answer = await stranger.report('/dav/calendars/bob/work/', body);
    expect(answer.status).toBe(207);
    expect(answer.body.match(/<D:status>HTTP\/1.1 404 Not Found<\/D:status>/g)).toHaveLength(2);
    expect(answer.body).not.toContain('Secret');
  });

  test('cannot post to another’s outbox, nor ask in another’s name from his own', async () => {
    const freebusy = ics(
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Test//EN',
      'METHOD:REQUEST',
      'BEGIN:VFREEBUSY',
      'UID:fb',
      'DTSTAMP:20270201T080000Z',
      'DTSTART:20270301T000000Z',
      'DTEND:20270401T000000Z',
      'ORGANIZER:mailto:olivia@convoke.example',
      'ATTENDEE:mailto:olivia@convoke.example',
      'END:VFREEBUSY',
      'END:VCALENDAR',
    );
    const headers = { 'content-type': 'text/calendar' };
    expect((await stranger.send('POST', '/dav/calendars/olivia/outbox/', headers, freebusy)).status).toBe(403);
    const forged = await stranger.send('POST', '/dav/calendars/bob/outbox/', headers, freebusy);
    expect(forged.status).toBe(403);
    expect(forged.body).toContain('<C:valid-organizer/>');
  });
});

describe('every DAV answer', () => {
  test.each(CASES)('$method of the $kind is harmless in a browser', async ({ method, path }) => {
    for (const client of [olivia, stranger, nobody]) {
      const answer = await ask(client, method, path);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['content-security-policy']).toBe('sandbox');
      expect(answer.headers['content-type'] ?? 'text/plain').toMatch(
        /^(text\/calendar|application\/xml|text\/plain)(;|$)/,
      );
    }
  });
});

describe('paths that are none', () => {
  const HOSTILE = [
    '/dav/calendars/olivia/work/../../alice/work/',
    '/dav/calendars/bob/../olivia/work/secret.ics',
    '/dav/calendars/bob/%2e%2e/olivia/work/secret.ics',
    '/dav/calendars/bob%2f..%2folivia/work/secret.ics',
    '/dav/calendars/olivia%2fwork%2fsecret.ics',
    '/dav/calendars/olivia/work%2fsecret.ics',
    '/dav/calendars/olivia/work/%00secret.ics',
    '/dav/calendars/olivia/work/secret.ics%00.ics',
    '/dav/calendars/olivia/work/a%5cb.ics',
    '/dav/calendars/olivia/work/%0d%0aSet-Cookie:x=1.ics',
    '/dav//calendars/olivia/work/secret.ics',
    '/dav/calendars/olivia/work/sub/secret.ics',
    '/dav/calendars/olivia/work/secret.ics/',
    '/dav/calendars/olivia/outbox/secret.ics',
    `/dav/calendars/olivia/work/${'a'.repeat(300)}.ics`,
    '/dav/elsewhere/',
  ];

  test.each(HOSTILE)('%s is not found, and cannot be written', async (path) => {
    const credentials = { authorization: basic('olivia', 'olivia-demo') };
    const read = await rawRequest(server.origin, 'GET', path, credentials);
    expect(read.status).toBe(404);
    const written = await rawRequest(
      server.origin,
      'PUT',
      path,
      { ...credentials, 'content-type': 'text/calendar' },
      SECRET_MEETING,
    );
    expect(written.status).toBe(404);
    expect(read.body + written.body).not.toContain('Secret');
  });

  test.each(['/dav/calendars/olivia/work/%zz.ics', '/dav/%'])('%s is a bad request', async (path) => {
    const answer = await rawRequest(server.origin, 'GET', path, { authorization: basic('olivia', 'olivia-demo') });
    expect([400, 404]).toContain(answer.status);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  test('names with spaces, slashes of other scripts and quotes are fine, and come back encoded', async () => {
    const path = `/dav/calendars/olivia/work/${encodeURIComponent('a b＜∕＞"&.ics')}`;
    expect((await olivia.put(path, SECRET_MEETING.replace('secret@test', 'odd@test'))).status).toBe(201);
    const listing = await olivia.propfind('/dav/calendars/olivia/work/', '<D:getetag/>', '1');
    expect(listing.body).toContain(`<D:href>${path}</D:href>`);
    expect((await olivia.delete(path)).status).toBe(204);
  });
});
