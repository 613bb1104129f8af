/** Sessions of the app. */
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import type { NewSession, Session, Store } from './store.ts';
import { readUsers } from './users.ts';

export function sessionMethods(
  database: Kysely<Schema>,
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
      return user && !user.isDisabled ? { user, csrf: row.csrf } : undefined;
    },
    deleteSession: async (tokenHash) => {
      await database.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
    },
    deleteExpiredSessions: async (nowMs) => {
      await database.deleteFrom('sessions').where('expires_at', '<=', nowMs).execute();
    },
  };
}
