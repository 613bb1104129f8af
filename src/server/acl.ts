/**
 * Access, RFC 3744, as far as it is fixed here: owners may do everything with what is theirs, nobody else sees it;
 * principals' names and addresses are open to everybody who is signed in.
 */
import type { Resource, ResourceKind } from './resources.ts';
import { hrefOf } from './resources.ts';
import type { User } from './store/store.ts';
import { type Markup, xml } from './xml.ts';

/** Whether the resource lies in somebody's own room: only that user may touch it, and others learn nothing about it. */
export function isPrivateTo(resource: Resource): string | undefined {
  return 'user' in resource && resource.kind !== 'principal' ? resource.user : undefined;
}

const READ = ['D:read', 'D:read-current-user-privilege-set', 'C:read-free-busy'];
const ALL_CALENDAR = ['D:all', ...READ, 'D:write', 'D:write-properties', 'D:write-content', 'D:bind', 'D:unbind'];
/** RFC 6638 §6.1. */
const INBOX = [
  ...READ,
  'D:write-properties',
  'D:unbind',
  'C:schedule-deliver',
  'C:schedule-deliver-invite',
  'C:schedule-deliver-reply',
  'C:schedule-query-freebusy',
];
/** RFC 6638 §6.2. */
const OUTBOX = [
  ...READ,
  'C:schedule-send',
  'C:schedule-send-invite',
  'C:schedule-send-reply',
  'C:schedule-send-freebusy',
];

const OWN_PRIVILEGES: Readonly<Record<ResourceKind, readonly string[]>> = {
  root: READ,
  principals: READ,
  principal: READ,
  homes: READ,
  home: [...READ, 'D:bind', 'D:unbind'],
  calendar: ALL_CALENDAR,
  object: ALL_CALENDAR,
  inbox: INBOX,
  'inbox-item': [...READ, 'D:unbind'],
  outbox: OUTBOX,
};

/** DAV:current-user-privilege-set, RFC 3744 §5.4: only owners get this far, except at principals. */
export function currentUserPrivilegeSet(kind: ResourceKind): Markup {
  return xml`${(OWN_PRIVILEGES[kind] ?? []).map(privilege)}`;
}

/** DAV:supported-privilege-set, RFC 3744 §5.3, with the aggregation of RFC 6638 §6.3. */
export function supportedPrivilegeSet(): Markup {
  return supported('D:all', [
    supported('D:read', [supported('C:read-free-busy'), supported('D:read-current-user-privilege-set')]),
    supported(
      'D:write',
      ['D:write-properties', 'D:write-content', 'D:bind', 'D:unbind'].map((name) => supported(name)),
    ),
    supported(
      'C:schedule-deliver',
      ['C:schedule-deliver-invite', 'C:schedule-deliver-reply', 'C:schedule-query-freebusy'].map((name) =>
        supported(name),
      ),
    ),
    supported(
      'C:schedule-send',
      ['C:schedule-send-invite', 'C:schedule-send-reply', 'C:schedule-send-freebusy'].map((name) => supported(name)),
    ),
  ]);
}

/** DAV:acl, RFC 3744 §5.5: one protected entry for the owner; inboxes also take messages from everybody who is signed in. */
export function accessControlList(kind: ResourceKind, owner: User): Markup {
  const principal = hrefOf({ kind: 'principal', user: owner.name });
  const own = xml`<D:ace><D:principal><D:href>${principal}</D:href></D:principal><D:grant>${(OWN_PRIVILEGES[kind] ?? []).map(privilege)}</D:grant><D:protected/></D:ace>`;
  if (kind !== 'inbox') return own;
  return xml`${own}<D:ace><D:principal><D:authenticated/></D:principal><D:grant>${privilege('C:schedule-deliver')}</D:grant><D:protected/></D:ace>`;
}

function privilege(name: string): Markup {
  return xml`<D:privilege><${{ markup: name }}/></D:privilege>`;
}

function supported(name: string, contained: readonly Markup[] = []): Markup {
  return xml`<D:supported-privilege>${privilege(name)}<D:description xml:lang="en">${name.slice(2)}</D:description>${contained}</D:supported-privilege>`;
}
