/** What a resource is, and what is in it: of members those that the asker may read. */
import { ON_WHAT_IS_OPEN, privilegesIn, privilegesOf, readableHomes } from './acl.ts';
import {
  collectionResource,
  type DavContext,
  objectResource,
  requireCalendar,
  requireCollection,
  requireObject,
} from './dav.ts';
import type { Subject } from './liveProperty.ts';
import type { Resource } from './resources.ts';
import type { User } from './store/store.ts';

/**
 * Reads what a resource is. The caller has made sure that the asker may.
 * @throws DavError 404
 */
export async function subjectOf(context: DavContext, resource: Resource): Promise<Subject> {
  const { owner } = context;
  const privileges = await privilegesOf(context, resource);
  switch (resource.kind) {
    case 'root':
    case 'principals':
    case 'homes':
      return { resource, privileges };
    case 'principal':
    case 'home':
      return { resource, privileges, owner };
    case 'calendar':
      return { resource, privileges, owner, collection: await requireCalendar(context, resource.calendar) };
    case 'inbox':
    case 'outbox':
      return { resource, privileges, owner, collection: await requireCollection(context, resource.kind) };
    case 'object':
    case 'inbox-item':
      return { resource, privileges, owner, ...(await requireObject(context, resource)) };
  }
}

/** The members of a collection that the asker may read; none of what is no collection. */
export async function membersOf(context: DavContext, { resource, collection }: Subject): Promise<readonly Subject[]> {
  switch (resource.kind) {
    case 'root':
      return [
        { resource: { kind: 'principals' }, privileges: ON_WHAT_IS_OPEN },
        { resource: { kind: 'homes' }, privileges: ON_WHAT_IS_OPEN },
      ];
    case 'principals':
      return (await context.store.allUsers()).map(principalSubject);
    case 'homes':
      return homes(context);
    case 'home':
      return collections(context);
    case 'calendar':
    case 'inbox': {
      if (collection === undefined) return [];
      const { owner, store } = context;
      const privileges = await privilegesOf(context, objectResource(owner, collection, ''));
      return (await store.entries(collection.id)).map((object) => ({
        resource: objectResource(owner, collection, object.name),
        privileges,
        owner,
        collection,
        object,
      }));
    }
    default:
      return [];
  }
}

export function principalSubject(owner: User): Subject {
  return { resource: { kind: 'principal', user: owner.name }, privileges: ON_WHAT_IS_OPEN, owner };
}

async function homes(context: DavContext): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  for (const name of await readableHomes(context)) {
    const owner = name === context.user.name ? context.user : await context.store.userByName(name);
    if (owner === undefined) continue;
    const resource: Resource = { kind: 'home', user: name };
    subjects.push({ resource, privileges: await privilegesOf({ ...context, owner }, resource), owner });
  }
  return subjects;
}

async function collections(context: DavContext): Promise<readonly Subject[]> {
  const { owner, store } = context;
  const all = await store.collections(owner.id);
  const privileges = await privilegesIn(context, all);
  return all.flatMap((collection): readonly Subject[] => {
    const held = privileges.get(collection.id);
    if (!held?.has('D:read')) return [];
    return [{ resource: collectionResource(owner, collection), privileges: held, owner, collection }];
  });
}
