/** Method × kind of resource × who asks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { basic, clientOf, ics, NAMESPACES, rawRequest, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
let stranger: TestClient;
let nobody: TestClient;

const EVENT = ics(
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Test//EN',
  'BEGIN:VEVENT',
  'UID:secret@test',
  'DTSTAMP:20270201T080000Z',
  'DTSTART:20270308T100000Z',
  'SUMMARY:Secret plans',
  'ORGANIZER:mailto:olivia@convoke.example',
  'ATTENDEE:mailto:alice@convoke.example',
  'END:VEVENT',
  'END:VCALENDAR',
);
const PROPFIND = `<D:propfind ${NAMESPACES}><D:prop><D:displayname/></D:prop></D:propfind>`;
const QUERY = `<C:calendar-query ${NAMESPACES}><D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>`;

let inboxItem = '';

beforeAll(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  stranger = clientOf(server.origin, 'bob');
  nobody = clientOf(server.origin);
  await olivia.put('/dav/calendars/olivia/work/secret.ics', EVENT);
  const listing = await clientOf(server.origin, 'alice').send('PROPFIND', '/dav/calendars/alice/inbox/', {
    depth: '1',
  });
  inboxItem = /<D:href>([^<]+\.ics)<\/D:href>/.exec(listing.body)?.[1] ?? '';
});

afterAll(() => server.close());

const PLACES: Readonly<Record<string, string>> = {
  root: '/dav/',
  principals: '/dav/principals/',
  principal: '/dav/principals/olivia/',
  homes: '/dav/calendars/',
  home: '/dav/calendars/olivia/',
  calendar: '/dav/calendars/olivia/work/',
  object: '/dav/calendars/olivia/work/secret.ics',
  inbox: '/dav/calendars/olivia/inbox/',
  'inbox item': '/dav/calendars/olivia/inbox/some.ics',
  outbox: '/dav/calendars/olivia/outbox/',
};

/** What the owner gets, by kind and in this order; changing methods are asked in a way that changes nothing. */
const ANSWERED = [
  'GET',
  'PUT',
  'DELETE',
  'POST',
  'PROPFIND',
  'PROPPATCH',
  'REPORT',
  'MKCALENDAR',
  'MKCOL',
  'COPY',
  'MOVE',
  'ACL',
] as const;
// biome-ignore format: a table
const OWNER: Readonly<Record<string, readonly number[]>> = {
  //              GET   PUT   DELET  POST  PROPF  PROPP  REPOR  MKCAL  MKCOL  COPY  MOVE  ACL
  root:         [405, 405, 405, 405, 207, 405, 403, 405, 405, 403, 403, 405],
  principals:   [405, 405, 405, 405, 207, 405, 403, 405, 405, 403, 403, 405],
  principal:    [405, 405, 405, 405, 207, 405, 403, 405, 405, 403, 403, 405],
  homes:        [405, 405, 405, 405, 207, 405, 403, 405, 405, 403, 403, 405],
  home:         [405, 405, 405, 405, 207, 400, 403, 405, 405, 403, 403, 405],
  calendar:     [405, 405, 403, 405, 207, 400, 207, 403, 405, 403, 403, 400],
  object:       [200, 412, 412, 405, 207, 405, 207, 403, 405, 412, 412, 405],
  inbox:        [405, 405, 405, 405, 207, 400, 207, 403, 405, 403, 403, 400],
  'inbox item': [404, 405, 412, 405, 404, 405, 404, 405, 405, 404, 404, 405],
  outbox:       [405, 405, 405, 403, 207, 400, 403, 403, 405, 403, 403, 400],
};
/** Known to the server, and possible nowhere. */
const NOWHERE = ['PATCH', 'LOCK', 'UNLOCK'];

const BODIES: Readonly<Record<string, string>> = {
  PROPFIND,
  PROPPATCH: PROPFIND,
  ACL: PROPFIND,
  REPORT: QUERY,
  PUT: EVENT,
  POST: 'x',
};
const HEADERS: Readonly<Record<string, Record<string, string>>> = {
  PROPFIND: { depth: '0' },
  REPORT: { depth: '1' },
  PUT: { 'content-type': 'text/calendar', 'if-match': '"never"' },
  DELETE: { 'if-match': '"never"' },
  COPY: { 'if-match': '"never"', destination: '/dav/calendars/olivia/work/other.ics' },
  MOVE: { 'if-match': '"never"', destination: '/dav/calendars/olivia/work/other.ics' },
};

const CASES = Object.entries(OWNER).flatMap(([kind, row]) =>
  [
    ...ANSWERED.map((method, index) => ({ method, status: row[index] ?? 0 })),
    { method: 'HEAD', status: row[0] ?? 0 },
    { method: 'OPTIONS', status: 200 },
    ...NOWHERE.map((method) => ({ method, status: 405 })),
  ].map((one) => ({ kind, path: PLACES[kind] ?? '', ...one })),
);

describe('the owner', () => {
  test.each(CASES)('$method of the $kind: $status', async ({ method, path, status }) => {
    expect((await olivia.send(method, path, HEADERS[method], BODIES[method])).status).toBe(status);
  });
});

describe('OPTIONS', () => {
  const OF_ALL = 'PROPFIND, REPORT, COPY, MOVE';
  const ALLOW: Readonly<Record<string, string>> = {
    root: OF_ALL,
    principals: OF_ALL,
    principal: OF_ALL,
    homes: OF_ALL,
    home: `${OF_ALL}, PROPPATCH`,
    calendar: `${OF_ALL}, PROPPATCH, MKCALENDAR, MKCOL, DELETE, ACL`,
    object: `${OF_ALL}, GET, HEAD, PUT, DELETE, MKCALENDAR`,
    inbox: `${OF_ALL}, PROPPATCH, MKCALENDAR, ACL`,
    'inbox item': `${OF_ALL}, GET, HEAD, DELETE`,
    outbox: `${OF_ALL}, PROPPATCH, POST, MKCALENDAR, ACL`,
  };

  test.each(Object.entries(ALLOW))('of the %s: DAV and Allow, to who may read (RFC 3744 §3.1)', async (kind, allow) => {
    const { status, headers, body } = await olivia.send('OPTIONS', PLACES[kind] ?? '');
    expect(status).toBe(200);
    expect(body).toBe('');
    expect(headers['dav']).toBe('1, 3, access-control, extended-mkcol, calendar-access, calendar-auto-schedule');
    expect(headers['allow']?.split(', ').sort()).toEqual(['OPTIONS', ...allow.split(', ')].sort());
  });

  // MKCOL of a calendar that is there is 405 too, RFC 4918 §9.3.1, and possible where there is none.
  test.each(CASES.filter(({ status, method, kind }) => status === 405 && !(method === 'MKCOL' && kind === 'calendar')))(
    '$method is not allowed of the $kind: 405 names what is',
    async ({ method, kind, path }) => {
      const { headers } = await olivia.send(method, path, HEADERS[method], BODIES[method]);
      expect(headers['allow']?.split(', ').sort()).toEqual(['OPTIONS', ...(ALLOW[kind] ?? '').split(', ')].sort());
      expect(headers['allow']?.split(', ')).not.toContain(method);
    },
  );
});

describe('a stranger', () => {
  const own = CASES.filter(({ kind }) => !['root', 'principals', 'principal', 'homes'].includes(kind));

  test.each(own)('$method of the $kind: 403, the same as for what does not exist', async ({ method, path }) => {
    const answer = await stranger.send(method, path, HEADERS[method], BODIES[method]);
    expect(answer.status).toBe(403);
    if (method === 'HEAD') expect(answer.body).toBe('');
    else expect(answer.body).toContain('<D:need-privileges>');
    expect(answer.body).not.toContain('Secret');
    const invented = await stranger.send(
      method,
      path.replace('olivia', 'zed').replace('work', 'zzz'),
      HEADERS[method],
      BODIES[method],
    );
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

describe('nobody', () => {
  test.each(CASES)('$method of the $kind: 401', async ({ method, path }) => {
    const answer = await nobody.send(method, path, HEADERS[method], BODIES[method]);
    expect(answer.status).toBe(401);
  });
});

describe('every DAV answer', () => {
  test.each(CASES)('$method of the $kind is harmless in a browser', async ({ method, path }) => {
    for (const client of [olivia, stranger, nobody]) {
      const answer = await client.send(method, path, HEADERS[method], BODIES[method]);
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
      EVENT,
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
    expect((await olivia.put(path, EVENT.replace('secret@test', 'odd@test'))).status).toBe(201);
    const listing = await olivia.propfind('/dav/calendars/olivia/work/', '<D:getetag/>', '1');
    expect(listing.body).toContain(`<D:href>${path}</D:href>`);
    expect((await olivia.delete(path)).status).toBe(204);
  });
});
