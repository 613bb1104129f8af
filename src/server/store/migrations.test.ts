import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startInProcess } from '../inProcess.ts';
import { clientOf } from '../testClient.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoke-migrations-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('a database from before accounts could be disabled is brought on, and its people still sign in', async () => {
  const file = join(folder, 'convoke.db');
  await (await startInProcess({ file })).close();
  const older = new Database(file);
  older.exec('ALTER TABLE users DROP COLUMN disabled_at');
  older.exec("DELETE FROM kysely_migration WHERE name = '2027-03-disabled-accounts'");
  older.close();

  const server = await startInProcess({ file });
  try {
    const [first] = await server.store.allUsers();
    expect(first).toMatchObject({ name: 'olivia', isDisabled: false });
    const answer = await clientOf(server.origin, 'olivia').propfind('/dav/calendars/olivia/', '<D:displayname/>');
    expect(answer.status).toBe(207);
  } finally {
    await server.close();
  }
});
