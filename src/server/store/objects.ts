/** Reading calendar object resources and inbox items; `commit.ts` writes them. */
import type { Kysely } from 'kysely';
import { objectOf } from './rows.ts';
import type { Schema } from './schema.ts';
import type { CollectionChanges, Store, StoredObject } from './store.ts';

type Db = Kysely<Schema>;

export function objectMethods(
  database: Db,
): Pick<
  Store,
  | 'object'
  | 'objects'
  | 'objectsByName'
  | 'objectsBetween'
  | 'calendarObjectsByUid'
  | 'sentSequence'
  | 'revisionOf'
  | 'changesSince'
> {
  const inCollection = (collectionId: number) =>
    database.selectFrom('objects').selectAll().where('collection_id', '=', collectionId);
  return {
    object: async (collectionId, name) => {
      const row = await inCollection(collectionId).where('name', '=', name).executeTakeFirst();
      return row && objectOf(row);
    },
    objects: async (collectionId) => (await inCollection(collectionId).orderBy('id').execute()).map(objectOf),
    objectsByName: async (collectionId, names) => {
      const found: StoredObject[] = [];
      for (let at = 0; at < names.length; at += NAMES_PER_QUERY) {
        const part = names.slice(at, at + NAMES_PER_QUERY);
        found.push(...(await inCollection(collectionId).where('name', 'in', part).execute()).map(objectOf));
      }
      return found;
    },
    objectsBetween: async (collectionId, from, to) => {
      let query = inCollection(collectionId);
      if (from !== undefined)
        query = query.where((is) => is.or([is('ends_at', 'is', null), is('ends_at', '>=', from)]));
      if (to !== undefined)
        query = query.where((is) => is.or([is('starts_at', 'is', null), is('starts_at', '<=', to)]));
      return (await query.orderBy('id').execute()).map(objectOf);
    },
    calendarObjectsByUid: async (uid, userIds) => {
      if (userIds.length === 0) return [];
      const rows = await database
        .selectFrom('objects')
        .selectAll()
        .where('unique_uid', '=', uid)
        .where('user_id', 'in', userIds)
        .orderBy('id')
        .execute();
      return rows.map(objectOf);
    },
    sentSequence: async (userId, uid) => {
      const row = await database
        .selectFrom('sent_sequences')
        .select('sequence')
        .where('user_id', '=', userId)
        .where('uid', '=', uid)
        .executeTakeFirst();
      return row && Number(row.sequence);
    },
    revisionOf: (collectionId) => revisionOf(database, collectionId),
    changesSince: (collectionId, revision) => changesSince(database, collectionId, revision),
  };
}

/** SQLite takes 32,766 bound values in one statement. */
const NAMES_PER_QUERY = 1_000;

async function revisionOf(database: Db, collectionId: number): Promise<number> {
  let newest = 0;
  for (const table of ['objects', 'removals'] as const) {
    const row = await database
      .selectFrom(table)
      .select(({ fn }) => fn.max('revision').as('revision'))
      .where('collection_id', '=', collectionId)
      .executeTakeFirst();
    newest = Math.max(newest, Number(row?.revision ?? 0));
  }
  return newest;
}

async function changesSince(database: Db, collectionId: number, revision: number): Promise<CollectionChanges> {
  const changed = await database
    .selectFrom('objects')
    .selectAll()
    .where('collection_id', '=', collectionId)
    .where('revision', '>', revision)
    .orderBy('revision')
    .execute();
  const removed = await database
    .selectFrom('removals')
    .select('name')
    .where('collection_id', '=', collectionId)
    .where('revision', '>', revision)
    .where('name', 'not in', database.selectFrom('objects').select('name').where('collection_id', '=', collectionId))
    .orderBy('revision')
    .execute();
  return { changed: changed.map(objectOf), removed: removed.map((row) => row.name) };
}
