/** Rows of the tables to what the Store hands out, and back. */
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { TimeBounds } from '../timeBounds.ts';
import type { CollectionRow, NewObjectRow, ObjectRow } from './schema.ts';
import type {
  Collection,
  CollectionProperties,
  DeadProperty,
  ObjectEntry,
  ObjectState,
  StoredObject,
  User,
} from './store.ts';
import { spanOf } from './timeIndex.ts';

/** A user joined with one of the addresses. */
export interface UserRow {
  readonly id: number;
  readonly name: string;
  readonly display_name: string;
  readonly default_collection_id: number | null;
  readonly disabled_at: string | null;
  readonly address: string | null;
}

/** One user from the rows of its join, in the order of the addresses. */
export function userOf(rows: readonly UserRow[]): User {
  const [first] = rows;
  if (first?.default_collection_id == null) throw new Error('A user without a default calendar is in the database.');
  return {
    id: first.id,
    name: first.name,
    displayName: first.display_name,
    addresses: rows.flatMap((row) => (row.address === null ? [] : [row.address as CalendarUserAddress])),
    defaultCollectionId: first.default_collection_id,
    isDisabled: first.disabled_at !== null,
  };
}

export function collectionOf(row: CollectionRow): Collection {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    kind: row.kind,
    components: row.components.split(','),
    properties: {
      displayName: row.display_name ?? undefined,
      description: row.description ?? undefined,
      color: row.color ?? undefined,
      order: row.sort_order ?? undefined,
      timezone: row.timezone ?? undefined,
      transparent: row.transparent !== 0,
      dead: deadPropertiesOf(row.dead_properties),
    },
  };
}

export function propertiesRow(properties: CollectionProperties) {
  return {
    display_name: properties.displayName ?? null,
    description: properties.description ?? null,
    color: properties.color ?? null,
    sort_order: properties.order ?? null,
    timezone: properties.timezone ?? null,
    transparent: properties.transparent ? 1 : 0,
    dead_properties: deadPropertiesText(properties.dead),
  };
}

/** What lists read of each object. */
export const ENTRY_COLUMNS = ['name', 'component', 'etag', 'schedule_tag', 'size', 'changed_at'] as const;
export const BOUNDS_COLUMNS = ['starts_at', 'ends_at', 'bounds_precision'] as const;

type EntryRow = Pick<ObjectRow, (typeof ENTRY_COLUMNS)[number]>;
type BoundsRow = Pick<ObjectRow, (typeof BOUNDS_COLUMNS)[number]>;

export function entryOf(row: EntryRow): ObjectEntry {
  return {
    name: row.name,
    component: row.component,
    etag: row.etag,
    scheduleTag: row.schedule_tag ?? undefined,
    size: row.size,
    changedAt: row.changed_at,
  };
}

export function boundsOf(row: BoundsRow): TimeBounds {
  return { startsAt: row.starts_at, endsAt: row.ends_at, precision: row.bounds_precision };
}

export function deadPropertiesOf(text: string | null): readonly DeadProperty[] {
  return text === null ? [] : (JSON.parse(text) as readonly DeadProperty[]);
}

export function deadPropertiesText(properties: readonly DeadProperty[]): string | null {
  return properties.length === 0 ? null : JSON.stringify(properties);
}

export function boundsColumns(bounds: TimeBounds) {
  return {
    starts_at: bounds.startsAt,
    ends_at: bounds.endsAt,
    bounds_precision: bounds.precision,
    span_days: spanOf(bounds),
  };
}

export function objectOf(row: ObjectRow): StoredObject {
  return {
    ...entryOf(row),
    id: row.id,
    collectionId: row.collection_id,
    userId: row.user_id,
    uid: row.uid,
    data: row.data,
    revision: row.revision,
    base: row.schedule_tag === null ? undefined : (row.base ?? row.data),
    replyRevisions: row.reply_revisions ?? undefined,
    bounds: boundsOf(row),
  };
}

/** The columns of an object's state; `inCalendar` is false for inbox items, whose UIDs need not be unique (RFC 6638 §2.2). */
export function stateRow(state: ObjectState, inCalendar: boolean) {
  return {
    uid: state.uid,
    component: state.component,
    data: state.data,
    etag: state.etag,
    schedule_tag: state.scheduleTag ?? null,
    base: state.base === state.data ? null : (state.base ?? null),
    reply_revisions: state.replyRevisions ?? null,
    unique_uid: inCalendar ? state.uid : null,
    scheduling_uid: inCalendar && state.scheduleTag !== undefined ? state.uid : null,
    ...boundsColumns(state.bounds),
    size: Buffer.byteLength(state.data),
  } satisfies Partial<NewObjectRow>;
}
