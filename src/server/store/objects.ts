/** Reading calendar object resources and inbox items; `commit.ts` writes them. */
import type { Kysely } from 'kysely';
import { EARLIEST, LATEST } from '../instant.ts';
import { prepared, preparedList } from './prepared.ts';
import { BOUNDS_COLUMNS, boundsOf, ENTRY_COLUMNS, entryOf, objectOf } from './rows.ts';
import type { Schema } from './schema.ts';
import type { ObjectText, Store } from './store.ts';
import { earliestStart, OPEN_CLASS, SPAN_CLASSES } from './timeIndex.ts';

type Db = Kysely<Schema>;

export function objectMethods(
  database: Db,
): Pick<
  Store,
  | 'object'
  | 'objects'
  | 'entries'
  | 'entriesBetween'
  | 'texts'
  | 'calendarObjectsByUid'
  | 'collectionsWithMember'
  | 'sentSequence'
  | 'revisionOf'
  | 'changesSince'
> {
  const ofUsers = (uid: string, userIds: readonly number[]) =>
    database
      .selectFrom('objects')
      .selectAll()
      .where('unique_uid', '=', uid)
      .where('user_id', 'in', userIds)
      .orderBy('id');
  const ofUser = prepared(database, ['uid', 'userId'], ({ uid, userId }) => ofUsers(uid, [userId]));
  return {
    ...singleMethods(database),
    ...listMethods(database),
    calendarObjectsByUid: async (uid, userIds) => {
      const [only, ...others] = userIds;
      if (only === undefined) return [];
      const rows = others.length === 0 ? await ofUser({ uid, userId: only }) : await ofUsers(uid, userIds).execute();
      return rows.map(objectOf);
    },
    collectionsWithMember: async (name, collectionIds) => {
      if (collectionIds.length === 0) return new Set();
      const rows = await database
        .selectFrom('objects')
        .select('collection_id')
        .where('name', '=', name)
        .where('collection_id', 'in', collectionIds)
        .execute();
      return new Set(rows.map((row) => row.collection_id));
    },
    changesSince: changesSinceMethod(database),
  };
}

function singleMethods(database: Db): Pick<Store, 'object' | 'objects' | 'sentSequence' | 'revisionOf'> {
  const byName = prepared(database, ['collectionId', 'name'], ({ collectionId, name }) =>
    database.selectFrom('objects').selectAll().where('collection_id', '=', collectionId).where('name', '=', name),
  );
  const sequence = prepared(database, ['userId', 'uid'], ({ userId, uid }) =>
    database.selectFrom('sent_sequences').select('sequence').where('user_id', '=', userId).where('uid', '=', uid),
  );
  const revisions = prepared(database, ['collectionId'], ({ collectionId }) => {
    const newest = (table: 'objects' | 'removals') =>
      database
        .selectFrom(table)
        .select(({ fn }) => fn.max('revision').as('revision'))
        .where('collection_id', '=', collectionId);
    return newest('objects').unionAll(newest('removals'));
  });
  return {
    object: async (collectionId, name) => {
      const [row] = await byName({ collectionId, name });
      return row && objectOf(row);
    },
    objects: async (collectionId) => {
      const all = database.selectFrom('objects').selectAll().where('collection_id', '=', collectionId);
      return (await all.orderBy('id').execute()).map(objectOf);
    },
    sentSequence: async (userId, uid) => {
      const [row] = await sequence({ userId, uid });
      return row && Number(row.sequence);
    },
    revisionOf: async (collectionId) => {
      const rows = await revisions({ collectionId });
      return Math.max(...rows.map(({ revision }) => Number(revision ?? 0)));
    },
  };
}

function listMethods(database: Db): Pick<Store, 'entries' | 'entriesBetween' | 'texts'> {
  const entries = preparedList(database, ['collectionId'], ({ collectionId }) =>
    database.selectFrom('objects').select(ENTRY_COLUMNS).where('collection_id', '=', collectionId).orderBy('revision'),
  );
  const between = betweenStatement(database);
  const texts = textStatements(database);
  return {
    entries: async (collectionId) => (await entries({ collectionId })).map(entryOf),
    entriesBetween: async (collectionId, from = EARLIEST, to = LATEST) => {
      const rows = await between({ collectionId, from, to, ...startSlots((days) => earliestStart(days, from)) });
      const found = rows.map((row) => ({ ...entryOf(row), bounds: boundsOf(row) }));
      return found.sort((a, b) => compare(a.bounds.startsAt, b.bounds.startsAt));
    },
    texts: async (collectionId, names) => {
      const found: ObjectText[] = [];
      for (let at = 0; at < names.length; at += NAMES_PER_QUERY) {
        const rows = await texts(collectionId, names.slice(at, at + NAMES_PER_QUERY));
        found.push(...rows.map((row) => ({ ...entryOf(row), data: row.data })));
      }
      return found;
    },
  };
}

/** What touches a time range, each class of the index on its own. */
function betweenStatement(database: Db) {
  const names = ['collectionId', 'from', 'to', ...SPAN_CLASSES.map(startSlot)] as const;
  return preparedList(database, names, (slots) => {
    const inClass = (days: number) =>
      database
        .selectFrom('objects')
        .select([...ENTRY_COLUMNS, ...BOUNDS_COLUMNS])
        .where('collection_id', '=', slots.collectionId)
        .where('span_days', '=', days)
        .where('starts_at', '<=', slots.to)
        .where('ends_at', '>=', slots.from);
    const bounded = SPAN_CLASSES.map((days) => inClass(days).where('starts_at', '>=', slots[startSlot(days)]));
    return bounded.reduce((all, one) => all.unionAll(one), inClass(OPEN_CLASS));
  });
}

type SpanClass = (typeof SPAN_CLASSES)[number];

function startSlot<Days extends SpanClass>(days: Days): `from${Days}` {
  return `from${days}`;
}

function startSlots(startOf: (days: SpanClass) => string): Readonly<Record<`from${SpanClass}`, string>> {
  const entries = SPAN_CLASSES.map((days) => [startSlot(days), startOf(days)] as const);
  return Object.fromEntries(entries) as Readonly<Record<`from${SpanClass}`, string>>;
}

/** A power of two. */
const NAMES_PER_QUERY = 128;

/** One statement for each power of two of names; the last name fills the places that are left. */
function textStatements(database: Db) {
  const bySize = new Map<number, ReturnType<typeof statementFor>>();
  function statementFor(size: number) {
    const slots = Array.from({ length: size }, (_, index) => `name${index}` as const);
    return prepared(database, ['collectionId', ...slots], ({ collectionId, ...names }) =>
      database
        .selectFrom('objects')
        .select([...ENTRY_COLUMNS, 'data'])
        .where('collection_id', '=', collectionId)
        .where('name', 'in', Object.values(names)),
    );
  }
  return (collectionId: number, names: readonly string[]) => {
    const size = 2 ** Math.ceil(Math.log2(names.length));
    const statement = bySize.get(size) ?? statementFor(size);
    bySize.set(size, statement);
    const filled = Array.from({ length: size }, (_, index) => names[index] ?? names.at(-1) ?? '');
    return statement({ collectionId, ...Object.fromEntries(filled.map((name, index) => [`name${index}`, name])) });
  };
}

/** `since` undefined: everything that is there, and no removals. One more than the limit is read, to see whether there is more. */
function changesSinceMethod(database: Db): Store['changesSince'] {
  const changes = preparedList(database, ['collectionId', 'since', 'limit'], ({ collectionId, since, limit }) =>
    database
      .selectFrom('objects')
      .select([...ENTRY_COLUMNS, 'revision'])
      .where('collection_id', '=', collectionId)
      .where('revision', '>', since)
      .orderBy('revision')
      .limit(limit),
  );
  return async (collectionId, since, limit) => {
    const changed = await changes({ collectionId, since: since ?? 0, limit: limit + 1 });
    const removed = since === undefined ? [] : await removalsSince(database, collectionId, since, limit + 1);
    const revisions = [...changed, ...removed].map((row) => Number(row.revision)).sort((a, b) => a - b);
    const through = revisions.length > limit ? revisions[limit - 1] : undefined;
    const isInPage = (row: { readonly revision: number }): boolean => through === undefined || row.revision <= through;
    return {
      changed: changed.filter(isInPage).map(entryOf),
      removed: removed.filter(isInPage).map((row) => row.name),
      through,
    };
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

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
