/** The Store over Kysely and libsql. */
import type { Kysely, Transaction } from 'kysely';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import { commitWrites } from './commit.ts';
import { isTakenOrGone, openDatabase } from './database.ts';
import { collectionOf, objectOf, propertiesRow, type UserRow, userOf } from './rows.ts';
import type { Schema } from './schema.ts';
import {
  AlreadyExistsError,
  type Collection,
  type CollectionChanges,
  type CollectionProperties,
  type NewSession,
  type NewUser,
  type Session,
  type Store,
  type StoredObject,
  type User,
} from './store.ts';

/**
 * Opens the store. `file` is a path or `:memory:`; `now` stamps what is written.
 * @throws what libsql says when the file cannot be opened
 */
export async function openStore(file: string, now: () => Date = () => new Date()): Promise<Store> {
  const database = await openDatabase(file);
  return {
    ...userMethods(database),
    ...sessionMethods(database),
    ...collectionMethods(database),
    ...objectMethods(database),
    commit: (writes, alsoDeleteCollection) => commitWrites(database, writes, now().toISOString(), alsoDeleteCollection),
    close: () => database.destroy(),
  };
}

type Db = Kysely<Schema>;

function userMethods(
  database: Db,
): Pick<Store, 'userCount' | 'userByName' | 'passwordHashOf' | 'allUsers' | 'usersByAddress' | 'createUser'> {
  return {
    userCount: async () => {
      const row = await database
        .selectFrom('users')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    userByName: async (name) => (await readUsers(database, (query) => query.where('users.name', '=', name)))[0],
    passwordHashOf: async (name) => {
      const row = await database
        .selectFrom('users')
        .select('password_hash')
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.password_hash;
    },
    allUsers: () => readUsers(database, (query) => query),
    usersByAddress: async (addresses) => {
      if (addresses.length === 0) return new Map();
      const found = await database
        .selectFrom('addresses')
        .select(['address', 'user_id'])
        .where('address', 'in', addresses)
        .execute();
      const ids = [...new Set(found.map((row) => row.user_id))];
      const users = ids.length === 0 ? [] : await readUsers(database, (query) => query.where('users.id', 'in', ids));
      const byId = new Map(users.map((user) => [user.id, user]));
      const byAddress = new Map<CalendarUserAddress, User>();
      for (const row of found) {
        const user = byId.get(row.user_id);
        if (user) byAddress.set(row.address as CalendarUserAddress, user);
      }
      return byAddress;
    },
    createUser: (user) => createUser(database, user),
  };
}

async function readUsers(
  database: Db | Transaction<Schema>,
  narrow: (query: ReturnType<typeof usersQuery>) => ReturnType<typeof usersQuery>,
): Promise<readonly User[]> {
  const rows: readonly UserRow[] = await narrow(usersQuery(database)).execute();
  const byId = new Map<number, UserRow[]>();
  for (const row of rows) byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
  return [...byId.values()].map(userOf);
}

function usersQuery(database: Db | Transaction<Schema>) {
  return database
    .selectFrom('users')
    .leftJoin('addresses', 'addresses.user_id', 'users.id')
    .select([
      'users.id',
      'users.name',
      'users.display_name',
      'users.default_collection_id',
      'addresses.address',
      'addresses.position',
    ])
    .orderBy('users.id')
    .orderBy('addresses.position');
}

async function createUser(database: Db, user: NewUser): Promise<User> {
  try {
    return await database.transaction().execute(async (transaction) => {
      const { id } = await transaction
        .insertInto('users')
        .values({
          name: user.name,
          display_name: user.displayName,
          password_hash: user.passwordHash,
          default_collection_id: null,
          created_at: user.createdAt,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      for (const [position, address] of user.addresses.entries()) {
        await transaction.insertInto('addresses').values({ address, user_id: id, position }).execute();
      }
      const unset = { description: null, color: null, sort_order: null, timezone: null, transparent: 0 };
      const components = DEFAULT_COMPONENTS.join(',');
      for (const kind of ['inbox', 'outbox'] as const) {
        await transaction
          .insertInto('collections')
          .values({ ...unset, user_id: id, name: kind, kind, display_name: null, components })
          .execute();
      }
      const calendar = await transaction
        .insertInto('collections')
        .values({
          ...unset,
          user_id: id,
          name: user.defaultCalendar.name,
          kind: 'calendar',
          display_name: user.defaultCalendar.displayName,
          components,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await transaction.updateTable('users').set({ default_collection_id: calendar.id }).where('id', '=', id).execute();
      const [created] = await readUsers(transaction, (query) => query.where('users.id', '=', id));
      if (created === undefined) throw new Error('The user that was just created is not there.');
      return created;
    });
  } catch (cause) {
    if (isTakenOrGone(cause))
      throw new AlreadyExistsError(`The name or an address of ${user.name} is taken.`, { cause });
    throw cause;
  }
}

/** What a calendar holds when its creator does not say, RFC 4791 §5.2.3. */
export const DEFAULT_COMPONENTS: readonly string[] = ['VEVENT', 'VTODO'];

function sessionMethods(
  database: Db,
): Pick<Store, 'createSession' | 'sessionByTokenHash' | 'deleteSession' | 'deleteExpiredSessions'> {
  return {
    createSession: async (session: NewSession) => {
      await database
        .insertInto('sessions')
        .values({
          token_hash: session.tokenHash,
          user_id: session.userId,
          csrf: session.csrf,
          expires_at: session.expiresAt,
        })
        .execute();
    },
    sessionByTokenHash: async (tokenHash, nowMs): Promise<Session | undefined> => {
      const row = await database
        .selectFrom('sessions')
        .select(['user_id', 'csrf'])
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', nowMs)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const [user] = await readUsers(database, (query) => query.where('users.id', '=', row.user_id));
      return user && { user, csrf: row.csrf };
    },
    deleteSession: async (tokenHash) => {
      await database.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
    },
    deleteExpiredSessions: async (nowMs) => {
      await database.deleteFrom('sessions').where('expires_at', '<=', nowMs).execute();
    },
  };
}

function collectionMethods(
  database: Db,
): Pick<Store, 'collections' | 'collection' | 'inboxIds' | 'createCalendar' | 'updateCalendar' | 'setDefaultCalendar'> {
  return {
    collections: async (userId) => {
      const rows = await database
        .selectFrom('collections')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('id')
        .execute();
      return rows.map(collectionOf);
    },
    collection: async (userId, name) => {
      const row = await database
        .selectFrom('collections')
        .selectAll()
        .where('user_id', '=', userId)
        .where('name', '=', name)
        .executeTakeFirst();
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
  };
}

function objectMethods(
  database: Db,
): Pick<
  Store,
  'object' | 'objects' | 'objectsByName' | 'objectsBetween' | 'calendarObjectsByUid' | 'revisionOf' | 'changesSince'
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
