/** Who is signed in and where everything lies: RFC 6764 §6, RFC 4791 §6.2.1, RFC 6638 §2. */
import type { CaldavClient } from './client.ts';
import { CaldavError } from './errors.ts';
import { CALDAV, DAV, hrefsOf, type MultistatusResponse, pathOf, propertyOf, propertyText } from './xml.ts';

/** A calendar user's collections, as paths on the server. */
export interface Account {
  readonly principal: string;
  readonly displayName: string | undefined;
  /** Calendar home collections, RFC 4791 §6.2.1: the first one's own, the others those of people who share something. */
  readonly homes: readonly [own: string, ...others: string[]];
  /** Scheduling Inbox collection, RFC 6638 §2.2; absent: the server does no scheduling. */
  readonly inbox: string | undefined;
  /** Scheduling Outbox collection, RFC 6638 §2.1. */
  readonly outbox: string | undefined;
  /** CALDAV:calendar-user-address-set, RFC 6638 §2.4.1, as the server wrote them. */
  readonly addresses: readonly string[];
}

const WELL_KNOWN = '/.well-known/caldav';

/**
 * Finds the account's collections. Starts at `principal` when it is known, else at the well-known URI.
 * @throws CaldavError
 */
export async function discoverAccount(
  client: CaldavClient,
  principal?: string,
  signal?: AbortSignal,
): Promise<Account> {
  const start = principal ?? (await findPrincipal(client, signal));
  const [response] = await client.propfind(
    start,
    '0',
    {
      displayname: {},
      'c:calendar-home-set': {},
      'c:schedule-inbox-URL': {},
      'c:schedule-outbox-URL': {},
      'c:calendar-user-address-set': {},
    },
    { signal },
  );
  const homes = hrefsOf(response && propertyOf(response, CALDAV, 'calendar-home-set'));
  const [own, ...others] = homes.map((href) => pathOf(href, start));
  if (response === undefined || own === undefined) {
    throw new CaldavError('malformed', 'The account has no calendar home.', { url: start });
  }
  return {
    principal: response.href,
    displayName: propertyText(response, DAV, 'displayname'),
    homes: [own, ...others],
    inbox: hrefPath(response, CALDAV, 'schedule-inbox-URL', start),
    outbox: hrefPath(response, CALDAV, 'schedule-outbox-URL', start),
    addresses: hrefsOf(propertyOf(response, CALDAV, 'calendar-user-address-set')),
  };
}

async function findPrincipal(client: CaldavClient, signal: AbortSignal | undefined): Promise<string> {
  const [response] = await client.propfind(WELL_KNOWN, '0', { 'current-user-principal': {} }, { signal });
  const principal = response && hrefPath(response, DAV, 'current-user-principal', client.origin);
  if (principal !== undefined) return principal;
  throw new CaldavError('malformed', 'The server does not say who is signed in.', { url: WELL_KNOWN });
}

function hrefPath(response: MultistatusResponse, namespace: string, name: string, url: string): string | undefined {
  const [href] = hrefsOf(propertyOf(response, namespace, name));
  return href === undefined ? undefined : pathOf(href, url);
}
