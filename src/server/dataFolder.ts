/** The folder for everything that is kept (CONVOKE_DATA), and the database in it. */
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartError } from './startError.ts';

export function databaseIn(folder: string): string {
  return join(folder, 'convoke.db');
}

/**
 * The path of a database that is there already.
 * @throws StartError
 */
export function requireDatabase(folder: string): string {
  const remedy = 'Start the server once, with npm start -- --no-demo, or set CONVOKE_DATA to the folder that it uses.';
  if (!existsSync(folder)) throw new StartError(`There is no data folder ${folder}. ${remedy}`);
  const file = databaseIn(folder);
  if (!existsSync(file)) throw new StartError(`There is no database in ${folder}. ${remedy}`);
  return file;
}

/** When a server last wrote here, in milliseconds: later than now if the clock was set back since. Before all times if never. */
export async function latestWrite(folder: string): Promise<number> {
  const files = [databaseIn(folder), `${databaseIn(folder)}-wal`];
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => Number.NEGATIVE_INFINITY,
      ),
    ),
  );
  return Math.max(...times);
}

/** Folder by folder: Node's own recursive mkdir never ends where a parent takes no folders, as in /proc. */
export async function makeFolder(path: string): Promise<void> {
  if (existsSync(path)) return;
  await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 });
}
