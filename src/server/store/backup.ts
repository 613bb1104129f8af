/** A copy of the database, also while a server writes to it. */
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type Database from 'libsql';
import { StartError } from '../startError.ts';
import { connectTo } from './database.ts';
import { soundnessFaults } from './inspection.ts';

/** What is in a copy. */
export interface BackupContents {
  readonly users: number;
  readonly objects: number;
}

/**
 * Writes the state of one instant into a new file. SQLite's VACUUM INTO reads one snapshot, which writers do not wait for. The
 * file gets its name only after it was opened, checked, and is on disk.
 * @throws StartError when the file is there already or cannot be written, or the copy is not sound
 */
export async function backUp(database: string, file: string): Promise<BackupContents> {
  if (existsSync(file)) throw new StartError(`There is a file ${file} already: a backup overwrites nothing.`);
  if (!existsSync(dirname(file))) throw new StartError(`There is no folder ${dirname(file)}.`);
  const partial = `${file}.partial-${process.pid}`;
  try {
    copyInto(database, partial);
    const contents = checkCopy(partial);
    await settle(partial);
    await rename(partial, file);
    await settle(dirname(file));
    return contents;
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`There is no backup: ${reason}.`, { cause });
  } finally {
    for (const rest of [partial, `${partial}-journal`]) await rm(rest, { force: true });
  }
}

function copyInto(database: string, file: string): void {
  withConnection(database, (connection) => connection.prepare('VACUUM INTO ?').run(file));
}

/** @throws StartError */
function checkCopy(file: string): BackupContents {
  return withConnection(file, (connection) => {
    const faults = soundnessFaults(connection);
    if (faults.length > 0) throw new StartError(`There is no backup: the copy is not sound (${faults.join('; ')}).`);
    return { users: countOf(connection, 'users'), objects: countOf(connection, 'objects') };
  });
}

/** Runs work on a connection of its own. */
function withConnection<Result>(file: string, work: (connection: Database.Database) => Result): Result {
  const connection = connectTo(file);
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

function countOf(connection: Database.Database, table: 'users' | 'objects'): number {
  const row = connection.prepare(`SELECT count(*) AS count FROM ${table}`).get() as { readonly count: number };
  return Number(row.count);
}

/** Waits until a file, or what a folder lists, is on disk. */
async function settle(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
