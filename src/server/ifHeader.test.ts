import { beforeEach, describe, expect, test } from 'vitest';
import { event } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { clientOf, etagIn, type TestClient, tokenIn } from './testClient.ts';

let server: InProcessServer;
let olivia: TestClient;
const WORK = '/dav/calendars/olivia/work/';
const A = `${WORK}a.ics`;

beforeEach(async () => {
  server = await startInProcess();
  olivia = clientOf(server.origin, 'olivia');
  await olivia.put(A, event({ uid: 'a@test' }));
  return () => server.close();
});

const put = async (path: string, condition: string, uid = 'a@test'): Promise<number> =>
  (await olivia.put(path, event({ uid, lines: ['LOCATION:New'] }), { if: condition })).status;
const etag = async (): Promise<string> => etagIn(await olivia.propfind(A, '<D:getetag/>'));
const token = async (path = WORK): Promise<string> => tokenIn(await olivia.propfind(path, '<D:sync-token/>'));

describe('an entity tag in the If header (RFC 4918 §10.4)', () => {
  test('lets a PUT through while it is the object’s, and not afterwards', async () => {
    const seen = await etag();
    expect(await put(A, `([${seen}])`)).toBe(204);
    expect(await put(A, `([${seen}])`)).toBe(412);
  });

  test('of another resource, named by its tag, counts there', async () => {
    const seen = await etag();
    expect(await put(`${WORK}b.ics`, `<${A}> ([${seen}])`, 'b@test')).toBe(201);
    expect(await put(`${WORK}c.ics`, `<http://host.example${A}> (["other"])`, 'c@test')).toBe(412);
  });

  test('Not, several conditions and several lists: all in a list, one of the lists', async () => {
    const seen = await etag();
    expect(await put(A, '(Not ["other"])')).toBe(204);
    const now = await etag();
    expect(await put(A, `([${now}] Not [${now}])`)).toBe(412);
    expect(await put(A, `([${seen}]) ([${now}])`)).toBe(204);
  });

  test('guards DELETE, MOVE, PROPPATCH and MKCALENDAR too', async () => {
    const never = { if: '(["never"])' };
    expect((await olivia.delete(A, never)).status).toBe(412);
    expect((await olivia.send('MOVE', A, { ...never, destination: `${WORK}b.ics` })).status).toBe(412);
    const body =
      '<D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><D:displayname>X</D:displayname></D:prop></D:set></D:propertyupdate>';
    expect((await olivia.send('PROPPATCH', WORK, never, body)).status).toBe(412);
    expect((await olivia.send('MKCALENDAR', '/dav/calendars/olivia/new/', never)).status).toBe(412);
    expect((await olivia.delete(A, { if: `([${await etag()}])` })).status).toBe(204);
  });
});

describe('a sync-token in the If header (RFC 6578 §5)', () => {
  test('§5.1: stores only while nothing has changed in the collection', async () => {
    const seen = await token();
    expect(await put(`${WORK}b.ics`, `<${WORK}> (<${seen}>)`, 'b@test')).toBe(201);
    expect(await put(`${WORK}c.ics`, `<${WORK}>\t(<${seen}>)`, 'c@test')).toBe(412);
    expect((await olivia.get(`${WORK}c.ics`)).status).toBe(404);
  });

  test('of two writers at once with one token one wins', async () => {
    const seen = await token();
    const names = ['b', 'c', 'd', 'e'];
    const statuses = await Promise.all(
      names.map((name) => put(`${WORK}${name}.ics`, `<${WORK}> (<${seen}>)`, `${name}@test`)),
    );
    expect(statuses.sort()).toEqual([201, 412, 412, 412]);
  });
});

test('a lock token never holds, since there are no locks; Not <DAV:no-lock> does', async () => {
  expect(await put(A, '(<urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2>)')).toBe(412);
  expect(await put(A, '(Not <DAV:no-lock>)')).toBe(204);
});

test('what is in somebody else’s room is told by no condition', async () => {
  const alice = clientOf(server.origin, 'alice');
  await alice.put('/dav/calendars/alice/work/x.ics', event({ uid: 'x@test' }));
  const seen = etagIn(await alice.propfind('/dav/calendars/alice/work/x.ics', '<D:getetag/>'));
  expect(await put(A, `</dav/calendars/alice/work/x.ics> ([${seen}])`)).toBe(412);
});

test.each(['', '()', '(', '["x"]', '(["x"]', '(["x"]))', '(Not)', '(Not Not ["x"])', '<x>', 'nonsense', '([x])'])(
  'that cannot be read is 400: %s',
  async (header) => {
    expect(await put(A, header)).toBe(400);
  },
);

describe('what the asker may not read', () => {
  test('is not there for the If header: neither tags nor tokens of a calendar that is not shared can be guessed', async () => {
    const hidden = '/dav/calendars/olivia/hidden/';
    await olivia.send('MKCALENDAR', hidden);
    await olivia.put(`${hidden}x.ics`, event({ uid: 'x@test' }));
    const seen = etagIn(await olivia.propfind(`${hidden}x.ics`, '<D:getetag/>'));
    const since = await token(hidden);
    const entry = `<D:ace><D:principal><D:href>/dav/principals/alice/</D:href></D:principal><D:grant><D:privilege><D:read/></D:privilege></D:grant></D:ace>`;
    await olivia.send('ACL', WORK, {}, `<D:acl xmlns:D="DAV:">${entry}</D:acl>`);
    const status = async (name: string, condition: string): Promise<number> =>
      (await clientOf(server.origin, name).send('GET', A, { if: condition })).status;
    for (const condition of [`<${hidden}x.ics> ([${seen}])`, `<${hidden}> (<${since}>)`]) {
      expect([await status('olivia', condition), await status('alice', condition)]).toEqual([200, 412]);
    }
    expect(await status('alice', `<${WORK}> (<${await token()}>)`)).toBe(200);
    // Another's room is not taken for the one of the request, whatever is in it is called.
    const other = A.replace('olivia', 'alice');
    expect(await status('olivia', `<${other}> ([${await etag()}])`)).toBe(412);
  });
});
