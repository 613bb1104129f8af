/** Calendars, inboxes and outboxes. */
import type { Kysely } from 'kysely';
import { isTakenOrGone } from './database.ts';
import { prepared } from './prepared.ts';
import { collectionOf, deadPropertiesOf, deadPropertiesText, propertiesRow } from './rows.ts';
import type { Schema } from './schema.ts';
import { AlreadyExistsError, type Collection, type CollectionProperties, type Store } from './store.ts';

export function collectionMethods(
  database: Kysely<Schema>,
): Pick<
  Store,
  | 'collections'
  | 'collection'
  | 'inboxIds'
  | 'createCalendar'
  | 'updateCalendar'
  | 'setDefaultCalendar'
  | 'homeProperties'
  | 'setHomeProperties'
> {
  const byUser = prepared(database, ['userId'], ({ userId }) =>
    database.selectFrom('collections').selectAll().where('user_id', '=', userId).orderBy('id'),
  );
  const byName = prepared(database, ['userId', 'name'], ({ userId, name }) =>
    database.selectFrom('collections').selectAll().where('user_id', '=', userId).where('name', '=', name),
  );
  return {
    collections: async (userId) => (await byUser({ userId })).map(collectionOf),
    collection: async (userId, name) => {
      const [row] = await byName({ userId, name });
      return row && collectionOf(row);
    },
    inboxIds: async (userIds) => {
      if (userIds.length === 0) return new Map();
      const rows = await database
        .selectFrom('collections')
        .select(['id', 'user_id'])
        .where('kind', '=', 'inbox')
        .where('user_id', 'in', userIds)
        .execute();
      return new Map(rows.map((row) => [row.user_id, row.id]));
    },
    createCalendar: async (calendar: Omit<Collection, 'id' | 'kind'>) => {
      try {
        const row = await database
          .insertInto('collections')
          .values({
            user_id: calendar.userId,
            name: calendar.name,
            kind: 'calendar',
            components: calendar.components.join(','),
            ...propertiesRow(calendar.properties),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return collectionOf(row);
      } catch (cause) {
        if (isTakenOrGone(cause)) throw new AlreadyExistsError(`There is a calendar ${calendar.name}.`, { cause });
        throw cause;
      }
    },
    updateCalendar: async (collectionId, properties: CollectionProperties) => {
      await database.updateTable('collections').set(propertiesRow(properties)).where('id', '=', collectionId).execute();
    },
    setDefaultCalendar: async (userId, collectionId) => {
      await database
        .updateTable('users')
        .set({ default_collection_id: collectionId })
        .where('id', '=', userId)
        .execute();
    },
    homeProperties: async (userId) => {
      const row = await database
        .selectFrom('users')
        .select('home_properties')
        .where('id', '=', userId)
        .executeTakeFirst();
      return deadPropertiesOf(row?.home_properties ?? null);
    },
    setHomeProperties: async (userId, properties) => {
      await database
        .updateTable('users')
        .set({ home_properties: deadPropertiesText(properties) })
        .where('id', '=', userId)
        .execute();
    },
  };
}
