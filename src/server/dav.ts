/** What the handlers of WebDAV methods share: a request and a response without the HTTP framework, and who asks. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CalendarUserAddress } from '../icalendar/calendarUserAddress.ts';
import type { Owner } from '../scheduling/types.ts';
import { DavError } from './errors.ts';
import type { ServerLimits } from './limits.ts';
import type { Mailer } from './mailer.ts';
import type { Resource, ResourceKind } from './resources.ts';
import type { Collection, Store, StoredObject, User } from './store/store.ts';
import type { WriteQueue } from './writeQueue.ts';
import { InvalidXmlError, type Markup, parseXml, type XmlElement } from './xml.ts';

export interface DavContext {
  readonly store: Store;
  /** Addresses in this domain are the server's own, `convoke.example`. */
  readonly domain: string;
  readonly now: () => Date;
  readonly mailer: Mailer;
  readonly limits: ServerLimits;
  readonly queue: WriteQueue;
  /** Who asks; signed in. */
  readonly user: User;
  /** Whose room or principal the request names: what is stored there is his, and what is sent from there is sent for him. The asker, where a room is nobody's. */
  readonly owner: User;
}

export interface DavRequest {
  readonly method: string;
  /** As the client wrote it, `cal.example:8443`; absent when the request did not come over HTTP. */
  readonly host?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface DavResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** XML, or text of `type`. */
  readonly body?: Markup | string;
  /** Of a text body; text/plain if absent. */
  readonly type?: 'text/calendar' | 'text/plain';
}

export type Handler<R extends Resource = Resource> = (
  context: DavContext,
  resource: R,
  request: DavRequest,
) => Promise<DavResponse>;

export type ResourceOf<Kind extends ResourceKind> = Extract<Resource, { kind: Kind }>;

/** The header's value, the first when it came several times. */
export function headerOf(request: DavRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * The Depth header, RFC 4918 §10.2; `fallback` when it is absent.
 * @throws DavError 400
 */
export function depthOf(request: DavRequest, fallback: '0' | '1' | 'infinity'): '0' | '1' | 'infinity' {
  const depth = headerOf(request, 'depth')?.trim().toLowerCase() ?? fallback;
  if (depth === '0' || depth === '1' || depth === 'infinity') return depth;
  throw new DavError(400, 'The Depth header must be 0, 1 or infinity.');
}

/**
 * The body as XML; undefined when it is empty.
 * @throws DavError 400
 */
export function xmlBody(request: DavRequest): XmlElement | undefined {
  if (request.body.length === 0) return undefined;
  try {
    return parseXml(request.body);
  } catch (cause) {
    if (cause instanceof InvalidXmlError) throw new DavError(400, cause.message, undefined, undefined, { cause });
    throw cause;
  }
}

/** How the engine knows a user. */
export function ownerOf(user: User): Owner {
  return { addresses: user.addresses };
}

/** Whether an address belongs to the server's own domain, so that nobody else can deliver to it. */
export function isOwnDomain(address: CalendarUserAddress, domain: string): boolean {
  return address.startsWith('mailto:') && address.endsWith(`@${domain.toLowerCase()}`);
}

/** @throws DavError 404 */
export async function requireCalendar(context: DavContext, name: string): Promise<Collection> {
  const collection = await context.store.collection(context.owner.id, name);
  if (collection?.kind !== 'calendar') throw new DavError(404, 'There is no such calendar.');
  return collection;
}

/** The owner's inbox or outbox; every account has both. */
export async function requireCollection(context: DavContext, name: 'inbox' | 'outbox'): Promise<Collection> {
  const collection = await context.store.collection(context.owner.id, name);
  if (collection === undefined) throw new Error(`The account has no ${name}.`);
  return collection;
}

/** An object together with the collection it is in. */
export interface Located {
  readonly collection: Collection;
  readonly object: StoredObject | undefined;
}

/** @throws DavError 404 when the collection does not exist; a missing object is left to the caller */
export async function locate(context: DavContext, resource: ResourceOf<'object' | 'inbox-item'>): Promise<Located> {
  const collection =
    resource.kind === 'object'
      ? await requireCalendar(context, resource.calendar)
      : await requireCollection(context, 'inbox');
  return { collection, object: await context.store.object(collection.id, resource.file) };
}

/**
 * Where an object is to be put, or stands already.
 * @throws DavError 409 when the calendar does not exist, RFC 4918 §9.7.1 and §9.8.5
 */
export async function locateTarget(context: DavContext, target: ResourceOf<'object'>): Promise<Located> {
  try {
    return await locate(context, target);
  } catch (cause) {
    if (!(cause instanceof DavError) || cause.status !== 404) throw cause;
    throw new DavError(409, 'There is no such calendar to put it in.', undefined, undefined, { cause });
  }
}

/** @throws DavError 404 when the collection or the object does not exist */
export async function requireObject(
  context: DavContext,
  resource: ResourceOf<'object' | 'inbox-item'>,
): Promise<{ readonly collection: Collection; readonly object: StoredObject }> {
  const { collection, object } = await locate(context, resource);
  if (object === undefined) throw new DavError(404, 'There is no such calendar object.');
  return { collection, object };
}

/** The resource of a collection of that owner. */
export function collectionResource(owner: Pick<User, 'name'>, collection: Pick<Collection, 'kind' | 'name'>): Resource {
  return collection.kind === 'calendar'
    ? { kind: 'calendar', user: owner.name, calendar: collection.name }
    : { kind: collection.kind, user: owner.name };
}

/** The resource of an object in a collection of that owner. */
export function objectResource(owner: User, collection: Pick<Collection, 'kind' | 'name'>, file: string): Resource {
  return collection.kind === 'inbox'
    ? { kind: 'inbox-item', user: owner.name, file }
    : { kind: 'object', user: owner.name, calendar: collection.name, file };
}
