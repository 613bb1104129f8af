/** The ACL method, RFC 3744 §8.1: who may do what with a calendar, an inbox or an outbox. */
import { untilFresh } from './calendarObject.ts';
import { isThisHost } from './copyMoveDestination.ts';
import {
  type DavContext,
  type DavRequest,
  type DavResponse,
  type ResourceOf,
  requireCalendar,
  requireCollection,
  xmlBody,
} from './dav.ts';
import { DavError } from './errors.ts';
import { type Privilege, withContained } from './privileges.ts';
import { parseResource, type ResourceKind } from './resources.ts';
import type { Grant, GrantPrincipal } from './store/store.ts';
import { CALDAV, childOf, childrenOf, DAV, type XmlElement } from './xml.ts';

/** DAV:limited-number-of-aces. */
const MAX_ENTRIES = 500;

/** An entry of the request that is well-formed: one principal, one grant or denial. */
interface WrittenEntry {
  /** The child of DAV:principal. */
  readonly principal: XmlElement;
  readonly isInverted: boolean;
  readonly isDenial: boolean;
  /** The children of the DAV:privilege elements. */
  readonly privileges: readonly XmlElement[];
  /** What the client marked it as. */
  readonly isProtected: boolean;
  readonly isInherited: boolean;
}

/** Replaces the entries that are neither protected nor inherited. @throws DavError 400, or 403 with the precondition of §8.1.1 */
export async function setAccess(
  context: DavContext,
  resource: ResourceOf<'calendar' | 'inbox' | 'outbox'>,
  request: DavRequest,
): Promise<DavResponse> {
  const entries = entriesOf(request);
  if (entries.length > MAX_ENTRIES) throw refused('limited-number-of-aces', `There may be ${MAX_ENTRIES} entries.`);
  const grants: Grant[] = [];
  for (const entry of entries) grants.push(await grantOf(context, resource.kind, entry, request));
  return untilFresh(context, async () => {
    const { id } =
      resource.kind === 'calendar'
        ? await requireCalendar(context, resource.calendar)
        : await requireCollection(context, resource.kind);
    await context.store.setGrants(id, grants);
    return { status: 200 };
  });
}

/** @throws DavError 400 for what DTD and prose of RFC 3744 §5.5 do not allow, as §8.1.5 has it */
function entriesOf(request: DavRequest): readonly WrittenEntry[] {
  const root = xmlBody(request);
  if (root === undefined || root.namespace !== DAV || root.name !== 'acl') {
    throw new DavError(400, 'The body of an ACL request must be a DAV:acl element.');
  }
  return childrenOf(root, DAV, 'ace').map(entryOf);
}

function entryOf(element: XmlElement): WrittenEntry {
  const inversions = childrenOf(element, DAV, 'invert');
  const principals = [element, ...inversions].flatMap((one) => childrenOf(one, DAV, 'principal'));
  const [principal, another] = principals.flatMap(({ children }) => children);
  if (principals.length !== 1 || principal === undefined || another !== undefined) {
    throw malformed('one DAV:principal with one element in it');
  }
  const [rights, contradiction] = [...childrenOf(element, DAV, 'grant'), ...childrenOf(element, DAV, 'deny')];
  if (rights === undefined || contradiction !== undefined) throw malformed('one DAV:grant or DAV:deny');
  const privileges = childrenOf(rights, DAV, 'privilege');
  if (privileges.length === 0 || privileges.some(({ children }) => children.length !== 1)) {
    throw malformed('one or more DAV:privilege elements, each with one privilege');
  }
  return {
    principal,
    isInverted: inversions.length > 0,
    isDenial: rights.name === 'deny',
    privileges: privileges.flatMap(({ children }) => children),
    isProtected: childOf(element, DAV, 'protected') !== undefined,
    isInherited: childOf(element, DAV, 'inherited') !== undefined,
  };
}

function malformed(what: string): DavError {
  return new DavError(400, `Each DAV:ace must have ${what}.`);
}

/** The preconditions of RFC 3744 §8.1.1, as far as one entry alone can violate them here. */
async function grantOf(
  context: DavContext,
  kind: ResourceKind,
  entry: WrittenEntry,
  request: DavRequest,
): Promise<Grant> {
  if (entry.isProtected) throw refused('no-protected-ace-conflict', 'Protected entries are not set: leave them out.');
  if (entry.isInherited) throw refused('no-inherited-ace-conflict', 'Inherited entries are not set: leave them out.');
  if (entry.isInverted) throw refused('no-invert', 'An entry for all but some is not supported.');
  const principal = await principalOf(context, entry.principal, request);
  if (entry.isDenial) {
    const isOfOwner = principal.kind === 'owner' || (principal.kind === 'user' && principal.id === context.owner.id);
    throw isOfOwner
      ? refused('no-protected-ace-conflict', 'Nothing can be denied to the owner.')
      : refused('grant-only', 'Denials are not supported.');
  }
  return { principal, privileges: [...new Set(entry.privileges.map((element) => privilegeOf(element, kind)))] };
}

async function principalOf(context: DavContext, element: XmlElement, request: DavRequest): Promise<GrantPrincipal> {
  switch (element.namespace === DAV ? element.name : '') {
    case 'href': {
      const href = element.text.trim();
      const resource = isThisHost(href, request.host) ? parseResource(href) : undefined;
      const user = resource?.kind === 'principal' ? await context.store.userByName(resource.user) : undefined;
      if (user === undefined) throw refused('recognized-principal', 'There is no such principal.');
      return { kind: 'user', id: user.id, name: user.name };
    }
    case 'authenticated':
      return { kind: 'authenticated' };
    case 'property':
      if (childOf(element, DAV, 'owner') && element.children.length === 1) return { kind: 'owner' };
      break;
  }
  // DAV:all and DAV:unauthenticated: nobody gets in without signing in. DAV:self: no calendar is a principal.
  throw refused('allowed-principal', 'Entries are for principals by URL, for DAV:authenticated and for DAV:owner.');
}

function privilegeOf({ namespace, name }: XmlElement, kind: ResourceKind): Privilege {
  const prefix = namespace === DAV ? 'D' : namespace === CALDAV ? 'C' : '';
  const found = [...withContained(['D:all'], kind)].find((one) => one === `${prefix}:${name}`);
  if (found === undefined) throw refused('not-supported-privilege', `There is no privilege ${name} here.`);
  return found;
}

function refused(precondition: string, message: string): DavError {
  return new DavError(403, message, `D:${precondition}`);
}
