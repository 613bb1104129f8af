/** What clients granted on collections, RFC 3744 §5.5: the entries that are neither protected nor inherited. */
import type { Kysely, Transaction } from 'kysely';
import type { Privilege } from '../privileges.ts';
import { isTakenOrGone } from './database.ts';
import type { GrantRow, Schema } from './schema.ts';
import { type Grant, type GrantPrincipal, StaleWriteError, type Store } from './store.ts';

type Db = Kysely<Schema>;

/** A new inbox takes messages and questions from everybody who is here; its owner may narrow that (RFC 6638 §6.1). */
export const GRANTS_OF_NEW_INBOXES: readonly Grant[] = [
  { principal: { kind: 'authenticated' }, privileges: ['C:schedule-deliver'] },
];

export function grantMethods(database: Db): Pick<Store, 'grants' | 'setGrants' | 'calendarGrantsTo'> {
  return {
    grants: (collectionIds) => readGrants(database, collectionIds),
    setGrants: async (collectionId, grants) => {
      try {
        await database.transaction().execute(async (transaction) => {
          await transaction.deleteFrom('grants').where('collection_id', '=', collectionId).execute();
          await insertGrants(transaction, collectionId, grants);
        });
      } catch (cause) {
        if (isTakenOrGone(cause)) throw new StaleWriteError('The collection is gone.', { cause });
        throw cause;
      }
    },
    calendarGrantsTo: async (userId) => {
      const rows = await database
        .selectFrom('grants')
        .innerJoin('collections', 'collections.id', 'grants.collection_id')
        .innerJoin('users', 'users.id', 'collections.user_id')
        .select(['users.name', 'grants.privileges'])
        .where('collections.kind', '=', 'calendar')
        .where('collections.user_id', '!=', userId)
        .where((is) => is.or([is('grants.user_id', '=', userId), is('grants.principal', '=', 'authenticated')]))
        .orderBy('users.name')
        .execute();
      return rows.map((row) => ({ ownerName: row.name, privileges: privilegesIn(row.privileges) }));
    },
  };
}

async function readGrants(
  database: Db,
  collectionIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Grant[]>> {
  const found = new Map<number, Grant[]>();
  if (collectionIds.length === 0) return found;
  const rows = await database
    .selectFrom('grants')
    .leftJoin('users', 'users.id', 'grants.user_id')
    .selectAll('grants')
    .select('users.name')
    .where('collection_id', 'in', collectionIds)
    .orderBy('collection_id')
    .orderBy('position')
    .execute();
  for (const row of rows) {
    const grant = { principal: principalOf(row), privileges: privilegesIn(row.privileges) };
    found.set(row.collection_id, [...(found.get(row.collection_id) ?? []), grant]);
  }
  return found;
}

function principalOf(row: GrantRow & { readonly name: string | null }): GrantPrincipal {
  if (row.principal !== 'user') return { kind: row.principal };
  if (row.user_id === null || row.name === null) throw new Error('A grant to nobody is in the database.');
  return { kind: 'user', id: row.user_id, name: row.name };
}

export async function insertGrants(
  transaction: Transaction<Schema>,
  collectionId: number,
  grants: readonly Grant[],
): Promise<void> {
  if (grants.length === 0) return;
  const rows = grants.map(({ principal, privileges }, position) => ({
    collection_id: collectionId,
    position,
    principal: principal.kind,
    user_id: principal.kind === 'user' ? principal.id : null,
    privileges: privileges.join(' '),
  }));
  await transaction.insertInto('grants').values(rows).execute();
}

function privilegesIn(written: string): readonly Privilege[] {
  return written.split(' ') as Privilege[];
}
