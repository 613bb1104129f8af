/** The owners of shared calendars, and whether one may send for them: RFC 3744 §5.1, RFC 6638 §6.2. */
import type { CaldavClient } from './client.ts';
import type { Account } from './discovery.ts';
import {
  comparablePath,
  isSamePath,
  lastSegment,
  PRINCIPAL_PROPERTIES,
  readPrincipal,
  unlessHidden,
} from './principals.ts';
import { currentPrivileges, grants, SCHEDULE_SEND_INVITE, SCHEDULE_SEND_REPLY } from './privileges.ts';
import { CALDAV, hrefsOf, pathOf, propertyOf } from './xml.ts';

/** Whose calendar it is: scheduling messages go out in this name. */
export interface CalendarOwner {
  /** Path of the principal; undefined when the server names none. */
  readonly principal: string | undefined;
  readonly displayName: string;
  /** CALDAV:calendar-user-address-set, RFC 6638 §2.4.1. */
  readonly addresses: readonly string[];
  /** Whether it is the person himself. */
  readonly isSelf: boolean;
  /** CALDAV:schedule-send-invite on the owner's Outbox, RFC 6638 §6.2.2: invitations, updates, cancellations. Undefined: not known. */
  readonly maySendInvitations: boolean | undefined;
  /** CALDAV:schedule-send-reply, RFC 6638 §6.2.3. Undefined: not known. */
  readonly maySendReplies: boolean | undefined;
}

/** The owners behind principals, each asked once; the person himself is not asked at all. @throws CaldavError */
export async function readOwners(
  client: CaldavClient,
  account: Account,
  principals: readonly string[],
  signal?: AbortSignal,
): Promise<(principal: string | undefined) => CalendarOwner | undefined> {
  const distinct = new Map(principals.map((principal) => [comparablePath(principal), principal]));
  const owners = new Map<string, CalendarOwner>();
  await Promise.all(
    [...distinct].map(async ([key, principal]) => {
      const isSelf = isSamePath(principal, account.principal);
      owners.set(key, isSelf ? selfOf(account) : await readOwner(client, principal, signal));
    }),
  );
  return (principal) => (principal === undefined ? undefined : owners.get(comparablePath(principal)));
}

function selfOf({ principal, displayName, addresses }: Account): CalendarOwner {
  return {
    principal,
    displayName: displayName ?? '',
    addresses,
    isSelf: true,
    maySendInvitations: true,
    maySendReplies: true,
  };
}

async function readOwner(
  client: CaldavClient,
  principal: string,
  signal: AbortSignal | undefined,
): Promise<CalendarOwner> {
  const properties = { ...PRINCIPAL_PROPERTIES, 'c:schedule-outbox-URL': {} };
  const [response] = await unlessHidden(client.propfind(principal, '0', properties, { signal }));
  const found = response && readPrincipal(response);
  const [outbox] = hrefsOf(response && propertyOf(response, CALDAV, 'schedule-outbox-URL'));
  const maySend = outbox === undefined ? undefined : await sendingRights(client, pathOf(outbox, principal), signal);
  return {
    principal,
    displayName: found?.displayName ?? lastSegment(principal),
    addresses: found?.addresses ?? [],
    isSelf: false,
    maySendInvitations: maySend?.invitations,
    maySendReplies: maySend?.replies,
  };
}

/** An Outbox that may not be looked at is none to send from; one that does not tell privileges says nothing. */
async function sendingRights(client: CaldavClient, outbox: string, signal: AbortSignal | undefined) {
  const [response] = await unlessHidden(client.propfind(outbox, '0', { 'current-user-privilege-set': {} }, { signal }));
  if (response === undefined) return { invitations: false, replies: false };
  const privileges = currentPrivileges(response);
  if (privileges === undefined) return undefined;
  return {
    invitations: grants(privileges, SCHEDULE_SEND_INVITE),
    replies: grants(privileges, SCHEDULE_SEND_REPLY),
  };
}
