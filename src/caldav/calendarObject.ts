/** Calendar object resources: list, read, write, remove; RFC 4791 §5.3 and §7, RFC 6638 §3.2. */
import type { CaldavClient, WriteTag } from './client.ts';
import { CaldavError } from './errors.ts';
import { CALDAV, DAV, type MultistatusResponse, propertyOf, propertyText } from './xml.ts';

/** A calendar object resource as the server holds it. */
export interface CalendarObject {
  /** Path on the server. */
  readonly url: string;
  /** With its quotes, as in the header. */
  readonly etag: string | undefined;
  /** RFC 6638 §3.2.10; only scheduling object resources have one. With its quotes. */
  readonly scheduleTag: string | undefined;
  /** iCalendar text. */
  readonly data: string;
}

/** What must still hold for a write to happen; `none` writes over whatever is there. */
export type WritePrecondition =
  | { readonly kind: 'absent' }
  /** RFC 6638 §8.3: replies that the server has merged meanwhile do not fail it. */
  | { readonly kind: 'schedule-tag'; readonly scheduleTag: string }
  | { readonly kind: 'etag'; readonly etag: string }
  | { readonly kind: 'none' };

/** UTC instants, `20270308T090000Z`. */
export interface UtcRange {
  readonly fromUtc: string;
  readonly toUtc: string;
}

export interface MultigetResult {
  readonly found: readonly CalendarObject[];
  /** Asked for, and not there any more. */
  readonly missing: readonly string[];
}

const OBJECT_PROPERTIES = { getetag: {}, 'c:schedule-tag': {}, 'c:calendar-data': {} };

/** The precondition for a change of that object. Without the wanted tag the other one, which is better than none. */
export function preconditionFor(
  object: Pick<CalendarObject, 'etag' | 'scheduleTag'>,
  tag: WriteTag = 'schedule-tag',
): WritePrecondition {
  if (tag === 'etag' && object.etag !== undefined) return { kind: 'etag', etag: object.etag };
  if (object.scheduleTag !== undefined) return { kind: 'schedule-tag', scheduleTag: object.scheduleTag };
  return object.etag === undefined ? { kind: 'none' } : { kind: 'etag', etag: object.etag };
}

/** The objects of a calendar with a VEVENT in the range, CALDAV:calendar-query, RFC 4791 §7.8. @throws CaldavError */
export async function listCalendarObjects(
  client: CaldavClient,
  calendar: string,
  range: UtcRange,
  signal?: AbortSignal,
): Promise<readonly CalendarObject[]> {
  const timeRange = { _attributes: { start: range.fromUtc, end: range.toUtc } };
  const event = { _attributes: { name: 'VEVENT' }, 'c:time-range': timeRange };
  const filter = { 'c:comp-filter': { _attributes: { name: 'VCALENDAR' }, 'c:comp-filter': event } };
  const body = { 'c:calendar-query': { prop: OBJECT_PROPERTIES, 'c:filter': filter } };
  const responses = await client.report(calendar, '1', body, { signal });
  return responses.flatMap((response) => readObject(response) ?? []);
}

/**
 * The objects of a calendar with an ORGANIZER: what its owner invites to, and what he is invited to; RFC 4791 §7.8.
 * @throws CaldavError
 */
export async function listMeetings(
  client: CaldavClient,
  calendar: string,
  component: 'VEVENT' | 'VTODO',
  signal?: AbortSignal,
): Promise<readonly CalendarObject[]> {
  const organizer = { _attributes: { name: 'ORGANIZER' } };
  const events = { _attributes: { name: component }, 'c:prop-filter': organizer };
  const filter = { 'c:comp-filter': { _attributes: { name: 'VCALENDAR' }, 'c:comp-filter': events } };
  const body = { 'c:calendar-query': { prop: OBJECT_PROPERTIES, 'c:filter': filter } };
  const responses = await client.report(calendar, '1', body, { signal });
  return responses.flatMap((response) => readObject(response) ?? []);
}

/** How many objects a calendar holds. @throws CaldavError */
export async function countObjects(client: CaldavClient, calendar: string, signal?: AbortSignal): Promise<number> {
  const responses = await client.propfind(calendar, '1', { getetag: {} }, { signal });
  return responses.filter(({ href }) => !href.endsWith('/')).length;
}

/** Several objects of one collection, CALDAV:calendar-multiget, RFC 4791 §7.9. @throws CaldavError */
export async function multigetCalendarObjects(
  client: CaldavClient,
  collection: string,
  urls: readonly string[],
  signal?: AbortSignal,
): Promise<MultigetResult> {
  if (urls.length === 0) return { found: [], missing: [] };
  const body = { 'c:calendar-multiget': { prop: OBJECT_PROPERTIES, href: [...urls] } };
  const responses = await client.report(collection, '0', body, { signal });
  const found = responses.flatMap((response) => readObject(response) ?? []);
  const there = new Set(found.map(({ url }) => comparable(url)));
  return { found, missing: urls.filter((url) => !there.has(comparable(url))) };
}

/** One object with its tags. @throws CaldavError, `not-found` when it is gone */
export async function getCalendarObject(
  client: CaldavClient,
  url: string,
  signal?: AbortSignal,
): Promise<CalendarObject> {
  const answer = await client.get(url, { headers: { Accept: 'text/calendar' }, signal });
  return {
    url: new URL(url, client.origin).pathname,
    etag: answer.headers.get('etag') ?? undefined,
    scheduleTag: answer.headers.get('schedule-tag') ?? undefined,
    data: answer.text,
  };
}

/**
 * Stores an object. What the server keeps may differ (SCHEDULE-STATUS, merged replies): read it back.
 * @throws CaldavError: `precondition-failed` when it changed meanwhile, `forbidden` with the precondition's name when refused
 */
export async function putCalendarObject(
  client: CaldavClient,
  url: string,
  data: string,
  precondition: WritePrecondition,
): Promise<void> {
  const { status } = await client.put(url, data, headersFor(precondition));
  if (status < 200 || status > 299) throw new CaldavError('malformed', `PUT was answered ${status}.`, { url, status });
}

/**
 * Removes an object; the server tells the Attendees, or, with `scheduleReply: false`, the Organizer hears nothing (RFC 6638 §8.1).
 * @throws CaldavError
 */
export async function deleteCalendarObject(
  client: CaldavClient,
  url: string,
  precondition: WritePrecondition,
  options: { readonly scheduleReply?: boolean } = {},
): Promise<void> {
  const quiet = options.scheduleReply === false ? { 'Schedule-Reply': 'F' } : {};
  await client.delete(url, { ...headersFor(precondition), ...quiet });
}

/** Where a new object of that UID goes. Servers differ in what a name may hold: letters, digits and `._@-` pass everywhere. */
export function newCalendarObjectUrl(calendar: string, uid: string): string {
  const name = uid.replaceAll(/[^A-Za-z0-9._@-]/g, '_').slice(0, 120);
  return `${calendar.endsWith('/') ? calendar : `${calendar}/`}${name}.ics`;
}

/** Reads one DAV:response; undefined for what is no calendar object, or is gone. */
export function readObject(response: MultistatusResponse): CalendarObject | undefined {
  const data = propertyOf(response, CALDAV, 'calendar-data')?.textContent;
  if (response.status >= 400 || !data) return undefined;
  return {
    url: response.href,
    etag: propertyText(response, DAV, 'getetag'),
    scheduleTag: propertyText(response, CALDAV, 'schedule-tag'),
    data,
  };
}

function headersFor(precondition: WritePrecondition): Readonly<Record<string, string>> {
  switch (precondition.kind) {
    case 'absent':
      return { 'If-None-Match': '*' };
    case 'schedule-tag':
      return { 'If-Schedule-Tag-Match': precondition.scheduleTag };
    case 'etag':
      return { 'If-Match': precondition.etag };
    case 'none':
      return {};
  }
}

/** Servers escape paths differently (`%40` or `@`): compared without escapes. */
function comparable(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
