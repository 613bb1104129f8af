/** The schema's history. A migration that was released is never changed: add the next. */
import { type Kysely, Migrator } from 'kysely';
import { rebuildObjects } from './rebuildObjects.ts';
import type { Schema } from './schema.ts';

const MIGRATIONS = {
  '2027-01-accounts-and-calendars': { up: createTables },
  '2027-02-sent-sequences': { up: createSentSequences },
  '2027-03-disabled-accounts': { up: addDisabledAt },
  '2027-04-sessions-and-app-passwords': { up: createSessionsAndAppPasswords },
  '2027-05-access-grants': { up: createGrants },
  '2027-06-dead-properties': { up: addDeadProperties },
  '2027-07-objects-by-time': { up: rebuildObjects },
};

/** In the order in which they run. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS).sort();

/**
 * Brings a database to the newest schema, or only to that of an earlier migration, as tests want it.
 * @throws what the database says; nothing is left half done
 */
export async function migrate(database: Kysely<Schema>, last?: string): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await (last === undefined ? migrator.migrateToLatest() : migrator.migrateTo(last));
  if (error !== undefined) throw error;
}

async function createTables(database: Kysely<Schema>): Promise<void> {
  const schema = database.schema;
  await schema
    .createTable('users')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('default_collection_id', 'integer')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('addresses')
    .addColumn('address', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('csrf', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await createCollectionTables(database);
  await schema
    .createTable('counters')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .execute();
  await database.insertInto('counters').values({ name: 'revision', value: 0 }).execute();
}

async function createCollectionTables(database: Kysely<Schema>): Promise<void> {
  const schema = database.schema;
  await schema
    .createTable('collections')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('display_name', 'text')
    .addColumn('description', 'text')
    .addColumn('color', 'text')
    .addColumn('sort_order', 'text')
    .addColumn('timezone', 'text')
    .addColumn('components', 'text', (column) => column.notNull())
    .addColumn('transparent', 'integer', (column) => column.notNull())
    .addUniqueConstraint('collections_name', ['user_id', 'name'])
    .execute();
  await schema
    .createTable('objects')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('collection_id', 'integer', (column) =>
      column.notNull().references('collections.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('uid', 'text', (column) => column.notNull())
    .addColumn('component', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('etag', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('schedule_tag', 'text')
    .addColumn('base', 'text')
    .addColumn('reply_revisions', 'text')
    .addColumn('unique_uid', 'text')
    .addColumn('scheduling_uid', 'text')
    .addColumn('starts_at', 'text')
    .addColumn('ends_at', 'text')
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('objects_name', ['collection_id', 'name'])
    .addUniqueConstraint('objects_uid', ['collection_id', 'unique_uid'])
    .addUniqueConstraint('objects_scheduling_uid', ['user_id', 'scheduling_uid'])
    .execute();
  await schema.createIndex('objects_revision').on('objects').columns(['collection_id', 'revision']).execute();
  await schema.createIndex('objects_user_uid').on('objects').columns(['unique_uid', 'user_id']).execute();
  await schema
    .createTable('removals')
    .addColumn('collection_id', 'integer', (column) =>
      column.notNull().references('collections.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('removals_key', ['collection_id', 'name'])
    .execute();
}

async function createSentSequences({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('sent_sequences')
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('uid', 'text', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('sent_sequences_key', ['user_id', 'uid'])
    .execute();
}

async function addDisabledAt({ schema }: Kysely<Schema>): Promise<void> {
  await schema.alterTable('users').addColumn('disabled_at', 'text').execute();
}

/** Sessions from before have no beginning and no device: people sign in once more. */
async function createSessionsAndAppPasswords({ schema }: Kysely<Schema>): Promise<void> {
  await schema.dropTable('sessions').execute();
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('next_token_hash', 'text', (column) => column.unique())
    .addColumn('next_token_at', 'bigint')
    .addColumn('previous_token_hash', 'text', (column) => column.unique())
    .addColumn('previous_until', 'bigint')
    .addColumn('csrf', 'text', (column) => column.notNull())
    .addColumn('browser', 'text')
    .addColumn('system', 'text')
    .addColumn('begun_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint', (column) => column.notNull())
    .addColumn('rotated_at', 'bigint', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('sessions_user').on('sessions').columns(['user_id', 'used_at']).execute();
  await schema
    .createTable('app_passwords')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute();
  await schema.createIndex('app_passwords_user').on('app_passwords').column('user_id').execute();
}

/** Every inbox took messages from everybody who is here; now that is an entry that its owner may change, RFC 6638 §6.1. */
async function createGrants(database: Kysely<Schema>): Promise<void> {
  await database.schema
    .createTable('grants')
    .addColumn('collection_id', 'integer', (column) =>
      column.notNull().references('collections.id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('principal', 'text', (column) => column.notNull())
    .addColumn('user_id', 'integer', (column) => column.references('users.id').onDelete('cascade'))
    .addColumn('privileges', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('grants_key', ['collection_id', 'position'])
    .execute();
  await database.schema.createIndex('grants_user').on('grants').columns(['user_id', 'principal']).execute();
  await database
    .insertInto('grants')
    .columns(['collection_id', 'position', 'principal', 'privileges'])
    .expression((from) =>
      from
        .selectFrom('collections')
        .select((is) => [
          'collections.id',
          is.val(0).as('position'),
          is.val('authenticated' as const).as('principal'),
          is.val('C:schedule-deliver').as('privileges'),
        ])
        .where('kind', '=', 'inbox'),
    )
    .execute();
}

async function addDeadProperties({ schema }: Kysely<Schema>): Promise<void> {
  await schema.alterTable('collections').addColumn('dead_properties', 'text').execute();
  await schema.alterTable('users').addColumn('home_properties', 'text').execute();
}
