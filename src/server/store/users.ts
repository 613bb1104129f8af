/** Users and their addresses. */
import type { Kysely, Transaction } from 'kysely';
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import { isTakenOrGone } from './database.ts';
import { GRANTS_OF_NEW_INBOXES, insertGrants } from './grants.ts';
import { prepared } from './prepared.ts';
import { type UserRow, userOf } from './rows.ts';
import type { Schema } from './schema.ts';
import { AlreadyExistsError, DEFAULT_COMPONENTS, type NewUser, type Store, type User } from './store.ts';

type Db = Kysely<Schema>;

export function userMethods(
  database: Db,
): Pick<
  Store,
  | 'userCount'
  | 'userByName'
  | 'passwordHashOf'
  | 'allUsers'
  | 'usersByAddress'
  | 'createUsers'
  | 'setPasswordHash'
  | 'setDisabled'
> {
  const byName = prepared(database, ['name'], ({ name }) => usersQuery(database).where('users.name', '=', name));
  const hashByName = prepared(database, ['name'], ({ name }) =>
    database.selectFrom('users').select('password_hash').where('name', '=', name).where('disabled_at', 'is', null),
  );
  return {
    userCount: async () => {
      const row = await database
        .selectFrom('users')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    userByName: async (name) => usersOf(await byName({ name }))[0],
    passwordHashOf: async (name) => (await hashByName({ name }))[0]?.password_hash,
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
    createUsers: (users) => createUsers(database, users),
    setPasswordHash: (userId, passwordHash) => updateAndSignOut(database, userId, { password_hash: passwordHash }),
    setDisabled: (userId, since) => updateAndSignOut(database, userId, { disabled_at: since ?? null }),
  };
}

/** The users that a narrowed query finds, by id. */
export async function readUsers(
  database: Db | Transaction<Schema>,
  narrow: (query: ReturnType<typeof usersQuery>) => ReturnType<typeof usersQuery>,
): Promise<readonly User[]> {
  return usersOf(await narrow(usersQuery(database)).execute());
}

function usersOf(rows: readonly UserRow[]): readonly User[] {
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
      'users.disabled_at',
      'addresses.address',
      'addresses.position',
    ])
    .orderBy('users.id')
    .orderBy('addresses.position');
}

async function updateAndSignOut(
  database: Db,
  userId: number,
  change: { readonly password_hash: string } | { readonly disabled_at: string | null },
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction.updateTable('users').set(change).where('id', '=', userId).execute();
    await transaction.deleteFrom('sessions').where('user_id', '=', userId).execute();
  });
}

async function createUsers(database: Db, users: readonly NewUser[]): Promise<readonly User[]> {
  try {
    return await database.transaction().execute(async (transaction) => {
      const created: User[] = [];
      for (const user of users) created.push(await insertUser(transaction, user));
      return created;
    });
  } catch (cause) {
    if (isTakenOrGone(cause)) throw new AlreadyExistsError('A name or an address is taken.', { cause });
    throw cause;
  }
}

async function insertUser(transaction: Transaction<Schema>, user: NewUser): Promise<User> {
  const { id } = await transaction
    .insertInto('users')
    .values({
      name: user.name,
      display_name: user.displayName,
      password_hash: user.passwordHash,
      default_collection_id: null,
      created_at: user.createdAt,
      disabled_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [position, address] of user.addresses.entries()) {
    await transaction.insertInto('addresses').values({ address, user_id: id, position }).execute();
  }
  const defaultCollection = await insertCollections(transaction, id, user);
  await transaction
    .updateTable('users')
    .set({ default_collection_id: defaultCollection })
    .where('id', '=', id)
    .execute();
  const [created] = await readUsers(transaction, (query) => query.where('users.id', '=', id));
  if (created === undefined) throw new Error('The user that was just created is not there.');
  return created;
}

/** Inbox, outbox and the default calendar, whose id it answers with. */
async function insertCollections(transaction: Transaction<Schema>, userId: number, user: NewUser): Promise<number> {
  const unset = { description: null, color: null, sort_order: null, timezone: null, transparent: 0 };
  const shared = { ...unset, user_id: userId, components: DEFAULT_COMPONENTS.join(',') };
  const { name, displayName } = user.defaultCalendar;
  const inbox = await transaction
    .insertInto('collections')
    .values({ ...shared, name: 'inbox', kind: 'inbox', display_name: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await insertGrants(transaction, inbox.id, GRANTS_OF_NEW_INBOXES);
  await transaction
    .insertInto('collections')
    .values({ ...shared, name: 'outbox', kind: 'outbox', display_name: null })
    .execute();
  const calendar = await transaction
    .insertInto('collections')
    .values({ ...shared, name, kind: 'calendar', display_name: displayName })
    .returning('id')
    .executeTakeFirstOrThrow();
  return calendar.id;
}
