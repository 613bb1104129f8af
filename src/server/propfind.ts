/** PROPFIND, RFC 4918 §9.1. */
import {
  collectionResource,
  type DavContext,
  type DavRequest,
  type DavResponse,
  depthOf,
  objectResource,
  requireCalendar,
  requireCollection,
  requireObject,
  xmlBody,
} from './dav.ts';
import { DavError } from './errors.ts';
import { multistatus, responseOf } from './multistatus.ts';
import { applied, prefers } from './prefer.ts';
import { propertyRequestOf, propstatsOf, type Subject } from './properties.ts';
import { hrefOf, type Resource } from './resources.ts';
import { DAV } from './xml.ts';

export async function propfind(context: DavContext, resource: Resource, request: DavRequest): Promise<DavResponse> {
  const depth = depthOf(request, 'infinity');
  if (depth === 'infinity') {
    throw new DavError(403, 'PROPFIND goes one level deep at most.', 'D:propfind-finite-depth');
  }
  const root = xmlBody(request);
  if (root && (root.namespace !== DAV || root.name !== 'propfind')) {
    throw new DavError(400, 'The body of a PROPFIND must be a DAV:propfind element.');
  }
  const wanted = propertyRequestOf(root, request);
  const subject = await subjectOf(context, resource);
  const withoutRoot = depth === '1' && prefers(request, 'depth-noroot');
  const members = depth === '0' ? [] : await membersOf(context, subject);
  const subjects = withoutRoot ? members : [subject, ...members];
  const responses = [];
  for (const each of subjects)
    responses.push(responseOf(hrefOf(each.resource), await propstatsOf(each, wanted, context)));
  return applied(
    multistatus(responses),
    request,
    'return=minimal',
    ...(withoutRoot ? (['depth-noroot'] as const) : []),
  );
}

/**
 * Reads what a resource is. The caller has made sure that the user may.
 * @throws DavError 404
 */
async function subjectOf(context: DavContext, resource: Resource): Promise<Subject> {
  const { owner } = context;
  switch (resource.kind) {
    case 'root':
    case 'principals':
    case 'homes':
      return { resource };
    case 'principal':
    case 'home':
      return { resource, owner };
    case 'calendar':
      return { resource, owner, collection: await requireCalendar(context, resource.calendar) };
    case 'inbox':
    case 'outbox':
      return { resource, owner, collection: await requireCollection(context, resource.kind) };
    case 'object':
    case 'inbox-item':
      return { resource, owner, ...(await requireObject(context, resource)) };
  }
}

async function membersOf(context: DavContext, { resource, collection }: Subject): Promise<readonly Subject[]> {
  const { user, owner, store } = context;
  switch (resource.kind) {
    case 'root':
      return [{ resource: { kind: 'principals' } }, { resource: { kind: 'homes' } }];
    case 'principals':
      return (await store.allUsers()).map((one) => ({ resource: { kind: 'principal', user: one.name }, owner: one }));
    case 'homes':
      return [{ resource: { kind: 'home', user: user.name }, owner: user }];
    case 'home':
      return (await store.collections(owner.id)).map((one) => ({
        resource: collectionResource(owner, one),
        owner,
        collection: one,
      }));
    case 'calendar':
    case 'inbox': {
      if (collection === undefined) return [];
      const objects = await store.objects(collection.id);
      return objects.map((object) => ({
        resource: objectResource(owner, collection, object.name),
        owner,
        collection,
        object,
      }));
    }
    default:
      return [];
  }
}
