/**
 * Apple Calendar (macOS and iOS) as its requests are known from the logs that people publish: the order, the namespaces and the
 * properties are its own. What is expected is what it needs to go on.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { basic, clientOf, hrefsIn, ics, readText, scheduleTagIn, tokenIn } from './testClient.ts';

let server: InProcessServer;
const HOME = '/dav/calendars/olivia/';
const NEW = `${HOME}8DDC5F71-B686-4E80-A6CD-27F12BFE74E1/`;
const EVENT = `${NEW}0B1C2D3E-4F50-4617-8293-A4B5C6D7E8F9.ics`;
const AGENT = 'macOS/13.2.1 (22D68) CalendarAgent/988';

beforeAll(async () => {
  server = await startInProcess();
});

afterAll(() => server.close());

function as(name: string, method: string, path: string, headers: Record<string, string>, body?: string) {
  const own = { 'user-agent': AGENT, accept: '*/*', authorization: basic(name, `${name}-demo`) };
  return clientOf(server.origin).send(method, path, { ...own, ...headers }, body);
}

const XML = { 'content-type': 'text/xml', prefer: 'return=minimal', brief: 't' };
const ACCOUNT = `<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:">
  <A:prop>
    <A:current-user-principal/>
    <A:principal-URL/>
    <A:resourcetype/>
  </A:prop>
</A:propfind>`;

describe('the account', () => {
  test('begins at the well-known address, without a password and with its body', async () => {
    const first = await clientOf(server.origin).send(
      'PROPFIND',
      '/.well-known/caldav',
      { ...XML, depth: '0' },
      ACCOUNT,
    );
    expect([first.status, first.headers['location']]).toEqual([307, '/dav/']);
    const second = await clientOf(server.origin).send('PROPFIND', '/dav/', { ...XML, depth: '0' }, ACCOUNT);
    expect(second.status).toBe(401);
    expect(second.headers['www-authenticate']).toMatch(/^Basic realm="/);
  });

  test('is the principal that the root names', async () => {
    const { status, headers, body } = await as('olivia', 'PROPFIND', '/dav/', { ...XML, depth: '0' }, ACCOUNT);
    expect([status, headers['preference-applied']]).toEqual([207, 'return=minimal']);
    expect(body).toContain(
      '<D:current-user-principal><D:href>/dav/principals/olivia/</D:href></D:current-user-principal>',
    );
    expect(body).not.toContain('404 Not Found');
  });

  test('is told by OPTIONS what the server can do', async () => {
    const { status, headers } = await as('olivia', 'OPTIONS', '/dav/principals/olivia/', {});
    expect(status).toBe(200);
    for (const one of ['1', '3', 'access-control', 'calendar-access', 'calendar-auto-schedule', 'extended-mkcol'])
      expect(headers['dav']?.split(', ')).toContain(one);
    // It would ask for delegates, drop boxes and shares that are not here.
    expect(headers['dav']).not.toMatch(/calendar-proxy|calendarserver-/);
  });

  test('has home, boxes and addresses; what the server does not know is left out', async () => {
    const body = `<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:">
  <A:prop>
    <B:calendar-home-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <B:calendar-user-address-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <A:current-user-principal/>
    <A:displayname/>
    <C:dropbox-home-URL xmlns:C="http://calendarserver.org/ns/"/>
    <C:email-address-set xmlns:C="http://calendarserver.org/ns/"/>
    <B:max-attendees-per-instance xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <C:notification-URL xmlns:C="http://calendarserver.org/ns/"/>
    <A:principal-collection-set/>
    <A:principal-URL/>
    <A:resource-id/>
    <B:schedule-inbox-URL xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <B:schedule-outbox-URL xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <A:supported-report-set/>
  </A:prop>
</A:propfind>`;
    const answer = await as('olivia', 'PROPFIND', '/dav/principals/olivia/', { ...XML, depth: '0' }, body);
    expect(answer.status).toBe(207);
    for (const property of [
      '<C:calendar-home-set><D:href>/dav/calendars/olivia/</D:href></C:calendar-home-set>',
      '<D:href>mailto:olivia@convoke.example</D:href>',
      '<D:displayname>Olivia Organizer</D:displayname>',
      '<C:schedule-inbox-URL><D:href>/dav/calendars/olivia/inbox/</D:href></C:schedule-inbox-URL>',
      '<C:schedule-outbox-URL><D:href>/dav/calendars/olivia/outbox/</D:href></C:schedule-outbox-URL>',
      '<D:principal-collection-set><D:href>/dav/principals/</D:href></D:principal-collection-set>',
      '<D:principal-property-search/>',
    ]) {
      expect(answer.body).toContain(property);
    }
    expect(answer.body).not.toContain('dropbox-home-URL');
  });
});

const HOME_PROPERTIES = `<?xml version="1.0" encoding="UTF-8"?>
<A:propfind xmlns:A="DAV:">
  <A:prop>
    <A:add-member/>
    <C:allowed-sharing-modes xmlns:C="http://calendarserver.org/ns/"/>
    <D:autoprovisioned xmlns:D="http://apple.com/ns/ical/"/>
    <E:bulk-requests xmlns:E="http://me.com/_namespace/"/>
    <B:calendar-alarm xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <D:calendar-color xmlns:D="http://apple.com/ns/ical/"/>
    <B:calendar-description xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <B:calendar-free-busy-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <D:calendar-order xmlns:D="http://apple.com/ns/ical/"/>
    <B:calendar-timezone xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <A:current-user-privilege-set/>
    <B:default-alarm-vevent-date xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <B:default-alarm-vevent-datetime xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <A:displayname/>
    <C:getctag xmlns:C="http://calendarserver.org/ns/"/>
    <C:invite xmlns:C="http://calendarserver.org/ns/"/>
    <D:language-code xmlns:D="http://apple.com/ns/ical/"/>
    <D:location-code xmlns:D="http://apple.com/ns/ical/"/>
    <B:max-attendees-per-instance xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <A:owner/>
    <C:pre-publish-url xmlns:C="http://calendarserver.org/ns/"/>
    <C:publish-url xmlns:C="http://calendarserver.org/ns/"/>
    <C:push-transports xmlns:C="http://calendarserver.org/ns/"/>
    <C:pushkey xmlns:C="http://calendarserver.org/ns/"/>
    <A:quota-available-bytes/>
    <A:quota-used-bytes/>
    <D:refreshrate xmlns:D="http://apple.com/ns/ical/"/>
    <A:resource-id/>
    <A:resourcetype/>
    <B:schedule-calendar-transp xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <B:schedule-default-calendar-URL xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <C:source xmlns:C="http://calendarserver.org/ns/"/>
    <C:subscribed-strip-alarms xmlns:C="http://calendarserver.org/ns/"/>
    <C:subscribed-strip-attachments xmlns:C="http://calendarserver.org/ns/"/>
    <C:subscribed-strip-todos xmlns:C="http://calendarserver.org/ns/"/>
    <B:supported-calendar-component-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <B:supported-calendar-component-sets xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <A:supported-report-set/>
    <A:sync-token/>
  </A:prop>
</A:propfind>`;

const MAKE = `<?xml version="1.0" encoding="UTF-8"?>
<B:mkcalendar xmlns:B="urn:ietf:params:xml:ns:caldav">
  <A:set xmlns:A="DAV:">
    <A:prop>
      <D:calendar-color xmlns:D="http://apple.com/ns/ical/" symbolic-color="custom">#CC73E1FF</D:calendar-color>
      <B:calendar-free-busy-set><YES xmlns=""/></B:calendar-free-busy-set>
      <D:calendar-order xmlns:D="http://apple.com/ns/ical/">6</D:calendar-order>
      <B:calendar-timezone>BEGIN:VCALENDAR&#13;
VERSION:2.0&#13;
PRODID:-//Apple Inc.//macOS 13.2.1//EN&#13;
CALSCALE:GREGORIAN&#13;
BEGIN:VTIMEZONE&#13;
TZID:America/Chicago&#13;
BEGIN:DAYLIGHT&#13;
TZOFFSETFROM:-0600&#13;
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU&#13;
DTSTART:20070311T020000&#13;
TZNAME:CDT&#13;
TZOFFSETTO:-0500&#13;
END:DAYLIGHT&#13;
BEGIN:STANDARD&#13;
TZOFFSETFROM:-0500&#13;
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU&#13;
DTSTART:20071104T020000&#13;
TZNAME:CST&#13;
TZOFFSETTO:-0600&#13;
END:STANDARD&#13;
END:VTIMEZONE&#13;
END:VCALENDAR&#13;
</B:calendar-timezone>
      <A:displayname>Team ✨</A:displayname>
      <B:supported-calendar-component-set>
        <B:comp name="VEVENT"/>
      </B:supported-calendar-component-set>
    </A:prop>
  </A:set>
</B:mkcalendar>`;

describe('the calendars', () => {
  test('one is made by MKCALENDAR with colour, order, zone, name and components', async () => {
    const { status } = await as('olivia', 'MKCALENDAR', NEW, { 'content-type': 'text/xml' }, MAKE);
    expect(status).toBe(201);
  });

  test('are listed with all that Apple asks for, and without what it does not need', async () => {
    const { status, body } = await as('olivia', 'PROPFIND', HOME, { ...XML, depth: '1' }, HOME_PROPERTIES);
    expect(status).toBe(207);
    const responses = body.split('<D:response>').slice(1);
    const made = responses.find((one) => one.includes(`<D:href>${NEW}</D:href>`)) ?? '';
    for (const property of [
      '<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>',
      '<D:displayname>Team ✨</D:displayname>',
      '<A:calendar-color>#CC73E1FF</A:calendar-color>',
      '<A:calendar-order>6</A:calendar-order>',
      'TZID:America/Chicago',
      '<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>',
      '<D:sync-collection/>',
      '<D:sync-token>',
      '<CS:getctag>',
      '<D:owner><D:href>/dav/principals/olivia/</D:href></D:owner>',
      '<D:privilege><D:write/></D:privilege>',
      '<B:calendar-free-busy-set xmlns:B="urn:ietf:params:xml:ns:caldav"><YES xmlns=""/></B:calendar-free-busy-set>',
    ]) {
      expect(made).toContain(property);
    }
    const inbox = responses.find((one) => one.includes(`<D:href>${HOME}inbox/</D:href>`)) ?? '';
    expect(inbox).toContain('<C:schedule-inbox/>');
    expect(inbox).toContain(`<C:schedule-default-calendar-URL><D:href>${HOME}work/</D:href>`);
    expect(body).not.toContain('404 Not Found');
  });

  test('keep the alarms that it sets on the home, and take another colour and order', async () => {
    const alarm = `<?xml version="1.0" encoding="UTF-8"?>
<A:propertyupdate xmlns:A="DAV:"><A:set><A:prop><B:default-alarm-vevent-datetime xmlns:B="urn:ietf:params:xml:ns:caldav">BEGIN:VALARM&#13;
X-WR-ALARMUID:1&#13;
TRIGGER:-PT15M&#13;
ACTION:DISPLAY&#13;
END:VALARM&#13;
</B:default-alarm-vevent-datetime></A:prop></A:set></A:propertyupdate>`;
    expect((await as('olivia', 'PROPPATCH', HOME, XML, alarm)).status).toBe(200);
    const again = await as('olivia', 'PROPFIND', HOME, { ...XML, depth: '0' }, HOME_PROPERTIES);
    expect(again.body).toContain('TRIGGER:-PT15M');
    const look = `<?xml version="1.0" encoding="UTF-8"?>
<A:propertyupdate xmlns:A="DAV:"><A:set><A:prop><D:calendar-color xmlns:D="http://apple.com/ns/ical/" symbolic-color="blue">#1BADF8FF</D:calendar-color></A:prop></A:set><A:set><A:prop><D:calendar-order xmlns:D="http://apple.com/ns/ical/">2</D:calendar-order></A:prop></A:set></A:propertyupdate>`;
    expect((await as('olivia', 'PROPPATCH', NEW, XML, look)).status).toBe(200);
    const changed = await as('olivia', 'PROPFIND', NEW, { ...XML, depth: '0' }, HOME_PROPERTIES);
    expect(changed.body).toContain('<A:calendar-color>#1BADF8FF</A:calendar-color>');
  });
});

const INVITATION = ics(
  'BEGIN:VCALENDAR',
  'CALSCALE:GREGORIAN',
  'PRODID:-//Apple Inc.//macOS 13.2.1//EN',
  'VERSION:2.0',
  'BEGIN:VEVENT',
  'TRANSP:OPAQUE',
  'DTEND;VALUE=DATE:20270309',
  'UID:0B1C2D3E-4F50-4617-8293-A4B5C6D7E8F9',
  'DTSTAMP:20270201T080000Z',
  'X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC',
  'SEQUENCE:0',
  'SUMMARY:Off-site',
  'DTSTART;VALUE=DATE:20270308',
  'CREATED:20270201T080000Z',
  'ORGANIZER;CN=Olivia Organizer;EMAIL=olivia@convoke.example:mailto:olivia@convoke.example',
  'ATTENDEE;CN=Olivia Organizer;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=CHAIR;EMAIL=olivia@convoke.example:mailto:olivia@convoke.example',
  'ATTENDEE;CUTYPE=INDIVIDUAL;CN=Alice;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;EMAIL=alice@convoke.example:mailto:alice@convoke.example',
  'END:VEVENT',
  'END:VCALENDAR',
);

const sync = (token: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<A:sync-collection xmlns:A="DAV:">
  <A:sync-token>${token}</A:sync-token>
  <A:sync-level>1</A:sync-level>
  <A:prop>
    <A:getcontenttype/>
    <A:getetag/>
  </A:prop>
</A:sync-collection>`;
const multiget = (...hrefs: readonly string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<B:calendar-multiget xmlns:B="urn:ietf:params:xml:ns:caldav">
  <A:prop xmlns:A="DAV:">
    <A:getetag/>
    <B:calendar-data/>
    <C:created-by xmlns:C="http://calendarserver.org/ns/"/>
    <B:schedule-tag/>
    <C:updated-by xmlns:C="http://calendarserver.org/ns/"/>
  </A:prop>
${hrefs.map((href) => `  <A:href xmlns:A="DAV:">${href}</A:href>`).join('\n')}
</B:calendar-multiget>`;
describe('a meeting', () => {
  let token = '';
  let copy = '';
  let inboxItem = '';

  test('is found after a first synchronization that found nothing', async () => {
    const first = await as('olivia', 'REPORT', NEW, { ...XML, depth: '1' }, sync(''));
    expect(first.status).toBe(207);
    token = tokenIn(first);
    const headers = { 'content-type': 'text/calendar', 'if-none-match': '*' };
    const put = await as('olivia', 'PUT', EVENT, headers, INVITATION);
    expect(put.status).toBe(201);
    expect(put.headers['schedule-tag']).toMatch(/^"[^"]+"$/);
    // What is stored has SCHEDULE-STATUS, so Apple has to read it again.
    expect(put.headers['etag']).toBeUndefined();
    const second = await as('olivia', 'REPORT', NEW, { ...XML, depth: '1' }, sync(token));
    expect(hrefsIn(second)).toEqual([EVENT]);
    const read = await as('olivia', 'REPORT', NEW, { ...XML, depth: '1' }, multiget(EVENT));
    expect(read.body).toContain('SCHEDULE-STATUS');
    expect(scheduleTagIn(read)).toBe(put.headers['schedule-tag']);
    expect((await as('olivia', 'PUT', EVENT, headers, INVITATION)).status).toBe(412);
  });

  test('comes to the guest’s inbox and calendar', async () => {
    const inbox = await as('alice', 'REPORT', '/dav/calendars/alice/inbox/', { ...XML, depth: '1' }, sync(''));
    [inboxItem = ''] = hrefsIn(inbox);
    expect(hrefsIn(inbox)).toHaveLength(1);
    const message = await as(
      'alice',
      'REPORT',
      '/dav/calendars/alice/inbox/',
      { ...XML, depth: '1' },
      multiget(inboxItem),
    );
    expect(message.body).toContain('METHOD:REQUEST');
    const work = await as('alice', 'REPORT', '/dav/calendars/alice/work/', { ...XML, depth: '1' }, sync(''));
    [copy = ''] = hrefsIn(work);
    expect(hrefsIn(work)).toHaveLength(1);
  });

  test('is accepted by a PUT with If-Schedule-Tag-Match, and the message is taken out of the inbox', async () => {
    const read = await as('alice', 'REPORT', '/dav/calendars/alice/work/', { ...XML, depth: '1' }, multiget(copy));
    const { body: text } = await as('alice', 'GET', copy, { accept: 'text/calendar' });
    const answer = text.replace(/PARTSTAT=NEEDS-ACTION/, 'PARTSTAT=ACCEPTED').replace(/RSVP=TRUE;/, '');
    const headers = { 'content-type': 'text/calendar', 'if-schedule-tag-match': scheduleTagIn(read) };
    expect((await as('alice', 'PUT', copy, headers, answer)).status).toBe(204);
    expect((await as('alice', 'DELETE', inboxItem, {})).status).toBe(204);
    const { body } = await as('olivia', 'REPORT', NEW, { ...XML, depth: '1' }, multiget(EVENT));
    expect(body.replace(/\r?\n /g, '').replace(/&#13;\n /g, '')).toMatch(
      /ATTENDEE;[^:]*PARTSTAT=ACCEPTED[^:]*:mailto:alice/,
    );
  });

  test('is moved by the organizer over the answer by If-Schedule-Tag-Match, and then cancelled', async () => {
    const read = await as('olivia', 'REPORT', NEW, { ...XML, depth: '1' }, multiget(EVENT));
    const headers = { 'content-type': 'text/calendar', 'if-schedule-tag-match': scheduleTagIn(read) };
    const moved = INVITATION.replace(':20270308', ':20270310').replace(':20270309', ':20270311');
    expect((await as('olivia', 'PUT', EVENT, headers, moved)).status).toBe(204);
    const after = readText((await as('alice', 'GET', copy, {})).body).components[0]?.lines ?? [];
    expect(after).toContain('DTSTART;VALUE=DATE:20270310');
    expect((await as('olivia', 'DELETE', EVENT, {})).status).toBe(204);
    expect((await as('alice', 'GET', copy, {})).body).toContain('STATUS:CANCELLED');
    const gone = await as('olivia', 'REPORT', NEW, { ...XML, depth: '1' }, sync(token));
    expect(gone.body).toContain(`<D:href>${EVENT}</D:href><D:status>HTTP/1.1 404 Not Found</D:status>`);
  });
});

test('free-busy is asked for at the outbox, with the headers of the old draft', async () => {
  const body = ics(
    'BEGIN:VCALENDAR',
    'CALSCALE:GREGORIAN',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'PRODID:-//Apple Inc.//macOS 13.2.1//EN',
    'BEGIN:VFREEBUSY',
    'UID:5F0E1D2C',
    'DTEND:20270312T060000Z',
    'ATTENDEE:mailto:alice@convoke.example',
    'DTSTART:20270307T060000Z',
    'DTSTAMP:20270201T080000Z',
    'ORGANIZER:mailto:olivia@convoke.example',
    'END:VFREEBUSY',
    'END:VCALENDAR',
  );
  const headers = {
    'content-type': 'text/calendar',
    originator: 'mailto:olivia@convoke.example',
    recipient: 'mailto:alice@convoke.example',
  };
  const answer = await as('olivia', 'POST', `${HOME}outbox/`, headers, body);
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('<C:request-status>2.0;Success</C:request-status>');
});

test('people are searched for with match-type attributes of Apple’s own', async () => {
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<A:principal-property-search xmlns:A="DAV:" test="anyof">
  <A:property-search>
    <A:prop><A:displayname/></A:prop>
    <A:match match-type="starts-with">ali</A:match>
  </A:property-search>
  <A:property-search>
    <A:prop><C:email-address-set xmlns:C="http://calendarserver.org/ns/"/></A:prop>
    <A:match match-type="starts-with">ali</A:match>
  </A:property-search>
  <A:prop>
    <B:calendar-user-address-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <B:calendar-user-type xmlns:B="urn:ietf:params:xml:ns:caldav"/>
    <A:displayname/>
    <A:principal-URL/>
  </A:prop>
</A:principal-property-search>`;
  const answer = await as('olivia', 'REPORT', '/dav/principals/', { ...XML, depth: '0' }, body);
  expect(answer.status).toBe(207);
  expect(answer.body.match(/<D:response>/g)).toHaveLength(1);
  expect(answer.body).toContain('<D:displayname>Alice Ames</D:displayname>');
});

test('the calendar is deleted', async () => {
  expect((await as('olivia', 'DELETE', NEW, {})).status).toBe(204);
});
