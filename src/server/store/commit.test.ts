import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { event, meeting } from '../fixtures.ts';
import { type InProcessServer, startInProcess } from '../inProcess.ts';
import { clientOf } from '../testClient.ts';

const WORK = '/dav/calendars/olivia/work/';
const TABLES = ['objects', 'removals', 'sent_sequences', 'counters'];

let folder: string;
let server: InProcessServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-commit-'));
  server = await startInProcess({ file: join(folder, 'convoke.db') });
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function inDatabase<Result>(work: (database: Database.Database) => Result): Result {
  const database = new Database(join(folder, 'convoke.db'));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** All rows that a save may write. */
function rows(): readonly unknown[] {
  return inDatabase((database) => TABLES.map((table) => database.prepare(`SELECT * FROM ${table}`).all()));
}

/** Lets the writes of one table fail when this holds, after others of the same commit went well. */
function failing(what: string, when: string): void {
  inDatabase((database) =>
    database.exec(`CREATE TRIGGER fault BEFORE ${what} WHEN ${when} BEGIN SELECT RAISE(ABORT, 'fault'); END`),
  );
}

test.each<[string, string, string]>([
  [
    'an inbox item',
    'INSERT ON objects',
    "NEW.collection_id = (SELECT id FROM collections WHERE kind = 'inbox' AND user_id = 3)",
  ],
  ['the last copy', 'UPDATE ON objects', 'NEW.user_id = 3'],
  ['the Organizer’s own object', 'UPDATE ON objects', 'NEW.user_id = 1'],
])('a save that fails in the middle, at %s, leaves nothing of it anywhere', async (_what, operation, when) => {
  const olivia = clientOf(server.origin, 'olivia');
  await olivia.put(`${WORK}m.ics`, meeting(['alice', 'bob']));
  const before = rows();
  failing(operation, when);
  const moved = meeting(['alice', 'bob'], { start: '20270309T100000Z', end: '20270309T110000Z' });
  expect((await olivia.put(`${WORK}m.ics`, moved)).status).toBe(500);
  expect(rows()).toEqual(before);

  inDatabase((database) => database.exec('DROP TRIGGER fault'));
  expect((await olivia.put(`${WORK}m.ics`, moved)).status).toBe(204);
  expect(await clientOf(server.origin, 'bob').texts('/dav/calendars/bob/work/')).toEqual([
    expect.stringContaining('DTSTART:20270309T100000Z'),
  ]);
});

test('a removal that fails at its messages leaves the meeting and its UID', async () => {
  const olivia = clientOf(server.origin, 'olivia');
  await olivia.put(`${WORK}m.ics`, meeting(['alice', 'bob']));
  const before = rows();
  failing('INSERT ON objects', 'NEW.user_id = 3');
  expect((await olivia.delete(`${WORK}m.ics`)).status).toBe(500);
  expect(rows()).toEqual(before);
});

test('of a commit in which one object is not as it was read nothing is done', async () => {
  const olivia = clientOf(server.origin, 'olivia');
  await olivia.put(`${WORK}a.ics`, event({ uid: 'a' }));
  const [user] = await server.store.allUsers();
  const collection = { id: user?.defaultCollectionId ?? 0, userId: user?.id ?? 0, kind: 'calendar' as const };
  const object = await server.store.object(collection.id, 'a.ics');
  if (object === undefined) throw new Error('The object is not there.');
  const before = rows();
  const commit = server.store.commit([
    { kind: 'put', collection, name: 'b.ics', expected: undefined, state: { ...object, uid: 'b' } },
    { kind: 'delete', object, sentSequence: 3 },
    { kind: 'put', collection, name: 'a.ics', expected: { id: object.id, revision: object.revision }, state: object },
  ]);
  await expect(commit).rejects.toThrow('a.ics changed meanwhile.');
  expect(rows()).toEqual(before);
});

test('closing leaves everything in the one file', async () => {
  await clientOf(server.origin, 'olivia').put(`${WORK}a.ics`, event({ uid: 'a' }));
  const reader = new Database(join(folder, 'convoke.db'));
  await server.store.close();
  const log = reader.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() as { readonly log: number };
  reader.close();
  expect(log.log).toBe(0);
});
