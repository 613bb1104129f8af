/** Every method and every kind of resource, asked in a way that changes nothing: for tests of who may what. */
import { type Answer, ics, NAMESPACES, type TestClient } from './testClient.ts';

/** Olivia's meeting, which lies at `PLACES.object`. */
export const SECRET_MEETING = ics(
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Test//EN',
  'BEGIN:VEVENT',
  'UID:secret@test',
  'DTSTAMP:20270201T080000Z',
  'DTSTART:20270308T100000Z',
  'SUMMARY:Secret plans',
  'ORGANIZER:mailto:olivia@convoke.example',
  'ATTENDEE:mailto:alice@convoke.example',
  'END:VEVENT',
  'END:VCALENDAR',
);

/** One of each kind, Olivia's where it is somebody's. */
export const PLACES: Readonly<Record<string, string>> = {
  root: '/dav/',
  principals: '/dav/principals/',
  principal: '/dav/principals/olivia/',
  homes: '/dav/calendars/',
  home: '/dav/calendars/olivia/',
  calendar: '/dav/calendars/olivia/work/',
  object: '/dav/calendars/olivia/work/secret.ics',
  inbox: '/dav/calendars/olivia/inbox/',
  'inbox item': '/dav/calendars/olivia/inbox/some.ics',
  outbox: '/dav/calendars/olivia/outbox/',
};

/** The columns of the tables: all that the server knows, LOCK, UNLOCK and PATCH, which are possible nowhere, among them. */
// biome-ignore format: a table's head
export const COLUMNS = [
  'OPTIONS', 'GET', 'HEAD', 'PUT', 'DELETE', 'POST', 'PROPFIND', 'PROPPATCH', 'REPORT', 'MKCALENDAR', 'MKCOL', 'COPY', 'MOVE', 'ACL',
  'LOCK', 'UNLOCK', 'PATCH',
] as const;

const PROPFIND = `<D:propfind ${NAMESPACES}><D:prop><D:displayname/></D:prop></D:propfind>`;
const BODIES: Readonly<Record<string, string>> = {
  PROPFIND,
  // Of another kind than the method wants: it is refused before anything is changed.
  PROPPATCH: PROPFIND,
  ACL: PROPFIND,
  REPORT: `<C:calendar-query ${NAMESPACES}><D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>`,
  PUT: SECRET_MEETING,
  POST: 'x',
};
const NEVER = { 'if-match': '"never"' };
const HEADERS: Readonly<Record<string, Record<string, string>>> = {
  PROPFIND: { depth: '0' },
  REPORT: { depth: '1' },
  PUT: { 'content-type': 'text/calendar', ...NEVER },
  DELETE: NEVER,
  COPY: { ...NEVER, destination: '/dav/calendars/olivia/work/other.ics' },
  MOVE: { ...NEVER, destination: '/dav/calendars/olivia/work/other.ics' },
};

export function ask(client: TestClient, method: string, path: string): Promise<Answer> {
  return client.send(method, path, HEADERS[method], BODIES[method]);
}

/** The rows of a table, one case for each cell. */
export function casesOf(table: Readonly<Record<string, readonly number[]>>) {
  return Object.entries(table).flatMap(([kind, row]) =>
    COLUMNS.map((method, index) => ({ kind, method, path: PLACES[kind] ?? '', status: row[index] ?? 0 })),
  );
}
