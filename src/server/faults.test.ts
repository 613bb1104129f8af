/** What the server does when the disk, another program or the clock fail it: a clear answer, nothing lost, and it goes on by itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import Database from 'libsql';
import { beforeEach, describe, expect, test } from 'vitest';
import { event, meeting } from './fixtures.ts';
import { type InProcessServer, startInProcess } from './inProcess.ts';
import { openDatabase } from './store/database.ts';
import { storeOver } from './store/libsqlStore.ts';
import type { Schema } from './store/schema.ts';
import { clientOf, NAMESPACES, propertyValue, rawRequest, readText, type TestClient } from './testClient.ts';

let file: string;
let database: Kysely<Schema>;
let server: InProcessServer;
let olivia: TestClient;
let alice: TestClient;
let clock: number;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'convoke-faults-'));
  file = join(folder, 'convoke.db');
  clock = Date.UTC(2027, 1, 1, 9);
  const now = () => new Date(clock);
  database = await openDatabase(file);
  server = await startInProcess({ store: storeOver(database, now), now });
  olivia = clientOf(server.origin, 'olivia');
  alice = clientOf(server.origin, 'alice');
  return async () => {
    await server.close();
    await rm(folder, { recursive: true });
  };
});

const OBJECT = '/dav/calendars/olivia/work/meeting.ics';
const GUESTS = ['alice', 'bob', 'carol'];

/** What stands in calendars and inboxes of everybody, texts only. */
async function everything(): Promise<readonly string[]> {
  const rows = await database.selectFrom('objects').select(['name', 'data', 'revision']).orderBy('id').execute();
  return rows.map(({ name, data, revision }) => `${name} ${revision} ${data}`);
}

function titled(title: string): string {
  return meeting(GUESTS).replace('SUMMARY:Planning', `SUMMARY:${title}`);
}

async function titleOf(client: TestClient, name: string): Promise<string | undefined> {
  const [text] = await client.texts(`/dav/calendars/${name}/work/`);
  return propertyValue(readText(text ?? '').components[0], 'SUMMARY');
}

async function health(): Promise<{ readonly status: number; readonly body: string }> {
  const { status, body } = await rawRequest(server.origin, 'GET', '/health', {});
  return { status, body };
}

/** Health is remembered for a second. */
const remembered = () => new Promise((resolve) => setTimeout(resolve, 1_100));

describe('a full disk', () => {
  async function fill(): Promise<void> {
    const pages = await sql<{ page_count: number }>`PRAGMA page_count`.execute(database);
    await sql.raw(`PRAGMA max_page_count = ${pages.rows[0]?.page_count}`).execute(database);
  }

  test('is 507 with the precondition of RFC 4331 §6; nobody got anything of it; it goes on as soon as there is room', async () => {
    expect((await olivia.put(OBJECT, titled('Before'))).status).toBe(201);
    await fill();
    const before = await everything();
    const big = titled('Full').replace('END:VEVENT', `DESCRIPTION:${'x'.repeat(100_000)}\r\nEND:VEVENT`);
    const answer = await olivia.put(OBJECT, big);
    expect(answer.status).toBe(507);
    expect(answer.body).toContain(
      '<D:error xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:sufficient-disk-space/>',
    );
    expect(answer.headers['retry-after']).toBe('60');
    expect(await everything()).toEqual(before);
    expect((await olivia.get(OBJECT)).status).toBe(200);
    expect((await olivia.delete(OBJECT, { 'if-match': '"other"' })).status).toBe(412);

    await sql`PRAGMA max_page_count = 1000000`.execute(database);
    expect((await olivia.put(OBJECT, big)).status).toBe(204);
    expect(await titleOf(alice, 'alice')).toBe('Full');
  });

  test('makes a new calendar, a new property and a sign-in fail as clearly', async () => {
    const long = 'x'.repeat(100_000);
    await fill();
    const make = `<C:mkcalendar ${NAMESPACES}><D:set><D:prop><C:calendar-description>${long}</C:calendar-description></D:prop></D:set></C:mkcalendar>`;
    expect((await olivia.send('MKCALENDAR', '/dav/calendars/olivia/new/', {}, make)).status).toBe(507);
    const patch = `<D:propertyupdate ${NAMESPACES}><D:set><D:prop><C:calendar-description>${long}</C:calendar-description></D:prop></D:set></D:propertyupdate>`;
    expect((await olivia.send('PROPPATCH', '/dav/calendars/olivia/work/', {}, patch)).status).toBe(507);
    expect((await olivia.propfind('/dav/calendars/olivia/new/', '<D:displayname/>')).status).toBe(404);
  });
});

describe('a database that can only be read', () => {
  test('is 503 with Retry-After for what writes; reading goes on, and so does writing later', async () => {
    await olivia.put(OBJECT, titled('Before'));
    const before = await everything();
    expect(await health()).toEqual({ status: 200, body: '{"status":"ok"}' });
    await sql`PRAGMA query_only = ON`.execute(database);
    const answers = [
      await olivia.put(OBJECT, titled('After')),
      await olivia.delete(OBJECT),
      await olivia.send('MKCALENDAR', '/dav/calendars/olivia/new/'),
      await olivia.send('MOVE', OBJECT, { destination: '/dav/calendars/olivia/work/other.ics' }),
    ];
    for (const { status, headers, body } of answers) {
      expect({ status, retry: headers['retry-after'], body }).toEqual({
        status: 503,
        retry: '60',
        body: 'The database cannot be read or written just now. Nothing was stored.\n',
      });
    }
    expect(await titleOf(olivia, 'olivia')).toBe('Before');
    await remembered();
    expect(await health()).toEqual({ status: 503, body: '{"status":"unavailable"}' });
    await sql`PRAGMA query_only = OFF`.execute(database);
    expect(await everything()).toEqual(before);
    expect((await olivia.put(OBJECT, titled('After'))).status).toBe(204);
    expect(await titleOf(alice, 'alice')).toBe('After');
    await remembered();
    expect((await health()).status).toBe(200);
  });
});

describe('a database that another program has locked', () => {
  test('holds up what writes until the lock goes, and meanwhile nothing that reads', async () => {
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    let isFree = false;
    const put = olivia.put(OBJECT, titled('Waiting')).then((answer) => ({ answer, isFree }));
    for (let count = 0; count < 10; count += 1) {
      expect((await alice.propfind('/dav/calendars/alice/work/', '<D:getetag/>', '1')).status).toBe(207);
    }
    isFree = true;
    other.exec('COMMIT');
    const { answer, isFree: wasFree } = await put;
    other.close();
    expect([answer.status, wasFree]).toEqual([201, true]);
    expect(await titleOf(alice, 'alice')).toBe('Waiting');
  });

  test('is 503 with Retry-After after five seconds, once for all who wait; then everything goes on', async () => {
    await olivia.put(OBJECT, titled('Before'));
    const before = await everything();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const since = performance.now();
    const puts = [
      ...['a', 'b', 'c'].map((name) =>
        alice.put(`/dav/calendars/alice/work/${name}.ics`, event({ uid: `${name}@test` })),
      ),
      alice.send('MKCALENDAR', '/dav/calendars/alice/new/'),
    ];
    const well = health();
    const answers = await Promise.all(puts);
    // Each waiting its own five seconds would be twenty.
    expect(performance.now() - since).toBeLessThan(15_000);
    for (const { status, headers } of answers) expect([status, headers['retry-after']]).toEqual([503, '1']);
    expect((await well).status).toBe(503);
    expect(await everything()).toEqual(before);
    other.exec('ROLLBACK');
    other.close();
    const again = await alice.put('/dav/calendars/alice/work/a.ics', event({ uid: 'a@test' }));
    expect([again.status, again.body]).toEqual([201, '']);
  });
});

describe('a clock that goes back', () => {
  const DAY_MS = 86_400_000;

  test('changes nothing in how tags and sync-tokens tell of changes', async () => {
    const tokenOf = (body: string) => /<D:sync-token>([^<]+)</.exec(body)?.[1] ?? '';
    const sync = async (token: string) =>
      (
        await olivia.report(
          '/dav/calendars/olivia/work/',
          `<D:sync-collection ${NAMESPACES}><D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`,
          '0',
        )
      ).body;
    const first = await olivia.put(OBJECT, titled('Before'));
    const token = tokenOf(await sync(''));
    clock -= DAY_MS;
    const second = await olivia.put(OBJECT, titled('After'));
    expect(second.status).toBe(204);
    expect(second.headers['schedule-tag']).not.toBe(first.headers['schedule-tag']);
    const changes = await sync(token);
    expect(changes).toContain(OBJECT);
    expect(tokenOf(changes)).not.toBe(token);
    expect(tokenOf(await sync(tokenOf(changes)))).toBe(tokenOf(changes));
  });

  test('loses no update and no reply: what is delivered later counts later', async () => {
    await olivia.put(OBJECT, titled('Before'));
    const answer = async (partstat: string): Promise<void> => {
      const listing = await alice.propfind('/dav/calendars/alice/work/', '<D:getetag/>', '1');
      const href = /<D:href>([^<]+\.ics)</.exec(listing.body)?.[1] ?? '';
      const text = (await alice.get(href)).body.replace(/\r\n[ \t]/g, '');
      const changed = text.replace(/^ATTENDEE.*(:mailto:alice@convoke\.example)$/m, `ATTENDEE;PARTSTAT=${partstat}$1`);
      expect((await alice.put(href, changed)).status).toBe(204);
    };
    await answer('ACCEPTED');
    clock -= DAY_MS;
    await answer('DECLINED');
    const stored = (await olivia.get(OBJECT)).body.replace(/\r\n[ \t]/g, '');
    expect(/^ATTENDEE.*alice@convoke\.example$/m.exec(stored)?.[0]).toContain('PARTSTAT=DECLINED');
    const again = stored.replace('SUMMARY:Before', 'SUMMARY:After');
    expect((await olivia.put(OBJECT, again)).status).toBe(204);
    expect(await titleOf(alice, 'alice')).toBe('After');
  });

  test('keeps nobody out who was slowed down for a moment', async () => {
    let status = 401;
    for (let count = 0; count < 12 && status !== 429; count += 1) {
      const authorization = `Basic ${Buffer.from(`bob:wrong ${count}`).toString('base64')}`;
      ({ status } = await rawRequest(server.origin, 'PROPFIND', '/dav/', { authorization }));
    }
    expect(status).toBe(429);
    clock -= DAY_MS;
    expect((await olivia.get('/dav/calendars/olivia/work/none.ics')).status).toBe(404);
    clock += 20 * 60_000;
    expect((await clientOf(server.origin, 'bob').propfind('/dav/', '<D:displayname/>')).status).toBe(207);
  });
});
