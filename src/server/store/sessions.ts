/** Sessions of the app, as they stand; when they end and renew their tokens is up to embeddedSessions.ts. */
import type { Kysely } from 'kysely';
import type { Schema, SessionRow } from './schema.ts';
import type { Session, SessionEntry, Store } from './store.ts';
import { readUsers } from './users.ts';

export function sessionMethods(
  database: Kysely<Schema>,
): Pick<
  Store,
  | 'createSession'
  | 'sessionByTokenHash'
  | 'sessionsOf'
  | 'changeSession'
  | 'deleteSession'
  | 'deleteSessionsOf'
  | 'deleteEndedSessions'
> {
  return {
    createSession: async ({ id, userId, tokenHash, csrf, browser, system, begunAt, endsAt }) => {
      await database
        .insertInto('sessions')
        .values({
          id,
          user_id: userId,
          token_hash: tokenHash,
          csrf,
          browser: browser ?? null,
          system: system ?? null,
          begun_at: begunAt,
          used_at: begunAt,
          rotated_at: begunAt,
          ends_at: endsAt,
        })
        .execute();
    },
    sessionByTokenHash: async (tokenHash) => {
      const row = await database
        .selectFrom('sessions')
        .selectAll()
        .where(({ eb, or }) =>
          or([
            eb('token_hash', '=', tokenHash),
            eb('next_token_hash', '=', tokenHash),
            eb('previous_token_hash', '=', tokenHash),
          ]),
        )
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const [user] = await readUsers(database, (query) => query.where('users.id', '=', row.user_id));
      return user && !user.isDisabled ? sessionOf(row, user, tokenHash) : undefined;
    },
    sessionsOf: async (userId) => {
      const rows = await database
        .selectFrom('sessions')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('used_at', 'desc')
        .orderBy('begun_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(entryOf);
    },
    changeSession: async ({ id, tokenHash, nextTokenAt }, change) => {
      const { numUpdatedRows } = await database
        .updateTable('sessions')
        .set(rowOfChange(change))
        .where('id', '=', id)
        .where('token_hash', '=', tokenHash)
        .where('next_token_at', nextTokenAt === undefined ? 'is' : '=', nextTokenAt ?? null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    deleteSession: async (userId, id) => {
      const { numDeletedRows } = await database
        .deleteFrom('sessions')
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    deleteSessionsOf: async (userId) => {
      await database.deleteFrom('sessions').where('user_id', '=', userId).execute();
    },
    deleteEndedSessions: async (nowMs, idleSinceMs) => {
      await database
        .deleteFrom('sessions')
        .where(({ eb, or }) => or([eb('ends_at', '<=', nowMs), eb('used_at', '<=', idleSinceMs)]))
        .execute();
    },
  };
}

function entryOf(row: SessionRow): SessionEntry {
  return {
    id: row.id,
    browser: row.browser ?? undefined,
    system: row.system ?? undefined,
    begunAt: row.begun_at,
    usedAt: row.used_at,
    endsAt: row.ends_at,
  };
}

function sessionOf(row: SessionRow, user: Session['user'], presented: string): Session {
  return {
    ...entryOf(row),
    user,
    csrf: row.csrf,
    tokenHash: row.token_hash,
    rotatedAt: row.rotated_at,
    nextTokenAt: row.next_token_at ?? undefined,
    previousUntil: row.previous_until ?? undefined,
    presented: presented === row.token_hash ? 'current' : presented === row.next_token_hash ? 'next' : 'previous',
  };
}

function rowOfChange(change: Parameters<Store['changeSession']>[1]): Partial<SessionRow> {
  switch (change.kind) {
    case 'used':
      return { used_at: change.usedAt };
    case 'next':
      return { next_token_hash: change.tokenHash, next_token_at: change.at };
    case 'rotated':
      return {
        token_hash: change.tokenHash,
        previous_token_hash: change.previousHash,
        previous_until: change.previousUntil,
        next_token_hash: null,
        next_token_at: null,
        rotated_at: change.at,
        used_at: change.at,
      };
  }
}
