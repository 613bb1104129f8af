/** Opens the SQLite file: WAL, every commit on disk before it is answered, one connection, one writer. */
import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { migrate } from './migrations.ts';
import type { Schema } from './schema.ts';

/** Statements kept prepared; there are some forty, and a commit with many rows has its own text per row count. */
const MAX_PREPARED = 200;
const BUSY_TIMEOUT_MS = 5_000;

/** A connection as it is, neither migrated nor set to anything; it waits while another process writes. */
export function connectTo(file: string): Database.Database {
  return new Database(file, { timeout: BUSY_TIMEOUT_MS });
}

/**
 * Opens and migrates a database. `file` is a path or `:memory:`.
 * @throws what libsql says when the file cannot be opened
 */
export async function openDatabase(file: string): Promise<Kysely<Schema>> {
  const connection = connectTo(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
    connection.exec(`PRAGMA ${pragma}`);
  }
  const prepared = new Map<string, Database.Statement<unknown[]>>();
  const database = new Kysely<Schema>({
    dialect: new SqliteDialect({
      database: {
        close: () => connection.close(),
        prepare: (sql) => {
          const known = prepared.get(sql);
          if (known) return known as never;
          const statement = connection.prepare(sql);
          if (prepared.size >= MAX_PREPARED) prepared.clear();
          prepared.set(sql, statement);
          return statement as never;
        },
      },
    }),
  });
  await migrate(database);
  prepared.clear();
  return database;
}

const TAKEN = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_FOREIGNKEY']);

/** Whether a write was refused since a name, address or UID is taken, or since what it belongs to is gone. */
export function isTakenOrGone(error: unknown): boolean {
  return error instanceof Database.SqliteError && TAKEN.has(error.code);
}
