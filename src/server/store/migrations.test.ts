import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseCalendarData } from '../../icalendar/calendarData.ts';
import { examine } from '../doctor.ts';
import { event, meeting } from '../fixtures.ts';
import { startInProcess } from '../inProcess.ts';
import { stateOf } from '../objectState.ts';
import { clientOf } from '../testClient.ts';
import { inspect } from './inspection.ts';
import { openStore } from './libsqlStore.ts';
import { MIGRATION_NAMES, migrate } from './migrations.ts';
import type { Schema } from './schema.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-migrations-'));
  file = join(folder, 'convoke.db');
});

afterEach(() => rm(folder, { recursive: true }));

/** A database as a version left it whose last migration was this one, with one account: olivia. */
async function databaseUpTo(last: string): Promise<void> {
  const connection = new Database(file);
  connection.exec('PRAGMA foreign_keys = ON');
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection as never }) });
  await migrate(database, last);
  const insert = (sql: string, ...values: readonly unknown[]) => connection.prepare(sql).run(...values);
  const collection =
    'INSERT INTO collections (id, user_id, name, kind, display_name, components, transparent) VALUES (?, 1, ?, ?, ?, ?, 0)';
  insert(
    'INSERT INTO users (id, name, display_name, password_hash, default_collection_id, created_at) VALUES (1, ?, ?, ?, 3, ?)',
    'olivia',
    'Olivia Organizer',
    await hash('olivia-demo', { memoryCost: 8, timeCost: 1 }),
    '2027-01-01T00:00:00Z',
  );
  insert("INSERT INTO addresses (address, user_id, position) VALUES ('mailto:olivia@convoke.example', 1, 0)");
  insert(collection, 1, 'inbox', 'inbox', null, 'VEVENT,VTODO');
  insert(collection, 2, 'outbox', 'outbox', null, 'VEVENT,VTODO');
  insert(collection, 3, 'work', 'calendar', 'Work', 'VEVENT,VTODO');
  await database.destroy();
}

test.each(['2027-01-accounts-and-calendars', '2027-02-sent-sequences', '2027-03-disabled-accounts'])(
  'a database of the version of %s is brought on, and its people still sign in',
  async (last) => {
    await databaseUpTo(last);
    const server = await startInProcess({ file });
    try {
      expect(await server.store.userByName('olivia')).toMatchObject({ name: 'olivia', isDisabled: false });
      const answer = await clientOf(server.origin, 'olivia').propfind('/dav/calendars/olivia/', '<D:displayname/>');
      expect(answer.status).toBe(207);
      // Her inbox is open to everybody as it was, and now she may narrow that.
      const open = { principal: { kind: 'authenticated' }, privileges: ['C:schedule-deliver'] };
      expect(await server.store.grants([1, 2, 3])).toEqual(new Map([[1, [open]]]));
    } finally {
      await server.close();
    }
  },
);

/** Objects as an earlier version wrote them: bounds rough or missing, no sizes. */
const TEXTS: Readonly<Record<string, string>> = {
  'plain.ics': event({ uid: 'plain' }),
  'day.ics': event({ uid: 'day', start: '20270308', end: '20270310' }),
  'counted.ics': event({ uid: 'counted', lines: ['RRULE:FREQ=WEEKLY;COUNT=5'] }),
  'endless.ics': event({ uid: 'endless', lines: ['RRULE:FREQ=WEEKLY'] }),
  'task.ics': event({ uid: 'task' }).replaceAll('VEVENT', 'VTODO').replace('DTEND', 'DUE'),
  'meeting.ics': meeting(['alice']),
};

test.each(MIGRATION_NAMES.slice(0, MIGRATION_NAMES.indexOf('2027-07-objects-by-time')))(
  'objects of the version of %s are found by time as if they were written now',
  async (last) => {
    await databaseUpTo(last);
    const older = new Database(file);
    const insert = older.prepare(
      `INSERT INTO objects (collection_id, user_id, name, uid, component, data, etag, revision, schedule_tag, base, unique_uid,
        scheduling_uid, starts_at, ends_at, changed_at) VALUES (3, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '2027-02-01T08:00:00Z')`,
    );
    const states = Object.entries(TEXTS).map(([name, text]) => ({ name, ...stateOf(parseCalendarData(text), text) }));
    for (const [index, { name, uid, component, data, etag }] of states.entries()) {
      const tag = name === 'meeting.ics' ? '"tag"' : null;
      const base = tag && data.replace('Planning', 'Before');
      const scheduling = tag && uid;
      insert.run(name, uid, component, data, etag, index + 1, tag, base, uid, scheduling, '20270308T100000Z');
    }
    older.exec("UPDATE counters SET value = 6 WHERE name = 'revision'");
    older.close();

    const store = await openStore(file);
    for (const { name, ...state } of states) {
      const isMeeting = name === 'meeting.ics';
      const base = isMeeting ? state.data.replace('Planning', 'Before') : undefined;
      const expected = { ...state, name, scheduleTag: isMeeting ? '"tag"' : undefined, base };
      expect(await store.object(3, name)).toMatchObject({ ...expected, size: Buffer.byteLength(state.data) });
    }
    const april = await store.entriesBetween(3, '20270401T000000Z', '20270501T000000Z');
    expect(april.map(({ name }) => name).sort()).toEqual(['counted.ics', 'endless.ics']);
    await store.close();
    const inspection = inspect(file);
    expect([...examine(inspection)]).toEqual([]);
    inspection.close();
  },
);

test('a text that cannot be read is kept as it is, and may be at any time', async () => {
  await databaseUpTo('2027-01-accounts-and-calendars');
  const older = new Database(file);
  older.exec(
    `INSERT INTO objects (collection_id, user_id, name, uid, component, data, etag, revision, changed_at)
      VALUES (3, 1, 'a.ics', 'a', 'VEVENT', 'nonsense', '"x"', 1, '2027-02-01T08:00:00Z')`,
  );
  older.close();
  const store = await openStore(file);
  expect(await store.object(3, 'a.ics')).toMatchObject({ data: 'nonsense', etag: '"x"' });
  expect(await store.entriesBetween(3, '20400101T000000Z', undefined)).toHaveLength(1);
  await store.close();
});

test('when one of the steps fails, none was done, and the next start does them all', async () => {
  await databaseUpTo('2027-02-sent-sequences');
  const tables = () => {
    const database = new Database(file);
    const names = database.prepare('SELECT name FROM sqlite_schema ORDER BY name').all();
    const ran = database.prepare('SELECT name FROM kysely_migration').all();
    database.close();
    return { names, ran };
  };
  const execute = (sql: string) => {
    const database = new Database(file);
    database.exec(sql);
    database.close();
  };
  execute('CREATE TABLE objects_rebuilt (id integer)');
  const before = tables();
  await expect(openStore(file)).rejects.toThrow('objects_rebuilt');
  expect(tables()).toEqual(before);
  execute('DROP TABLE objects_rebuilt');
  const store = await openStore(file);
  expect(await store.userByName('olivia')).toBeDefined();
  await store.close();
});
