/** One transaction for everything that a request changes: the stored object, every local delivery, inbox items, tags. */
import type { Kysely, Transaction } from 'kysely';
import { isTakenOrGone } from './database.ts';
import { prepared } from './prepared.ts';
import { stateRow } from './rows.ts';
import type { Schema } from './schema.ts';
import { type ObjectWrite, StaleWriteError, type Store } from './store.ts';

/** Rows of one INSERT, so that 200 deliveries do not need 200 statements. */
const ROWS_PER_INSERT = 50;

/** All writes or none. Everything was planned and hashed before; here the revisions are checked again and rows written. */
export function commitMethod(database: Kysely<Schema>, now: () => Date): Store['commit'] {
  const statements = statementsOf(database);
  return async (writes, alsoDeleteCollection) => {
    const changedAt = now().toISOString();
    try {
      await database.transaction().execute(async (transaction) => {
        const [newest] = await statements.takeRevisions({ count: writes.length }, transaction);
        const first = Number(newest?.value) - writes.length + 1;
        const inserts: NewRow[] = [];
        for (const [index, write] of writes.entries()) {
          const revision = first + index;
          if (write.kind === 'delete') await remove(statements, transaction, write, revision);
          else if (write.expected === undefined) inserts.push(newRow(write, revision, changedAt));
          else await update(statements, transaction, write, write.expected, revision, changedAt);
          if (write.sentSequence !== undefined) await keepSequence(transaction, write, write.sentSequence);
        }
        await insert(statements, transaction, inserts);
        if (alsoDeleteCollection !== undefined) {
          await removeCollection(transaction, alsoDeleteCollection);
        }
      });
    } catch (cause) {
      if (isTakenOrGone(cause))
        throw new StaleWriteError('A name, a UID or a collection changed meanwhile.', { cause });
      throw cause;
    }
  };
}

type Put = Extract<ObjectWrite, { kind: 'put' }>;
type Removal = Extract<ObjectWrite, { kind: 'delete' }>;
type Statements = ReturnType<typeof statementsOf>;

const STATE_COLUMNS = [
  ...(['uid', 'component', 'data', 'etag', 'schedule_tag', 'base', 'reply_revisions'] as const),
  ...(['unique_uid', 'scheduling_uid', 'starts_at', 'ends_at', 'bounds_precision', 'span_days', 'size'] as const),
  ...(['revision', 'changed_at'] as const),
] as const;

function statementsOf(database: Kysely<Schema>) {
  return {
    takeRevisions: prepared(database, ['count'], ({ count }) =>
      database
        .updateTable('counters')
        .set((is) => ({ value: is('value', '+', count) }))
        .where('name', '=', 'revision')
        .returning('value'),
    ),
    insert: prepared(database, [...STATE_COLUMNS, 'collection_id', 'user_id', 'name'], (row) =>
      database.insertInto('objects').values(row),
    ),
    update: prepared(database, [...STATE_COLUMNS, 'id', 'expected'], ({ id, expected, ...state }) =>
      database.updateTable('objects').set(state).where('id', '=', id).where('revision', '=', expected).returning('id'),
    ),
    remove: prepared(database, ['id', 'expected'], ({ id, expected }) =>
      database.deleteFrom('objects').where('id', '=', id).where('revision', '=', expected).returning('id'),
    ),
    keepRemoval: prepared(database, ['collection_id', 'name', 'revision'], (row) =>
      database
        .insertInto('removals')
        .values(row)
        .onConflict((is) => is.columns(['collection_id', 'name']).doUpdateSet({ revision: row.revision })),
    ),
  };
}

function newRow(write: Put, revision: number, changedAt: string) {
  return {
    ...stateRow(write.state, write.collection.kind === 'calendar'),
    collection_id: write.collection.id,
    user_id: write.collection.userId,
    name: write.name,
    revision,
    changed_at: changedAt,
  };
}

type NewRow = ReturnType<typeof newRow>;

async function insert(statements: Statements, transaction: Transaction<Schema>, rows: readonly NewRow[]) {
  const [only, ...others] = rows;
  if (only && others.length === 0) await statements.insert(only, transaction);
  else
    for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
      const part = rows.slice(at, at + ROWS_PER_INSERT);
      await transaction.insertInto('objects').values(part).execute();
    }
}

async function update(
  statements: Statements,
  transaction: Transaction<Schema>,
  write: Put,
  expected: { readonly id: number; readonly revision: number },
  revision: number,
  changedAt: string,
): Promise<void> {
  const state = stateRow(write.state, write.collection.kind === 'calendar');
  const row = { ...state, revision, changed_at: changedAt, id: expected.id, expected: expected.revision };
  const updated = await statements.update(row, transaction);
  if (updated.length !== 1) throw new StaleWriteError(`${write.name} changed meanwhile.`);
}

async function remove(statements: Statements, transaction: Transaction<Schema>, write: Removal, revision: number) {
  const { id, collectionId, name, revision: expected } = write.object;
  const removed = await statements.remove({ id, expected }, transaction);
  if (removed.length !== 1) throw new StaleWriteError(`${name} changed meanwhile.`);
  await statements.keepRemoval({ collection_id: collectionId, name, revision }, transaction);
}

async function keepSequence(transaction: Transaction<Schema>, write: ObjectWrite, sequence: number): Promise<void> {
  const { userId, uid } =
    write.kind === 'delete' ? write.object : { userId: write.collection.userId, uid: write.state.uid };
  await transaction
    .insertInto('sent_sequences')
    .values({ user_id: userId, uid, sequence })
    .onConflict((conflict) => conflict.columns(['user_id', 'uid']).doUpdateSet({ sequence }))
    .execute();
}

/** Only an empty one: what came into it since it was read would vanish without anybody being told. */
async function removeCollection(transaction: Transaction<Schema>, id: number): Promise<void> {
  const left = await transaction.selectFrom('objects').select('id').where('collection_id', '=', id).limit(1).execute();
  if (left.length > 0) throw new StaleWriteError('Something came into the calendar meanwhile.');
  await transaction.deleteFrom('collections').where('id', '=', id).execute();
}
