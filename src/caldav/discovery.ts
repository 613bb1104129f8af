/** Who is signed in and where everything lies: RFC 6764 §6, RFC 4791 §6.2.1, RFC 6638 §2. */
import type { CaldavClient } from './client.ts';
import { CaldavError } from './errors.ts';
import {
  APPLE,
  CALDAV,
  childrenOf,
  DAV,
  hrefsOf,
  type MultistatusResponse,
  pathOf,
  propertyOf,
  propertyText,
} from './xml.ts';

/** A calendar user's collections, as paths on the server. */
export interface Account {
  readonly principal: string;
  readonly displayName: string | undefined;
  /** Calendar home collection, RFC 4791 §6.2.1. */
  readonly home: string;
  /** Scheduling Inbox collection, RFC 6638 §2.2; absent: the server does no scheduling. */
  readonly inbox: string | undefined;
  /** Scheduling Outbox collection, RFC 6638 §2.1. */
  readonly outbox: string | undefined;
  /** CALDAV:calendar-user-address-set, RFC 6638 §2.4.1, as the server wrote them. */
  readonly addresses: readonly string[];
}

/** A calendar collection, RFC 4791 §4.2. */
export interface CalendarCollection {
  /** Path with a slash at its end. */
  readonly url: string;
  readonly displayName: string;
  /** `#rrggbb`, lower case, when the server keeps one. */
  readonly colour: string | undefined;
  /** Component names that may be stored, RFC 4791 §5.2.3; absent: any. */
  readonly components: readonly string[] | undefined;
  /** Whether the person may not store events in it, RFC 3744 §5.4. */
  readonly isReadOnly: boolean;
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
  const home = response && hrefPath(response, CALDAV, 'calendar-home-set', start);
  if (response === undefined || home === undefined) {
    throw new CaldavError('malformed', 'The account has no calendar home.', { url: start });
  }
  return {
    principal: response.href,
    displayName: propertyText(response, DAV, 'displayname'),
    home,
    inbox: hrefPath(response, CALDAV, 'schedule-inbox-URL', start),
    outbox: hrefPath(response, CALDAV, 'schedule-outbox-URL', start),
    addresses: hrefsOf(propertyOf(response, CALDAV, 'calendar-user-address-set')),
  };
}

/**
 * The calendars of a home that can hold events, in the server's order; inbox and outbox are not among them. The one that the server
 * puts invitations in (RFC 6638 §9.2) comes first.
 * @throws CaldavError
 */
export async function listCalendars(
  client: CaldavClient,
  home: string,
  signal?: AbortSignal,
): Promise<readonly CalendarCollection[]> {
  const responses = await client.propfind(
    home,
    '1',
    {
      resourcetype: {},
      displayname: {},
      'current-user-privilege-set': {},
      'c:supported-calendar-component-set': {},
      'c:schedule-default-calendar-URL': {},
      'ca:calendar-color': {},
    },
    { signal },
  );
  // The Scheduling Inbox says it, and lies in the home on the servers that we know.
  const inbox = responses.find((response) => propertyOf(response, CALDAV, 'schedule-default-calendar-URL'));
  const first = inbox && hrefPath(inbox, CALDAV, 'schedule-default-calendar-URL', home);
  const calendars = responses.filter(isCalendar).map(readCalendar).filter(holdsEvents);
  const isFirst = ({ url }: CalendarCollection): boolean => isSamePath(url, first);
  return [...calendars.filter(isFirst), ...calendars.filter((calendar) => !isFirst(calendar))];
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

function isSamePath(collection: string, other: string | undefined): boolean {
  return other !== undefined && collection.replace(/\/$/, '') === other.replace(/\/$/, '');
}

function isCalendar(response: MultistatusResponse): boolean {
  const type = propertyOf(response, DAV, 'resourcetype');
  return type !== undefined && childrenOf(type, CALDAV, 'calendar').length > 0;
}

function readCalendar(response: MultistatusResponse): CalendarCollection {
  const url = response.href.endsWith('/') ? response.href : `${response.href}/`;
  return {
    url,
    displayName: propertyText(response, DAV, 'displayname') ?? lastSegment(url),
    colour: readColour(propertyText(response, APPLE, 'calendar-color')),
    components: readComponents(response),
    isReadOnly: !mayWrite(response),
  };
}

function holdsEvents({ components }: CalendarCollection): boolean {
  return components === undefined || components.includes('VEVENT');
}

function readComponents(response: MultistatusResponse): readonly string[] | undefined {
  const set = propertyOf(response, CALDAV, 'supported-calendar-component-set');
  return set && childrenOf(set, CALDAV, 'comp').flatMap((comp) => comp.getAttribute('name')?.toUpperCase() ?? []);
}

/** Servers without access control say nothing: then writing is tried. */
function mayWrite(response: MultistatusResponse): boolean {
  const set = propertyOf(response, DAV, 'current-user-privilege-set');
  if (set === undefined) return true;
  const privileges = childrenOf(set, DAV, 'privilege').flatMap((privilege) => Array.from(privilege.children));
  return privileges.some(({ localName }) => ['all', 'write', 'write-content', 'bind'].includes(localName));
}

/** Apple's form carries alpha as two more digits. */
function readColour(written: string | undefined): string | undefined {
  return /^(#[0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(written ?? '')?.[1]?.toLowerCase();
}

function lastSegment(url: string): string {
  const segment = url.split('/').filter(Boolean).at(-1) ?? url;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
