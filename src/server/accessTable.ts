/**
 * Which privileges a method needs, as the tables of RFC 3744 Appendix B, RFC 4791 Appendix A and RFC 6638 Appendix A have it; and
 * the refusal of those who lack them, RFC 3744 §7.1.1.
 */
import { type Asking, privilegesOf } from './acl.ts';
import { type DavRequest, xmlBody } from './dav.ts';
import { DavError } from './errors.ts';
import type { Privilege } from './privileges.ts';
import { hrefOf, parentOf, type Resource } from './resources.ts';
import type { User } from './store/store.ts';
import { CALDAV, type Markup, xml } from './xml.ts';

/** A privilege on the resource itself, or on the collection whose member it is or is to be. */
interface Need {
  readonly privilege: Privilege;
  readonly on: 'it' | 'its parent';
}

interface Lacking {
  readonly privilege: Privilege;
  readonly resource: Resource;
}

type Asker = Omit<Asking, 'owner'>;
/** `owner` undefined: there is no such account. */
type PossiblyOwned = Asker & { readonly owner: User | undefined };
type ObjectResource = Extract<Resource, { kind: 'object' }>;

const READ: readonly Need[] = [{ privilege: 'D:read', on: 'it' }];
const BIND: readonly Need[] = [{ privilege: 'D:bind', on: 'its parent' }];
const UNBIND: readonly Need[] = [{ privilege: 'D:unbind', on: 'its parent' }];

/**
 * What is needed of the resource that the request names, whether it exists or not. PUT needs what WRITING says; methods that are
 * not here are answered by 405, to those who may read. What single properties need, their definitions say.
 */
const NEEDED: Readonly<Record<string, readonly Need[]>> = {
  OPTIONS: READ,
  GET: READ,
  PROPFIND: READ,
  REPORT: READ,
  PROPPATCH: [{ privilege: 'D:write-properties', on: 'it' }],
  // DAV:read-acl too: an ACL request replaces what one sees (RFC 3744 §8.1), and so one has to see it.
  ACL: [
    { privilege: 'D:write-acl', on: 'it' },
    { privilege: 'D:read-acl', on: 'it' },
  ],
  DELETE: UNBIND,
  MKCALENDAR: BIND,
  MKCOL: BIND,
  COPY: READ,
  // DAV:read too: what is moved may be read where it comes to be.
  MOVE: [...READ, ...UNBIND],
  POST: [{ privilege: 'C:schedule-send-freebusy', on: 'it' }],
};

/** What writing an object needs: of the target of a PUT, of the destination of a COPY or MOVE. */
const WRITING = {
  PUT: { missing: BIND, existing: [{ privilege: 'D:write-content', on: 'it' }] },
  COPY: {
    missing: BIND,
    existing: [
      { privilege: 'D:write-content', on: 'it' },
      { privilege: 'D:write-properties', on: 'it' },
    ],
  },
  MOVE: { missing: BIND, existing: [...BIND, ...UNBIND] },
} as const satisfies Readonly<Record<string, Readonly<Record<'missing' | 'existing', readonly Need[]>>>>;

/**
 * Whose the resource is: his, in whose room it lies; the asker's own, where it is nobody's. Lets nobody past who lacks what the
 * method needs. What is lacking depends on the method and the place alone: nobody learns from it whether something is there.
 * @param isPossible whether such resources have the method at all
 * @throws DavError 403 need-privileges; 404 as RFC 4791 §7.10 has it, and for a principal that does not exist
 */
export async function requireAccess(
  asker: Asker,
  resource: Resource,
  request: DavRequest,
  isPossible: boolean,
): Promise<User> {
  if (!('user' in resource) || resource.user === asker.user.name) return asker.user;
  const owner = await asker.store.userByName(resource.user);
  if (resource.kind === 'principal' && owner === undefined) throw new DavError(404, 'There is no such principal.');
  const asking = { ...asker, owner };
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (resource.kind === 'object' && method === 'PUT') return requireAnyOf(asking, resource);
  const needs = (isPossible ? NEEDED[method] : undefined) ?? READ;
  const lacking = await lackingOf(asking, resource, needs);
  if (owner && lacking.length === 0) return owner;
  if (!asksForBusyTime(resource, request)) throw needPrivileges(lacking);
  if (owner && (await held(asking, resource)).has('C:read-free-busy')) return owner;
  throw new DavError(404, 'There is no such calendar.');
}

/**
 * Whose the place is that an object is copied or moved to.
 * @throws DavError 403 need-privileges, the same whether it exists or not, to who may neither read nor write there
 */
export async function requireDestination(asker: Asker, destination: ObjectResource): Promise<User> {
  if (destination.user === asker.user.name) return asker.user;
  return requireAnyOf({ ...asker, owner: await asker.store.userByName(destination.user) }, destination);
}

/**
 * Lets nobody write an object who lacks what that needs, once it is known whether one stands there. Who may not read learns
 * nothing of that.
 * @throws DavError 403 need-privileges
 */
export async function requireWriting(
  asking: Asking,
  resource: ObjectResource,
  method: keyof typeof WRITING,
  exists: boolean,
): Promise<void> {
  const lacking = await lackingOf(asking, resource, WRITING[method][exists ? 'existing' : 'missing']);
  if (lacking.length === 0) return;
  throw (await held(asking, resource)).has('D:read') ? needPrivileges(lacking) : hiddenFrom(resource);
}

/** @throws DavError 403 need-privileges, each that is lacking */
export async function requirePrivileges(
  asking: Asking,
  resource: Resource,
  privileges: readonly Privilege[],
): Promise<void> {
  const needs = privileges.map((privilege) => ({ privilege, on: 'it' as const }));
  const lacking = await lackingOf(asking, resource, needs);
  if (lacking.length > 0) throw needPrivileges(lacking);
}

/** DAV:need-privileges, RFC 3744 §7.1.1. */
function needPrivileges(lacking: readonly { readonly resource: Resource; readonly privilege: Privilege }[]): DavError {
  const content: readonly Markup[] = lacking.map(
    ({ resource, privilege }) =>
      xml`<D:resource><D:href>${hrefOf(resource)}</D:href><D:privilege><${{ markup: privilege }}/></D:privilege></D:resource>`,
  );
  return new DavError(403, 'You may not do this.', 'D:need-privileges', xml`${content}`);
}

/** Exactly what is needed shows later; who may do none of this is told the same whatever is there. */
async function requireAnyOf(asking: PossiblyOwned, resource: ObjectResource): Promise<User> {
  const privileges = await held(asking, resource);
  const mayTry = (['D:read', 'D:bind', 'D:write-content'] as const).some((privilege) => privileges.has(privilege));
  if (asking.owner === undefined || !mayTry) throw hiddenFrom(resource);
  return asking.owner;
}

async function lackingOf(
  asking: PossiblyOwned,
  resource: Resource,
  needs: readonly Need[],
): Promise<readonly Lacking[]> {
  const lacking: Lacking[] = [];
  for (const { privilege, on } of needs) {
    const place = on === 'it' ? resource : parentOf(resource);
    if (!(await held(asking, place)).has(privilege)) lacking.push({ resource: place, privilege });
  }
  return lacking;
}

/** Nobody has a privilege in the room of nobody. */
async function held({ store, user, owner }: PossiblyOwned, resource: Resource): Promise<ReadonlySet<Privilege>> {
  return owner ? privilegesOf({ store, user, owner }, resource) : new Set();
}

/** What is said of an object to those who may not know whether it exists. */
function hiddenFrom(resource: Resource): DavError {
  return needPrivileges([{ resource: parentOf(resource), privilege: 'D:bind' }]);
}

/** A free-busy-query is for those too who may see only that, RFC 4791 §6.1.1. */
function asksForBusyTime(resource: Resource, request: DavRequest): boolean {
  if (request.method !== 'REPORT' || resource.kind !== 'calendar') return false;
  const root = xmlBody(request);
  return root?.namespace === CALDAV && root.name === 'free-busy-query';
}
