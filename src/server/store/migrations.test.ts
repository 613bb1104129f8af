import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startInProcess } from '../inProcess.ts';
import { clientOf } from '../testClient.ts';
import { migrate } from './migrations.ts';
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
    } finally {
      await server.close();
    }
  },
);
