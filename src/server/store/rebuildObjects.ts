/**
 * The migration to objects that are found by time: exact bounds and the classes of timeIndex.ts, the size of the text, and what may be
 * long at the end of the row. All of it is computed from the texts.
 */
import type { Kysely } from 'kysely';
import { InvalidCalendarDataError, parseCalendarData } from '../../icalendar/calendarData.ts';
import { EARLIEST, LATEST } from '../instant.ts';
import { type TimeBounds, timeBounds } from '../timeBounds.ts';
import { boundsColumns } from './rows.ts';
import type { NewObjectRow, ObjectRow, Schema } from './schema.ts';
import { TIME_INDEX } from './timeIndex.ts';

const ROWS_AT_ONCE = 50;
const UNKNOWN: TimeBounds = { startsAt: EARLIEST, endsAt: LATEST, precision: 'rough' };

export async function rebuildObjects(database: Kysely<Schema>): Promise<void> {
  const { schema } = database;
  await createRebuilt(database);
  for (let after = 0; ; ) {
    const rows = await database
      .selectFrom('objects')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) break;
    await database
      .withTables<{ objects_rebuilt: Schema['objects'] }>()
      .insertInto('objects_rebuilt')
      .values(rows.map(rebuilt))
      .execute();
    after = last.id;
  }
  await schema.dropTable('objects').execute();
  await schema.alterTable('objects_rebuilt').renameTo('objects').execute();
  await schema.createIndex('objects_revision').on('objects').columns(['collection_id', 'revision']).execute();
  await schema.createIndex('objects_user_uid').on('objects').columns(['unique_uid', 'user_id']).execute();
  await schema
    .createIndex('objects_time')
    .on('objects')
    .columns([...TIME_INDEX])
    .execute();
  await schema.createIndex('removals_revision').on('removals').columns(['collection_id', 'revision']).execute();
}

async function createRebuilt({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('objects_rebuilt')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('collection_id', 'integer', (column) =>
      column.notNull().references('collections.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'integer', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('uid', 'text', (column) => column.notNull())
    .addColumn('component', 'text', (column) => column.notNull())
    .addColumn('etag', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('schedule_tag', 'text')
    .addColumn('unique_uid', 'text')
    .addColumn('scheduling_uid', 'text')
    .addColumn('starts_at', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'text', (column) => column.notNull())
    .addColumn('bounds_precision', 'text', (column) => column.notNull())
    .addColumn('span_days', 'integer', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('base', 'text')
    .addColumn('reply_revisions', 'text')
    .addUniqueConstraint('objects_name', ['collection_id', 'name'])
    .addUniqueConstraint('objects_uid', ['collection_id', 'unique_uid'])
    .addUniqueConstraint('objects_scheduling_uid', ['user_id', 'scheduling_uid'])
    .execute();
}

function rebuilt(row: ObjectRow): NewObjectRow {
  return { ...row, ...boundsColumns(boundsOfText(row.data)), size: Buffer.byteLength(row.data) };
}

/** A text that cannot be read is for the doctor to tell of; the rest of the data is not held up by it. */
function boundsOfText(data: string): TimeBounds {
  try {
    return timeBounds(parseCalendarData(data));
  } catch (error) {
    if (error instanceof InvalidCalendarDataError) return UNKNOWN;
    throw error;
  }
}
