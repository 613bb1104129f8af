/** MKCALENDAR and PROPPATCH. */
import { beforeEach, describe, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { type Answer, clientOf, ics, NAMESPACES, type TestClient } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
const CALENDAR = '/dav/calendars/olivia/private/';
const APPLE = 'xmlns:A="http://apple.com/ns/ical/"';

beforeEach(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  return () => server.close();
});

const make = (set = '', path = CALENDAR): Promise<Answer> =>
  olivia.send(
    'MKCALENDAR',
    path,
    {},
    `<C:mkcalendar ${NAMESPACES} ${APPLE}><D:set><D:prop>${set}</D:prop></D:set></C:mkcalendar>`,
  );
const patch = (instructions: string, path = CALENDAR): Promise<Answer> =>
  olivia.send('PROPPATCH', path, {}, `<D:propertyupdate ${NAMESPACES} ${APPLE}>${instructions}</D:propertyupdate>`);
const set = (properties: string): string => `<D:set><D:prop>${properties}</D:prop></D:set>`;
const ALL =
  '<D:displayname/><C:calendar-description/><A:calendar-color xmlns:A="http://apple.com/ns/ical/"/><C:supported-calendar-component-set/>';

describe('MKCALENDAR (RFC 4791 §5.3.1)', () => {
  test('makes a calendar with the properties that were given', async () => {
    const answer = await make(
      '<D:displayname>Private &amp; quiet</D:displayname><C:calendar-description>Mine</C:calendar-description><A:calendar-color>#3366CCFF</A:calendar-color><C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>',
    );
    expect(answer.status).toBe(201);
    const { body } = await olivia.propfind(CALENDAR, ALL);
    expect(body).toContain('<D:displayname>Private &amp; quiet</D:displayname>');
    expect(body).toContain('<C:calendar-description>Mine</C:calendar-description>');
    expect(body).toContain('<A:calendar-color>#3366CCFF</A:calendar-color>');
    expect(body).toContain(
      '<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>',
    );
    const refused = await olivia.put(`${CALENDAR}x.ics`, event());
    expect(refused.body).toContain('<C:supported-calendar-component/>');
  });

  test('without a body takes events and tasks', async () => {
    expect((await olivia.send('MKCALENDAR', CALENDAR)).status).toBe(201);
    expect((await olivia.put(`${CALENDAR}x.ics`, event())).status).toBe(201);
  });

  test('where something is: resource-must-be-null', async () => {
    await make();
    for (const path of [
      CALENDAR,
      '/dav/calendars/olivia/work/',
      '/dav/calendars/olivia/inbox/',
      '/dav/calendars/olivia/outbox/',
      '/dav/calendars/olivia/',
      '/dav/principals/olivia/',
      '/dav/',
    ]) {
      const answer = await make('', path);
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('<D:resource-must-be-null/>');
    }
  });

  test('inside a calendar, and outside of the homes: calendar-collection-location-ok', async () => {
    for (const path of ['/dav/calendars/olivia/work/inner', '/dav/calendars/olivia/work/inner/', '/dav/other/']) {
      const answer = await make('', path);
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('<C:calendar-collection-location-ok/>');
    }
  });

  test('makes nothing when a property cannot be set', async () => {
    const answer = await make('<D:displayname>X</D:displayname><D:getetag>"x"</D:getetag>');
    expect(answer.status).toBe(207);
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.body).toContain(
      `<D:response><D:href>${CALENDAR}</D:href><D:propstat><D:prop><D:displayname/></D:prop><D:status>HTTP/1.1 424 Failed Dependency</D:status></D:propstat><D:propstat><D:prop><D:getetag/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status><D:error><D:cannot-modify-protected-property/></D:error></D:propstat></D:response>`,
    );
    expect((await olivia.propfind(CALENDAR, ALL)).status).toBe(404);
    const alarms = '<C:supported-calendar-component-set><C:comp name="VALARM"/></C:supported-calendar-component-set>';
    expect((await make(alarms)).body).toContain('<C:supported-calendar-component/>');
    const zone = '<C:calendar-timezone>Europe/Berlin</C:calendar-timezone>';
    expect((await make(zone)).body).toContain('<D:error><C:valid-calendar-data/></D:error>');
    expect((await olivia.propfind(CALENDAR, ALL)).status).toBe(404);
  });

  test('keeps schedule-calendar-transp and properties of others from the beginning', async () => {
    await make(
      '<C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp><x:note xmlns:x="urn:x">kept</x:note>',
    );
    const { body } = await olivia.propfind(CALENDAR, '<C:schedule-calendar-transp/><note xmlns="urn:x"/>');
    expect(body).toContain('<C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp>');
    expect(body).toContain('<x:note xmlns:x="urn:x">kept</x:note>');
  });

  test('415 for a body that is not XML, 409 inside a calendar that does not exist', async () => {
    expect((await olivia.send('MKCALENDAR', CALENDAR, { 'content-type': 'text/plain' }, 'x')).status).toBe(415);
    expect((await make('', '/dav/calendars/olivia/none/inner')).status).toBe(409);
  });
});

describe('extended MKCOL (RFC 5689)', () => {
  const TYPE = '<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>';
  const makeCollection = (properties: string, path = CALENDAR): Promise<Answer> =>
    olivia.send(
      'MKCOL',
      path,
      { 'content-type': 'application/xml; charset="utf-8"' },
      `<D:mkcol ${NAMESPACES} ${APPLE}><D:set><D:prop>${properties}</D:prop></D:set></D:mkcol>`,
    );

  test('makes a calendar with the properties that were given (§3.4)', async () => {
    const answer = await makeCollection(
      `${TYPE}<D:displayname>Private</D:displayname><A:calendar-color>#3366CCFF</A:calendar-color>`,
    );
    expect([answer.status, answer.body]).toEqual([201, '']);
    expect(answer.headers['cache-control']).toBe('no-cache');
    const { body } = await olivia.propfind(CALENDAR, '<D:resourcetype/><D:displayname/>');
    expect(body).toContain('<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>');
    expect(body).toContain('<D:displayname>Private</D:displayname>');
    expect((await olivia.put(`${CALENDAR}x.ics`, event())).status).toBe(201);
  });

  test('says in a mkcol-response what could not be set, and makes nothing (§3.5)', async () => {
    const special =
      '<D:resourcetype><D:collection/><E:special-resource xmlns:E="http://example.com/ns/"/></D:resourcetype>';
    const answer = await makeCollection(`${special}<D:displayname>Special Resource</D:displayname>`);
    expect(answer.status).toBe(403);
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.body).toContain('<D:mkcol-response xmlns:D="DAV:"');
    expect(answer.body).toContain(
      '<D:propstat><D:prop><D:resourcetype/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status><D:error><D:valid-resourcetype/></D:error></D:propstat><D:propstat><D:prop><D:displayname/></D:prop><D:status>HTTP/1.1 424 Failed Dependency</D:status></D:propstat></D:mkcol-response>',
    );
    expect((await olivia.propfind(CALENDAR, ALL)).status).toBe(404);
  });

  test('of anything but a calendar is refused: valid-resourcetype (§3.3)', async () => {
    for (const answer of [
      await olivia.send('MKCOL', CALENDAR),
      await makeCollection('<D:displayname>Plain</D:displayname>'),
      await makeCollection('<D:resourcetype><D:collection/></D:resourcetype>'),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('<D:valid-resourcetype/>');
    }
    expect((await olivia.propfind(CALENDAR, ALL)).status).toBe(404);
  });

  test('where something is: 405; with a body of another kind: 415 (RFC 4918 §9.3.1)', async () => {
    const taken = await makeCollection(TYPE, '/dav/calendars/olivia/work/');
    expect(taken.status).toBe(405);
    expect((await olivia.send('MKCOL', CALENDAR, { 'content-type': 'text/plain' }, 'x')).status).toBe(415);
    const other = `<C:mkcalendar ${NAMESPACES}/>`;
    expect((await olivia.send('MKCOL', CALENDAR, { 'content-type': 'text/xml' }, other)).status).toBe(415);
  });
});

describe('PROPPATCH (RFC 4918 §9.2)', () => {
  test('sets and removes', async () => {
    await make();
    const first = await patch(set('<D:displayname>One</D:displayname><A:calendar-order>7</A:calendar-order>'));
    expect(first.status).toBe(207);
    expect(first.body.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
    expect((await olivia.propfind(CALENDAR, ALL)).body).toContain('<D:displayname>One</D:displayname>');
    await patch('<D:remove><D:prop><D:displayname/></D:prop></D:remove>');
    expect((await olivia.propfind(CALENDAR, '<D:displayname/>')).body).toContain('404 Not Found');
  });

  test('does all or nothing: 403 for the one, 424 for the other', async () => {
    await make('<D:displayname>Before</D:displayname>');
    const { body } = await patch(set('<D:displayname>After</D:displayname><D:getctag>1</D:getctag>'));
    expect(body).toContain('<D:prop><D:displayname/></D:prop><D:status>HTTP/1.1 424 Failed Dependency</D:status>');
    expect(body).toContain(
      '<D:prop><D:getctag/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status><D:error><D:cannot-modify-protected-property/></D:error>',
    );
    expect((await olivia.propfind(CALENDAR, ALL)).body).toContain('Before');
  });

  test('takes colours, time zones and transparency only as they should be', async () => {
    await make();
    const zone = ics(
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:x',
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      'BEGIN:STANDARD',
      'DTSTART:19701025T030000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'END:STANDARD',
      'END:VTIMEZONE',
      'END:VCALENDAR',
    );
    for (const good of [
      '<A:calendar-color>#aabbcc</A:calendar-color>',
      `<C:calendar-timezone>${zone}</C:calendar-timezone>`,
      '<C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp>',
    ]) {
      expect((await patch(set(good))).body).toContain('200 OK');
    }
    for (const bad of [
      '<A:calendar-color>red; background: url(x)</A:calendar-color>',
      '<C:calendar-timezone>Europe/Berlin</C:calendar-timezone>',
    ]) {
      expect((await patch(set(bad))).body).toContain('403 Forbidden');
    }
    expect((await olivia.propfind(CALENDAR, '<C:schedule-calendar-transp/>')).body).toContain('<C:transparent/>');
  });
});

describe('what clients of Apple and others use (calendarserver.org, apple.com)', () => {
  const CS = 'xmlns:CS="http://calendarserver.org/ns/"';

  test('calendar-color and calendar-order are kept, given back as they were set, and removed', async () => {
    await make();
    const property = (name: string): Promise<Answer> => olivia.propfind(CALENDAR, `<A:${name} ${APPLE}/>`);
    for (const [name, value] of [
      ['calendar-color', '#FF2968FF'],
      ['calendar-color', '#1badf8'],
      ['calendar-order', '12'],
    ] as const) {
      expect((await patch(set(`<A:${name}>${value}</A:${name}>`))).body).toContain('200 OK');
      expect((await property(name)).body).toContain(`<A:${name}>${value}</A:${name}>`);
    }
    expect((await property('calendar-color')).body).toContain('#1badf8');
    await patch('<D:remove><D:prop><A:calendar-color/><A:calendar-order/></D:prop></D:remove>');
    for (const name of ['calendar-color', 'calendar-order']) {
      expect((await property(name)).body).toContain('404 Not Found');
    }
  });

  test('getctag changes with every change of what is in the calendar, and with nothing else', async () => {
    await make();
    const ctag = async (path = CALENDAR): Promise<string> =>
      /<CS:getctag>([^<]+)</.exec((await olivia.propfind(path, `<CS:getctag ${CS}/>`)).body)?.[1] ?? '';
    const seen = [await ctag()];
    await olivia.put(`${CALENDAR}a.ics`, event());
    seen.push(await ctag());
    await olivia.put(`${CALENDAR}a.ics`, event({ lines: ['LOCATION:Here'] }));
    seen.push(await ctag());
    await olivia.send('MOVE', `${CALENDAR}a.ics`, { destination: `${CALENDAR}b.ics` });
    seen.push(await ctag());
    await olivia.delete(`${CALENDAR}b.ics`);
    seen.push(await ctag());
    expect(new Set(seen).size).toBe(5);
    expect(seen).not.toContain('');
    await olivia.put('/dav/calendars/olivia/work/a.ics', event());
    await olivia.put(`${CALENDAR}c.ics`, 'nonsense');
    expect(await ctag()).toBe(seen.at(-1));
  });
});

describe('schedule-default-calendar-URL (RFC 6638 §9.2)', () => {
  const INBOX = '/dav/calendars/olivia/inbox/';
  const choose = (href: string): Promise<Answer> =>
    patch(set(`<C:schedule-default-calendar-URL><D:href>${href}</D:href></C:schedule-default-calendar-URL>`), INBOX);

  test('can be another calendar of one’s own; then that cannot be deleted', async () => {
    await make();
    expect((await choose(CALENDAR)).body).toContain('200 OK');
    expect((await olivia.propfind(INBOX, '<C:schedule-default-calendar-URL/>')).body).toContain(
      `<D:href>${CALENDAR}</D:href>`,
    );
    expect((await olivia.delete(CALENDAR)).body).toContain('<C:default-calendar-needed/>');
    expect((await olivia.delete('/dav/calendars/olivia/work/')).status).toBe(204);
  });

  test.each(['/dav/calendars/alice/work/', '/dav/calendars/olivia/none/', INBOX, 'http://elsewhere.example/x/'])(
    'cannot be %s',
    async (href) => {
      expect((await choose(href)).body).toContain('<C:valid-schedule-default-calendar-URL/>');
    },
  );

  test('cannot be a calendar that takes no events: invitations could not go there', async () => {
    await make('<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>');
    expect((await choose(CALENDAR)).body).toContain('<C:valid-schedule-default-calendar-URL/>');
  });

  test('cannot be removed', async () => {
    const answer = await patch('<D:remove><D:prop><C:schedule-default-calendar-URL/></D:prop></D:remove>', INBOX);
    expect(answer.body).toContain('<C:default-calendar-needed/>');
  });
});

describe('where nothing can be set or put', () => {
  const dead = set('<x:note xmlns:x="urn:x">1</x:note><D:displayname>X</D:displayname>');

  test('PROPPATCH says of each property that it is forbidden (RFC 4918 §9.2)', async () => {
    await olivia.put('/dav/calendars/olivia/work/x.ics', event());
    for (const path of ['/dav/', '/dav/principals/olivia/', '/dav/calendars/olivia/work/x.ics']) {
      const answer = await patch(dead, path);
      expect(answer.status).toBe(207);
      expect(answer.body.match(/403 Forbidden/g)).toHaveLength(2);
      expect(answer.body).toContain(
        '<D:displayname/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status><D:error><D:cannot-modify-protected-property/>',
      );
    }
    expect((await patch(dead, '/dav/calendars/olivia/work/none.ics')).status).toBe(404);
  });

  test('PUT and MKCOL without a collection to hold it: 409 (RFC 4918 §9.3.1 and §9.7.1)', async () => {
    expect((await olivia.put('/dav/calendars/olivia/none/x.ics', event())).status).toBe(409);
    expect((await olivia.send('MKCOL', '/dav/calendars/olivia/none/inner/')).status).toBe(409);
  });

  test('a schedule-calendar-transp that is neither opaque nor transparent: 409 for the property (RFC 4918 §9.2.1)', async () => {
    const answer = await patch(
      set('<C:schedule-calendar-transp><C:sheer/></C:schedule-calendar-transp>'),
      '/dav/calendars/olivia/work/',
    );
    expect(answer.body).toContain('<C:schedule-calendar-transp/></D:prop><D:status>HTTP/1.1 409 Conflict</D:status>');
  });
});
