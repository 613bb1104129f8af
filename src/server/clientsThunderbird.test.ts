/**
 * Thunderbird's calendar as its source and the logs that people publish tell its requests, in their order. It asks for
 * sync-collection with Depth 1, which RFC 6578 does not know.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { basic, clientOf, etagIn, hrefsIn, ics, tokenIn } from './testClient.ts';

let server: InProcessServer;
const HOME = '/dav/calendars/olivia/';
const WORK = `${HOME}work/`;
const EVENT = `${WORK}6f3c1a52-1d4e-4f6b-9a70-2b8c3d4e5f60.ics`;
const XML = { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml' };
const ICS = { 'content-type': 'text/calendar; charset=utf-8' };

beforeAll(async () => {
  server = await startInProcess();
});

afterAll(() => server.close());

function as(name: string, method: string, path: string, headers: Record<string, string>, body?: string) {
  const own = {
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.3.1',
    'accept-charset': 'utf-8,*;q=0.1',
    authorization: basic(name, `${name}-demo`),
  };
  return clientOf(server.origin).send(method, path, { ...own, ...headers }, body);
}

const propfind = (...properties: readonly string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<D:propfind xmlns:D='DAV:' xmlns:A='http://apple.com/ns/ical/' xmlns:C='urn:ietf:params:xml:ns:caldav' xmlns:CS='http://calendarserver.org/ns/'><D:prop>${properties.map((name) => `<${name}/>`).join('')}</D:prop></D:propfind>`;
const DISCOVERY = propfind(
  ...['D:resourcetype', 'D:owner', 'D:displayname', 'D:current-user-principal', 'D:current-user-privilege-set'],
  ...['A:calendar-color', 'C:calendar-home-set'],
);

test('finds the principal from the well-known address, the home from the principal, the calendars in the home', async () => {
  const known = await as('olivia', 'PROPFIND', '/.well-known/caldav', { ...XML, depth: '0' }, DISCOVERY);
  expect([known.status, known.headers['location']]).toEqual([307, '/dav/']);
  const root = await as('olivia', 'PROPFIND', '/dav/', { ...XML, depth: '0' }, DISCOVERY);
  expect(root.body).toContain('<D:current-user-principal><D:href>/dav/principals/olivia/</D:href>');
  const asked = propfind('D:resourcetype', 'C:calendar-home-set');
  const principal = await as('olivia', 'PROPFIND', '/dav/principals/olivia/', { ...XML, depth: '0' }, asked);
  expect(principal.body).toContain('<D:principal/>');
  expect(principal.body).toContain(`<C:calendar-home-set><D:href>${HOME}</D:href></C:calendar-home-set>`);
  const home = await as('olivia', 'PROPFIND', HOME, { ...XML, depth: '1' }, DISCOVERY);
  const calendars = home.body.split('<D:response>').filter((one) => one.includes('<C:calendar/>'));
  expect(calendars).toHaveLength(1);
  expect(calendars[0]).toContain(`<D:href>${WORK}</D:href>`);
  expect(calendars[0]).toContain('<D:displayname>Work</D:displayname>');
  expect(calendars[0]).toContain('<D:privilege><D:write/></D:privilege>');
});

test('sees of a calendar that it is one, whose, what it holds, and that the server schedules', async () => {
  const asked = propfind(
    ...['D:resourcetype', 'D:owner', 'D:current-user-principal', 'D:current-user-privilege-set'],
    ...['D:supported-report-set', 'C:supported-calendar-component-set', 'CS:getctag'],
  );
  const { status, body } = await as('olivia', 'PROPFIND', WORK, { ...XML, depth: '0' }, asked);
  expect(status).toBe(207);
  expect(body).toContain('<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>');
  expect(body).toContain('<D:report><D:sync-collection/></D:report>');
  expect(body).toContain('<C:comp name="VEVENT"/><C:comp name="VTODO"/>');
  expect(body).not.toContain('404 Not Found');
  const options = await as('olivia', 'OPTIONS', HOME, {});
  expect(options.headers['dav']?.split(', ')).toContain('calendar-auto-schedule');
  const boxes = propfind(
    ...['C:calendar-home-set', 'C:calendar-user-address-set', 'C:schedule-inbox-URL', 'C:schedule-outbox-URL'],
  );
  const principal = await as('olivia', 'PROPFIND', '/dav/principals/olivia/', { ...XML, depth: '0' }, boxes);
  expect(principal.body).toContain('<D:href>mailto:olivia@convoke.example</D:href>');
  expect(principal.body).toContain(`<C:schedule-outbox-URL><D:href>${HOME}outbox/</D:href></C:schedule-outbox-URL>`);
});

const sync = (token: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<sync-collection xmlns="DAV:"><sync-token>${token}</sync-token><sync-level>1</sync-level><prop><getcontenttype/><getetag/></prop></sync-collection>`;
const multiget = (...hrefs: readonly string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop>${hrefs.map((href) => `<D:href>${href}</D:href>`).join('')}</C:calendar-multiget>`;

function meeting(summary: string, sequence: number): string {
  return ics(
    'BEGIN:VCALENDAR',
    'PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN',
    'VERSION:2.0',
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Berlin',
    'X-TZINFO:Europe/Berlin[2024a]',
    'BEGIN:DAYLIGHT',
    'TZOFFSETTO:+020000',
    'TZOFFSETFROM:+010000',
    'TZNAME:CEST',
    'DTSTART:19960331T020000',
    'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    'END:DAYLIGHT',
    'BEGIN:STANDARD',
    'TZOFFSETTO:+010000',
    'TZOFFSETFROM:+020000',
    'TZNAME:CET',
    'DTSTART:19961027T030000',
    'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
    'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    'CREATED:20270201T080000Z',
    'LAST-MODIFIED:20270201T080100Z',
    'DTSTAMP:20270201T080100Z',
    'UID:6f3c1a52-1d4e-4f6b-9a70-2b8c3d4e5f60',
    `SUMMARY:${summary}`,
    'ORGANIZER;CN=Olivia;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:olivia@convoke.example',
    'ATTENDEE;CN=Alice;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:alice@convoke.example',
    'DTSTART;TZID=Europe/Berlin:20270308T100000',
    'DTEND;TZID=Europe/Berlin:20270308T110000',
    'TRANSP:OPAQUE',
    `SEQUENCE:${sequence}`,
    'X-MOZ-SEND-INVITATIONS:TRUE',
    'X-MOZ-SEND-INVITATIONS-UNDISCLOSED:FALSE',
    'END:VEVENT',
    'END:VCALENDAR',
  );
}

test('synchronizes, invites, sees the answer, changes by ETag, and deletes', async () => {
  const first = await as('olivia', 'REPORT', WORK, { ...XML, depth: '1' }, sync(''));
  expect([first.status, hrefsIn(first)]).toEqual([207, []]);

  const put = await as('olivia', 'PUT', EVENT, { ...ICS, 'if-none-match': '*' }, meeting('Planning', 0));
  expect(put.status).toBe(201);
  const read = await as('olivia', 'REPORT', WORK, { ...XML, depth: '1' }, multiget(EVENT));
  expect(read.body).toContain('X-MOZ-SEND-INVITATIONS:TRUE');
  const second = await as('olivia', 'REPORT', WORK, { ...XML, depth: '1' }, sync(tokenIn(first)));
  expect(hrefsIn(second)).toEqual([EVENT]);
  expect(etagIn(second)).toBe(etagIn(read));

  const inbox = await as('alice', 'REPORT', '/dav/calendars/alice/inbox/', { ...XML, depth: '1' }, sync(''));
  const work = await as('alice', 'REPORT', '/dav/calendars/alice/work/', { ...XML, depth: '1' }, sync(''));
  const [copy = ''] = hrefsIn(work);
  const got = await as('alice', 'GET', copy, { accept: 'text/calendar' });
  const tentative = got.body.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=TENTATIVE');
  const answered = await as('alice', 'PUT', copy, { ...ICS, 'if-match': etagIn(work) }, tentative);
  expect(answered.status).toBe(204);
  expect((await as('alice', 'DELETE', hrefsIn(inbox)[0] ?? '', {})).status).toBe(204);

  const stale = { ...ICS, 'if-match': etagIn(read) };
  expect((await as('olivia', 'PUT', EVENT, stale, meeting('Planning, moved', 1))).status).toBe(412);
  const third = await as('olivia', 'REPORT', WORK, { ...XML, depth: '1' }, sync(tokenIn(second)));
  expect(hrefsIn(third)).toEqual([EVENT]);
  const now = await as('olivia', 'REPORT', WORK, { ...XML, depth: '1' }, multiget(EVENT));
  expect(now.body.replace(/&#13;\n /g, '')).toMatch(/ATTENDEE;[^:]*PARTSTAT=TENTATIVE[^:]*:mailto:alice/);
  const changed = meeting('Planning, new name', 1).replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=TENTATIVE');
  expect((await as('olivia', 'PUT', EVENT, { ...ICS, 'if-match': etagIn(now) }, changed)).status).toBe(204);
  expect((await as('alice', 'GET', copy, {})).body).toContain('SUMMARY:Planning, new name');

  const last = await as('olivia', 'REPORT', WORK, { ...XML, depth: '1' }, sync(tokenIn(third)));
  expect((await as('olivia', 'DELETE', EVENT, { 'if-match': etagIn(last) })).status).toBe(204);
  const gone = await as('olivia', 'REPORT', WORK, { ...XML, depth: '1' }, sync(tokenIn(last)));
  expect(gone.body).toContain(`<D:href>${EVENT}</D:href><D:status>HTTP/1.1 404 Not Found</D:status>`);
  expect((await as('alice', 'GET', copy, {})).body).toContain('STATUS:CANCELLED');
});

test('asks who is free with Originator and Recipient', async () => {
  const request = ics(
    'BEGIN:VCALENDAR',
    'PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VFREEBUSY',
    'DTSTAMP:20270201T080000Z',
    'ORGANIZER:mailto:olivia@convoke.example',
    'DTSTART:20270301T000000Z',
    'DTEND:20270401T000000Z',
    'UID:8d1f',
    'ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;CUTYPE=INDIVIDUAL:mailto:alice@convoke.example',
    'END:VFREEBUSY',
    'END:VCALENDAR',
  );
  const headers = { ...ICS, originator: 'mailto:olivia@convoke.example', recipient: 'mailto:alice@convoke.example' };
  const { status, body } = await as('olivia', 'POST', `${HOME}outbox/`, headers, request);
  expect(status).toBe(200);
  expect(body).toContain('<D:href>mailto:alice@convoke.example</D:href>');
  expect(body).toContain('2.0;Success');
});
