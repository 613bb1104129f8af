/** DAVx5 on Android as its source and its published logs tell its requests, in their order. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { basic, clientOf, etagIn, hrefsIn, ics, scheduleTagIn, tokenIn } from './testClient.ts';

let server: InProcessServer;
const HOME = '/dav/calendars/olivia/';
const NEW = `${HOME}2f0e4c1b-7a3d-4e58-9c6f-1b2a3c4d5e6f/`;
const EVENT = `${NEW}c0ffee00-1234-4abc-8def-0123456789ab.ics`;
const XML = { 'content-type': 'application/xml; charset=utf-8' };
const ICS = { 'content-type': 'text/calendar; charset=utf-8' };

beforeAll(async () => {
  server = await startInProcess();
});

afterAll(() => server.close());

function as(name: string, method: string, path: string, headers: Record<string, string>, body?: string) {
  const own = {
    'user-agent': 'DAVx5/4.4.3-ose (2024/11/01; dav4jvm; okhttp/4.12.0) Android/14',
    'accept-language': 'de-DE, de;q=0.7, *;q=0.5',
    authorization: basic(name, `${name}-demo`),
  };
  return clientOf(server.origin).send(method, path, { ...own, ...headers }, body);
}

const NAMES = 'xmlns="DAV:" xmlns:CAL="urn:ietf:params:xml:ns:caldav" xmlns:CARD="urn:ietf:params:xml:ns:carddav"';
const propfind = (properties: string): string =>
  `<?xml version='1.0' encoding='UTF-8' ?><propfind ${NAMES}><prop>${properties}</prop></propfind>`;

test('finds the principal, asks it for homes, proxies and groups, and lists the home', async () => {
  const principalOnly = propfind('<current-user-principal />');
  const known = await as('olivia', 'PROPFIND', '/.well-known/caldav', { ...XML, depth: '0' }, principalOnly);
  expect([known.status, known.headers['location']]).toEqual([307, '/dav/']);
  const root = await as('olivia', 'PROPFIND', '/dav/', { ...XML, depth: '0' }, principalOnly);
  expect(root.body).toContain('<D:current-user-principal><D:href>/dav/principals/olivia/</D:href>');
  const options = await as('olivia', 'OPTIONS', '/dav/principals/olivia/', { 'accept-encoding': 'identity' });
  expect(options.headers['dav']?.split(', ')).toContain('calendar-access');
  const homes = propfind(
    '<displayname /><CAL:calendar-home-set /><n0:calendar-proxy-read-for xmlns:n0="http://calendarserver.org/ns/" /><n1:calendar-proxy-write-for xmlns:n1="http://calendarserver.org/ns/" /><group-membership />',
  );
  const principal = await as('olivia', 'PROPFIND', '/dav/principals/olivia/', { ...XML, depth: '0' }, homes);
  expect(principal.body).toContain(`<C:calendar-home-set><D:href>${HOME}</D:href></C:calendar-home-set>`);
  expect(principal.body).toContain('<D:group-membership/>');
  const listed = propfind(
    '<resourcetype /><current-user-privilege-set /><displayname /><owner /><CAL:calendar-description /><n0:calendar-color xmlns:n0="http://apple.com/ns/ical/" /><CAL:calendar-timezone /><CAL:calendar-timezone-id /><CAL:supported-calendar-component-set /><n1:source xmlns:n1="http://calendarserver.org/ns/" />',
  );
  const home = await as('olivia', 'PROPFIND', HOME, { ...XML, depth: '1' }, listed);
  const calendars = home.body.split('<D:response>').filter((one) => one.includes('<C:calendar/>'));
  expect(calendars).toHaveLength(1);
  for (const privilege of ['D:read', 'D:write-properties', 'D:write-content', 'D:bind', 'D:unbind'])
    expect(calendars[0]).toContain(`<D:privilege><${privilege}/></D:privilege>`);
});

test('makes a calendar by MKCALENDAR with a resourcetype and a time zone', async () => {
  const body = `<?xml version='1.0' encoding='UTF-8' ?><CAL:mkcalendar ${NAMES}><set><prop><resourcetype><collection /><CAL:calendar /></resourcetype><displayname>Privat 🏡</displayname><CAL:calendar-description>Für mich</CAL:calendar-description><n0:calendar-color xmlns:n0="http://apple.com/ns/ical/">#C3EA6EFF</n0:calendar-color><CAL:calendar-timezone-id>Europe/Vienna</CAL:calendar-timezone-id><CAL:supported-calendar-component-set><CAL:comp name="VEVENT" /><CAL:comp name="VTODO" /><CAL:comp name="VJOURNAL" /></CAL:supported-calendar-component-set></prop></set></CAL:mkcalendar>`;
  const made = await as('olivia', 'MKCALENDAR', NEW, XML, body);
  expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-cache']);
  const asked = propfind('<displayname /><CAL:calendar-timezone-id /><CAL:supported-calendar-component-set />');
  const read = await as('olivia', 'PROPFIND', NEW, { ...XML, depth: '0' }, asked);
  expect(read.body).toContain('<D:displayname>Privat 🏡</D:displayname>');
  expect(read.body).toContain('>Europe/Vienna</');
  expect(read.body).toContain('<C:comp name="VJOURNAL"/>');
});

const sync = (token: string): string =>
  `<?xml version='1.0' encoding='UTF-8' ?><sync-collection ${NAMES}><sync-token>${token}</sync-token><sync-level>1</sync-level><prop><getetag /></prop></sync-collection>`;
const multiget = (...hrefs: readonly string[]): string =>
  `<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-multiget ${NAMES}><prop><getcontenttype /><getetag /><CAL:schedule-tag /><CAL:calendar-data content-type="text/calendar" version="2.0" /></prop>${hrefs.map((href) => `<href>${href}</href>`).join('')}</CAL:calendar-multiget>`;

const INVITATION = ics(
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:DAVx5/4.4.3-ose ical4j/3.2.19',
  'BEGIN:VEVENT',
  'DTSTAMP:20270201T080000Z',
  'UID:c0ffee00-1234-4abc-8def-0123456789ab',
  'SEQUENCE:0',
  'SUMMARY:Kaffee',
  'DTSTART:20270308T100000Z',
  'DTEND:20270308T103000Z',
  'ORGANIZER:mailto:olivia@convoke.example',
  'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:alice@convoke.example',
  'BEGIN:VALARM',
  'TRIGGER:-PT10M',
  'ACTION:DISPLAY',
  'DESCRIPTION:Kaffee',
  'END:VALARM',
  'END:VEVENT',
  'END:VCALENDAR',
);

test('synchronizes by token, uploads, downloads by multiget, and is told of changes and removals', async () => {
  const capabilities = propfind(
    '<CAL:max-resource-size /><supported-report-set /><n0:getctag xmlns:n0="http://calendarserver.org/ns/" /><sync-token />',
  );
  const state = await as('olivia', 'PROPFIND', NEW, { ...XML, depth: '0' }, capabilities);
  expect(state.body).toContain('<D:report><D:sync-collection/></D:report>');
  expect(state.body).toMatch(/<C:max-resource-size>[0-9]+</);
  const first = await as('olivia', 'REPORT', NEW, { ...XML, depth: '0' }, sync(''));
  expect([hrefsIn(first), tokenIn(first)]).toEqual([[], tokenIn(state)]);

  const put = await as('olivia', 'PUT', EVENT, { ...ICS, 'if-none-match': '*' }, INVITATION);
  expect(put.status).toBe(201);
  const second = await as('olivia', 'REPORT', NEW, { ...XML, depth: '0' }, sync(tokenIn(first)));
  expect(hrefsIn(second)).toEqual([EVENT]);
  const read = await as('olivia', 'REPORT', NEW, { ...XML, depth: '0' }, multiget(EVENT));
  expect(scheduleTagIn(read)).toBe(put.headers['schedule-tag']);
  expect(etagIn(read)).toBe(etagIn(second));

  const work = '/dav/calendars/alice/work/';
  const query = `<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-query ${NAMES}><prop><getetag /></prop><CAL:filter><CAL:comp-filter name="VCALENDAR"><CAL:comp-filter name="VEVENT"><CAL:time-range start="20261123T000000Z" /></CAL:comp-filter></CAL:comp-filter></CAL:filter></CAL:calendar-query>`;
  const invited = await as('alice', 'REPORT', work, { ...XML, depth: '1' }, query);
  const [copy = ''] = hrefsIn(invited);
  const got = await as('alice', 'REPORT', work, { ...XML, depth: '0' }, multiget(copy));
  const { body } = await as('alice', 'GET', copy, { accept: 'text/calendar' });
  const answer = body.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=DECLINED');
  const byTag = { ...ICS, 'if-schedule-tag-match': scheduleTagIn(got) };
  const answered = await as('alice', 'PUT', copy, byTag, answer);
  expect(answered.status).toBe(204);
  expect((await as('alice', 'PUT', copy, byTag, answer)).status).toBe(412);

  const third = await as('olivia', 'REPORT', NEW, { ...XML, depth: '0' }, sync(tokenIn(second)));
  expect(hrefsIn(third)).toEqual([EVENT]);
  const replied = await as('olivia', 'GET', EVENT, { accept: 'text/calendar' });
  expect(replied.body.replace(/\r\n /g, '')).toMatch(/ATTENDEE;[^:]*PARTSTAT=DECLINED[^:]*:mailto:alice/);
  // The answer did not change the Schedule-Tag, so a deletion that was decided before it goes through (RFC 6638 §3.2.10).
  const removed = await as('olivia', 'DELETE', EVENT, { 'if-schedule-tag-match': scheduleTagIn(read) });
  expect(removed.status).toBe(204);
  const fourth = await as('olivia', 'REPORT', NEW, { ...XML, depth: '0' }, sync(tokenIn(third)));
  expect(fourth.body).toContain(`<D:href>${EVENT}</D:href><D:status>HTTP/1.1 404 Not Found</D:status>`);
  const unknown = await as('olivia', 'REPORT', NEW, { ...XML, depth: '0' }, sync('http://old.example/sync/7'));
  expect(unknown.status).toBe(403);
  expect(unknown.body).toContain('<D:valid-sync-token/>');
});

test('deletes a meeting of somebody else’s, and the organizer hears that it is declined', async () => {
  await as('olivia', 'PUT', EVENT, { ...ICS, 'if-none-match': '*' }, INVITATION.replace('Kaffee', 'Tee'));
  const work = '/dav/calendars/alice/work/';
  const query = `<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-query ${NAMES}><prop><getetag /></prop><CAL:filter><CAL:comp-filter name="VCALENDAR"><CAL:comp-filter name="VEVENT" /></CAL:comp-filter></CAL:filter></CAL:calendar-query>`;
  const listed = await as('alice', 'REPORT', work, { ...XML, depth: '1' }, query);
  const [copy = ''] = hrefsIn(listed);
  expect((await as('alice', 'DELETE', copy, { 'if-match': etagIn(listed) })).status).toBe(204);
  const { body } = await as('olivia', 'GET', EVENT, {});
  expect(body.replace(/\r\n /g, '')).toMatch(/ATTENDEE;[^:]*PARTSTAT=DECLINED[^:]*:mailto:alice/);
});
