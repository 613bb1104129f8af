/** Access control lists: DAV:acl and the ACL method, RFC 3744 §5.5 and §8.1. */
import type { CaldavClient } from './client.ts';
import { CaldavError } from './errors.ts';
import { comparablePath } from './principals.ts';
import {
  currentPrivileges,
  type Privilege,
  privilegesIn,
  type SupportedPrivilege,
  supportedPrivileges,
} from './privileges.ts';
import { CALDAV, childrenOf, DAV, hrefsOf, type MultistatusResponse, pathOf, propertyOf, readXml } from './xml.ts';

/** A DAV:ace, RFC 3744 §5.5. */
export interface AccessEntry {
  /** Path of a principal, or `DAV:all`, `DAV:authenticated`, `DAV:unauthenticated`; undefined: a kind that is only kept. */
  readonly principal: string | undefined;
  readonly granted: readonly Privilege[];
  readonly denied: readonly Privilege[];
  /** Protected or inherited, RFC 3744 §5.5.3 and §5.5.4: an ACL request neither changes it nor sends it back. */
  readonly isFixed: boolean;
  /** As the server wrote it. */
  readonly element: Element;
}

/** Who may do what with a resource. */
export interface AccessControl {
  readonly url: string;
  readonly owner: string | undefined;
  readonly entries: readonly AccessEntry[];
  readonly supported: readonly SupportedPrivilege[] | undefined;
  /** What who asks may do himself. */
  readonly own: ReadonlySet<Privilege>;
}

/** What is read of a resource to know who may do what with it. */
export const ACCESS_PROPERTIES = {
  owner: {},
  acl: {},
  'supported-privilege-set': {},
  'current-user-privilege-set': {},
};

const PSEUDO_PRINCIPALS = ['all', 'authenticated', 'unauthenticated'];

/** @throws CaldavError `forbidden` when the list may not be read */
export async function readAccessControl(
  client: CaldavClient,
  url: string,
  signal?: AbortSignal,
): Promise<AccessControl> {
  const [response] = await client.propfind(url, '0', ACCESS_PROPERTIES, { signal });
  const access = response && accessControlIn(response);
  if (access !== undefined) return { ...access, url };
  throw new CaldavError('forbidden', 'The access control list may not be read.', { url, status: 403 });
}

/** Reads `ACCESS_PROPERTIES`; undefined when the list is not among them. */
export function accessControlIn(response: MultistatusResponse): AccessControl | undefined {
  const acl = propertyOf(response, DAV, 'acl');
  if (acl === undefined) return undefined;
  const [owner] = hrefsOf(propertyOf(response, DAV, 'owner'));
  return {
    url: response.href,
    owner: owner === undefined ? undefined : pathOf(owner, response.href),
    entries: childrenOf(acl, DAV, 'ace').map((element) => readEntry(element, response.href)),
    supported: supportedPrivileges(response),
    own: currentPrivileges(response) ?? new Set(),
  };
}

/** What a principal is granted and not denied, by all entries that name it. */
export function privilegesOf({ entries }: AccessControl, principal: string): ReadonlySet<Privilege> {
  const own = entries.filter((entry) => isFor(entry, principal));
  const denied = new Set(own.flatMap((entry) => entry.denied));
  return new Set(own.flatMap((entry) => entry.granted).filter((privilege) => !denied.has(privilege)));
}

/**
 * Grants the principal exactly these privileges. Entries of all others go back as they were; protected and inherited ones are not
 * sent (RFC 3744 §8.1). None: the principal has no entry of its own any more.
 * @throws CaldavError with the precondition of RFC 3744 §8.1.1 that the server names
 */
export async function grantExactly(
  client: CaldavClient,
  { url, entries }: AccessControl,
  principal: string,
  privileges: readonly Privilege[],
): Promise<void> {
  const kept = entries.filter((entry) => !entry.isFixed && !isFor(entry, principal));
  await client.acl(url, aclText(kept, principal, privileges));
}

/** Whether the entry names that principal. */
export function isFor(entry: AccessEntry, principal: string): boolean {
  return entry.principal !== undefined && comparablePath(entry.principal) === comparablePath(principal);
}

function readEntry(element: Element, url: string): AccessEntry {
  const privileges = (name: string) => childrenOf(element, DAV, name).flatMap(privilegesIn);
  const isFixed = ['protected', 'inherited'].some((name) => childrenOf(element, DAV, name).length > 0);
  return {
    principal: principalIn(element, url),
    granted: privileges('grant'),
    denied: privileges('deny'),
    isFixed,
    element,
  };
}

/** Undefined for DAV:self, DAV:property and DAV:invert, which name nobody in particular. */
function principalIn(ace: Element, url: string): string | undefined {
  const [principal] = childrenOf(ace, DAV, 'principal');
  if (principal === undefined) return undefined;
  const [href] = hrefsOf(principal);
  if (href !== undefined) return pathOf(href, url);
  const pseudo = PSEUDO_PRINCIPALS.find((name) => childrenOf(principal, DAV, name).length > 0);
  return pseudo === undefined ? undefined : `${DAV}${pseudo}`;
}

/** The body of an ACL request, made with the platform's DOM: what it does not know stays as it came. */
function aclText(kept: readonly AccessEntry[], principal: string, privileges: readonly Privilege[]): string {
  const root = readXml(`<d:acl xmlns:d="${DAV}" xmlns:c="${CALDAV}"/>`, '');
  const document = root.ownerDocument;
  for (const { element } of kept) root.append(document.importNode(element, true));
  if (privileges.length > 0) {
    const add = (parent: Element, namespace: string, name: string): Element => {
      const element = document.createElementNS(namespace, namespace === DAV ? `d:${name}` : name);
      parent.append(element);
      return element;
    };
    const ace = add(root, DAV, 'ace');
    const who = add(ace, DAV, 'principal');
    if (principal.startsWith(DAV)) add(who, DAV, principal.slice(DAV.length));
    else add(who, DAV, 'href').textContent = principal;
    const grant = add(ace, DAV, 'grant');
    for (const privilege of privileges) {
      const [namespace = DAV, name = ''] = privilege.split(' ');
      add(add(grant, DAV, 'privilege'), namespace, name);
    }
  }
  return new XMLSerializer().serializeToString(root);
}
