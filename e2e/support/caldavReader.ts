import { type ReadCalendar, type ReadEvent, readCalendar } from './icalendarText.ts';

/** The demo accounts; each password is `<name>-demo`. */
export type User = 'olivia' | 'alice' | 'bob' | 'carol' | 'dan';

/** A resource of a CalDAV collection as it stands on the server. */
export interface ReadResource extends ReadCalendar {
  readonly href: string;
  readonly text: string;
  readonly etag: string | null;
  readonly scheduleTag: string | null;
}

/** Reads and writes the server as any CalDAV client would: plain HTTP with Basic authentication, nothing of the app. */
export interface CaldavReader {
  /** The objects in the calendar "Work" of a user, in the order of their names. */
  readonly calendarOf: (user: User) => Promise<readonly ReadResource[]>;
  /** The object with this title in a user's calendar "Work", if it is there. */
  readonly eventOf: (user: User, summary: string) => Promise<ReadResource | undefined>;
  /** Messages in the user's schedule-inbox that no earlier call for this user returned, in the order of METHOD and RECURRENCE-ID. */
  readonly newMessagesOf: (user: User) => Promise<readonly ReadResource[]>;
  readonly put: (
    user: User,
    href: string,
    text: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>;
  /** Any other request. */
  readonly request: (
    user: User,
    method: string,
    href: string,
    headers?: Readonly<Record<string, string>>,
    body?: string,
  ) => Promise<Response>;
}

/** A reader of the server at `origin`. */
export function caldavReader(origin: string): CaldavReader {
  const seen = new Set<string>();

  async function resourcesIn(user: User, collection: string): Promise<readonly ReadResource[]> {
    const hrefs = await membersOf(origin, user, `/dav/calendars/${user}/${collection}/`);
    return Promise.all(hrefs.map((href) => read(origin, user, href)));
  }

  return {
    calendarOf: (user) => resourcesIn(user, 'work'),
    eventOf: async (user, summary) =>
      (await resourcesIn(user, 'work')).find((resource) => resource.events.some((event) => event.summary === summary)),
    newMessagesOf: async (user) => {
      const messages = (await resourcesIn(user, 'inbox')).filter(({ href }) => !seen.has(href));
      for (const { href } of messages) seen.add(href);
      return [...messages].sort((a, b) => messageOrder(a).localeCompare(messageOrder(b)));
    },
    put: (user, href, text, headers = {}) =>
      request(origin, user, href, 'PUT', { 'Content-Type': 'text/calendar; charset=utf-8', ...headers }, text),
    request: (user, method, href, headers = {}, body) =>
      request(
        origin,
        user,
        href,
        method,
        body === undefined ? headers : { 'Content-Type': 'application/xml', ...headers },
        body,
      ),
  };
}

/** A message in one line, for comparison with what a scenario expects: method, start or RECURRENCE-ID of each component, EXDATEs. */
export function messageLine({ method, events }: ReadCalendar): string {
  return `${method} ${events.map(componentWords).join(' + ')}`;
}

function componentWords({ recurrenceId, start, exdates }: ReadEvent): string {
  return `${recurrenceId ?? `from ${start}`}${exdates.length > 0 ? ` without ${exdates.join(',')}` : ''}`;
}

function messageOrder({ method, events }: ReadResource): string {
  return `${method} ${events[0]?.recurrenceId ?? ''}`;
}

async function membersOf(origin: string, user: User, collection: string): Promise<readonly string[]> {
  const body = '<?xml version="1.0"?><propfind xmlns="DAV:"><prop><getetag/></prop></propfind>';
  const response = await request(
    origin,
    user,
    collection,
    'PROPFIND',
    { Depth: '1', 'Content-Type': 'application/xml' },
    body,
  );
  if (response.status !== 207)
    throw new Error(`PROPFIND ${collection} answered ${response.status}: ${await response.text()}`);
  const hrefs = [...(await response.text()).matchAll(/<(?:\w+:)?href>([^<]+)</g)].map(([, href = '']) => href);
  return hrefs.filter((href) => !href.endsWith('/')).sort();
}

async function read(origin: string, user: User, href: string): Promise<ReadResource> {
  const response = await request(origin, user, href, 'GET', {});
  const text = await response.text();
  if (response.status !== 200) throw new Error(`GET ${href} answered ${response.status}: ${text}`);
  return {
    ...readCalendar(text),
    href,
    text,
    etag: response.headers.get('ETag'),
    scheduleTag: response.headers.get('Schedule-Tag'),
  };
}

function request(
  origin: string,
  user: User,
  href: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Response> {
  const credentials = Buffer.from(`${user}:${user}-demo`).toString('base64');
  return fetch(new URL(href, origin), {
    method,
    headers: { ...headers, Authorization: `Basic ${credentials}` },
    ...(body === undefined ? {} : { body }),
  });
}
