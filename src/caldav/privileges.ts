/** Privileges: RFC 3744 §3, of scheduling RFC 6638 §6. */
import { CALDAV, childrenOf, DAV, type MultistatusResponse, propertyOf } from './xml.ts';

/** `namespace name`, as properties are named in a multistatus. */
export type Privilege = string;

const dav = (name: string): Privilege => `${DAV} ${name}`;
const caldav = (name: string): Privilege => `${CALDAV} ${name}`;

export const ALL = dav('all');
export const READ = dav('read');
export const READ_OWN_PRIVILEGES = dav('read-current-user-privilege-set');
export const READ_FREE_BUSY = caldav('read-free-busy');
export const WRITE = dav('write');
export const WRITE_CONTENT = dav('write-content');
export const WRITE_PROPERTIES = dav('write-properties');
export const WRITE_ACL = dav('write-acl');
export const BIND = dav('bind');
export const UNBIND = dav('unbind');
export const SCHEDULE_SEND = caldav('schedule-send');
export const SCHEDULE_SEND_INVITE = caldav('schedule-send-invite');
export const SCHEDULE_SEND_REPLY = caldav('schedule-send-reply');
export const SCHEDULE_SEND_FREE_BUSY = caldav('schedule-send-freebusy');

/** Aggregates and what they contain on every server: RFC 3744 §3.2, RFC 6638 §6.3. DAV:all contains everything. */
const CONTAINED: Readonly<Record<Privilege, readonly Privilege[]>> = {
  [WRITE]: [WRITE_CONTENT, WRITE_PROPERTIES, BIND, UNBIND],
  [SCHEDULE_SEND]: [SCHEDULE_SEND_INVITE, SCHEDULE_SEND_REPLY, SCHEDULE_SEND_FREE_BUSY],
};

/** Whether the set holds the privilege, or an aggregate with it, or all its parts. */
export function grants(set: ReadonlySet<Privilege>, privilege: Privilege): boolean {
  if (set.has(ALL) || set.has(privilege)) return true;
  if (Object.entries(CONTAINED).some(([whole, parts]) => set.has(whole) && parts.includes(privilege))) return true;
  return CONTAINED[privilege]?.every((part) => set.has(part)) ?? false;
}

/** The privileges below an element, each in a DAV:privilege as RFC 3744 §5.4 writes them. */
export function privilegesIn(element: Element): readonly Privilege[] {
  return childrenOf(element, DAV, 'privilege').flatMap((privilege) => Array.from(privilege.children).map(nameOf));
}

/** DAV:current-user-privilege-set, RFC 3744 §5.4; undefined on servers without access control, and where it may not be read. */
export function currentPrivileges(response: MultistatusResponse): ReadonlySet<Privilege> | undefined {
  const set = propertyOf(response, DAV, 'current-user-privilege-set');
  return set && new Set(privilegesIn(set));
}

/** A node of DAV:supported-privilege-set, RFC 3744 §5.3. */
export interface SupportedPrivilege {
  readonly name: Privilege;
  /** It cannot be granted itself, only what it contains. */
  readonly isAbstract: boolean;
  readonly contains: readonly SupportedPrivilege[];
}

/** The roots of DAV:supported-privilege-set; undefined when the server does not say. */
export function supportedPrivileges(response: MultistatusResponse): readonly SupportedPrivilege[] | undefined {
  const set = propertyOf(response, DAV, 'supported-privilege-set');
  return set && readSupported(set);
}

/** What has to be granted for the privilege on a server that supports these: itself, its parts where it is abstract, or nothing. */
export function grantable(
  supported: readonly SupportedPrivilege[] | undefined,
  privilege: Privilege,
): readonly Privilege[] {
  if (supported === undefined) return [privilege];
  const node = find(supported, privilege);
  if (node !== undefined) return concrete(node);
  return (CONTAINED[privilege] ?? []).flatMap((part) => grantable(supported, part));
}

/** Whether granting `whole` gives `part` too. */
export function containsPrivilege(
  supported: readonly SupportedPrivilege[] | undefined,
  whole: Privilege,
  part: Privilege,
): boolean {
  const node = supported && find(supported, whole);
  return node !== undefined && find(node.contains, part) !== undefined;
}

function readSupported(parent: Element): readonly SupportedPrivilege[] {
  return childrenOf(parent, DAV, 'supported-privilege').flatMap((element) => {
    const [name] = privilegesIn(element);
    if (name === undefined) return [];
    return [{ name, isAbstract: childrenOf(element, DAV, 'abstract').length > 0, contains: readSupported(element) }];
  });
}

function find(nodes: readonly SupportedPrivilege[], name: Privilege): SupportedPrivilege | undefined {
  for (const node of nodes) {
    const found = node.name === name ? node : find(node.contains, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function concrete({ name, isAbstract, contains }: SupportedPrivilege): readonly Privilege[] {
  return isAbstract ? contains.flatMap(concrete) : [name];
}

function nameOf(element: Element): Privilege {
  return `${element.namespaceURI} ${element.localName}`;
}
