/** Evolution (evolution-data-server) as its source and its published logs tell its requests, in their order. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { basic, clientOf, etagIn, hrefsIn, ics, tokenIn } from './testClient.ts';

let server: InProcessServer;
const HOME = '/dav/calendars/olivia/';
const WORK = `${HOME}work/`;
const EVENT = `${WORK}3a9f0d7c6b5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a.ics`;
const XML = { 'content-type': 'application/xml; charset="utf-8"', 'cache-control': 'no-cache', pragma: 'no-cache' };
const ICS = { 'content-type': 'text/calendar; charset="utf-8"' };

beforeAll(async () => {
  server = await startInProcess();
});

afterAll(() => server.close());

function as(name: string, method: string, path: string, headers: Record<string, string>, body?: string) {
  const own = { 'user-agent': 'Evolution/3.46.4', connection: 'close', authorization: basic(name, `${name}-demo`) };
  return clientOf(server.origin).send(method, path, { ...own, ...headers }, body);
}

const propfind = (properties: string): string => `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/" xmlns:IC="http://apple.com/ns/ical/"><D:prop>${properties}</D:prop></D:propfind>`;

test('discovers by OPTIONS and PROPFIND what is a calendar and what may be done there', async () => {
  const asked = propfind(
    '<D:resourcetype/><D:current-user-principal/><D:principal-URL/><C:calendar-home-set/><C:calendar-user-address-set/>',
  );
  const root = await as('olivia', 'PROPFIND', '/dav/', { ...XML, depth: '0' }, asked);
  expect(root.body).toContain('<D:current-user-principal><D:href>/dav/principals/olivia/</D:href>');
  const principal = await as('olivia', 'PROPFIND', '/dav/principals/olivia/', { ...XML, depth: '0' }, asked);
  expect(principal.body).toContain(`<C:calendar-home-set><D:href>${HOME}</D:href></C:calendar-home-set>`);
  const home = await as('olivia', 'OPTIONS', HOME, {});
  expect(home.headers['dav']?.split(', ')).toContain('calendar-access');
  const calendar = await as('olivia', 'OPTIONS', WORK, {});
  expect(calendar.headers['allow']?.split(', ')).toEqual(
    expect.arrayContaining(['PROPFIND', 'PROPPATCH', 'REPORT', 'MKCALENDAR', 'DELETE']),
  );
  const listed = propfind(
    '<D:displayname/><D:resourcetype/><D:current-user-privilege-set/><D:supported-report-set/><C:supported-calendar-component-set/><C:calendar-description/><IC:calendar-color/><IC:calendar-order/><CS:getctag/><D:sync-token/>',
  );
  const { body } = await as('olivia', 'PROPFIND', HOME, { ...XML, depth: '1' }, listed);
  const calendars = body.split('<D:response>').filter((one) => one.includes('<C:calendar/>'));
  expect(calendars).toHaveLength(1);
  expect(calendars[0]).toContain('<C:comp name="VEVENT"/><C:comp name="VTODO"/>');
  expect(calendars[0]).toContain('<D:privilege><D:write/></D:privilege>');
});

test('finds its address and the outbox, and asks there who is free', async () => {
  const asked = propfind('<C:schedule-outbox-URL/><C:calendar-user-address-set/>');
  const principal = await as('olivia', 'PROPFIND', '/dav/principals/olivia/', { ...XML, depth: '0' }, asked);
  expect(principal.body).toContain(`<C:schedule-outbox-URL><D:href>${HOME}outbox/</D:href></C:schedule-outbox-URL>`);
  expect(principal.body).toContain('<D:href>mailto:olivia@convoke.example</D:href>');
  const request = ics(
    'BEGIN:VCALENDAR',
    'CALSCALE:GREGORIAN',
    'PRODID:-//Ximian//NONSGML Evolution Calendar//EN',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VFREEBUSY',
    'UID:f00d',
    'DTSTAMP:20270201T080000Z',
    'ORGANIZER:mailto:olivia@convoke.example',
    'DTSTART:20270301T000000Z',
    'DTEND:20270401T000000Z',
    'ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;CUTYPE=INDIVIDUAL:mailto:alice@convoke.example',
    'END:VFREEBUSY',
    'END:VCALENDAR',
  );
  const { status, body } = await as('olivia', 'POST', `${HOME}outbox/`, ICS, request);
  expect([status, body.includes('2.0;Success')]).toEqual([200, true]);
});

const LIST = `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter></C:calendar-query>`;
const multiget = (...hrefs: readonly string[]): string => `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop>${hrefs.map((href) => `<D:href>${href}</D:href>`).join('')}</C:calendar-multiget>`;
const STATE = propfind('<CS:getctag/>');

function event(...lines: readonly string[]): string {
  return ics(
    'BEGIN:VCALENDAR',
    'CALSCALE:GREGORIAN',
    'PRODID:-//Ximian//NONSGML Evolution Calendar//EN',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:3a9f0d7c6b5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a',
    'DTSTAMP:20270201T080000Z',
    'DTSTART;VALUE=DATE:20270308',
    'DTEND;VALUE=DATE:20270309',
    'SEQUENCE:2',
    'SUMMARY:Release',
    'CLASS:PUBLIC',
    ...lines,
    'CREATED:20270201T080000Z',
    'LAST-MODIFIED:20270201T080000Z',
    'END:VEVENT',
    'END:VCALENDAR',
  );
}

test('watches getctag, lists ETags, fetches what is new; creates, changes and deletes by ETag', async () => {
  const ctag = async (): Promise<string> =>
    /<CS:getctag>([^<]+)</.exec((await as('olivia', 'PROPFIND', WORK, { ...XML, depth: '0' }, STATE)).body)?.[1] ?? '';
  const before = await ctag();
  const put = await as('olivia', 'PUT', EVENT, { ...ICS, 'if-none-match': '*' }, event());
  // A plain event is stored as it was sent: the ETag saves Evolution another GET.
  expect([put.status, put.headers['etag']?.startsWith('"')]).toEqual([201, true]);
  expect(await ctag()).not.toBe(before);
  const listed = await as('olivia', 'REPORT', WORK, { ...XML, depth: '1' }, LIST);
  expect([hrefsIn(listed), etagIn(listed)]).toEqual([[EVENT], put.headers['etag']]);
  const fetched = await as('olivia', 'REPORT', WORK, { ...XML, depth: '1' }, multiget(EVENT));
  expect(fetched.body).toContain('SUMMARY:Release&#13;');

  const guest =
    'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;LANGUAGE=en:MAILTO:alice@convoke.example';
  const invited = event('ORGANIZER;CN=Olivia:MAILTO:olivia@convoke.example', guest);
  const changed = await as('olivia', 'PUT', EVENT, { ...ICS, 'if-match': etagIn(fetched) }, invited);
  // Without an ETag it reads again.
  expect([changed.status, changed.headers['etag']]).toEqual([204, undefined]);
  const again = await as('olivia', 'GET', EVENT, {});
  expect(again.headers['etag']).toMatch(/^"/);
  expect(again.body).toContain('SCHEDULE-STATUS');

  const copies = await as('alice', 'REPORT', '/dav/calendars/alice/work/', { ...XML, depth: '1' }, LIST);
  const [copy = ''] = hrefsIn(copies);
  const received = await as('alice', 'GET', copy, {});
  const accepted = received.body.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED');
  const reply = await as('alice', 'PUT', copy, { ...ICS, 'if-match': received.headers['etag'] ?? '' }, accepted);
  expect(reply.status).toBe(204);

  const answered = await as('olivia', 'GET', EVENT, {});
  expect(answered.body.replace(/\r\n /g, '')).toMatch(/ATTENDEE;[^:]*PARTSTAT=ACCEPTED[^:]*:mailto:alice/i);
  expect((await as('olivia', 'DELETE', EVENT, { 'if-match': again.headers['etag'] ?? '' })).status).toBe(412);
  const now = { 'if-match': answered.headers['etag'] ?? '' };
  expect((await as('olivia', 'DELETE', EVENT, now)).status).toBe(204);
  expect((await as('alice', 'GET', copy, {})).body).toContain('STATUS:CANCELLED');
});

test('deletes without a word when the user wants no notice sent', async () => {
  const guest = 'ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@convoke.example';
  await as(
    'olivia',
    'PUT',
    EVENT,
    { ...ICS, 'if-none-match': '*' },
    event('ORGANIZER:mailto:olivia@convoke.example', guest),
  );
  const copies = await as('bob', 'REPORT', '/dav/calendars/bob/work/', { ...XML, depth: '1' }, LIST);
  const removed = await as('bob', 'DELETE', hrefsIn(copies)[0] ?? '', { 'schedule-reply': 'F' });
  expect(removed.status).toBe(204);
  expect((await as('olivia', 'GET', EVENT, {})).body).toContain('PARTSTAT=NEEDS-ACTION');
});

test('makes a task list with a colour, renames it, and deletes it', async () => {
  const list = `${HOME}e5b0c8/`;
  const make = `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<C:mkcalendar xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:" xmlns:IC="http://apple.com/ns/ical/"><D:set><D:prop><D:displayname>Errands</D:displayname><IC:calendar-color>#62a0ea</IC:calendar-color><C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>`;
  expect((await as('olivia', 'MKCALENDAR', list, XML, make)).status).toBe(201);
  const rename = `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<D:propertyupdate xmlns:D="DAV:" xmlns:IC="http://apple.com/ns/ical/"><D:set><D:prop><D:displayname>Shopping</D:displayname></D:prop></D:set><D:remove><D:prop><IC:calendar-color/></D:prop></D:remove></D:propertyupdate>`;
  const renamed = await as('olivia', 'PROPPATCH', list, XML, rename);
  expect([renamed.status, renamed.body.match(/HTTP\/1.1 200 OK/g)?.length]).toEqual([207, 2]);
  expect(tokenIn(await as('olivia', 'PROPFIND', list, { ...XML, depth: '0' }, propfind('<D:sync-token/>')))).not.toBe(
    '',
  );
  expect((await as('olivia', 'DELETE', list, {})).status).toBe(204);
});
