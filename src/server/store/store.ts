/** What the server keeps, as an interface: `libsqlStore.ts` implements it, PostgreSQL is to follow. */
import type { CalendarUserAddress } from '../../icalendar/calendarUserAddress.ts';
import type { Privilege } from '../privileges.ts';
import type { TimeBounds } from '../timeBounds.ts';

/** An account and its principal. */
export interface User {
  readonly id: number;
  readonly name: string;
  readonly displayName: string;
  /** calendar-user-address-set, RFC 6638 §2.4.1; normalised, the preferred one first. */
  readonly addresses: readonly CalendarUserAddress[];
  /** schedule-default-calendar-URL, RFC 6638 §9.2. */
  readonly defaultCollectionId: number;
  /** Nobody signs in to it; what is sent to it is still delivered, and its data stay. */
  readonly isDisabled: boolean;
}

/** A calendar collection, or the scheduling inbox or outbox collection. */
export interface Collection {
  readonly id: number;
  readonly userId: number;
  readonly name: string;
  readonly kind: 'calendar' | 'inbox' | 'outbox';
  readonly properties: CollectionProperties;
  /** supported-calendar-component-set, RFC 4791 §5.2.3. */
  readonly components: readonly string[];
}

/** What clients may set on a calendar. Undefined: not set. */
export interface CollectionProperties {
  readonly displayName: string | undefined;
  /** calendar-description, RFC 4791 §5.2.1. */
  readonly description: string | undefined;
  /** Apple's calendar-color, `#rrggbb` or `#rrggbbaa`. */
  readonly color: string | undefined;
  readonly order: string | undefined;
  /** calendar-timezone, RFC 4791 §5.2.2, as iCalendar text. */
  readonly timezone: string | undefined;
  /** schedule-calendar-transp, RFC 6638 §9.1: the calendar does not make its owner busy. */
  readonly transparent: boolean;
  /** In the order in which they were set first. */
  readonly dead: readonly DeadProperty[];
}

/** A property that means nothing to the server and is kept for its clients, RFC 4918 §4. */
export interface DeadProperty {
  readonly namespace: string;
  readonly name: string;
  /** The whole element, with the declarations of its namespaces. */
  readonly markup: string;
}

/** Whom a grant is for, RFC 3744 §5.5.1: one user, everybody who is signed in, or the owner of the collection. */
export type GrantPrincipal =
  | ({ readonly kind: 'user' } & Pick<User, 'id' | 'name'>)
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'owner' };

/** An access control entry that a client set on a collection, RFC 3744 §5.5. */
export interface Grant {
  readonly principal: GrantPrincipal;
  /** As they were granted; what they contain is not in it. */
  readonly privileges: readonly Privilege[];
}

/** The stored state of a calendar object resource or inbox item. */
export interface ObjectState {
  readonly uid: string;
  /** `VEVENT`, `VTODO` … */
  readonly component: string;
  readonly data: string;
  /** Strong, with its quotes, RFC 9110's ETag. */
  readonly etag: string;
  /** With its quotes, RFC 6638 §3.2.10; undefined when it is no scheduling object resource. */
  readonly scheduleTag: string | undefined;
  /** `data` when scheduleTag last changed; undefined when it is no scheduling object resource. */
  readonly base: string | undefined;
  /** Each Attendee's last reply, JSON. */
  readonly replyRevisions: string | undefined;
  readonly bounds: TimeBounds;
}

/** What lists tell of an object; its text is not read for it. */
export interface ObjectEntry {
  readonly name: string;
  readonly component: string;
  readonly etag: string;
  readonly scheduleTag: string | undefined;
  /** Of the text, in octets. */
  readonly size: number;
  readonly changedAt: string;
}

/** An entry with where in time it is. */
export interface BoundedEntry extends ObjectEntry {
  readonly bounds: TimeBounds;
}

/** An entry with its text. */
export interface ObjectText extends ObjectEntry {
  readonly data: string;
}

export interface StoredObject extends ObjectState, ObjectText {
  readonly id: number;
  readonly collectionId: number;
  readonly userId: number;
  readonly component: string;
  readonly etag: string;
  readonly scheduleTag: string | undefined;
  readonly data: string;
  readonly revision: number;
}

/**
 * One write of a commit. `expected` undefined: there must be no such object. `sentSequence` is kept for the user and the UID
 * beyond the object: what an Organizer sent at most before it stopped being his meeting.
 */
export type ObjectWrite =
  | {
      readonly kind: 'put';
      readonly collection: Pick<Collection, 'id' | 'userId' | 'kind'>;
      readonly name: string;
      readonly expected: Pick<StoredObject, 'id' | 'revision'> | undefined;
      readonly state: ObjectState;
      readonly sentSequence?: number | undefined;
    }
  | { readonly kind: 'delete'; readonly object: StoredObject; readonly sentSequence?: number | undefined };

/** Somebody else wrote one of the objects, or took its name or UID, since it was read: read again and decide again. */
export class StaleWriteError extends Error {
  override readonly name = 'StaleWriteError';
}

/** `busy`: another process writes; `full`: no room on the disk; `unusable`: it cannot be read or written as it is. */
export type StorageFault = 'busy' | 'full' | 'unusable';

/** The disk or another process is to blame: nothing was written, and the same may go well later. */
export class StorageFaultError extends Error {
  override readonly name = 'StorageFaultError';
  readonly fault: StorageFault;

  constructor(fault: StorageFault, options?: ErrorOptions) {
    super(`The storage is ${fault}.`, options);
    this.fault = fault;
  }
}

/** A name or an address is taken. */
export class AlreadyExistsError extends Error {
  override readonly name = 'AlreadyExistsError';
}

/** A session as its owner sees it. Times in milliseconds since the epoch. */
export interface SessionEntry {
  /** No secret. */
  readonly id: string;
  /** `Firefox`, `Windows`; undefined: unknown. */
  readonly browser: string | undefined;
  readonly system: string | undefined;
  readonly begunAt: number;
  readonly usedAt: number;
  readonly endsAt: number;
}

/** A session of the app, found by one of its tokens; see embeddedSessions.ts for how they follow each other. */
export interface Session extends SessionEntry {
  readonly user: User;
  readonly csrf: string;
  /** SHA-256 of the current token. */
  readonly tokenHash: string;
  /** Since when it is the current one. */
  readonly rotatedAt: number;
  /** When the token that is to follow was given out; undefined: none was. */
  readonly nextTokenAt: number | undefined;
  /** Until when the token before it still counts. */
  readonly previousUntil: number | undefined;
  /** Which of the three it was found by. */
  readonly presented: 'current' | 'next' | 'previous';
}

/** What happens to a session. Times in milliseconds since the epoch, hashes of tokens. */
export type SessionChange =
  | { readonly kind: 'used'; readonly usedAt: number }
  | { readonly kind: 'next'; readonly tokenHash: string; readonly at: number }
  | {
      readonly kind: 'rotated';
      readonly tokenHash: string;
      readonly previousHash: string;
      readonly previousUntil: number;
      readonly at: number;
    };

/** A password for calendar programs, without its secret. Times in milliseconds since the epoch. */
export interface AppPassword {
  readonly id: number;
  /** What its owner calls it, `Phone`. */
  readonly name: string;
  readonly createdAt: number;
  /** To some ten minutes; undefined: never. */
  readonly usedAt: number | undefined;
}

export interface CollectionChanges {
  readonly changed: readonly ObjectEntry[];
  /** Names of members removed and not there again. */
  readonly removed: readonly string[];
  /** The revision up to which these are all the changes; undefined: there is none after them. */
  readonly through: number | undefined;
}

export interface Store {
  readonly userCount: () => Promise<number>;
  readonly userByName: (name: string) => Promise<User | undefined>;
  /** Undefined too when the account is disabled. */
  readonly passwordHashOf: (name: string) => Promise<string | undefined>;
  readonly allUsers: () => Promise<readonly User[]>;
  /** The users that have these addresses, by address. */
  readonly usersByAddress: (
    addresses: readonly CalendarUserAddress[],
  ) => Promise<ReadonlyMap<CalendarUserAddress, User>>;
  /**
   * Creates users, all or none, each with inbox, outbox and a default calendar.
   * @throws AlreadyExistsError
   */
  readonly createUsers: (users: readonly NewUser[]) => Promise<readonly User[]>;
  /** Also ends the user's sessions. */
  readonly setPasswordHash: (userId: number, passwordHash: string) => Promise<void>;
  /** Also ends the user's sessions. `since` undefined opens the account again. */
  readonly setDisabled: (userId: number, since: string | undefined) => Promise<void>;

  readonly createSession: (session: NewSession) => Promise<void>;
  /** By its current, its next or its previous token. Undefined when there is none, or the account is disabled. */
  readonly sessionByTokenHash: (tokenHash: string) => Promise<Session | undefined>;
  /** Last used first. */
  readonly sessionsOf: (userId: number) => Promise<readonly SessionEntry[]>;
  /** False when another request changed its tokens since it was read. */
  readonly changeSession: (
    session: Pick<Session, 'id' | 'tokenHash' | 'nextTokenAt'>,
    change: SessionChange,
  ) => Promise<boolean>;
  /** False when there is none. */
  readonly deleteSession: (userId: number, id: string) => Promise<boolean>;
  readonly deleteSessionsOf: (userId: number) => Promise<void>;
  /** Those that ended, or that nobody used since `idleSinceMs`. */
  readonly deleteEndedSessions: (nowMs: number, idleSinceMs: number) => Promise<void>;

  readonly createAppPassword: (appPassword: NewAppPassword) => Promise<AppPassword>;
  /** Oldest first. */
  readonly appPasswordsOf: (userId: number) => Promise<readonly AppPassword[]>;
  /** Undefined when the secret is not one of this account's, or the account is disabled. */
  readonly userByAppPassword: (
    userName: string,
    secretHash: string,
  ) => Promise<(Pick<AppPassword, 'id' | 'usedAt'> & { readonly user: User }) | undefined>;
  readonly touchAppPassword: (id: number, usedAt: number) => Promise<void>;
  /** False when there is none. */
  readonly deleteAppPassword: (userId: number, id: number) => Promise<boolean>;

  readonly collections: (userId: number) => Promise<readonly Collection[]>;
  readonly collection: (userId: number, name: string) => Promise<Collection | undefined>;
  /** The ids of these users' inboxes, by user. */
  readonly inboxIds: (userIds: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  /** @throws AlreadyExistsError */
  readonly createCalendar: (calendar: Omit<Collection, 'id' | 'kind'>) => Promise<Collection>;
  readonly updateCalendar: (collectionId: number, properties: CollectionProperties) => Promise<void>;
  readonly setDefaultCalendar: (userId: number, collectionId: number) => Promise<void>;
  /** Dead properties of the user's calendar home. */
  readonly homeProperties: (userId: number) => Promise<readonly DeadProperty[]>;
  readonly setHomeProperties: (userId: number, properties: readonly DeadProperty[]) => Promise<void>;

  /** What was granted on these collections, by collection, in the order of DAV:acl; those without grants are not in it. */
  readonly grants: (collectionIds: readonly number[]) => Promise<ReadonlyMap<number, readonly Grant[]>>;
  /**
   * Replaces what was granted on a collection.
   * @throws StaleWriteError when the collection or a user is gone
   */
  readonly setGrants: (collectionId: number, grants: readonly Grant[]) => Promise<void>;
  /** What is granted to a user, by name or with everybody, on the calendars of others; by their owners' names. */
  readonly calendarGrantsTo: (
    userId: number,
  ) => Promise<readonly { readonly ownerName: string; readonly privileges: readonly Privilege[] }[]>;

  readonly object: (collectionId: number, name: string) => Promise<StoredObject | undefined>;
  readonly objects: (collectionId: number) => Promise<readonly StoredObject[]>;
  readonly entries: (collectionId: number) => Promise<readonly ObjectEntry[]>;
  /** The objects that may have an instance between two instants, `20270308T090000Z`, by start; undefined: open. */
  readonly entriesBetween: (
    collectionId: number,
    from: string | undefined,
    to: string | undefined,
  ) => Promise<readonly BoundedEntry[]>;
  /** The objects of those names that are there, in any order. Many are better asked for part by part. */
  readonly texts: (collectionId: number, names: readonly string[]) => Promise<readonly ObjectText[]>;
  /** Objects with that UID in these users' calendars, inboxes left out. */
  readonly calendarObjectsByUid: (uid: string, userIds: readonly number[]) => Promise<readonly StoredObject[]>;
  /** Which of these collections have a member of that name. */
  readonly collectionsWithMember: (name: string, collectionIds: readonly number[]) => Promise<ReadonlySet<number>>;
  /** The `sentSequence` kept last; undefined when there is none. */
  readonly sentSequence: (userId: number, uid: string) => Promise<number | undefined>;
  /** The newest revision in a collection, removals included; 0 when nothing ever was in it. RFC 6578's sync-token. */
  readonly revisionOf: (collectionId: number) => Promise<number>;
  /** The first changes after a revision, `limit` at most, by revision; `since` undefined: of everything there is, without removals. */
  readonly changesSince: (collectionId: number, since: number | undefined, limit: number) => Promise<CollectionChanges>;

  /**
   * Does all writes or none, in one transaction. `alsoDeleteCollection` removes a calendar with what is left in it.
   * @throws StaleWriteError when an object is not as it was read
   */
  readonly commit: (writes: readonly ObjectWrite[], alsoDeleteCollection?: number) => Promise<void>;
  /**
   * Writes a little, as any request would.
   * @throws StorageFaultError when nothing can be written
   */
  readonly probe: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a calendar holds when its creator does not say, RFC 4791 §5.2.3. */
export const DEFAULT_COMPONENTS: readonly string[] = ['VEVENT', 'VTODO'];

export interface NewUser {
  readonly name: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly addresses: readonly CalendarUserAddress[];
  readonly createdAt: string;
  readonly defaultCalendar: { readonly name: string; readonly displayName: string };
}

export interface NewSession extends Omit<SessionEntry, 'usedAt'> {
  readonly userId: number;
  readonly tokenHash: string;
  readonly csrf: string;
}

export interface NewAppPassword extends Omit<AppPassword, 'id' | 'usedAt'> {
  readonly userId: number;
  /** SHA-256 */
  readonly secretHash: string;
}
