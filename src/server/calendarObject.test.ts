import { beforeEach, describe, expect, test } from 'vitest';
import { event, meeting } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import {
  clientOf,
  ics,
  lineOf,
  NAMESPACES,
  parameterOf,
  propertyValue,
  readText,
  type TestClient,
} from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
let alice: TestClient;
let bob: TestClient;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2027, 1, 1, 9);
  server = await startInProcess({ now: () => new Date(clock) });
  olivia = clientOf(server.origin, 'olivia');
  alice = clientOf(server.origin, 'alice');
  bob = clientOf(server.origin, 'bob');
  return () => server.close();
});

const WORK = '/dav/calendars/olivia/work/';
const OBJECT = `${WORK}event.ics`;

/** The href of the only object in somebody's default calendar. */
async function hrefOf(client: TestClient, name: string): Promise<string> {
  const { body } = await client.propfind(`/dav/calendars/${name}/work/`, '<D:getetag/>', '1');
  const hrefs = [...body.matchAll(/<D:href>([^<]+\.ics)<\/D:href>/g)].map(([, href]) => href ?? '');
  expect(hrefs).toHaveLength(1);
  return hrefs[0] ?? '';
}

async function reply(client: TestClient, name: string, partstat: string): Promise<void> {
  const href = await hrefOf(client, name);
  const read = await client.get(href);
  clock += 1_000;
  const text = read.body
    .replace(/\r\n[ \t]/g, '')
    .replaceAll(new RegExp(`^ATTENDEE.*(:mailto:${name}@convoke\\.example)$`, 'gm'), `ATTENDEE;PARTSTAT=${partstat}$1`);
  expect((await client.put(href, text)).status).toBe(204);
}

describe('what a client PUT is kept', () => {
  const STRANGE = ics(
    'BEGIN:VCALENDAR',
    'PRODID:-//Somebody//Else 1.0//EN',
    'VERSION:2.0',
    'X-WR-CALNAME:Odd\\, very',
    'BEGIN:VEVENT',
    'X-BEFORE;X-PARAM="a;b:c,d",two;x-lower=v:some \\;value\\, kept',
    'UID:strange@test',
    'DTSTAMP:20270201T080000Z',
    'DTSTART:20270308T100000Z',
    'SUMMARY;LANGUAGE=de;ALTREP="http://example.com/x":Grüße aus 東京 😀 — a line long enough that some',
    '  program folds it somewhere in the middle of wor',
    ' ds',
    'IANA-TOKEN;VALUE=TEXT:unknown',
    'ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:SGVsbG8=',
    'BEGIN:X-INNER',
    'X-A:1',
    'END:X-INNER',
    'BEGIN:VALARM',
    'ACTION:AUDIO',
    'TRIGGER;RELATED=END:PT0S',
    'X-APPLE-DEFAULT-ALARM:TRUE',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  );

  test('byte for byte when nothing had to be changed: unknown properties, parameters, components, folds', async () => {
    const put = await olivia.put(OBJECT, STRANGE);
    expect(put.status).toBe(201);
    const read = await olivia.get(OBJECT);
    expect(read.body).toBe(STRANGE);
    expect(read.headers['content-type']).toBe('text/calendar; charset=utf-8; component=vevent');
    expect(put.headers['etag']).toBe(read.headers['etag']);
  });

  test('with LF line ends and a byte order mark too', async () => {
    const text = `\ufeff${STRANGE.replaceAll('\r\n', '\n')}`;
    expect((await olivia.put(OBJECT, text)).headers['etag']).toBeDefined();
    expect((await olivia.get(OBJECT)).body).toBe(text);
  });

  test('in a report, CRLF included', async () => {
    await olivia.put(OBJECT, STRANGE);
    const body = `<C:calendar-multiget ${NAMESPACES}><D:prop><C:calendar-data/></D:prop><D:href>${OBJECT}</D:href></C:calendar-multiget>`;
    const answer = await olivia.report(WORK, body);
    const data = /<C:calendar-data>([\s\S]*)<\/C:calendar-data>/.exec(answer.body)?.[1] ?? '';
    const text = data
      .replaceAll('&#13;', '\r')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&');
    expect(text).toBe(STRANGE);
  });

  test('in a scheduled object every line survives but those that scheduling writes, and then no ETag is promised', async () => {
    const lines = [
      'X-ROOM;X-FLOOR="2;3":Blue',
      'GEO:52.5;13.4',
      'ATTENDEE;X-SEAT=4;CN="Doe, Jane":mailto:alice@convoke.example',
    ];
    const text = event({ lines: ['ORGANIZER;X-DESK=9:mailto:olivia@convoke.example', ...lines] });
    const put = await olivia.put(OBJECT, text);
    expect(put.status).toBe(201);
    expect(put.headers['etag']).toBeUndefined();
    expect(put.headers['schedule-tag']).toBeDefined();
    const [stored] = readText((await olivia.get(OBJECT)).body).components;
    for (const line of [...lines.slice(0, 2), 'ORGANIZER;X-DESK=9:mailto:olivia@convoke.example']) {
      expect(stored?.lines).toContain(line);
    }
    expect(lineOf(stored, 'ATTENDEE')).toBe(
      'ATTENDEE;X-SEAT=4;CN="Doe, Jane";SCHEDULE-STATUS=1.2:mailto:alice@convoke.example',
    );
  });
});

describe('PUT, GET and DELETE of a plain object', () => {
  test('create, read, replace, remove', async () => {
    expect((await olivia.get(OBJECT)).status).toBe(404);
    const created = await olivia.put(OBJECT, event());
    expect(created.status).toBe(201);
    expect(created.headers['schedule-tag']).toBeUndefined();
    const replaced = await olivia.put(OBJECT, event({ lines: ['LOCATION:Here'] }));
    expect(replaced.status).toBe(204);
    expect(replaced.headers['etag']).not.toBe(created.headers['etag']);
    const head = await olivia.send('HEAD', OBJECT);
    expect(head.status).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers['etag']).toBe(replaced.headers['etag']);
    expect((await olivia.delete(OBJECT)).status).toBe(204);
    expect((await olivia.get(OBJECT)).status).toBe(404);
    expect((await olivia.delete(OBJECT)).status).toBe(404);
  });

  test('If-Match, If-None-Match and If-Schedule-Tag-Match: 412 when they fail, and nothing is written', async () => {
    expect((await olivia.put(OBJECT, event(), { 'if-match': '*' })).status).toBe(412);
    expect((await olivia.put(OBJECT, event(), { 'if-match': '"x"' })).status).toBe(412);
    expect((await olivia.put(OBJECT, event(), { 'if-schedule-tag-match': '"x"' })).status).toBe(412);
    const { etag = '' } = (await olivia.put(OBJECT, event(), { 'if-none-match': '*' })).headers;
    expect((await olivia.put(OBJECT, event({ lines: ['LOCATION:A'] }), { 'if-none-match': '*' })).status).toBe(412);
    expect((await olivia.put(OBJECT, event({ lines: ['LOCATION:A'] }), { 'if-match': '"x", "y"' })).status).toBe(412);
    // A weak tag never matches in If-Match, RFC 9110.
    expect((await olivia.put(OBJECT, event({ lines: ['LOCATION:A'] }), { 'if-match': `W/${etag}` })).status).toBe(412);
    expect((await olivia.put(OBJECT, event({ lines: ['LOCATION:A'] }), { 'if-schedule-tag-match': etag })).status).toBe(
      412,
    );
    expect((await olivia.delete(OBJECT, { 'if-match': '"x"' })).status).toBe(412);
    expect((await olivia.get(OBJECT)).headers['etag']).toBe(etag);
    expect((await olivia.put(OBJECT, event({ lines: ['LOCATION:A'] }), { 'if-match': `"x", ${etag}` })).status).toBe(
      204,
    );
    expect((await olivia.delete(OBJECT, { 'if-match': '*' })).status).toBe(204);
  });

  test('GET with the ETag that one has is 304', async () => {
    const { etag = '' } = (await olivia.put(OBJECT, event())).headers;
    const answer = await olivia.send('GET', OBJECT, { 'if-none-match': etag });
    expect(answer.status).toBe(304);
    expect(answer.body).toBe('');
    expect((await olivia.send('GET', OBJECT, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('in a calendar that does not exist is 409 (RFC 4918 §9.7.1)', async () => {
    expect((await olivia.put('/dav/calendars/olivia/none/x.ics', event())).status).toBe(409);
  });
});

describe('preconditions: 403 with the element (RFC 4791 §5.3.2.1, RFC 6638 §3.2.4)', () => {
  const refused = async (text: string, precondition: string, headers: Record<string, string> = {}): Promise<string> => {
    const answer = await olivia.put(OBJECT, text, headers);
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toBe('application/xml; charset=utf-8');
    expect(answer.body).toMatch(
      new RegExp(`^<\\?xml version="1.0" encoding="utf-8"\\?>\\n<D:error [^>]*><${precondition}[ />]`),
    );
    return answer.body;
  };
  const without = (text: string, name: string): string => text.replace(new RegExp(`^${name}[;:].*\r\n`, 'm'), '');

  test.each([
    ['no calendar data', 'hello'],
    ['two objects', event() + event()],
    ['an END too many', event().replace('END:VEVENT', 'END:VEVENT\r\nEND:VEVENT')],
    ['no DTSTART', without(event(), 'DTSTART')],
    ['an end before the start', event({ end: '20270308T090000Z' })],
    ['a line without a colon', event({ lines: ['NONSENSE'] })],
    ['a control character', event({ lines: ['LOCATION:a\u0007b'] })],
  ])('valid-calendar-data: %s', async (_what, text) => {
    await refused(text, 'C:valid-calendar-data');
    expect((await olivia.get(OBJECT)).status).toBe(404);
  });

  test('valid-calendar-data: bytes that are not UTF-8', async () => {
    const bytes = Buffer.from(event({ lines: ['LOCATION:Caf\u00e9'] }), 'latin1');
    const answer = await olivia.send('PUT', OBJECT, { 'content-type': 'text/calendar' }, bytes);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:valid-calendar-data/>');
  });

  test.each([
    ['METHOD', event().replace('VERSION:2.0', 'VERSION:2.0\r\nMETHOD:REQUEST')],
    ['no UID', without(event(), 'UID')],
    ['no component', ics('BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', 'END:VCALENDAR')],
    [
      'two UIDs',
      event().replace(
        'END:VCALENDAR',
        'BEGIN:VEVENT\r\nUID:other\r\nDTSTAMP:20270201T080000Z\r\nDTSTART:20270308T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR',
      ),
    ],
    [
      'two kinds',
      event().replace(
        'END:VCALENDAR',
        'BEGIN:VTODO\r\nUID:event@test\r\nDTSTAMP:20270201T080000Z\r\nEND:VTODO\r\nEND:VCALENDAR',
      ),
    ],
  ])('valid-calendar-object-resource: %s', async (_what, text) => {
    await refused(text, 'C:valid-calendar-object-resource');
  });

  test('supported-calendar-data: another content type', async () => {
    await refused(event(), 'C:supported-calendar-data', { 'content-type': 'text/html' });
  });

  test('supported-calendar-component: a VJOURNAL in a calendar of events', async () => {
    const journal = ics(
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:x',
      'BEGIN:VJOURNAL',
      'UID:j',
      'DTSTAMP:20270201T080000Z',
      'END:VJOURNAL',
      'END:VCALENDAR',
    );
    await refused(journal, 'C:supported-calendar-component');
  });

  test('max-resource-size: more than ten megabytes', async () => {
    await refused(event({ lines: [`DESCRIPTION:${'x'.repeat(10_000_000)}`] }), 'C:max-resource-size');
  });

  test('max-attendees-per-instance: more than a thousand', async () => {
    const guests = Array.from({ length: 1_001 }, (_none, index) => `ATTENDEE:mailto:guest${index}@elsewhere.example`);
    await refused(
      event({ lines: ['ORGANIZER:mailto:olivia@convoke.example', ...guests] }),
      'C:max-attendees-per-instance',
    );
  });

  test('no-uid-conflict: names the object that has the UID', async () => {
    await olivia.put(`${WORK}first.ics`, event());
    const body = await refused(event(), 'C:no-uid-conflict');
    expect(body).toContain(`<C:no-uid-conflict><D:href>${WORK}first.ics</D:href></C:no-uid-conflict>`);
  });

  test('no-uid-conflict: another UID under the same name', async () => {
    await olivia.put(OBJECT, event());
    const body = await refused(event({ uid: 'other@test' }), 'C:no-uid-conflict');
    expect(body).toContain(`<C:no-uid-conflict><D:href>${OBJECT}</D:href></C:no-uid-conflict>`);
  });

  test('unique-scheduling-object-resource: names the one in another calendar; plain objects may repeat there', async () => {
    await olivia.send('MKCALENDAR', '/dav/calendars/olivia/private/');
    expect((await olivia.put('/dav/calendars/olivia/private/plain.ics', event())).status).toBe(201);
    expect((await olivia.put(OBJECT, event())).status).toBe(201);
    expect((await olivia.delete(OBJECT)).status).toBe(204);
    expect((await olivia.put('/dav/calendars/olivia/private/meet.ics', meeting(['alice']))).status).toBe(201);
    const body = await refused(meeting(['alice']), 'C:unique-scheduling-object-resource');
    expect(body).toContain(
      '<C:unique-scheduling-object-resource><D:href>/dav/calendars/olivia/private/meet.ics</D:href></C:unique-scheduling-object-resource>',
    );
  });

  test('same-organizer-in-all-components', async () => {
    const second = event({
      uid: 'meeting@test',
      lines: ['RECURRENCE-ID:20270309T100000Z', 'ORGANIZER:mailto:alice@convoke.example'],
    });
    const component = /BEGIN:VEVENT[\s\S]*END:VEVENT\r\n/.exec(second)?.[0] ?? '';
    const first = meeting(['alice'], { lines: ['RRULE:FREQ=DAILY;COUNT=3'] });
    await refused(first.replace('END:VCALENDAR', `${component}END:VCALENDAR`), 'C:same-organizer-in-all-components');
  });

  test('allowed-organizer-scheduling-object-change: an answer in another’s name, on Create and later', async () => {
    const accepted = meeting(['alice']).replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED');
    await refused(accepted, 'C:allowed-organizer-scheduling-object-change');
    expect((await olivia.put(OBJECT, meeting(['alice']))).status).toBe(201);
    await refused(accepted, 'C:allowed-organizer-scheduling-object-change');
    expect(await alice.texts('/dav/calendars/alice/inbox/')).toHaveLength(1);
  });

  test('allowed-attendee-scheduling-object-change: an Attendee moves the meeting', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    const href = await hrefOf(alice, 'alice');
    const copy = await alice.get(href);
    const answer = await alice.put(href, copy.body.replace('20270308T100000Z', '20270308T103000Z'));
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:allowed-attendee-scheduling-object-change/>');
    expect((await alice.get(href)).body).toBe(copy.body);
  });

  test('default-calendar-needed: the default calendar stays', async () => {
    const answer = await olivia.delete(WORK);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:default-calendar-needed/>');
  });
});

describe('Schedule-Tag (RFC 6638 §3.2.10)', () => {
  const tagsOf = async (client: TestClient, path: string): Promise<{ etag: string; scheduleTag: string }> => {
    const { headers } = await client.get(path);
    const property = await client.propfind(path, '<C:schedule-tag/><D:getetag/>');
    expect(property.body).toContain(
      `<C:schedule-tag>${headers['schedule-tag']?.replaceAll('"', '&quot;')}</C:schedule-tag>`,
    );
    return { etag: headers['etag'] ?? '', scheduleTag: headers['schedule-tag'] ?? '' };
  };

  test('PUT answers with the tag that GET and PROPFIND give', async () => {
    const put = await olivia.put(OBJECT, meeting(['alice']));
    expect(put.headers['schedule-tag']).toBe((await tagsOf(olivia, OBJECT)).scheduleTag);
  });

  test('of the Organizer stays when an Attendee replies, and changes with a PUT', async () => {
    await olivia.put(OBJECT, meeting(['alice']));
    const before = await tagsOf(olivia, OBJECT);
    await reply(alice, 'alice', 'ACCEPTED');
    const after = await tagsOf(olivia, OBJECT);
    expect(after.scheduleTag).toBe(before.scheduleTag);
    expect(after.etag).not.toBe(before.etag);
    const text = (await olivia.get(OBJECT)).body;
    expect((await olivia.put(OBJECT, text)).status).toBe(204);
    expect((await tagsOf(olivia, OBJECT)).scheduleTag).not.toBe(after.scheduleTag);
  });

  test('of an Attendee changes with an update, stays when another Attendee replies, and changes with a PUT', async () => {
    await olivia.put(OBJECT, meeting(['alice', 'bob']));
    const href = await hrefOf(bob, 'bob');
    const invited = await tagsOf(bob, href);
    await reply(alice, 'alice', 'TENTATIVE');
    const refreshed = await tagsOf(bob, href);
    expect(refreshed.scheduleTag).toBe(invited.scheduleTag);
    expect(refreshed.etag).not.toBe(invited.etag);
    expect(
      parameterOf(
        lineOf(readText((await bob.get(href)).body).components[0], 'ATTENDEE', 'alice@convoke.example'),
        'PARTSTAT',
      ),
    ).toBe('TENTATIVE');
    expect(await bob.texts('/dav/calendars/bob/inbox/')).toHaveLength(1);

    clock += 1_000;
    await olivia.put(OBJECT, meeting(['alice', 'bob'], { lines: ['LOCATION:Room 5'] }));
    const updated = await tagsOf(bob, href);
    expect(updated.scheduleTag).not.toBe(refreshed.scheduleTag);
    await reply(bob, 'bob', 'ACCEPTED');
    expect((await tagsOf(bob, href)).scheduleTag).not.toBe(updated.scheduleTag);
  });

  test('lets an Organizer save over a reply without losing it; If-Match fails there', async () => {
    const { headers } = await olivia.put(OBJECT, meeting(['alice', 'bob']));
    const tag = headers['schedule-tag'] ?? '';
    const read = await olivia.get(OBJECT);
    await reply(alice, 'alice', 'ACCEPTED');
    const edited = read.body.replace('SUMMARY:Planning', 'SUMMARY:Planning 2');
    expect((await olivia.put(OBJECT, edited, { 'if-match': read.headers['etag'] ?? '' })).status).toBe(412);
    clock += 1_000;
    expect((await olivia.put(OBJECT, edited, { 'if-schedule-tag-match': tag })).status).toBe(204);
    const [stored] = readText((await olivia.get(OBJECT)).body).components;
    expect(propertyValue(stored, 'SUMMARY')).toBe('Planning 2');
    expect(parameterOf(lineOf(stored, 'ATTENDEE', 'alice@convoke.example'), 'PARTSTAT')).toBe('ACCEPTED');
    // The tag is a new one now: the next save with the old one is not.
    expect((await olivia.put(OBJECT, edited, { 'if-schedule-tag-match': tag })).status).toBe(412);
  });

  test('lets an Attendee answer over another Attendee’s answer', async () => {
    await olivia.put(OBJECT, meeting(['alice', 'bob']));
    const href = await hrefOf(bob, 'bob');
    const read = await bob.get(href);
    await reply(alice, 'alice', 'ACCEPTED');
    const answered = read.body
      .replace(/\r\n[ \t]/g, '')
      .replace(/^ATTENDEE.*:mailto:bob@convoke\.example$/m, 'ATTENDEE;PARTSTAT=DECLINED:mailto:bob@convoke.example');
    clock += 1_000;
    const put = await bob.put(href, answered, { 'if-schedule-tag-match': read.headers['schedule-tag'] ?? '' });
    expect(put.status).toBe(204);
    for (const text of [(await bob.get(href)).body, (await olivia.get(OBJECT)).body]) {
      const [stored] = readText(text).components;
      expect(parameterOf(lineOf(stored, 'ATTENDEE', 'alice@convoke.example'), 'PARTSTAT')).toBe('ACCEPTED');
      expect(parameterOf(lineOf(stored, 'ATTENDEE', 'bob@convoke.example'), 'PARTSTAT')).toBe('DECLINED');
    }
  });

  test('is asked for in a DELETE too', async () => {
    const { headers } = await olivia.put(OBJECT, meeting(['alice']));
    expect((await olivia.delete(OBJECT, { 'if-schedule-tag-match': '"old"' })).status).toBe(412);
    await reply(alice, 'alice', 'ACCEPTED');
    expect((await olivia.delete(OBJECT, { 'if-schedule-tag-match': headers['schedule-tag'] ?? '' })).status).toBe(204);
  });
});
