/** The Store over Kysely and libsql. */
import type { Kysely } from 'kysely';
import { appPasswordMethods } from './appPasswords.ts';
import { collectionMethods } from './collections.ts';
import { commitMethod } from './commit.ts';
import { openDatabase, probe } from './database.ts';
import { grantMethods } from './grants.ts';
import { guarded } from './guarded.ts';
import { objectMethods } from './objects.ts';
import type { Schema } from './schema.ts';
import { sessionMethods } from './sessions.ts';
import type { Store } from './store.ts';
import { userMethods } from './users.ts';

/**
 * Opens the store. `file` is a path or `:memory:`; `now` stamps what is written.
 * @throws what libsql says when the file cannot be opened
 */
export async function openStore(file: string, now: () => Date = () => new Date()): Promise<Store> {
  return storeOver(await openDatabase(file), now);
}

/** The store over a database that is open and migrated. */
export function storeOver(database: Kysely<Schema>, now: () => Date): Store {
  return guarded<Store>({
    ...userMethods(database),
    ...sessionMethods(database),
    ...appPasswordMethods(database),
    ...collectionMethods(database),
    ...grantMethods(database),
    ...objectMethods(database),
    commit: commitMethod(database, now),
    probe: () => probe(database),
    close: () => database.destroy(),
  });
}
