/** The tables, as Kysely types. SQL stays portable: PostgreSQL is to come. Times are RFC 3339 in UTC unless said otherwise. */
import type { Generated, Insertable, Selectable } from 'kysely';
import type { TimeBounds } from '../timeBounds.ts';

export interface Schema {
  users: UsersTable;
  addresses: AddressesTable;
  sessions: SessionsTable;
  app_passwords: AppPasswordsTable;
  collections: CollectionsTable;
  grants: GrantsTable;
  objects: ObjectsTable;
  removals: RemovalsTable;
  sent_sequences: SentSequencesTable;
  counters: CountersTable;
}

interface UsersTable {
  id: Generated<number>;
  name: string;
  display_name: string;
  /** argon2id, PHC format. */
  password_hash: string;
  default_collection_id: number | null;
  created_at: string;
  /** Since when nobody signs in to it; null: it is open. */
  disabled_at: string | null;
  /** Dead properties of the calendar home, JSON; null: none. */
  home_properties: Generated<string | null>;
}

/** calendar-user-address-set, RFC 6638 §2.4.1; normalised. */
interface AddressesTable {
  address: string;
  user_id: number;
  position: number;
}

/** All times in milliseconds since the epoch. */
interface SessionsTable {
  /** By which people end it; no secret. */
  id: string;
  user_id: number;
  /** SHA-256 of the cookie's value: a stolen database signs nobody in. */
  token_hash: string;
  /** Of the token that was given out to replace it, until it is used first. */
  next_token_hash: string | null;
  next_token_at: number | null;
  /** Of the token that was replaced last. */
  previous_token_hash: string | null;
  previous_until: number | null;
  csrf: string;
  browser: string | null;
  system: string | null;
  begun_at: number;
  used_at: number;
  /** Since when token_hash is in use. */
  rotated_at: number;
  ends_at: number;
}

/** Passwords for calendar programs. Times in milliseconds since the epoch. */
interface AppPasswordsTable {
  id: Generated<number>;
  user_id: number;
  name: string;
  /** SHA-256. */
  secret_hash: string;
  created_at: number;
  used_at: number | null;
}

interface CollectionsTable {
  id: Generated<number>;
  user_id: number;
  name: string;
  kind: 'calendar' | 'inbox' | 'outbox';
  display_name: string | null;
  description: string | null;
  color: string | null;
  sort_order: string | null;
  /** calendar-timezone, RFC 4791 §5.2.2: iCalendar text. */
  timezone: string | null;
  /** supported-calendar-component-set, comma-separated, RFC 4791 §5.2.3. */
  components: string;
  /** schedule-calendar-transp, RFC 6638 §9.1. */
  transparent: number;
  /** JSON; null: none. */
  dead_properties: Generated<string | null>;
}

/** Access control entries that clients set, RFC 3744 §5.5. */
interface GrantsTable {
  collection_id: number;
  /** Their order in DAV:acl. */
  position: number;
  principal: 'user' | 'authenticated' | 'owner';
  /** Of a `user`, else null. */
  user_id: number | null;
  /** As they were granted, separated by spaces: `D:read C:schedule-send`. */
  privileges: string;
}

/** Calendar object resources, and scheduling messages when the collection is an inbox. */
interface ObjectsTable {
  id: Generated<number>;
  collection_id: number;
  user_id: number;
  name: string;
  uid: string;
  /** `VEVENT`, `VTODO` … */
  component: string;
  etag: string;
  /** From the counter `revision`: each write of each object has its own, and it only rises. */
  revision: number;
  /** RFC 6638 §3.2.10; null when it is no scheduling object resource. */
  schedule_tag: string | null;
  /** The UID in calendars, null in inboxes: unique per collection, RFC 4791 §5.3.2.1. */
  unique_uid: string | null;
  /** The UID of a scheduling object resource: unique per user, RFC 6638 §3.2.4.1. */
  scheduling_uid: string | null;
  /** See TimeBounds. */
  starts_at: string;
  ends_at: string;
  bounds_precision: TimeBounds['precision'];
  /** The class of the days between the two, see timeIndex.ts. */
  span_days: number;
  /** Octets of `data`. */
  size: number;
  changed_at: string;
  // What may be long comes last, so that the rest is read without it.
  data: string;
  /** `data` as it was when schedule_tag last changed, the base of the merge; null: it is still the same. */
  base: string | null;
  /** Each Attendee's last reply, JSON; null before the first. */
  reply_revisions: string | null;
}

/** What was removed, for RFC 6578. */
interface RemovalsTable {
  collection_id: number;
  name: string;
  revision: number;
}

/** The highest SEQUENCE that a user sent for a UID before his object was removed, RFC 5546 §2.1.4. */
interface SentSequencesTable {
  user_id: number;
  uid: string;
  sequence: number;
}

interface CountersTable {
  name: string;
  value: number;
}

export type SessionRow = Selectable<SessionsTable>;
export type CollectionRow = Selectable<CollectionsTable>;
export type GrantRow = Selectable<GrantsTable>;
export type ObjectRow = Selectable<ObjectsTable>;
export type NewObjectRow = Insertable<ObjectsTable>;
