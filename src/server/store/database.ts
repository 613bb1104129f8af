/** Opens the SQLite file: WAL, every commit on disk before it is answered, one connection, one writer. */
import { type Dialect, Kysely, SqliteAdapter, SqliteDialect, type SqliteStatement } from 'kysely';
import Database from 'libsql';
import { migrate } from './migrations.ts';
import type { Schema } from './schema.ts';

/** Statements kept prepared; there are some forty, and a commit with many rows has its own text per row count. */
const MAX_PREPARED = 200;
const BUSY_TIMEOUT_MS = 5_000;
/** Once it is open: SQLite waits in this thread, `guarded` waits better. */
const SHORT_BUSY_TIMEOUT_MS = 20;

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
  const prepared = new Map<string, SqliteStatement>();
  const database = new Kysely<Schema>({
    dialect: withTransactionalMigrations(
      new SqliteDialect({
        database: {
          close: () => closeTidily(connection),
          prepare: (sql) => {
            // After a full disk SQLite has rolled back itself: to do it again would be an error that hides the first one.
            if (sql === 'rollback' && !connection.inTransaction) return NOTHING_TO_DO;
            const known = prepared.get(sql);
            if (known) return known;
            if (prepared.size >= MAX_PREPARED) prepared.clear();
            const statement = statementOf(connection, sql === 'begin' ? BEGIN : sql);
            prepared.set(sql, statement);
            return statement;
          },
        },
      }),
    ),
  });
  await migrate(database);
  prepared.clear();
  connection.exec(`PRAGMA busy_timeout = ${SHORT_BUSY_TIMEOUT_MS}`);
  return database;
}

/** Leaves everything in the database file itself, so that it can be copied alone; what cannot be moved there now stays in its log. */
function closeTidily(connection: Database.Database): void {
  try {
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // The log is complete, and the next start reads it.
  } finally {
    connection.close();
  }
}

/** Every transaction here writes. To be refused at its first write would cost more, see `alone`. */
const BEGIN = 'begin immediate';

/** A statement as Kysely wants it; asking libsql whether it reads costs as much as reading a row. */
function statementOf(connection: Database.Database, sql: string): SqliteStatement {
  const statement: Database.Statement<unknown[]> = connection.prepare(sql);
  const isWrite = /^(insert|update|delete)/i.test(sql);
  const once = <Result>(run: () => Result) => (isWrite && !connection.inTransaction ? alone(connection, run) : run());
  return {
    reader: statement.reader,
    all: (values) => once(() => statement.all(values)),
    run: (values) => once(() => statement.run(values)),
    iterate: (values) => statement.iterate(values),
  };
}

/**
 * Runs a statement that writes in a transaction of its own. Refused for another program's lock it would stay
 * unfinished in libsql, and no later transaction could commit.
 */
function alone<Result>(connection: Database.Database, run: () => Result): Result {
  connection.exec(BEGIN);
  try {
    const result = run();
    connection.exec('commit');
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback');
    throw error;
  }
}

/** All migrations or none, which SQLite can do: Kysely leaves it out since foreign keys cannot be switched off meanwhile. */
function withTransactionalMigrations(dialect: SqliteDialect): Dialect {
  return {
    createDriver: () => dialect.createDriver(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (database) => dialect.createIntrospector(database),
    createAdapter: () => Object.create(new SqliteAdapter(), { supportsTransactionalDdl: { value: true } }),
  };
}

const NOTHING_TO_DO: SqliteStatement = { reader: false, all: () => [], run: noChanges, iterate: noRows };

function noChanges() {
  return { changes: 0, lastInsertRowid: 0 };
}

function* noRows(): IterableIterator<unknown> {}

/** Writes and commits, and leaves no trace but the time. */
export async function probe(database: Kysely<Schema>): Promise<void> {
  const value = Date.now();
  await database
    .insertInto('counters')
    .values({ name: 'probe', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

const TAKEN = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_FOREIGNKEY']);

/** Whether a write was refused since a name, address or UID is taken, or since what it belongs to is gone. */
export function isTakenOrGone(error: unknown): boolean {
  return error instanceof Database.SqliteError && TAKEN.has(error.code);
}
