/** Passwords for calendar programs. */
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import type { AppPassword, Store } from './store.ts';
import { readUsers } from './users.ts';

export function appPasswordMethods(
  database: Kysely<Schema>,
): Pick<
  Store,
  'createAppPassword' | 'appPasswordsOf' | 'userByAppPassword' | 'touchAppPassword' | 'deleteAppPassword'
> {
  return {
    createAppPassword: async ({ userId, name, secretHash, createdAt }): Promise<AppPassword> => {
      const { id } = await database
        .insertInto('app_passwords')
        .values({ user_id: userId, name, secret_hash: secretHash, created_at: createdAt, used_at: null })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { id, name, createdAt, usedAt: undefined };
    },
    appPasswordsOf: async (userId) => {
      const rows = await database
        .selectFrom('app_passwords')
        .select(['id', 'name', 'created_at', 'used_at'])
        .where('user_id', '=', userId)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        createdAt: row.created_at,
        usedAt: row.used_at ?? undefined,
      }));
    },
    userByAppPassword: async (userName, secretHash) => {
      const row = await database
        .selectFrom('app_passwords')
        .select(['id', 'user_id', 'used_at'])
        .where('secret_hash', '=', secretHash)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const [user] = await readUsers(database, (query) => query.where('users.id', '=', row.user_id));
      if (user === undefined || user.isDisabled || user.name !== userName) return undefined;
      return { user, id: row.id, usedAt: row.used_at ?? undefined };
    },
    touchAppPassword: async (id, usedAt) => {
      await database.updateTable('app_passwords').set({ used_at: usedAt }).where('id', '=', id).execute();
    },
    deleteAppPassword: async (userId, id) => {
      const { numDeletedRows } = await database
        .deleteFrom('app_passwords')
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
