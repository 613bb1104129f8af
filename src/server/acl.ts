/**
 * Who may do what: the access control list of every resource, RFC 3744 §5.5, and the privileges that follow from it (§6). The only
 * place that knows. Owners may do everything with what is theirs; others what was granted to them on a calendar, an inbox or an
 * outbox, with everything in it; names and addresses of principals are open to everybody who is signed in.
 */
import type { DavContext } from './dav.ts';
import { type Privilege, withContained } from './privileges.ts';
import { collectionOf, type Resource, type ResourceKind } from './resources.ts';
import type { Collection, Grant, GrantPrincipal, User } from './store/store.ts';

/** An entry of DAV:acl. Only grants: nothing is ever denied (DAV:grant-only, RFC 3744 §5.6.1). */
export interface AccessControlEntry extends Grant {
  /** It follows from the rules of this server: no ACL request changes it, RFC 3744 §5.5.3. */
  readonly isProtected: boolean;
  /** The collection on which it was set, RFC 3744 §5.5.4; undefined: the resource itself. */
  readonly inheritedFrom: Resource | undefined;
}

/** Who asks, and whose the resource is. */
export type Asking = Pick<DavContext, 'store' | 'user' | 'owner'>;

const EVERYBODY: GrantPrincipal = { kind: 'authenticated' };

/** Of what is nobody's, and of principals. */
const OPEN: readonly AccessControlEntry[] = [fixed(EVERYBODY, ['D:read', 'D:read-acl'])];

/** The access control list of a resource of `owner`'s, in its order. */
export async function accessControlList(
  { store, owner }: Pick<Asking, 'store' | 'owner'>,
  resource: Resource,
): Promise<readonly AccessControlEntry[]> {
  if (isOpen(resource.kind)) return OPEN;
  const own = fixed({ kind: 'user', id: owner.id, name: owner.name }, ['D:all']);
  if (resource.kind === 'home') return [own, ...readersOf(await grantsInHome(store, owner))];
  const place = collectionOf(resource);
  const collection =
    place && (await store.collection(owner.id, place.kind === 'calendar' ? place.calendar : place.kind));
  const grants = collection && (await store.grants([collection.id])).get(collection.id);
  const inheritedFrom = place?.kind === resource.kind ? undefined : place;
  return [own, ...(grants ?? []).map((grant) => ({ ...grant, isProtected: false, inheritedFrom }))];
}

/** What the asker may do with a resource of the owner's, whether it exists or not. */
export async function privilegesOf(asking: Asking, resource: Resource): Promise<ReadonlySet<Privilege>> {
  if (isOpen(resource.kind)) return granted(asking, OPEN, resource.kind);
  if (asking.user.id === asking.owner.id) return withContained(['D:all'], resource.kind);
  return granted(asking, await accessControlList(asking, resource), resource.kind);
}

/** What the asker may do with each of the owner's collections, by id. */
export async function privilegesIn(
  asking: Asking,
  collections: readonly Collection[],
): Promise<ReadonlyMap<number, ReadonlySet<Privilege>>> {
  const isOwner = asking.user.id === asking.owner.id;
  const grants = isOwner ? undefined : await asking.store.grants(collections.map(({ id }) => id));
  const privileges = ({ id, kind }: Collection): ReadonlySet<Privilege> =>
    isOwner ? withContained(['D:all'], kind) : granted(asking, grants?.get(id) ?? [], kind);
  return new Map(collections.map((collection) => [collection.id, privileges(collection)]));
}

/** What a sender may deliver to others' inboxes, whose ids by owner are given: their privileges there, RFC 6638 §6.1. */
export async function privilegesOnInboxes(
  store: Asking['store'],
  sender: User,
  inboxIds: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<number, ReadonlySet<Privilege>>> {
  const grants = await store.grants([...inboxIds.values()]);
  const privileges = (ownerId: number, inboxId: number): ReadonlySet<Privilege> =>
    ownerId === sender.id
      ? withContained(['D:all'], 'inbox')
      : granted({ user: sender, owner: { id: ownerId } }, grants.get(inboxId) ?? [], 'inbox');
  return new Map([...inboxIds].map(([ownerId, inboxId]) => [ownerId, privileges(ownerId, inboxId)]));
}

/** The homes in which the user may read something: his own first, then others' by name. */
export async function readableHomes({ store, user }: Pick<Asking, 'store' | 'user'>): Promise<readonly string[]> {
  const grants = await store.calendarGrantsTo(user.id);
  const readable = grants.filter(({ privileges }) => withContained(privileges, 'calendar').has('D:read'));
  return [...new Set([user.name, ...readable.map(({ ownerName }) => ownerName)])];
}

/** What everybody who is signed in may do with what is nobody's, and with principals. */
export const ON_WHAT_IS_OPEN: ReadonlySet<Privilege> = withContained(['D:read', 'D:read-acl'], 'principal');

function isOpen(kind: ResourceKind): boolean {
  return kind === 'root' || kind === 'principals' || kind === 'principal' || kind === 'homes';
}

function fixed(principal: GrantPrincipal, privileges: readonly Privilege[]): AccessControlEntry {
  return { principal, privileges, isProtected: true, inheritedFrom: undefined };
}

async function grantsInHome(store: Asking['store'], owner: User): Promise<readonly Grant[]> {
  const calendars = (await store.collections(owner.id)).filter(({ kind }) => kind === 'calendar');
  return [...(await store.grants(calendars.map(({ id }) => id))).values()].flat();
}

/** Whoever may read a calendar may see the home that it lies in, so that it is found; of what is in it he sees what he may read. */
function readersOf(grants: readonly Grant[]): readonly AccessControlEntry[] {
  const readers = new Map<string, AccessControlEntry>();
  for (const { principal, privileges } of grants) {
    if (principal.kind === 'owner' || !withContained(privileges, 'calendar').has('D:read')) continue;
    readers.set(principal.kind === 'user' ? String(principal.id) : '', fixed(principal, ['D:read']));
  }
  return [...readers.values()];
}

/** RFC 3744 §6 without denials: all that the entries give that match the user, with what it contains. */
function granted(
  { user, owner }: { readonly user: Pick<User, 'id'>; readonly owner: Pick<User, 'id'> },
  entries: readonly Grant[],
  kind: ResourceKind,
): ReadonlySet<Privilege> {
  const matching = entries.filter(({ principal }) => {
    if (principal.kind === 'authenticated') return true;
    return (principal.kind === 'user' ? principal.id : owner.id) === user.id;
  });
  return withContained(
    matching.flatMap(({ privileges }) => privileges),
    kind,
  );
}
