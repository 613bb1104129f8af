/** The calendars that a person has or may see: RFC 4791 §4.2, shared ones by RFC 3744; making, changing and removing them. */
import type { CaldavClient, XmlBody } from './client.ts';
import type { Account } from './discovery.ts';
import { CaldavError } from './errors.ts';
import { type CalendarOwner, readOwners } from './owners.ts';
import { isSamePath, lastSegment, unlessHidden } from './principals.ts';
import {
  BIND,
  currentPrivileges,
  grants,
  type Privilege,
  UNBIND,
  WRITE_ACL,
  WRITE_CONTENT,
  WRITE_PROPERTIES,
} from './privileges.ts';
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
  /** Whether the server puts invitations in it, RFC 6638 §9.2. */
  readonly isDefault: boolean;
  /** In whose name events in it are planned, DAV:owner, RFC 3744 §5.1. */
  readonly owner: CalendarOwner;
  readonly rights: CalendarRights;
}

/** What the person may do with a calendar of his own; with somebody else's: nothing of this. */
export interface CalendarRights {
  /** Name and colour, DAV:write-properties. */
  readonly mayEdit: boolean;
  /** DAV:write-acl: false on servers without access control. */
  readonly mayShare: boolean;
  /** DAV:unbind on the home, RFC 3744 §3.10. */
  readonly mayDelete: boolean;
}

export interface CalendarList {
  /** One's own first, among them first the one that receives invitations, then by owner, in the server's order. */
  readonly calendars: readonly CalendarCollection[];
  /** The home in which a calendar can be made; undefined: the server does not let the person. */
  readonly newCalendarsIn: string | undefined;
}

/** What a person chooses of a calendar. */
export interface CalendarLook {
  readonly displayName: string;
  /** `#rrggbb` */
  readonly colour: string;
}

interface Home {
  readonly url: string;
  readonly isOwn: boolean;
  readonly responses: readonly MultistatusResponse[];
}

const HOME_PROPERTIES = {
  resourcetype: {},
  displayname: {},
  owner: {},
  'current-user-privilege-set': {},
  'c:supported-calendar-component-set': {},
  'c:schedule-default-calendar-URL': {},
  'ca:calendar-color': {},
};

/**
 * The calendars of all homes that can hold events; inbox and outbox are not among them. A home of somebody else that may not be
 * looked at any more has none.
 * @throws CaldavError
 */
export async function listCalendars(
  client: CaldavClient,
  account: Account,
  signal?: AbortSignal,
): Promise<CalendarList> {
  const homes = await Promise.all(account.homes.map((url, place) => readHome(client, url, place === 0, signal)));
  const owners = await readOwners(client, account, homes.flatMap(ownersIn), signal);
  const calendars = homes.flatMap((home) => calendarsOf(home, (principal) => owners(principal ?? ownerOfHome(home))));
  const unique = calendars.filter(({ url }, place) => calendars.findIndex((one) => isSamePath(one.url, url)) === place);
  const [own] = homes;
  const privileges = own && privilegesOfHome(own);
  return {
    calendars: inOrder(unique),
    newCalendarsIn: own && (privileges === undefined || grants(privileges, BIND)) ? own.url : undefined,
  };
}

/** Makes a calendar for events below a home, MKCALENDAR, RFC 4791 §5.3.1; returns its path. @throws CaldavError */
export async function createCalendar(client: CaldavClient, home: string, look: CalendarLook): Promise<string> {
  const url = `${home.replace(/\/$/, '')}/${newSegment(look.displayName)}/`;
  const events = { 'c:comp': [{ _attributes: { name: 'VEVENT' } }, { _attributes: { name: 'VTODO' } }] };
  await client.mkcalendar(url, { ...propertiesOf(look), 'c:supported-calendar-component-set': events });
  return url;
}

/** Gives a calendar another name or colour. @throws CaldavError `forbidden` when the server keeps one of them as it is */
export async function updateCalendar(client: CaldavClient, url: string, look: Partial<CalendarLook>): Promise<void> {
  const responses = await client.proppatch(url, propertiesOf(look));
  const [response] = responses;
  const isSet = (namespace: string, name: string) => response?.properties.has(`${namespace} ${name}`) ?? true;
  const kept =
    (look.displayName !== undefined && !isSet(DAV, 'displayname')) ||
    (look.colour !== undefined && !isSet(APPLE, 'calendar-color'));
  if (kept) throw new CaldavError('forbidden', 'The server did not set the properties.', { url, status: 403 });
}

/** Removes a calendar with everything in it; servers that schedule cancel and decline. Gone already is as good. @throws CaldavError */
export async function deleteCalendar(client: CaldavClient, url: string): Promise<void> {
  try {
    await client.delete(url);
  } catch (error) {
    if (!(error instanceof CaldavError && error.kind === 'not-found')) throw error;
  }
}

async function readHome(
  client: CaldavClient,
  url: string,
  isOwn: boolean,
  signal: AbortSignal | undefined,
): Promise<Home> {
  const asked = client.propfind(url, '1', HOME_PROPERTIES, { signal });
  return { url, isOwn, responses: await (isOwn ? asked : unlessHidden(asked)) };
}

function ownersIn(home: Home): readonly string[] {
  return [ownerOfHome(home), ...home.responses.filter(isCalendar).map(ownerOf)].filter((owner) => owner !== undefined);
}

function ownerOf(response: MultistatusResponse): string | undefined {
  const [href] = hrefsOf(propertyOf(response, DAV, 'owner'));
  return href === undefined ? undefined : pathOf(href, response.href);
}

function ownerOfHome({ url, responses }: Home): string | undefined {
  const self = responses.find(({ href }) => isSamePath(href, url));
  return self && ownerOf(self);
}

function privilegesOfHome({ url, responses }: Home): ReadonlySet<Privilege> | undefined {
  const self = responses.find(({ href }) => isSamePath(href, url));
  return self && currentPrivileges(self);
}

function calendarsOf(
  home: Home,
  owner: (principal: string | undefined) => CalendarOwner | undefined,
): readonly CalendarCollection[] {
  // The Scheduling Inbox says it, and lies in the home on the servers that we know.
  const inbox = home.responses.find((response) => propertyOf(response, CALDAV, 'schedule-default-calendar-URL'));
  const [first] = hrefsOf(inbox && propertyOf(inbox, CALDAV, 'schedule-default-calendar-URL'));
  const byDefault = home.isOwn && first !== undefined ? pathOf(first, home.url) : undefined;
  const ofHome = privilegesOfHome(home);
  return home.responses
    .filter(isCalendar)
    .map((response) => readCalendar(response, { owner, home, byDefault, ofHome }))
    .filter(holdsEvents);
}

interface CalendarContext {
  readonly owner: (principal: string | undefined) => CalendarOwner | undefined;
  readonly home: Home;
  readonly byDefault: string | undefined;
  readonly ofHome: ReadonlySet<Privilege> | undefined;
}

function readCalendar(
  response: MultistatusResponse,
  { owner: ownerAt, home, byDefault, ofHome }: CalendarContext,
): CalendarCollection {
  const url = response.href.endsWith('/') ? response.href : `${response.href}/`;
  const own = currentPrivileges(response);
  const owner = ownerAt(ownerOf(response)) ?? { ...NOBODY, displayName: lastSegment(home.url), isSelf: home.isOwn };
  const mayWrite = own === undefined || grants(own, WRITE_CONTENT) || grants(own, BIND);
  return {
    url,
    displayName: propertyText(response, DAV, 'displayname') ?? lastSegment(url),
    colour: readColour(propertyText(response, APPLE, 'calendar-color')),
    components: readComponents(response),
    // Servers without access control say nothing: then writing is tried.
    isReadOnly: !mayWrite,
    isDefault: isSamePath(url, byDefault),
    owner,
    rights: {
      mayEdit: owner.isSelf && (own === undefined || grants(own, WRITE_PROPERTIES)),
      mayShare: owner.isSelf && own !== undefined && grants(own, WRITE_ACL),
      mayDelete: owner.isSelf && (ofHome === undefined || grants(ofHome, UNBIND)),
    },
  };
}

/** The owner of a calendar on a server that does not name any. */
const NOBODY = { principal: undefined, addresses: [], maySendInvitations: true, maySendReplies: true };

/** One's own before those of others, and first of all the one that receives invitations. */
function inOrder(calendars: readonly CalendarCollection[]): readonly CalendarCollection[] {
  const rank = ({ owner, isDefault }: CalendarCollection): number => (owner.isSelf ? (isDefault ? 0 : 1) : 2);
  return [...calendars].sort((one, other) => rank(one) - rank(other));
}

function isCalendar(response: MultistatusResponse): boolean {
  const type = propertyOf(response, DAV, 'resourcetype');
  return type !== undefined && childrenOf(type, CALDAV, 'calendar').length > 0;
}

function holdsEvents({ components }: CalendarCollection): boolean {
  return components === undefined || components.includes('VEVENT');
}

function readComponents(response: MultistatusResponse): readonly string[] | undefined {
  const set = propertyOf(response, CALDAV, 'supported-calendar-component-set');
  return set && childrenOf(set, CALDAV, 'comp').flatMap((comp) => comp.getAttribute('name')?.toUpperCase() ?? []);
}

/** Apple's form carries alpha as two more digits. */
function readColour(written: string | undefined): string | undefined {
  return /^(#[0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(written ?? '')?.[1]?.toLowerCase();
}

function propertiesOf({ displayName, colour }: Partial<CalendarLook>): XmlBody {
  return {
    ...(displayName === undefined ? {} : { displayname: { _text: displayName } }),
    ...(colour === undefined ? {} : { 'ca:calendar-color': { _text: colour } }),
  };
}

/** A readable segment that nothing has yet: `team-events-4f2a9c`. */
function newSegment(displayName: string): string {
  const readable = displayName
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const random = [...crypto.getRandomValues(new Uint8Array(3))].map((byte) => byte.toString(16).padStart(2, '0'));
  return `${readable || 'calendar'}-${random.join('')}`;
}
