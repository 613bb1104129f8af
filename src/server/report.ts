/** REPORT: calendar-multiget, calendar-query, free-busy-query (RFC 4791 §7), sync-collection (RFC 6578), people (RFC 3744). */
import { InvalidCalendarDataError, parseCalendarData, serializeCalendarData } from '../icalendar/calendarData.ts';
import { makeComponent, makeProperty } from '../icalendar/component.ts';
import { busyTimeIn, freebusyProperties } from './busyTime.ts';
import { calendarDataView } from './calendarDataElement.ts';
import { calendarQueryOf } from './calendarQuery.ts';
import {
  type DavContext,
  type DavRequest,
  type DavResponse,
  depthOf,
  objectResource,
  type ResourceOf,
  requireCalendar,
  requireCollection,
  requireObject,
  xmlBody,
} from './dav.ts';
import { DavError } from './errors.ts';
import { utcStamp } from './instant.ts';
import { multistatus, NOT_FOUND, responseOf, statusResponse } from './multistatus.ts';
import { applied } from './prefer.ts';
import { principalPropertySearch, principalSearchPropertySet } from './principalSearch.ts';
import { PRODID } from './product.ts';
import { propertyRequestOf, propstatsOf } from './properties.ts';
import { hrefOf, parseResource } from './resources.ts';
import type { Collection, StoredObject } from './store/store.ts';
import { syncCollection } from './syncCollection.ts';
import { closedRangeOf, floatingZone, widened } from './timeRange.ts';
import { CALDAV, childOf, childrenOf, DAV, type Markup, type XmlElement, xml } from './xml.ts';

/** What a report on a calendar, an inbox or one object works with. */
interface Scope {
  readonly context: DavContext;
  readonly collection: Collection;
  /** Undefined: the whole collection. */
  readonly object: StoredObject | undefined;
  readonly root: XmlElement;
  readonly request: DavRequest;
  readonly floatingTzid: string;
  readonly respond: (object: StoredObject) => Promise<Markup>;
}

export async function reportOnCalendar(
  context: DavContext,
  resource: ResourceOf<'calendar' | 'inbox' | 'object' | 'inbox-item'>,
  request: DavRequest,
): Promise<DavResponse> {
  const root = reportBody(request);
  const { collection, object } = await scopeOf(context, resource);
  const floatingTzid = zoneOf(root, collection);
  const respond = responder(context, collection, root, request, floatingTzid);
  const scope: Scope = { context, collection, object, root, request, floatingTzid, respond };
  switch (reportName(root)) {
    case 'C:calendar-multiget':
      return applied(await calendarMultiget(scope), request, 'return=minimal');
    case 'C:calendar-query':
      return applied(await calendarQuery(scope), request, 'return=minimal');
    case 'C:free-busy-query':
      if (resource.kind === 'calendar') return freeBusyQuery(scope);
      break;
    case 'D:sync-collection':
      if (object !== undefined) break;
      return applied(await syncCollection(context, collection, root, request, respond), request, 'return=minimal');
  }
  throw unsupportedReport(root);
}

export async function reportOnPrincipals(
  context: DavContext,
  _resource: ResourceOf<'root' | 'principals'>,
  request: DavRequest,
): Promise<DavResponse> {
  const root = reportBody(request);
  switch (reportName(root)) {
    case 'D:principal-property-search':
      return principalPropertySearch(context, root, request);
    case 'D:principal-search-property-set':
      return principalSearchPropertySet();
  }
  throw unsupportedReport(root);
}

/** One principal may be asked to search all of them, DAV:apply-to-principal-collection-set, RFC 3744 §9.4. */
export async function reportOnPrincipal(
  context: DavContext,
  _resource: ResourceOf<'principal'>,
  request: DavRequest,
): Promise<DavResponse> {
  const root = reportBody(request);
  const searchesAll = childOf(root, DAV, 'apply-to-principal-collection-set') !== undefined;
  if (reportName(root) === 'D:principal-property-search' && searchesAll)
    return principalPropertySearch(context, root, request);
  throw unsupportedReport(root);
}

/** Any report on a resource that supports none. */
export async function reportNowhere(_context: DavContext, _resource: unknown, request: DavRequest): Promise<never> {
  throw unsupportedReport(reportBody(request));
}

function reportBody(request: DavRequest): XmlElement {
  const root = xmlBody(request);
  if (root === undefined) throw new DavError(400, 'A REPORT needs a body.');
  return root;
}

function reportName(root: XmlElement): string {
  return root.namespace === DAV ? `D:${root.name}` : root.namespace === CALDAV ? `C:${root.name}` : root.name;
}

function unsupportedReport(root: XmlElement): DavError {
  return new DavError(403, `The report ${root.name} is not supported here.`, 'D:supported-report');
}

async function scopeOf(
  context: DavContext,
  resource: ResourceOf<'calendar' | 'inbox' | 'object' | 'inbox-item'>,
): Promise<{ readonly collection: Collection; readonly object: StoredObject | undefined }> {
  if (resource.kind === 'calendar')
    return { collection: await requireCalendar(context, resource.calendar), object: undefined };
  if (resource.kind === 'inbox') return { collection: await requireCollection(context, 'inbox'), object: undefined };
  return requireObject(context, resource);
}

function zoneOf(root: XmlElement, collection: Collection): string {
  try {
    return floatingZone(root, collection.properties.timezone, parseCalendarData);
  } catch (cause) {
    if (!(cause instanceof InvalidCalendarDataError)) throw cause;
    throw new DavError(403, 'The timezone element holds no VTIMEZONE.', 'C:valid-calendar-data', undefined, { cause });
  }
}

/** Makes the DAV:response of an object, calendar-data included where it was asked for. */
function responder(
  context: DavContext,
  collection: Collection,
  root: XmlElement,
  request: DavRequest,
  floatingTzid: string,
): (object: StoredObject) => Promise<Markup> {
  const wanted = propertyRequestOf(root, request);
  const prop = childOf(root, DAV, 'prop');
  const element = prop && childOf(prop, CALDAV, 'calendar-data');
  const view = element && calendarDataView(element);
  return async (object) => {
    const resource = objectResource(context.owner, collection, object.name);
    const propstats = await propstatsOf(
      { resource, owner: context.owner, collection, object },
      wanted,
      context,
      (name) =>
        view && name.namespace === CALDAV && name.name === 'calendar-data'
          ? xml`${view(object.data, floatingTzid)}`
          : undefined,
    );
    return responseOf(hrefOf(resource), propstats);
  };
}

/** RFC 4791 §7.9: the objects whose hrefs are given; hrefs outside of this collection are not found. */
async function calendarMultiget({ context, collection, object, root, respond }: Scope): Promise<DavResponse> {
  const hrefs = childrenOf(root, DAV, 'href').map((element) => element.text.trim());
  const names = hrefs.map((href) => nameIn(href, context, collection));
  const wanted = [...new Set(names.filter((name) => name !== undefined))];
  const found = object ? [object] : await context.store.objectsByName(collection.id, wanted);
  const byName = new Map(found.map((one) => [one.name, one]));
  const responses: Markup[] = [];
  for (const [index, href] of hrefs.entries()) {
    const one = byName.get(names[index] ?? '');
    responses.push(one ? await respond(one) : statusResponse(href, NOT_FOUND));
  }
  return multistatus(responses);
}

function nameIn(href: string, context: DavContext, collection: Collection): string | undefined {
  const target = parseResource(href);
  if (target === undefined || !('file' in target) || target.user !== context.owner.name) return undefined;
  const isHere =
    target.kind === 'inbox-item'
      ? collection.kind === 'inbox'
      : collection.kind === 'calendar' && target.calendar === collection.name;
  return isHere ? target.file : undefined;
}

/** RFC 4791 §7.8. */
async function calendarQuery({
  context,
  collection,
  object,
  root,
  request,
  floatingTzid,
  respond,
}: Scope): Promise<DavResponse> {
  const { matches, range } = calendarQueryOf(root);
  // Depth 0 on a collection looks at the collection itself, which holds no calendar data of its own.
  if (object === undefined && depthOf(request, '0') === '0') return multistatus([]);
  const wide = range && widened(range);
  const candidates = object ? [object] : await context.store.objectsBetween(collection.id, wide?.from, wide?.to);
  const responses: Markup[] = [];
  for (const one of candidates) {
    if (matches(parseCalendarData(one.data), floatingTzid)) responses.push(await respond(one));
  }
  return multistatus(responses);
}

/** RFC 4791 §7.10. */
async function freeBusyQuery({ context, collection, root }: Scope): Promise<DavResponse> {
  const element = childOf(root, CALDAV, 'time-range');
  if (element === undefined) throw new DavError(400, 'A free-busy-query needs a time-range.');
  const range = closedRangeOf(element);
  const periods = await busyTimeIn(context.store, collection, context.owner, range);
  const freebusy = makeComponent('VFREEBUSY', [
    makeProperty('DTSTAMP', utcStamp(context.now())),
    makeProperty('DTSTART', range.from),
    makeProperty('DTEND', range.to),
    ...freebusyProperties(periods),
  ]);
  const properties = [makeProperty('VERSION', '2.0'), makeProperty('PRODID', PRODID)];
  return {
    status: 200,
    type: 'text/calendar',
    body: serializeCalendarData(makeComponent('VCALENDAR', properties, [freebusy])),
  };
}
