/** Scheduling Inbox, free-busy through the Outbox, and who can be invited: RFC 6638 §2 and §5, RFC 3744 §9.4. */
import { parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { getParameter, getProperties, makeComponent, makeProperty } from '../icalendar/component.ts';
import { type CalendarObject, readObject, type UtcRange } from './calendarObject.ts';
import type { CaldavClient } from './client.ts';
import { CaldavError } from './errors.ts';
import { PRINCIPAL_PROPERTIES, type Principal, readPrincipal } from './principals.ts';
import { CALDAV, childrenOf, hrefsOf, readXml } from './xml.ts';

export interface FreeBusyRequest extends UtcRange {
  readonly organizer: string;
  readonly attendees: readonly string[];
  readonly uid: string;
  readonly now: Date;
}

/** A FREEBUSY period, RFC 5545 §3.8.2.6. `endUtc` may be a duration written as the server did (`PT1H`). */
export interface BusyPeriod {
  readonly type: string;
  readonly startUtc: string;
  readonly endUtc: string;
}

/** CALDAV:response of a schedule-response, RFC 6638 §10.2. */
export interface FreeBusyAnswer {
  readonly recipient: string;
  /** CALDAV:request-status, for example `2.0;Success`, RFC 6638 §10.4. */
  readonly requestStatus: string;
  /** Absent when the server would not say. */
  readonly busy: readonly BusyPeriod[] | undefined;
}

/** The scheduling messages in an Inbox, RFC 6638 §4, as calendar objects whose data carries METHOD. @throws CaldavError */
export async function listInboxItems(
  client: CaldavClient,
  inbox: string,
  signal?: AbortSignal,
): Promise<readonly CalendarObject[]> {
  const properties = { getetag: {}, 'c:calendar-data': {} };
  const filter = { 'c:comp-filter': { _attributes: { name: 'VCALENDAR' } } };
  const responses = await client.report(
    inbox,
    '1',
    { 'c:calendar-query': { prop: properties, 'c:filter': filter } },
    { signal },
  );
  return responses.flatMap((response) => readObject(response) ?? []);
}

/** Takes a message that has been dealt with out of the Inbox. Gone already is as good. @throws CaldavError */
export async function deleteInboxItem(client: CaldavClient, url: string): Promise<void> {
  try {
    await client.delete(url);
  } catch (error) {
    if (!(error instanceof CaldavError && error.kind === 'not-found')) throw error;
  }
}

/** Asks the Outbox when people are busy, RFC 6638 §5. @throws CaldavError */
export async function requestFreeBusy(
  client: CaldavClient,
  outbox: string,
  request: FreeBusyRequest,
  signal?: AbortSignal,
): Promise<readonly FreeBusyAnswer[]> {
  const answer = await client.post(outbox, freeBusyText(request), { signal });
  const root = readXml(answer.text, answer.url);
  return childrenOf(root, CALDAV, 'response').map((response) => {
    const data = childrenOf(response, CALDAV, 'calendar-data')[0]?.textContent;
    return {
      recipient: hrefsOf(childrenOf(response, CALDAV, 'recipient')[0])[0] ?? '',
      requestStatus: childrenOf(response, CALDAV, 'request-status')[0]?.textContent?.trim() ?? '',
      busy: data ? readBusyPeriods(data) : undefined,
    };
  });
}

/**
 * Principals whose name or address holds the text, DAV:principal-property-search, RFC 3744 §9.4.
 * A server that does not search (403, 405, 501) has none to offer. @throws CaldavError
 */
export async function searchPrincipals(
  client: CaldavClient,
  principal: string,
  text: string,
  signal?: AbortSignal,
): Promise<readonly Principal[]> {
  const body = {
    'principal-property-search': {
      _attributes: { test: 'anyof' },
      'property-search': [
        { prop: { displayname: {} }, match: { _text: text } },
        { prop: { 'c:calendar-user-address-set': {} }, match: { _text: text } },
      ],
      prop: PRINCIPAL_PROPERTIES,
      'apply-to-principal-collection-set': {},
    },
  };
  try {
    const responses = await client.report(principal, '0', body, { signal });
    return responses.map(readPrincipal);
  } catch (error) {
    if (error instanceof CaldavError && [403, 404, 405, 501].includes(error.status ?? 0)) return [];
    throw error;
  }
}

function freeBusyText({ organizer, attendees, fromUtc, toUtc, uid, now }: FreeBusyRequest): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const freeBusy = makeComponent('VFREEBUSY', [
    makeProperty('UID', uid),
    makeProperty('DTSTAMP', stamp),
    makeProperty('DTSTART', fromUtc),
    makeProperty('DTEND', toUtc),
    makeProperty('ORGANIZER', organizer),
    ...attendees.map((attendee) => makeProperty('ATTENDEE', attendee)),
  ]);
  const properties = [
    makeProperty('VERSION', '2.0'),
    makeProperty('PRODID', '-//Convoke//Convoke//EN'),
    makeProperty('METHOD', 'REQUEST'),
  ];
  return serializeCalendarData(makeComponent('VCALENDAR', properties, [freeBusy]));
}

function readBusyPeriods(data: string): readonly BusyPeriod[] {
  const freeBusy = parseCalendarData(data).components.find(({ name }) => name === 'VFREEBUSY');
  if (freeBusy === undefined) return [];
  return getProperties(freeBusy, 'FREEBUSY').flatMap((property) =>
    property.value.split(',').flatMap((period) => {
      const [startUtc, endUtc] = period.split('/');
      if (startUtc === undefined || endUtc === undefined) return [];
      return [{ type: getParameter(property, 'FBTYPE') ?? 'BUSY', startUtc, endUtc }];
    }),
  );
}
