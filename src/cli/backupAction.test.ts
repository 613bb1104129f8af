import { copyFile, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseIn } from '../server/dataFolder.ts';
import { meeting } from '../server/fixtures.ts';
import { type InProcessServer, startInProcess } from '../server/inProcess.ts';
import { clientOf } from '../server/testClient.ts';
import { backUpTo } from './backupAction.ts';
import { testContext } from './testContext.ts';

const MEETING = '/dav/calendars/olivia/work/m.ics';

let folder: string;
let data: string;
let server: InProcessServer | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-backup-'));
  data = join(folder, 'data');
  await mkdir(data);
  server = await startInProcess({ file: databaseIn(data) });
});

afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function stop(): Promise<void> {
  await server?.close();
  server = undefined;
}

test('a backup of a running server holds everything that was stored, and a server runs from it', async () => {
  const origin = server?.origin ?? '';
  const olivia = clientOf(origin, 'olivia');
  await olivia.put(MEETING, meeting(['alice', 'bob']));
  const before = await olivia.get(MEETING);
  const context = testContext(data);
  const file = join(folder, "it's a backup.db");
  await backUpTo(context, file);
  // Olivia's object, and the copy and the inbox item of both guests.
  expect(context.written()).toBe(`${file} holds 5 accounts with 5 calendar objects; it was opened and is sound.\n`);
  expect((await readdir(folder)).sort()).toEqual(['data', "it's a backup.db"]);

  await olivia.delete(MEETING);
  await stop();
  const restored = join(folder, 'restored');
  await mkdir(restored);
  await copyFile(file, databaseIn(restored));
  server = await startInProcess({ file: databaseIn(restored) });
  const after = await clientOf(server.origin, 'olivia').get(MEETING);
  expect(after.body).toBe(before.body);
  expect(after.headers['etag']).toBe(before.headers['etag']);
  expect(after.headers['schedule-tag']).toBe(before.headers['schedule-tag']);
});

test('a database of an earlier version is copied as it is, not brought on', async () => {
  await stop();
  const older = new Database(databaseIn(data));
  older.exec('ALTER TABLE users DROP COLUMN disabled_at');
  older.close();
  const file = join(folder, 'backup.db');
  await backUpTo(testContext(data), file);
  for (const path of [file, databaseIn(data)]) {
    const copy = new Database(path);
    expect(JSON.stringify(copy.prepare('PRAGMA table_info(users)').all())).not.toContain('disabled_at');
    copy.close();
  }
});

test('a file that is there is left alone', async () => {
  const file = join(folder, 'backup.db');
  await writeFile(file, 'precious');
  await expect(backUpTo(testContext(data), file)).rejects.toThrow(
    `There is a file ${file} already: a backup overwrites nothing.`,
  );
  expect((await stat(file)).size).toBe('precious'.length);
});

test('nothing is left behind when the database is damaged', async () => {
  await stop();
  const connection = new Database(databaseIn(data));
  connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  connection.close();
  const handle = await open(databaseIn(data), 'r+');
  const { size } = await handle.stat();
  await handle.write(Buffer.alloc(size - 8_192, 0xa5), 0, size - 8_192, 8_192);
  await handle.close();
  await expect(backUpTo(testContext(data), join(folder, 'backup.db'))).rejects.toThrow('There is no backup: ');
  expect(await readdir(folder)).toEqual(['data']);
});

test('a folder that is not there is named, for the data and for the backup', async () => {
  const missing = join(folder, 'missing');
  await expect(backUpTo(testContext(missing), join(folder, 'backup.db'))).rejects.toThrow(
    `There is no data folder ${missing}.`,
  );
  await expect(backUpTo(testContext(data), join(missing, 'backup.db'))).rejects.toThrow(
    `There is no folder ${missing}.`,
  );
});
