/** COPY and MOVE of calendar object resources, and what they tell whom. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { event, meeting } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import {
  type Answer,
  clientOf,
  ics,
  lineOf,
  NAMESPACES,
  parameterOf,
  readText,
  type TestClient,
} from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
let alice: TestClient;
let clock: number;

const WORK = '/dav/calendars/olivia/work/';
const HOME = '/dav/calendars/olivia/home/';
const HERE = `${WORK}here.ics`;
const THERE = `${HOME}there.ics`;

async function start(): Promise<() => Promise<void>> {
  clock = Date.UTC(2027, 1, 1, 9);
  server = await startInProcess({ now: () => new Date(clock) });
  olivia = clientOf(server.origin, 'olivia');
  alice = clientOf(server.origin, 'alice');
  expect((await olivia.send('MKCALENDAR', HOME)).status).toBe(201);
  return () => server.close();
}

const METHODS = ['COPY', 'MOVE'] as const;

const transfer = (
  method: string,
  from: string,
  to: string,
  headers: Record<string, string> = {},
  client = olivia,
): Promise<Answer> => client.send(method, from, { destination: `${server.origin}${to}`, ...headers });
const copy = (from: string, to: string, headers?: Record<string, string>) => transfer('COPY', from, to, headers);
const move = (from: string, to: string, headers?: Record<string, string>) => transfer('MOVE', from, to, headers);

const aliceInbox = (): Promise<readonly string[]> => alice.texts('/dav/calendars/alice/inbox/');
const methodsOf = (texts: readonly string[]): readonly (string | undefined)[] =>
  texts.map((text) => readText(text).method);

async function aliceReplies(partstat: string): Promise<void> {
  const { body } = await alice.propfind('/dav/calendars/alice/work/', '<D:getetag/>', '1');
  const href = /<D:href>([^<]+\.ics)<\/D:href>/.exec(body)?.[1] ?? '';
  const text = (await alice.get(href)).body
    .replace(/\r\n[ \t]/g, '')
    .replace(/^ATTENDEE.*(:mailto:alice@convoke\.example)$/m, `ATTENDEE;PARTSTAT=${partstat}$1`);
  clock += 1_000;
  expect((await alice.put(href, text)).status).toBe(204);
}

const partstatOf = (text: string): string | undefined =>
  parameterOf(lineOf(readText(text).components[0], 'ATTENDEE', 'alice@convoke.example'), 'PARTSTAT');

describe('a plain object', () => {
  beforeEach(start);

  test('is copied to another calendar: 201, the same text at both places (RFC 4918 §9.8.1)', async () => {
    await olivia.put(HERE, event());
    const answer = await copy(HERE, THERE);
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe(THERE);
    expect(answer.headers['schedule-tag']).toBeUndefined();
    expect((await olivia.get(HERE)).body).toBe(event());
    const there = await olivia.get(THERE);
    expect(there.body).toBe(event());
    expect(there.headers['etag']).toBe(answer.headers['etag']);
  });

  test('is moved to another calendar: 201, gone at the source (RFC 4918 §9.9)', async () => {
    await olivia.put(HERE, event());
    const answer = await move(HERE, THERE);
    expect(answer.status).toBe(201);
    expect((await olivia.get(HERE)).status).toBe(404);
    const there = await olivia.get(THERE);
    expect(there.body).toBe(event());
    expect(there.headers['etag']).toBe(answer.headers['etag']);
    expect((await move(HERE, THERE)).status).toBe(404);
  });

  test('is given another name in its calendar, and its old one again', async () => {
    await olivia.put(HERE, event());
    expect((await move(HERE, `${WORK}a b%2B${encodeURIComponent('é+')}.ics`)).status).toBe(201);
    expect((await olivia.get(`${WORK}a%20b%2B%C3%A9%2B.ics`)).body).toBe(event());
    expect((await move(`${WORK}a%20b%2B%C3%A9%2B.ics`, HERE)).status).toBe(201);
    expect((await olivia.get(HERE)).body).toBe(event());
  });

  test.each(METHODS)('%s overwrites its copy in the other calendar: 204', async (method) => {
    await olivia.put(HERE, event({ lines: ['LOCATION:New'] }));
    await olivia.put(THERE, event({ lines: ['LOCATION:Old'] }));
    for (const headers of [{ overwrite: 'F' }, { overwrite: ' f' }]) {
      expect((await transfer(method, HERE, THERE, headers)).status).toBe(412);
    }
    expect((await olivia.get(THERE)).body).toContain('LOCATION:Old');
    const answer = await transfer(method, HERE, THERE, { overwrite: 'T' });
    expect(answer.status).toBe(204);
    expect((await olivia.get(THERE)).body).toContain('LOCATION:New');
    expect((await olivia.get(HERE)).status).toBe(method === 'COPY' ? 200 : 404);
  });

  test('shows in sync-collection as removed at the source and as new at the destination (RFC 6578 §3.5)', async () => {
    const sync = (calendar: string, token: string): Promise<Answer> =>
      olivia.report(
        calendar,
        `<D:sync-collection ${NAMESPACES}><D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`,
        '0',
      );
    const tokenOf = ({ body }: Answer): string => /<D:sync-token>([^<]+)</.exec(body)?.[1] ?? '';
    await olivia.put(HERE, event());
    const [work, home] = [tokenOf(await sync(WORK, '')), tokenOf(await sync(HOME, ''))];
    await move(HERE, THERE);
    const source = await sync(WORK, work);
    expect(source.body.match(/<D:response>/g)).toHaveLength(1);
    expect(source.body).toContain(`<D:href>${HERE}</D:href><D:status>HTTP/1.1 404 Not Found</D:status>`);
    const destination = await sync(HOME, home);
    expect(destination.body.match(/<D:response>/g)).toHaveLength(1);
    expect(destination.body).toContain(`<D:href>${THERE}</D:href><D:propstat><D:prop><D:getetag>`);

    // Renamed within one calendar: both in one answer, and each name once.
    await move(THERE, `${HOME}elsewhere.ics`);
    const renamed = await sync(HOME, tokenOf(destination));
    expect(renamed.body.match(/<D:response>/g)).toHaveLength(2);
    expect(renamed.body).toContain(`<D:href>${THERE}</D:href><D:status>HTTP/1.1 404 Not Found</D:status>`);
    expect(renamed.body).toContain(`<D:href>${HOME}elsewhere.ics</D:href><D:propstat>`);
    await copy(`${HOME}elsewhere.ics`, HERE);
    expect((await sync(WORK, tokenOf(source))).body).toContain(`<D:href>${HERE}</D:href><D:propstat>`);
    expect((await sync(HOME, tokenOf(renamed))).body).not.toContain('<D:response>');
  });
});

describe.each(METHODS)('%s is refused', (method) => {
  beforeAll(start);

  const unchanged = async (answer: Answer, status: number, precondition?: string): Promise<void> => {
    expect(answer.status).toBe(status);
    if (precondition) expect(answer.body).toContain(`<${precondition}`);
    expect((await olivia.get(HERE)).body).toBe(event());
    expect(await olivia.texts(HOME)).toEqual([]);
  };

  beforeEach(async () => {
    await olivia.put(HERE, event());
    for (const left of [THERE, `${HOME}other.ics`]) await olivia.delete(left);
  });

  test('404 where there is nothing to take', async () => {
    expect((await transfer(method, `${WORK}none.ics`, THERE)).status).toBe(404);
    expect((await transfer(method, '/dav/calendars/olivia/none/x.ics', THERE)).status).toBe(404);
  });

  test.each([
    '',
    'there.ics',
    '//cal.example/dav/',
    'ftp://127.0.0.1/dav/calendars/olivia/home/there.ics',
    `${THERE}#x`,
  ])('400 for the Destination "%s"', async (destination) => {
    await unchanged(await olivia.send(method, HERE, { destination }), 400);
  });

  test('400 without a Destination, with Depth 1, and with an Overwrite that is neither T nor F', async () => {
    await unchanged(await olivia.send(method, HERE), 400);
    await unchanged(await transfer(method, HERE, THERE, { depth: '1' }), 400);
    await unchanged(await transfer(method, HERE, THERE, { overwrite: 'yes' }), 400);
  });

  test.each([
    `http://cal.example${THERE}`,
    `https://127.0.0.1${THERE}`,
    `http://olivia@127.0.0.1:1${THERE}`,
    '/elsewhere/x.ics',
    '/gateway/calendars/olivia/home/x.ics',
  ])('502 for another server or another part of this one: %s', async (destination) => {
    await unchanged(await olivia.send(method, HERE, { destination }), 502);
  });

  test('409 where the calendar does not exist', async () => {
    await unchanged(await transfer(method, HERE, '/dav/calendars/olivia/none/there.ics'), 409);
  });

  test('403 onto itself, however that is written', async () => {
    await unchanged(await transfer(method, HERE, HERE), 403);
    await unchanged(await olivia.send(method, HERE, { destination: `${WORK}%68ere.ics` }), 403);
    await unchanged(await transfer(method, HERE, HERE, { overwrite: 'F' }), 403);
  });

  test.each([
    '/dav/',
    '/dav/principals/olivia/',
    '/dav/calendars/olivia/',
    '/dav/calendars/olivia/home/',
    '/dav/calendars/olivia/home',
    '/dav/calendars/olivia/inbox/',
    '/dav/calendars/olivia/inbox/x.ics',
    '/dav/calendars/olivia/outbox/',
    '/dav/calendars/olivia/outbox/x.ics',
    '/dav/calendars/olivia/home/a/b.ics',
    '/dav/calendars/olivia/home/../work/x.ics',
    '/dav/calendars/olivia/home/a%2fb.ics',
  ])('403 to %s, where no calendar object can be', async (to) => {
    await unchanged(await transfer(method, HERE, to), 403);
    expect((await olivia.propfind(HOME, '<D:getetag/>')).status).toBe(207);
    expect(await olivia.texts('/dav/calendars/olivia/inbox/')).toEqual([]);
  });

  test('403 into somebody else’s calendar, the same whether it exists or not', async () => {
    const answer = await transfer(method, HERE, '/dav/calendars/alice/work/x.ics');
    await unchanged(answer, 403, 'D:need-privileges');
    expect(answer.body).toContain('<D:href>/dav/calendars/alice/work/</D:href>');
    expect(answer.body).toContain('<D:privilege><D:bind/></D:privilege>');
    const invented = await transfer(method, HERE, '/dav/calendars/zed/work/x.ics');
    expect(invented.body.replace('zed', 'alice')).toBe(answer.body);
    expect(await alice.texts('/dav/calendars/alice/work/')).toEqual([]);
  });

  test('403 out of somebody else’s calendar', async () => {
    const answer = await transfer(method, HERE, '/dav/calendars/alice/work/x.ics', {}, alice);
    await unchanged(answer, 403, 'D:need-privileges');
    expect(await alice.texts('/dav/calendars/alice/work/')).toEqual([]);
  });

  test('supported-calendar-component: an event into a calendar of tasks (RFC 4791 §5.3.2.1)', async () => {
    const body = `<C:mkcalendar ${NAMESPACES}><D:set><D:prop><C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>`;
    await olivia.send('MKCALENDAR', '/dav/calendars/olivia/tasks/', {}, body);
    const answer = await transfer(method, HERE, '/dav/calendars/olivia/tasks/x.ics');
    await unchanged(answer, 403, 'C:supported-calendar-component/>');
    expect(await olivia.texts('/dav/calendars/olivia/tasks/')).toEqual([]);
  });

  test('no-uid-conflict: the UID is in that calendar under another name', async () => {
    await olivia.put(`${HOME}other.ics`, event({ lines: ['LOCATION:There'] }));
    const answer = await transfer(method, HERE, THERE);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(`<C:no-uid-conflict><D:href>${HOME}other.ics</D:href></C:no-uid-conflict>`);
    expect((await olivia.get(HERE)).status).toBe(200);
    expect((await olivia.get(THERE)).status).toBe(404);
  });

  test('no-uid-conflict: an object with another UID would be overwritten', async () => {
    const other = event({ uid: 'other@test' });
    await olivia.put(THERE, other);
    const answer = await transfer(method, HERE, THERE);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(`<C:no-uid-conflict><D:href>${THERE}</D:href></C:no-uid-conflict>`);
    expect((await olivia.get(THERE)).body).toBe(other);
    expect((await olivia.get(HERE)).body).toBe(event());
  });

  test('412 when If-Match, If-None-Match or If-Schedule-Tag-Match does not hold for the source', async () => {
    const { etag = '' } = (await olivia.get(HERE)).headers;
    for (const headers of [{ 'if-match': '"x"' }, { 'if-none-match': etag }, { 'if-schedule-tag-match': '"x"' }]) {
      await unchanged(await transfer(method, HERE, THERE, headers as unknown as Record<string, string>), 412);
    }
    expect((await transfer(method, HERE, THERE, { 'if-match': etag })).status).toBe(201);
  });

  test('403 for a whole calendar, with calendar-collection-location-ok where none can be made', async () => {
    const answer = await transfer(method, HOME, '/dav/calendars/olivia/new/');
    await unchanged(answer, 403);
    expect(answer.body).toBe('Calendars cannot be copied or moved; what is in them can.\n');
    await unchanged(
      await transfer(method, HOME, '/dav/calendars/olivia/work/inner.ics'),
      403,
      'C:calendar-collection-location-ok/>',
    );
    expect((await transfer(method, '/dav/calendars/olivia/none/', '/dav/calendars/olivia/new/')).status).toBe(404);
  });
});

describe('a scheduling object resource', () => {
  beforeEach(start);

  test('is moved between its owner’s calendars without a word, under a new Schedule-Tag (RFC 6638 §3.2.3.4, §3.2.10)', async () => {
    const { headers } = await olivia.put(HERE, meeting(['alice']));
    const before = (await olivia.get(HERE)).body;
    const answer = await move(HERE, THERE);
    expect(answer.status).toBe(201);
    expect((await olivia.get(HERE)).status).toBe(404);
    const there = await olivia.get(THERE);
    expect(there.body).toBe(before);
    expect(there.headers['schedule-tag']).toBe(answer.headers['schedule-tag']);
    expect(answer.headers['schedule-tag']).toMatch(/^"[^"]+"$/);
    expect(answer.headers['schedule-tag']).not.toBe(headers['schedule-tag']);
    expect(methodsOf(await aliceInbox())).toEqual(['REQUEST']);
  });

  test('goes on where it is: replies find it, changes are sent, DELETE cancels', async () => {
    await olivia.put(HERE, meeting(['alice']));
    await move(HERE, THERE);
    await aliceReplies('ACCEPTED');
    expect(partstatOf((await olivia.get(THERE)).body)).toBe('ACCEPTED');
    expect(await olivia.texts(WORK)).toEqual([]);
    clock += 1_000;
    const edited = (await olivia.get(THERE)).body.replace('SUMMARY:Planning', 'SUMMARY:Planning 2');
    expect((await olivia.put(THERE, edited)).status).toBe(204);
    expect((await olivia.delete(THERE)).status).toBe(204);
    expect(methodsOf(await aliceInbox())).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
  });

  test('of an Attendee is moved without a reply, and updates find it', async () => {
    await olivia.put(HERE, meeting(['alice']));
    await alice.send('MKCALENDAR', '/dav/calendars/alice/home/');
    const { body } = await alice.propfind('/dav/calendars/alice/work/', '<D:getetag/>', '1');
    const href = /<D:href>([^<]+\.ics)<\/D:href>/.exec(body)?.[1] ?? '';
    const answer = await transfer('MOVE', href, '/dav/calendars/alice/home/m.ics', {}, alice);
    expect(answer.status).toBe(201);
    expect(await olivia.texts('/dav/calendars/olivia/inbox/')).toEqual([]);
    clock += 1_000;
    await olivia.put(HERE, meeting(['alice'], { lines: ['LOCATION:Room 5'] }));
    expect((await alice.get('/dav/calendars/alice/home/m.ics')).body).toContain('LOCATION:Room 5');
    expect(await alice.texts('/dav/calendars/alice/work/')).toEqual([]);
  });

  test('is moved by If-Schedule-Tag-Match over a reply, and the next PUT by the new tag keeps that reply', async () => {
    const { headers } = await olivia.put(HERE, meeting(['alice']));
    const read = await olivia.get(HERE);
    await aliceReplies('ACCEPTED');
    expect((await move(HERE, THERE, { 'if-schedule-tag-match': '"old"' })).status).toBe(412);
    expect((await move(HERE, THERE, { 'if-match': read.headers['etag'] ?? '' })).status).toBe(412);
    const answer = await move(HERE, THERE, { 'if-schedule-tag-match': headers['schedule-tag'] ?? '' });
    expect(answer.status).toBe(201);
    // The client has not seen the reply yet, but has the new tag from the MOVE.
    clock += 1_000;
    const edited = read.body.replace('SUMMARY:Planning', 'SUMMARY:Planning 2');
    const put = await olivia.put(THERE, edited, {
      'if-schedule-tag-match': answer.headers['schedule-tag'] ?? '',
    });
    expect(put.status).toBe(204);
    expect(partstatOf((await olivia.get(THERE)).body)).toBe('ACCEPTED');
  });

  test('cannot be copied: unique-scheduling-object-resource with the href of the source (RFC 6638 §3.2.4.1)', async () => {
    await olivia.put(HERE, meeting(['alice']));
    const answer = await copy(HERE, THERE);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(
      `<C:unique-scheduling-object-resource><D:href>${HERE}</D:href></C:unique-scheduling-object-resource>`,
    );
    expect(await olivia.texts(HOME)).toEqual([]);
    expect(methodsOf(await aliceInbox())).toEqual(['REQUEST']);
  });

  const PLAIN = event({ uid: 'meeting@test', lines: ['LOCATION:Alone'] });

  test.each(METHODS)('is removed, and cancelled, when %s overwrites it with a plain object', async (method) => {
    await olivia.put(THERE, meeting(['alice']));
    expect((await olivia.put(HERE, PLAIN)).status).toBe(201);
    expect((await transfer(method, HERE, THERE, { overwrite: 'F' })).status).toBe(412);
    expect(methodsOf(await aliceInbox())).toEqual(['REQUEST']);
    clock += 1_000;
    const answer = await transfer(method, HERE, THERE);
    expect(answer.status).toBe(204);
    expect(answer.headers['schedule-tag']).toBeUndefined();
    expect((await olivia.get(THERE)).body).toBe(PLAIN);
    expect(methodsOf(await aliceInbox())).toEqual(['REQUEST', 'CANCEL']);
  });

  test('replaces a plain object of its UID without a word, and says its Schedule-Tag with 204', async () => {
    await olivia.put(HERE, meeting(['alice']));
    expect((await olivia.put(THERE, PLAIN)).status).toBe(201);
    const answer = await move(HERE, THERE);
    expect(answer.status).toBe(204);
    expect(answer.headers['schedule-tag']).toBe((await olivia.get(THERE)).headers['schedule-tag']);
    expect(methodsOf(await aliceInbox())).toEqual(['REQUEST']);
  });

  test('of an Attendee declines when it is overwritten, unless `Schedule-Reply: F` (RFC 6638 §8.1)', async () => {
    await alice.send('MKCALENDAR', '/dav/calendars/alice/home/');
    const plain = '/dav/calendars/alice/home/plain.ics';
    for (const [uid, headers, replies] of [
      ['quiet@test', { 'schedule-reply': 'F' }, 0],
      ['loud@test', {}, 1],
    ] as const) {
      await olivia.put(`${WORK}${uid}.ics`, meeting(['alice'], { uid }));
      const { body } = await alice.propfind('/dav/calendars/alice/work/', '<C:schedule-tag/>', '1');
      const href = /<D:href>([^<]+\.ics)<\/D:href><D:propstat><D:prop><C:schedule-tag>/.exec(body)?.[1] ?? '';
      await alice.put(plain, event({ uid }));
      clock += 1_000;
      expect((await transfer('MOVE', plain, href, headers, alice)).status).toBe(204);
      expect(await olivia.texts('/dav/calendars/olivia/inbox/')).toHaveLength(replies);
    }
  });
});

describe('also', () => {
  beforeEach(start);

  test('COPY under another name in the same calendar is a no-uid-conflict with the source (RFC 4791 §5.3.2.1)', async () => {
    await olivia.put(HERE, event());
    const answer = await copy(HERE, `${WORK}second.ics`);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(`<C:no-uid-conflict><D:href>${HERE}</D:href></C:no-uid-conflict>`);
    expect(await olivia.texts(WORK)).toHaveLength(1);
  });

  test.each(METHODS)('%s of a scheduling message into a calendar is refused: it has a METHOD', async (method) => {
    await olivia.put(HERE, meeting(['alice']));
    const { body } = await alice.propfind('/dav/calendars/alice/inbox/', '<D:getetag/>', '1');
    const item = /<D:href>([^<]+\.ics)<\/D:href>/.exec(body)?.[1] ?? '';
    const answer = await transfer(method, item, '/dav/calendars/alice/work/x.ics', {}, alice);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<C:valid-calendar-object-resource/>');
    expect(await aliceInbox()).toHaveLength(1);
    expect((await transfer(method, '/dav/calendars/alice/inbox/none.ics', '/x', {}, alice)).status).toBe(404);
  });

  test('a VTODO is moved as a VEVENT is', async () => {
    const todo = ics(
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VTODO', 'UID:todo@test'],
      ...['DTSTAMP:20270201T080000Z', 'DUE:20270308T100000Z', 'ORGANIZER:mailto:olivia@convoke.example'],
      ...['ATTENDEE:mailto:alice@convoke.example', 'END:VTODO', 'END:VCALENDAR'],
    );
    await olivia.put(HERE, todo);
    expect((await move(HERE, THERE)).status).toBe(201);
    expect((await olivia.get(THERE)).headers['schedule-tag']).toBeDefined();
    expect(methodsOf(await aliceInbox())).toEqual(['REQUEST']);
  });

  test('twenty requests at once move one object once, and lose it never', async () => {
    await olivia.put(HERE, meeting(['alice']));
    const answers = await Promise.all(Array.from({ length: 20 }, (_none, index) => move(HERE, `${HOME}${index}.ics`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 404)]);
    expect(await olivia.texts(HOME)).toHaveLength(1);
    expect(methodsOf(await aliceInbox())).toEqual(['REQUEST']);
  });
});
