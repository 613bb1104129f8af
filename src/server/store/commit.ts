/** One transaction for everything that a request changes: the stored object, every local delivery, inbox items, tags. */
import type { Kysely, Transaction } from 'kysely';
import { isTakenOrGone } from './database.ts';
import { stateRow } from './rows.ts';
import type { NewObjectRow, Schema } from './schema.ts';
import { type ObjectWrite, StaleWriteError } from './store.ts';

/** Rows of one INSERT, so that 200 deliveries do not need 200 statements. */
const ROWS_PER_INSERT = 50;

/**
 * Does all writes or none. Everything was planned and hashed before; here the revisions are checked again and rows written.
 * @throws StaleWriteError when an object is not as it was read, or a name or UID was taken since
 */
export async function commitWrites(
  database: Kysely<Schema>,
  writes: readonly ObjectWrite[],
  changedAt: string,
  alsoDeleteCollection: number | undefined,
): Promise<void> {
  try {
    await database.transaction().execute(async (transaction) => {
      const first = await takeRevisions(transaction, writes.length);
      const inserts: NewObjectRow[] = [];
      for (const [index, write] of writes.entries()) {
        const revision = first + index;
        if (write.kind === 'delete') await remove(transaction, write, revision);
        else if (write.expected === undefined) inserts.push(newRow(write, revision, changedAt));
        else await update(transaction, write, write.expected, revision, changedAt);
        if (write.sentSequence !== undefined) await keepSequence(transaction, write, write.sentSequence);
      }
      for (let at = 0; at < inserts.length; at += ROWS_PER_INSERT) {
        const rows = inserts.slice(at, at + ROWS_PER_INSERT);
        await transaction.insertInto('objects').values(rows).execute();
      }
      if (alsoDeleteCollection !== undefined) {
        await removeCollection(transaction, alsoDeleteCollection);
      }
    });
  } catch (cause) {
    if (isTakenOrGone(cause)) throw new StaleWriteError('A name, a UID or a collection changed meanwhile.', { cause });
    throw cause;
  }
}

type Put = Extract<ObjectWrite, { kind: 'put' }>;
type Removal = Extract<ObjectWrite, { kind: 'delete' }>;

async function takeRevisions(transaction: Transaction<Schema>, count: number): Promise<number> {
  const { value } = await transaction
    .updateTable('counters')
    .set((is) => ({ value: is('value', '+', count) }))
    .where('name', '=', 'revision')
    .returning('value')
    .executeTakeFirstOrThrow();
  return value - count + 1;
}

function newRow(write: Put, revision: number, changedAt: string): NewObjectRow {
  return {
    ...stateRow(write.state, write.collection.kind === 'calendar'),
    collection_id: write.collection.id,
    user_id: write.collection.userId,
    name: write.name,
    revision,
    changed_at: changedAt,
  };
}

async function update(
  transaction: Transaction<Schema>,
  write: Put,
  expected: { readonly id: number; readonly revision: number },
  revision: number,
  changedAt: string,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('objects')
    .set({ ...stateRow(write.state, write.collection.kind === 'calendar'), revision, changed_at: changedAt })
    .where('id', '=', expected.id)
    .where('revision', '=', expected.revision)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new StaleWriteError(`${write.name} changed meanwhile.`);
}

async function remove(transaction: Transaction<Schema>, write: Removal, revision: number): Promise<void> {
  const { id, collectionId, name, revision: expected } = write.object;
  const { numDeletedRows } = await transaction
    .deleteFrom('objects')
    .where('id', '=', id)
    .where('revision', '=', expected)
    .executeTakeFirstOrThrow();
  if (numDeletedRows !== 1n) throw new StaleWriteError(`${name} changed meanwhile.`);
  await transaction
    .insertInto('removals')
    .values({ collection_id: collectionId, name, revision })
    .onConflict((conflict) => conflict.columns(['collection_id', 'name']).doUpdateSet({ revision }))
    .execute();
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
