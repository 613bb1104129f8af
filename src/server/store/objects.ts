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
    changesSince: (collectionId, since, limit) => changesSince(database, collectionId, since, limit),
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

/** `since` undefined: everything that is there, and no removals. One more than the limit is read, to see whether there is more. */
async function changesSince(
  database: Db,
  collectionId: number,
  since: number | undefined,
  limit: number,
): Promise<CollectionChanges> {
  const changed = await database
    .selectFrom('objects')
    .selectAll()
    .where('collection_id', '=', collectionId)
    .where('revision', '>', since ?? 0)
    .orderBy('revision')
    .limit(limit + 1)
    .execute();
  const removed = since === undefined ? [] : await removalsSince(database, collectionId, since, limit + 1);
  const revisions = [...changed, ...removed].map((row) => Number(row.revision)).sort((a, b) => a - b);
  const through = revisions.length > limit ? revisions[limit - 1] : undefined;
  const isInPage = (row: { readonly revision: number }): boolean => through === undefined || row.revision <= through;
  return {
    changed: changed.filter(isInPage).map(objectOf),
    removed: removed.filter(isInPage).map((row) => row.name),
    through,
  };
}

function removalsSince(database: Db, collectionId: number, since: number, limit: number) {
  return database
    .selectFrom('removals')
    .select(['name', 'revision'])
    .where('collection_id', '=', collectionId)
    .where('revision', '>', since)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('objects')
            .select('objects.id')
            .whereRef('objects.collection_id', '=', 'removals.collection_id')
            .whereRef('objects.name', '=', 'removals.name'),
        ),
      ),
    )
    .orderBy('revision')
    .limit(limit)
    .execute();
}
