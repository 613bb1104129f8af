/** DAV:expand-property, RFC 3253 §3.8. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { DEFAULT_SERVER_LIMITS } from './limits.ts';
import { type Answer, clientOf, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
const PRINCIPAL = '/dav/principals/olivia/';
const HOME = '/dav/calendars/olivia/';

beforeAll(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
});

afterAll(() => server.close());

const expand = (path: string, properties: string, depth = '0'): Promise<Answer> =>
  olivia.report(path, `<D:expand-property xmlns:D="DAV:">${properties}</D:expand-property>`, depth);
const CALDAV = 'urn:ietf:params:xml:ns:caldav';

test('puts what an href names in its place, at each level that is asked for', async () => {
  const { status, body } = await expand(
    PRINCIPAL,
    `<D:property name="displayname"/><D:property name="schedule-inbox-URL" namespace="${CALDAV}"><D:property name="owner"><D:property name="displayname"/></D:property></D:property>`,
  );
  expect(status).toBe(207);
  expect(body).toContain(
    `<D:response><D:href>${PRINCIPAL}</D:href><D:propstat><D:prop><D:displayname>Olivia Organizer</D:displayname></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat><D:propstat><D:prop><C:schedule-inbox-URL><D:response><D:href>${HOME}inbox/</D:href><D:propstat><D:prop><D:owner><D:response><D:href>${PRINCIPAL}</D:href><D:propstat><D:prop><D:displayname>Olivia Organizer</D:displayname></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:owner></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></C:schedule-inbox-URL></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>`,
  );
});

test('says 404 of properties that are not there, and leaves addresses as they are', async () => {
  const { body } = await expand(
    PRINCIPAL,
    `<D:property name="calendar-proxy-read-for" namespace="http://calendarserver.org/ns/"><D:property name="displayname"/></D:property><D:property name="calendar-user-address-set" namespace="${CALDAV}"><D:property name="displayname"/></D:property>`,
  );
  expect(body).toContain('<CS:calendar-proxy-read-for/></D:prop><D:status>HTTP/1.1 404 Not Found');
  expect(body).toContain(
    '<C:calendar-user-address-set><D:href>mailto:olivia@convoke.example</D:href></C:calendar-user-address-set>',
  );
});

test('shows nothing of what the asker may not read', async () => {
  const { body } = await expand(
    '/dav/principals/alice/',
    `<D:property name="calendar-home-set" namespace="${CALDAV}"><D:property name="displayname"/></D:property>`,
  );
  expect(body).not.toContain('Alice Ames</D:displayname>');
});

test('is listed among the reports, has Depth 0, and wants names', async () => {
  const { body } = await olivia.propfind(PRINCIPAL, '<D:supported-report-set/>');
  expect(body).toContain('<D:report><D:expand-property/></D:report>');
  expect((await expand(PRINCIPAL, '<D:property name="owner"/>', '1')).status).toBe(400);
  expect((await expand(PRINCIPAL, '<D:property/>')).status).toBe(400);
});

test('follows no more hrefs than an answer may have members', async () => {
  const small = await startInProcess({ serverLimits: { ...DEFAULT_SERVER_LIMITS, maxMatches: 100 } });
  try {
    const nested = (depth: number): string =>
      depth === 0
        ? '<D:property name="displayname"/>'
        : `<D:property name="principal-URL">${nested(depth - 1)}</D:property><D:property name="current-user-principal">${nested(depth - 1)}</D:property>`;
    const ask = (depth: number): Promise<Answer> =>
      clientOf(small.origin, 'olivia').report(
        PRINCIPAL,
        `<D:expand-property xmlns:D="DAV:">${nested(depth)}</D:expand-property>`,
        '0',
      );
    expect((await ask(5)).status).toBe(207);
    const refused = await ask(10);
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('<D:number-of-matches-within-limits/>');
  } finally {
    await small.close();
  }
});

test.each(['a&gt;&lt;b', 'a b', '1', 'x:y', ''])('refuses what can be no name of a property: “%s”', async (name) => {
  expect((await expand(PRINCIPAL, `<D:property name="${name}"/>`)).status).toBe(400);
});
