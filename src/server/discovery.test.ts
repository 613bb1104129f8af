import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { clientOf, NAMESPACES, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
let nobody: TestClient;

beforeAll(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  nobody = clientOf(server.origin);
});

afterAll(() => server.close());

describe('from a host name to the calendars (RFC 6764, RFC 4791 §6.2, RFC 6638 §2)', () => {
  test.each(['GET', 'PROPFIND', 'OPTIONS'])(
    '/.well-known/caldav redirects %s as it is, with its body',
    async (method) => {
      const answer = await nobody.send(method, '/.well-known/caldav');
      // After 301 some clients (python3-caldav) send the PROPFIND without its body.
      expect(answer.status).toBe(307);
      expect(answer.headers['location']).toBe('/dav/');
    },
  );

  test('the root names the principal of the one who asks', async () => {
    const answer = await olivia.propfind('/dav/', '<D:current-user-principal/><D:resourcetype/>');
    expect(answer.status).toBe(207);
    expect(answer.body).toContain(
      '<D:current-user-principal><D:href>/dav/principals/olivia/</D:href></D:current-user-principal>',
    );
  });

  test('the principal names its home, inbox, outbox and addresses', async () => {
    const { body } = await olivia.propfind(
      '/dav/principals/olivia/',
      '<D:displayname/><D:resourcetype/><D:principal-URL/><C:calendar-home-set/><C:schedule-inbox-URL/>' +
        '<C:schedule-outbox-URL/><C:calendar-user-address-set/><C:calendar-user-type/>',
    );
    expect(body).toContain('<D:displayname>Olivia Organizer</D:displayname>');
    expect(body).toContain('<D:resourcetype><D:collection/><D:principal/></D:resourcetype>');
    expect(body).toContain('<D:principal-URL><D:href>/dav/principals/olivia/</D:href></D:principal-URL>');
    expect(body).toContain('<C:calendar-home-set><D:href>/dav/calendars/olivia/</D:href></C:calendar-home-set>');
    expect(body).toContain(
      '<C:schedule-inbox-URL><D:href>/dav/calendars/olivia/inbox/</D:href></C:schedule-inbox-URL>',
    );
    expect(body).toContain(
      '<C:schedule-outbox-URL><D:href>/dav/calendars/olivia/outbox/</D:href></C:schedule-outbox-URL>',
    );
    expect(body).toContain(
      '<C:calendar-user-address-set><D:href>mailto:olivia@convoke.example</D:href></C:calendar-user-address-set>',
    );
    expect(body).toContain('<C:calendar-user-type>INDIVIDUAL</C:calendar-user-type>');
    expect(body).not.toContain('404');
  });

  test('the home lists the empty calendar “Work”, the inbox and the outbox, and nothing else', async () => {
    const { body } = await olivia.propfind('/dav/calendars/olivia/', '<D:resourcetype/><D:displayname/>', '1');
    expect([...body.matchAll(/<D:href>([^<]+)<\/D:href>/g)].map(([, href]) => href)).toEqual([
      '/dav/calendars/olivia/',
      '/dav/calendars/olivia/inbox/',
      '/dav/calendars/olivia/outbox/',
      '/dav/calendars/olivia/work/',
    ]);
    expect(body).toContain('<D:collection/><C:calendar/></D:resourcetype><D:displayname>Work</D:displayname>');
    expect(body).toContain('<D:collection/><C:schedule-inbox/>');
    expect(body).toContain('<D:collection/><C:schedule-outbox/>');
    expect(await olivia.texts('/dav/calendars/olivia/work/')).toEqual([]);
  });

  test('the inbox names the default calendar (RFC 6638 §9.2)', async () => {
    const { body } = await olivia.propfind('/dav/calendars/olivia/inbox/', '<C:schedule-default-calendar-URL/>');
    expect(body).toContain(
      '<C:schedule-default-calendar-URL><D:href>/dav/calendars/olivia/work/</D:href></C:schedule-default-calendar-URL>',
    );
  });

  test('OPTIONS names the classes, to who is signed in and may read (RFC 3744 §3.1 and §7.2)', async () => {
    for (const path of ['/dav/', '/dav/calendars/olivia/work/', '/dav/calendars/olivia/work/x.ics']) {
      const answer = await olivia.send('OPTIONS', path);
      expect(answer.status).toBe(200);
      expect(answer.headers['dav']).toBe(
        '1, 3, access-control, extended-mkcol, calendar-access, calendar-auto-schedule',
      );
      expect(answer.headers['allow']).toContain('PROPFIND');
      expect((await nobody.send('OPTIONS', path)).status).toBe(401);
    }
    expect((await olivia.send('OPTIONS', '/dav/calendars/olivia/outbox/')).headers['allow']).toContain('POST');
  });
});

describe('PROPFIND (RFC 4918 §9.1)', () => {
  test('without a Depth, or with infinity, is refused by name', async () => {
    for (const headers of [{}, { depth: 'infinity' }]) {
      const answer = await olivia.send('PROPFIND', '/dav/calendars/olivia/', headers);
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('<D:propfind-finite-depth/>');
    }
    expect((await olivia.send('PROPFIND', '/dav/', { depth: '2' })).status).toBe(400);
  });

  test('says 404 of properties that are not there, in their own namespace', async () => {
    const body = `<D:propfind ${NAMESPACES} xmlns:z="urn:z"><D:prop><D:displayname/><z:colour/><plain xmlns=""/><D:getetag/></D:prop></D:propfind>`;
    const answer = await olivia.send('PROPFIND', '/dav/calendars/olivia/work/', { depth: '0' }, body);
    expect(answer.body).toContain(
      '<D:propstat><D:prop><D:displayname>Work</D:displayname></D:prop><D:status>HTTP/1.1 200 OK',
    );
    expect(answer.body).toContain(
      '<D:prop><x:colour xmlns:x="urn:z"/><plain xmlns=""/><D:getetag/></D:prop><D:status>HTTP/1.1 404 Not Found',
    );
  });

  test('without a body is allprop: what RFC 4791 and RFC 6638 keep out of it stays out', async () => {
    const { body } = await olivia.send('PROPFIND', '/dav/principals/olivia/', { depth: '0' });
    expect(body).toContain('<D:displayname>Olivia Organizer</D:displayname>');
    expect(body).not.toContain('calendar-home-set');
    expect(body).not.toContain('schedule-inbox-URL');
  });

  test('propname gives names without values', async () => {
    const request = `<D:propfind ${NAMESPACES}><D:propname/></D:propfind>`;
    const { body } = await olivia.send('PROPFIND', '/dav/calendars/olivia/work/', { depth: '0' }, request);
    expect(body).toContain('<D:displayname/>');
    expect(body).toContain('<C:supported-calendar-component-set/>');
    expect(body).not.toContain('Work');
  });

  test('of a calendar says what it takes and who may what', async () => {
    const { body } = await olivia.propfind(
      '/dav/calendars/olivia/work/',
      '<C:supported-calendar-component-set/><C:max-resource-size/><D:supported-report-set/><D:current-user-privilege-set/><D:owner/><C:schedule-calendar-transp/>',
    );
    expect(body).toContain('<C:comp name="VEVENT"/><C:comp name="VTODO"/>');
    expect(body).toContain('<C:max-resource-size>10000000</C:max-resource-size>');
    for (const report of ['C:calendar-query', 'C:calendar-multiget', 'C:free-busy-query', 'D:sync-collection']) {
      expect(body).toContain(`<D:supported-report><D:report><${report}/></D:report></D:supported-report>`);
    }
    expect(body).toContain('<D:privilege><D:write-content/></D:privilege>');
    expect(body).toContain('<D:owner><D:href>/dav/principals/olivia/</D:href></D:owner>');
    expect(body).toContain('<C:schedule-calendar-transp><C:opaque/></C:schedule-calendar-transp>');
  });

  test('of the outbox names the scheduling privileges (RFC 6638 §6.2)', async () => {
    const { body } = await olivia.propfind('/dav/calendars/olivia/outbox/', '<D:current-user-privilege-set/>');
    for (const name of ['schedule-send', 'schedule-send-invite', 'schedule-send-reply', 'schedule-send-freebusy']) {
      expect(body).toContain(`<D:privilege><C:${name}/></D:privilege>`);
    }
  });
});

describe('finding people (RFC 3744 §9.4)', () => {
  const search = (name: string, match: string, test = ''): string =>
    `<D:principal-property-search ${NAMESPACES}${test}><D:property-search><D:prop><${name}/></D:prop><D:match>${match}</D:match></D:property-search><D:prop><D:displayname/><C:calendar-user-address-set/></D:prop></D:principal-property-search>`;
  const found = (body: string): readonly (string | undefined)[] =>
    [...body.matchAll(/<D:response><D:href>([^<]+)<\/D:href>/g)].map(([, href]) => href);

  test('by a part of the name, in any case', async () => {
    const { status, body } = await olivia.report('/dav/principals/', search('D:displayname', 'BYR'), '0');
    expect(status).toBe(207);
    expect(found(body)).toEqual(['/dav/principals/bob/']);
    expect(body).toContain('<D:displayname>Bob Byrne</D:displayname>');
    expect(body).toContain('<D:href>mailto:bob@convoke.example</D:href>');
  });

  test('by a part of the address', async () => {
    const { body } = await olivia.report('/dav/', search('C:calendar-user-address-set', 'carol@'), '0');
    expect(found(body)).toEqual(['/dav/principals/carol/']);
  });

  test('a principal is asked to search all principals, and only that', async () => {
    const all = search('D:displayname', 'BYR').replace(
      '</D:principal-property-search>',
      '<D:apply-to-principal-collection-set/></D:principal-property-search>',
    );
    const { status, body } = await olivia.report('/dav/principals/olivia/', all, '0');
    expect(status).toBe(207);
    expect(found(body)).toEqual(['/dav/principals/bob/']);
    expect((await olivia.report('/dav/principals/olivia/', search('D:displayname', 'BYR'), '0')).status).toBe(403);
  });

  test('by properties that cannot be searched nobody is found', async () => {
    expect(found((await olivia.report('/dav/principals/', search('D:getetag', ''), '0')).body)).toEqual([]);
  });

  test('with any Depth but 0 is 400', async () => {
    for (const body of [search('D:displayname', 'BYR'), '<D:principal-search-property-set xmlns:D="DAV:"/>']) {
      expect((await olivia.report('/dav/principals/', body, '1')).status).toBe(400);
      expect((await olivia.send('REPORT', '/dav/principals/', {}, body)).status).toBeLessThan(300);
    }
  });

  test('what can be searched is told', async () => {
    const { status, body } = await olivia.report(
      '/dav/principals/',
      '<D:principal-search-property-set xmlns:D="DAV:"/>',
      '0',
    );
    expect(status).toBe(200);
    for (const name of ['D:displayname', 'C:calendar-user-address-set', 'C:calendar-user-type']) {
      expect(body).toContain(`<D:prop><${name}/></D:prop>`);
    }
  });
});
