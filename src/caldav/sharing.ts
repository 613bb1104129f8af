/** Sharing one's own calendars with other people of the server, by access control lists: RFC 3744, RFC 6638 §6.2. */
import {
  ACCESS_PROPERTIES,
  type AccessControl,
  accessControlIn,
  grantExactly,
  isFor,
  privilegesOf,
  readAccessControl,
} from './acl.ts';
import type { CaldavClient } from './client.ts';
import type { Account } from './discovery.ts';
import { comparablePath, getPrincipal, isSamePath, type Principal, unlessHidden } from './principals.ts';
import {
  ALL,
  BIND,
  containsPrivilege,
  grantable,
  grants,
  type Privilege,
  READ,
  READ_FREE_BUSY,
  READ_OWN_PRIVILEGES,
  SCHEDULE_SEND,
  SCHEDULE_SEND_FREE_BUSY,
  SCHEDULE_SEND_INVITE,
  SCHEDULE_SEND_REPLY,
  UNBIND,
  WRITE,
  WRITE_ACL,
  WRITE_CONTENT,
  WRITE_PROPERTIES,
} from './privileges.ts';

/** `read`: sees the events. `write`: changes them, too. `send`: and sends invitations and replies in the owner's name. */
export type ShareLevel = 'read' | 'write' | 'send';

/** Somebody who may see or change a calendar. */
export interface Share {
  /** Path of the principal, or `DAV:all`, `DAV:authenticated`, `DAV:unauthenticated`. */
  readonly principal: string;
  /** Undefined for everybody, and where the principal may not be looked at. */
  readonly person: Principal | undefined;
  /** `other`: rights that were given elsewhere and are none of ours, such as free-busy only. */
  readonly level: ShareLevel | 'other';
  /** The server keeps it: it is protected or inherited. */
  readonly isFixed: boolean;
}

export interface CalendarAccess {
  readonly shares: readonly Share[];
  /** Whether sending in the owner's name can be given, which holds for all calendars that the other may change. */
  readonly canGrantSending: boolean;
}

/** Where the calendar stands that is shared. */
export interface SharedPlace {
  readonly calendar: string;
  readonly account: Pick<Account, 'homes' | 'outbox' | 'principal'>;
}

/** What this app gives and takes; whatever else somebody was granted stays as long as he has anything. */
const GIVEN: ReadonlySet<Privilege> = new Set([
  ALL,
  READ,
  READ_FREE_BUSY,
  READ_OWN_PRIVILEGES,
  WRITE,
  WRITE_CONTENT,
  WRITE_PROPERTIES,
  BIND,
  UNBIND,
]);
/** What is given on the Outbox: who may not look at it cannot find out that he may send from it (RFC 3744 §5.4). */
const SENDING: ReadonlySet<Privilege> = new Set([
  READ,
  READ_OWN_PRIVILEGES,
  SCHEDULE_SEND,
  SCHEDULE_SEND_INVITE,
  SCHEDULE_SEND_REPLY,
  SCHEDULE_SEND_FREE_BUSY,
]);

/** Who has a calendar of one's own. @throws CaldavError `forbidden` when the server does not tell */
export async function readCalendarAccess(
  client: CaldavClient,
  { calendar, account }: SharedPlace,
  signal?: AbortSignal,
): Promise<CalendarAccess> {
  const [access, outbox] = await Promise.all([
    readAccessControl(client, calendar, signal),
    readOutbox(client, account.outbox, signal),
  ]);
  const principals = sharees(access, account.principal);
  const people = await Promise.all(
    principals.map((principal) => (isPseudo(principal) ? undefined : getPrincipal(client, principal, signal))),
  );
  return {
    shares: principals.map((principal, place) => ({
      principal,
      person: people[place],
      level: levelOf(access, outbox, principal),
      isFixed: access.entries.filter((entry) => isFor(entry, principal)).every(({ isFixed }) => isFixed),
    })),
    canGrantSending: outbox !== undefined && grants(outbox.own, WRITE_ACL),
  };
}

/**
 * Gives somebody a calendar, changes what he may do with it, or, with undefined, takes it back. Sending is a right on the Outbox
 * and not on a calendar: it goes when it is not wanted any more, or with the last calendar that he may change.
 * @throws CaldavError with the precondition of RFC 3744 §8.1.1 that the server names
 */
export async function shareCalendar(
  client: CaldavClient,
  { calendar, account }: SharedPlace,
  principal: string,
  level: ShareLevel | undefined,
): Promise<void> {
  const access = await readAccessControl(client, calendar);
  await grantExactly(client, access, principal, privilegesFor(access, principal, level));
  const outbox = await readOutbox(client, account.outbox);
  if (outbox === undefined) return;
  const present = privilegesOf(changeable(outbox), principal);
  const others = [...present].filter((privilege) => !SENDING.has(privilege));
  if (level === 'send') {
    if (!sends(present)) await grantExactly(client, outbox, principal, [...others, ...sending(outbox)]);
    return;
  }
  const hadSending = [...SENDING].some((privilege) => present.has(privilege));
  if (!hadSending) return;
  if (level !== 'write' && (await mayChangeAnother(client, account.homes[0], calendar, principal))) return;
  await grantExactly(client, outbox, principal, others);
}

async function readOutbox(
  client: CaldavClient,
  outbox: string | undefined,
  signal?: AbortSignal,
): Promise<AccessControl | undefined> {
  if (outbox === undefined) return undefined;
  const [response] = await unlessHidden(client.propfind(outbox, '0', ACCESS_PROPERTIES, { signal }));
  const access = response && accessControlIn(response);
  return access && { ...access, url: outbox };
}

/** Everybody whom an entry grants something, but the owner. */
function sharees(access: AccessControl, self: string): readonly string[] {
  const isOwner = (principal: string) => isSamePath(principal, access.owner) || isSamePath(principal, self);
  const granted = access.entries.flatMap(({ principal, granted }) =>
    principal === undefined || granted.length === 0 || isOwner(principal) ? [] : [principal],
  );
  return [...new Map(granted.map((principal) => [comparablePath(principal), principal])).values()];
}

function levelOf(access: AccessControl, outbox: AccessControl | undefined, principal: string): ShareLevel | 'other' {
  const privileges = privilegesOf(access, principal);
  if (!grants(privileges, READ)) return 'other';
  if (![WRITE_CONTENT, BIND, UNBIND].every((privilege) => grants(privileges, privilege))) return 'read';
  return outbox !== undefined && sends(privilegesOf(outbox, principal)) ? 'send' : 'write';
}

function sends(privileges: ReadonlySet<Privilege>): boolean {
  return grants(privileges, SCHEDULE_SEND_INVITE) && grants(privileges, SCHEDULE_SEND_REPLY);
}

function privilegesFor(access: AccessControl, principal: string, level: ShareLevel | undefined): readonly Privilege[] {
  if (level === undefined) return [];
  const foreign = [...privilegesOf(changeable(access), principal)].filter((privilege) => !GIVEN.has(privilege));
  return [...foreign, ...reading(access), ...(level === 'read' ? [] : grantable(access.supported, WRITE))];
}

/** Without what an ACL request cannot change. */
function changeable(access: AccessControl): AccessControl {
  return { ...access, entries: access.entries.filter(({ isFixed }) => !isFixed) };
}

function sending(outbox: AccessControl): readonly Privilege[] {
  return [...reading(outbox), ...grantable(outbox.supported, SCHEDULE_SEND)];
}

/** DAV:read, and what tells people their own privileges where that is apart from it. */
function reading({ supported }: AccessControl): readonly Privilege[] {
  const isApart = supported !== undefined && !containsPrivilege(supported, READ, READ_OWN_PRIVILEGES);
  return [READ, ...(isApart ? [READ_OWN_PRIVILEGES] : [])].flatMap((one) => grantable(supported, one));
}

async function mayChangeAnother(
  client: CaldavClient,
  home: string,
  calendar: string,
  principal: string,
): Promise<boolean> {
  const responses = await client.propfind(home, '1', ACCESS_PROPERTIES);
  return responses.some((response) => {
    const access = isSamePath(response.href, calendar) ? undefined : accessControlIn(response);
    return access !== undefined && grants(privilegesOf(access, principal), WRITE_CONTENT);
  });
}

function isPseudo(principal: string): boolean {
  return !principal.startsWith('/');
}
