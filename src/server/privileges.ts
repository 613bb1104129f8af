/** The privileges of RFC 3744 §3, RFC 4791 §6.1.1 and RFC 6638 §6: which contains which, and which kind of resource has them. */
import type { ResourceKind } from './resources.ts';

export type Privilege =
  | 'D:all'
  | 'D:read'
  | 'C:read-free-busy'
  | 'D:read-current-user-privilege-set'
  | 'D:write'
  | 'D:write-properties'
  | 'D:write-content'
  | 'D:bind'
  | 'D:unbind'
  | 'D:read-acl'
  | 'D:write-acl'
  | 'C:schedule-deliver'
  | 'C:schedule-deliver-invite'
  | 'C:schedule-deliver-reply'
  | 'C:schedule-query-freebusy'
  | 'C:schedule-send'
  | 'C:schedule-send-invite'
  | 'C:schedule-send-reply'
  | 'C:schedule-send-freebusy';

/** A privilege with those it contains, as DAV:supported-privilege-set shows them (RFC 3744 §5.3). None is abstract. */
export interface SupportedPrivilege {
  readonly name: Privilege;
  /** What it lets people do, in English. */
  readonly description: string;
  readonly contains: readonly SupportedPrivilege[];
}

/** RFC 3744 §3.12: what must and must not be in what. DAV:unlock is missing, since nothing can be locked. */
const OF_EVERYTHING: readonly SupportedPrivilege[] = [
  aggregate('D:read', 'Read the resource and its properties', [
    single('C:read-free-busy', 'See when the owner is busy'),
    single('D:read-current-user-privilege-set', 'See one’s own privileges'),
  ]),
  aggregate('D:write', 'Change the resource', [
    single('D:write-properties', 'Change properties'),
    single('D:write-content', 'Change the content of what exists'),
    single('D:bind', 'Add members'),
    single('D:unbind', 'Remove members'),
  ]),
  single('D:read-acl', 'See who may do what'),
  single('D:write-acl', 'Say who may do what'),
];

/** RFC 6638 §6.1 and §6.3. */
const OF_INBOXES = aggregate('C:schedule-deliver', 'Send the owner scheduling messages', [
  single('C:schedule-deliver-invite', 'Send the owner invitations, changes and cancellations'),
  single('C:schedule-deliver-reply', 'Send the owner replies'),
  single('C:schedule-query-freebusy', 'Ask when the owner is busy'),
]);

/** RFC 6638 §6.2 and §6.3. */
const OF_OUTBOXES = aggregate('C:schedule-send', 'Send scheduling messages for the owner', [
  single('C:schedule-send-invite', 'Send invitations, changes and cancellations for the owner'),
  single('C:schedule-send-reply', 'Reply for the owner'),
  single('C:schedule-send-freebusy', 'Ask for the owner when others are busy'),
]);

/** The privileges of a kind of resource: the tree below DAV:all. */
export function supportedPrivilege(kind: ResourceKind): SupportedPrivilege {
  const scheduling = kind === 'inbox' ? [OF_INBOXES] : kind === 'outbox' ? [OF_OUTBOXES] : [];
  return aggregate('D:all', 'Everything', [...OF_EVERYTHING, ...scheduling]);
}

/**
 * These privileges with all that they contain, in the order of the tree; those that the kind of resource does not have are left
 * out, as RFC 6638 §6.1 and §6.2 want it.
 */
export function withContained(privileges: readonly Privilege[], kind: ResourceKind): ReadonlySet<Privilege> {
  const held = new Set<Privilege>();
  const visit = ({ name, contains }: SupportedPrivilege, isGranted: boolean): void => {
    const granted = isGranted || privileges.includes(name);
    if (granted) held.add(name);
    for (const one of contains) visit(one, granted);
  };
  visit(supportedPrivilege(kind), false);
  return held;
}

function aggregate(name: Privilege, description: string, contains: readonly SupportedPrivilege[]): SupportedPrivilege {
  return { name, description, contains };
}

function single(name: Privilege, description: string): SupportedPrivilege {
  return { name, description, contains: [] };
}
