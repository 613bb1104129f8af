/** The Prefer header, RFC 8144. */
import { beforeEach, describe, expect, test } from 'vitest';
import { event, meeting } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, NAMESPACES, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;

const WORK = '/dav/calendars/olivia/work/';
const OBJECT = `${WORK}event.ics`;
const MINIMAL = { prefer: 'return=minimal' };
const WHOLE = { prefer: 'return=representation' };

beforeEach(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  return () => server.close();
});

const PROP = '<D:prop><D:getetag/><D:sync-token/><C:schedule-tag/></D:prop>';
const propfind = (headers: Record<string, string>): Promise<Answer> =>
  olivia.send('PROPFIND', WORK, { depth: '1', ...headers }, `<D:propfind ${NAMESPACES}>${PROP}</D:propfind>`);

describe('return=minimal', () => {
  test.each([
    'return=minimal',
    'RETURN = "minimal"',
    'respond-async, return=minimal; x=y',
    'return=minimal, return=representation',
  ])('as “%s” leaves missing properties out of a PROPFIND', async (prefer) => {
    await olivia.put(OBJECT, event());
    expect((await propfind({})).body).toContain('404 Not Found');
    const { body, headers, status } = await propfind({ prefer });
    expect(status).toBe(207);
    expect(headers['preference-applied']).toBe('return=minimal');
    expect(headers['vary']).toBe('Prefer');
    expect(body).not.toContain('404 Not Found');
    expect(body).not.toContain('schedule-tag');
    expect(body.match(/<D:getetag>/g)).toHaveLength(1);
    expect(body.match(/<D:sync-token>/g)).toHaveLength(1);
  });

  test('leaves an empty propstat where nothing else is left', async () => {
    await olivia.put(OBJECT, event());
    const body = `<D:propfind ${NAMESPACES}><D:prop><C:schedule-tag/></D:prop></D:propfind>`;
    const answer = await olivia.send('PROPFIND', OBJECT, { depth: '0', ...MINIMAL }, body);
    expect(answer.body).toContain('<D:propstat><D:prop></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>');
  });

  test.each([
    [
      'calendar-query',
      `<C:calendar-query ${NAMESPACES}>${PROP}<C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>`,
    ],
    ['calendar-multiget', `<C:calendar-multiget ${NAMESPACES}>${PROP}<D:href>${OBJECT}</D:href></C:calendar-multiget>`],
    [
      'sync-collection',
      `<D:sync-collection ${NAMESPACES}><D:sync-token/><D:sync-level>1</D:sync-level>${PROP}</D:sync-collection>`,
    ],
  ])('leaves them out of a %s', async (report, body) => {
    await olivia.put(OBJECT, event());
    const depth = report === 'sync-collection' ? '0' : '1';
    expect((await olivia.report(WORK, body, depth)).body).toContain('404 Not Found');
    const answer = await olivia.send('REPORT', WORK, { depth, ...MINIMAL }, body);
    expect(answer.headers['preference-applied']).toBe('return=minimal');
    expect(answer.body).toContain('<D:getetag>');
    expect(answer.body).not.toContain('404 Not Found');
  });

  test('keeps what a multiget did not find: that is no property', async () => {
    const body = `<C:calendar-multiget ${NAMESPACES}>${PROP}<D:href>${OBJECT}</D:href></C:calendar-multiget>`;
    const answer = await olivia.send('REPORT', WORK, { depth: '1', ...MINIMAL }, body);
    expect(answer.body).toContain(`<D:href>${OBJECT}</D:href><D:status>HTTP/1.1 404 Not Found</D:status>`);
  });

  test('leaves them out of a search for people', async () => {
    const body = `<D:principal-property-search ${NAMESPACES}><D:property-search><D:prop><D:displayname/></D:prop><D:match>alice</D:match></D:property-search><D:prop><D:displayname/><D:getetag/></D:prop></D:principal-property-search>`;
    const answer = await olivia.send('REPORT', '/dav/principals/', { depth: '0', ...MINIMAL }, body);
    expect(answer.body).toContain('Alice Ames');
    expect(answer.body).not.toContain('getetag');
  });

  test('of a PROPPATCH that went well has no body; of one that did not has all of it', async () => {
    const patch = (property: string): Promise<Answer> =>
      olivia.send(
        'PROPPATCH',
        WORK,
        MINIMAL,
        `<D:propertyupdate ${NAMESPACES}><D:set><D:prop>${property}</D:prop></D:set></D:propertyupdate>`,
      );
    const good = await patch('<D:displayname>New name</D:displayname>');
    expect([good.status, good.body, good.headers['preference-applied']]).toEqual([200, '', 'return=minimal']);
    expect((await olivia.propfind(WORK, '<D:displayname/>')).body).toContain('New name');
    const bad = await patch('<D:displayname>Newer name</D:displayname><D:getetag>x</D:getetag>');
    expect(bad.status).toBe(207);
    expect(bad.headers['preference-applied']).toBeUndefined();
    expect(bad.body).toContain('424 Failed Dependency');
    expect(bad.body).toContain('<D:cannot-modify-protected-property/>');
  });

  test('changes nothing of PUT and MKCALENDAR, which have no body anyway', async () => {
    const made = await olivia.send('MKCALENDAR', '/dav/calendars/olivia/new/', MINIMAL);
    expect([made.status, made.body]).toEqual([201, '']);
    for (const status of [201, 204]) {
      const put = await olivia.put(OBJECT, event(), MINIMAL);
      expect([put.status, put.body]).toEqual([status, '']);
    }
  });
});

describe('return=representation', () => {
  test('of a PUT answers with the text as it is stored, its tags, and where it is', async () => {
    const created = await olivia.put(OBJECT, meeting(['alice']), WHOLE);
    expect(created.status).toBe(201);
    const stored = await olivia.get(OBJECT);
    expect(created.body).toBe(stored.body);
    expect(created.body).toContain('SCHEDULE-STATUS=1.2');
    for (const name of ['etag', 'schedule-tag', 'content-type']) {
      expect(created.headers[name]).toBe(stored.headers[name]);
    }
    expect(created.headers['content-location']).toBe(OBJECT);
    expect(created.headers['preference-applied']).toBe('return=representation');
    const replaced = await olivia.put(OBJECT, created.body.replace('Planning', 'Planning 2'), WHOLE);
    expect(replaced.status).toBe(200);
    expect(replaced.body).toBe((await olivia.get(OBJECT)).body);
  });

  test('of a PUT whose condition fails answers 412 with what stands there', async () => {
    await olivia.put(OBJECT, event());
    const stored = await olivia.get(OBJECT);
    const refused = await olivia.put(OBJECT, event({ lines: ['LOCATION:Mine'] }), { 'if-match': '"old"', ...WHOLE });
    expect(refused.status).toBe(412);
    expect(refused.body).toBe(stored.body);
    expect(refused.headers['etag']).toBe(stored.headers['etag']);
    expect(refused.headers['content-location']).toBe(OBJECT);
    expect((await olivia.get(OBJECT)).body).toBe(stored.body);
    const nothing = await olivia.put(`${WORK}none.ics`, event(), { 'if-match': '"old"', ...WHOLE });
    expect([nothing.status, nothing.headers['content-location']]).toEqual([412, undefined]);
  });

  test('of a refused PUT is the refusal', async () => {
    const refused = await olivia.put(OBJECT, 'nonsense', WHOLE);
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('<C:valid-calendar-data/>');
    expect(refused.headers['preference-applied']).toBeUndefined();
  });

  test('of a MOVE answers with the text at its new place', async () => {
    await olivia.put(OBJECT, event());
    const moved = await olivia.send('MOVE', OBJECT, { destination: `${WORK}other.ics`, ...WHOLE });
    expect([moved.status, moved.body, moved.headers['content-location']]).toEqual([201, event(), `${WORK}other.ics`]);
  });
});

test('depth-noroot leaves the collection itself out of a PROPFIND of depth 1, and means nothing at depth 0', async () => {
  await olivia.put(OBJECT, event());
  const one = await propfind({ prefer: 'depth-noroot, return=minimal' });
  expect(one.headers['preference-applied']).toBe('return=minimal, depth-noroot');
  expect([...one.body.matchAll(/<D:response><D:href>([^<]+)</g)].map(([, href]) => href)).toEqual([OBJECT]);
  const zero = await propfind({ depth: '0', prefer: 'depth-noroot' });
  expect(zero.body).toContain(`<D:href>${WORK}</D:href>`);
  expect(zero.headers['preference-applied']).toBeUndefined();
});

test('a preference that is none changes nothing', async () => {
  await olivia.put(OBJECT, event());
  for (const prefer of [
    'return=everything',
    'return',
    '',
    ',;=,',
    'minimal',
    'return=representation, return=minimal',
  ]) {
    const answer = await propfind({ prefer });
    expect(answer.body).toContain('404 Not Found');
    expect(answer.headers['preference-applied']).toBeUndefined();
  }
});
