/** The Store over Kysely and libsql. */
import { appPasswordMethods } from './appPasswords.ts';
import { collectionMethods } from './collections.ts';
import { commitWrites } from './commit.ts';
import { openDatabase } from './database.ts';
import { objectMethods } from './objects.ts';
import { sessionMethods } from './sessions.ts';
import type { Store } from './store.ts';
import { userMethods } from './users.ts';

/**
 * Opens the store. `file` is a path or `:memory:`; `now` stamps what is written.
 * @throws what libsql says when the file cannot be opened
 */
export async function openStore(file: string, now: () => Date = () => new Date()): Promise<Store> {
  const database = await openDatabase(file);
  return {
    ...userMethods(database),
    ...sessionMethods(database),
    ...appPasswordMethods(database),
    ...collectionMethods(database),
    ...objectMethods(database),
    commit: (writes, alsoDeleteCollection) => commitWrites(database, writes, now().toISOString(), alsoDeleteCollection),
    close: () => database.destroy(),
  };
}
