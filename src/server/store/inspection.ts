/** The rows as they stand, for looking what is wrong with them; nothing is written or brought on. */
import type { Selectable } from 'kysely';
import type Database from 'libsql';
import { connectTo } from './database.ts';
import { MIGRATION_NAMES } from './migrations.ts';
import type { CollectionRow, ObjectRow, Schema } from './schema.ts';

/** One state of a database, which others may go on writing to. */
export interface Inspection {
  /** What SQLite itself finds wrong. */
  readonly soundnessFaults: () => readonly string[];
  /** Migrations that did not run yet: columns may be missing. */
  readonly missingMigrations: () => readonly string[];
  readonly users: () => readonly Selectable<Schema['users']>[];
  readonly addresses: () => readonly Selectable<Schema['addresses']>[];
  readonly collections: () => readonly CollectionRow[];
  /** All calendar object resources and inbox items, read as they are asked for. */
  readonly objects: () => Iterable<ObjectRow>;
  readonly removals: () => readonly Selectable<Schema['removals']>[];
  /** The newest revision that was given out. */
  readonly revision: () => number;
  readonly close: () => void;
}

const ROWS_PER_QUERY = 500;

export function inspect(file: string): Inspection {
  const connection = connectTo(file);
  const all = (sql: string, ...values: readonly unknown[]): never => connection.prepare(sql).all(...values) as never;
  connection.exec('PRAGMA query_only = ON');
  connection.exec('BEGIN');
  return {
    soundnessFaults: () => soundnessFaults(connection),
    missingMigrations: () => {
      const ran: readonly { readonly name: string }[] = all('SELECT name FROM kysely_migration');
      return MIGRATION_NAMES.filter((name) => !ran.some((row) => row.name === name));
    },
    users: () => all('SELECT * FROM users ORDER BY id'),
    addresses: () => all('SELECT * FROM addresses ORDER BY user_id, position'),
    collections: () => all('SELECT * FROM collections ORDER BY id'),
    objects: function* () {
      for (let after = 0; ; ) {
        const rows: readonly ObjectRow[] = all(
          'SELECT * FROM objects WHERE id > ? ORDER BY id LIMIT ?',
          after,
          ROWS_PER_QUERY,
        );
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.id;
      }
    },
    removals: () => all('SELECT * FROM removals'),
    revision: () => {
      const [row]: readonly { readonly value: number }[] = all("SELECT value FROM counters WHERE name = 'revision'");
      return Number(row?.value ?? 0);
    },
    close: () => connection.close(),
  };
}

/** What SQLite itself finds wrong in a file: pages, indexes, references between tables. */
export function soundnessFaults(connection: Database.Database): readonly string[] {
  const pages = connection.prepare('PRAGMA integrity_check').all() as readonly { readonly integrity_check: string }[];
  const references = connection.prepare('PRAGMA foreign_key_check').all() as readonly { readonly table: string }[];
  return [
    ...pages.map((row) => row.integrity_check).filter((found) => found !== 'ok'),
    ...references.map(({ table }) => `a row of ${table} belongs to nothing`),
  ];
}
